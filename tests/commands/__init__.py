"""Tests of `reader/commands`."""
