"""Tests of `reader/store`."""
