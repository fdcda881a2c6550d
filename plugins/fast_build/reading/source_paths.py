"""A post's path from the content folder, which Pelican works out anew for each address that it formats, and then seldom uses."""

from __future__ import annotations

import os
import posixpath
from functools import lru_cache
from posixpath import normpath

from pelican.contents import Content


class QuickSourcePath(Content):
    """Stands before one of Pelican's classes of contents."""

    def get_relative_source_path(self, source_path: str | None = None) -> str | None:
        """As Pelican's: of this post where no other path is named."""
        path, folder = source_path or self.source_path, self.settings["PATH"]
        if isinstance(path, str) and isinstance(folder, str) and _is_below(path, folder):
            return path[len(folder) + 1 :]
        return super().get_relative_source_path(source_path)


def _is_below(path: str, folder: str) -> bool:
    """Whether both are such that nothing of them is resolved, and one begins with the other."""
    return path.startswith(f"{folder}/") and _is_settled(folder) and normpath(path) == path


@lru_cache(maxsize=16)
def _is_settled(folder: str) -> bool:
    return os.path is posixpath and folder.startswith("/") and normpath(folder) == folder
