"""What a person can do to a library. Command line, batch and interface call it; it knows no question and no screen."""
