"""Tests of `reader/formats/markdown`."""
