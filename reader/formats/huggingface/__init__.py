"""Hugging Face papers: their pages as text, and the answers of their interface."""
