"""Tests of `reader/tui`."""
