"""What several tests need: libraries, terminals, screens, laws."""
