"""Memory that was used while a library was read and is free again, given back to the system."""

from __future__ import annotations


def give_back() -> None:
    """Give back what is free. The C library of GNU keeps it otherwise, in holes between what is still used; others have
    no function of this name, and give it back by themselves."""
    import ctypes  # noqa: PLC0415  the first frame does not wait for it

    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return
    trim(0)
