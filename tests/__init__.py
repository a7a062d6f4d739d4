"""The tests of Reader."""
