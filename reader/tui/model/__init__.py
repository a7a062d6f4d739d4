"""What the interface shows, without a widget."""
