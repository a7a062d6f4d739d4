"""Tests of `reader/cli`."""
