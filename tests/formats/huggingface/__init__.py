"""Tests of `reader/formats/huggingface`."""
