"""Tests of `reader/operations`."""
