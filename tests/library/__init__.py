"""Tests of `reader/library`."""
