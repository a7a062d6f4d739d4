"""Tests of `reader/formats/obsidian`."""
