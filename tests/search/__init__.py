"""Tests of `reader/search`."""
