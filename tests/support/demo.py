"""A copy of the demo site, to be built with its own settings beside the repository."""

from __future__ import annotations

import shutil
from pathlib import Path

from support.sites import ROOT


def copy_demo(root: Path) -> None:
    """Copy the demo's content and cards below root."""
    for name in ("content", "cards"):
        shutil.copytree(ROOT / name, root / name)
