"""The widgets of the one screen."""
