"""Tests of `reader/online`."""
