"""Where papers come from and go to: a source is read, a file is written, an address is fetched."""
