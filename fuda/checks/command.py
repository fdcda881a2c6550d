"""`invoke check`: builds the site as it would be published, into a folder that is thrown away, and checks it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from .record import build_recorded
from .report import Report
from .site import check_site


def check(settings: Path) -> Report:
    """The report on the site of a settings file. Raises fuda.build.BuildFailed when there is nothing to check."""
    with TemporaryDirectory(prefix="fuda-check-") as folder:
        output = Path(folder) / "output"
        record = build_recorded(settings, ["--output", str(output)])
        return check_site(output, record)
