"""The number behind `--port`, as it was written."""

from __future__ import annotations


class WrongPort(ValueError):
    """It is none; the message says what is one."""


def read_port(text: str) -> int:
    """The port that a text names. Raises WrongPort."""
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise WrongPort(f"--port {text} is none: a port is a number from 1 to 65535.")
