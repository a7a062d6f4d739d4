"""Reader: a reading-list manager for research papers that lives in the terminal."""

__version__ = "0.1.0"
