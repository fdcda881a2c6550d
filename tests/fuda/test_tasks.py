"""`tasks.py`: what it needs of the plugins, and what it says of wrong options."""

from __future__ import annotations

import subprocess
import sys

import pytest
from rich import get_console
from support.sites import ROOT

import tasks


def test_a_mistake_in_a_plugin_is_no_matter_of_other_tasks() -> None:
    plugins = {path.name for path in (ROOT / "plugins").iterdir()}
    code = f"import sys; sys.path[:] = {sys.path!r}; import tasks; print({plugins!r} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


@pytest.mark.parametrize("task", ["livereload", "serve"])
@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1", "８０"])
def test_a_port_that_is_none_is_told_in_one_line(task: str, port: str) -> None:
    with pytest.raises(tasks.Exit, match=f"^--port {port} is none: a port is a number from 1 to 65535.$") as stopped:
        getattr(tasks, task).body(None, port=port)
    assert stopped.value.code == 1
    assert not get_console().quiet, "what a task would change in this process, it has not changed"
