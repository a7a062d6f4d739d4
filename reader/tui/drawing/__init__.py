"""Text as styled cells."""
