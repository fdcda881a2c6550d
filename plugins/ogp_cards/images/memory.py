"""What a program does with memory that it gave back."""

from __future__ import annotations

import ctypes
from contextlib import suppress

_M_MMAP_THRESHOLD = -3
_LARGE = 1 << 20


def return_large_blocks() -> None:
    """Have blocks of a megabyte and more go back to the system when they are free.

    glibc raises that limit by itself, up to 32 MB, and then each thread that ever held a large image keeps room for one (mallopt(3)).
    Where there is no mallopt this does nothing.
    """
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE)
