"""What an address means. Only `is_file` looks at files."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote


def output_name(path: str) -> str:
    """The output file that a URL path means: "" and "…/" mean an index.html."""
    name = unquote(path).lstrip("/")
    return name + "index.html" if not name or name.endswith("/") else name


def folder_address(path: str, query: str) -> str:
    """The same address with a slash at its end. It has one at its start: behind two, a browser would read the name of another host."""
    return f"/{path.strip('/')}/" + (f"?{query}" if query else "")


def is_file(path: Path) -> bool:
    """Whether there is such a file; no name that a browser asks for is too long, or too odd, for that question."""
    try:
        return path.is_file()
    except (OSError, ValueError):  # the system's limit of a name; a null character
        return False
