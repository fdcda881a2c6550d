"""What a build loads before it has anything to do, and what it leaves to the end of its process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PLUGINS = Path(__file__).parents[3] / "plugins"


def said(code: str) -> str:
    """What a new process prints."""
    command, environment = [sys.executable, "-c", code], {"PYTHONPATH": str(PLUGINS)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.strip()


def test_what_only_a_long_build_needs_is_not_loaded() -> None:
    assert said("import sys, fast_build; print('rich.progress' in sys.modules)") == "False"


def test_python_does_not_look_for_cycles_in_a_finished_site() -> None:
    begin = "import atexit, gc; atexit.register(lambda: print(gc.get_freeze_count() > 0))"
    assert said(begin) == "False"
    assert said(f"{begin}; import fast_build; fast_build.register(); fast_build.register()") == "True"
