"""Tests of `reader/tui/dialogs`."""
