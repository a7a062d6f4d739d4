"""Tests of `reader/query`."""
