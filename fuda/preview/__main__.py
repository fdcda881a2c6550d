"""`python -m fuda.preview`: what `invoke livereload` runs, and what it becomes when settings change."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .loading import PreviewFailed
from .run import Options, run, say


def main() -> int:
    """Read the arguments and preview; exit code 1 when it can't start."""
    parser = argparse.ArgumentParser(prog="fuda.preview", description="Preview the site, live.")
    parser.add_argument("settings", type=Path, nargs="?", default=Path("pelicanconf.py"))
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", default="")
    parser.add_argument("--no-browser", dest="browser", action="store_false")
    given = parser.parse_args()
    try:
        run(Options(given.settings.resolve(), given.host, given.port, given.browser))
    except PreviewFailed as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
