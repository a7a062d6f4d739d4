"""Tests of `reader/formats`."""
