"""Tests of `reader/io`."""
