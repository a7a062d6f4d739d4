"""What a person can do with the library, as functions that the command line and the interface both call."""
