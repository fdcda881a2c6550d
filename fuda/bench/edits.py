"""From a saved file to its new page, in the resident preview: `python -m fuda.bench.edits SETTINGS EDITS` prints JSON.

For each thing that is waited for it has two lists, of seconds on the clock and of seconds of CPU, which a busy machine disturbs less.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from fuda.preview.changes import Change
from fuda.preview.loading import load, places_of
from fuda.preview.site import SELDOM, Site

from .sites import ROOT

PATIENCE = 10
"""Seconds for a preview to end."""
EDITS: dict[str, Callable[[str], str]] = {
    "body": lambda text: f"{text}\nもう一つの文です。\n",
    "title": lambda text: text.replace("title: '", "title: '新・", 1),
    "tags": lambda text: text.replace("tags: [", "tags: ['新しい話題', ", 1),
}


class Clock:
    """Measures by name."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = defaultdict(list)

    @contextmanager
    def measured(self, name: str) -> Iterator[None]:
        """Note how long this takes, on the clock and of CPU."""
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.seconds[name].append(time.perf_counter() - wall)
        self.seconds[f"{name}, CPU"].append(time.process_time() - cpu)


def time_start(settings_file: Path) -> dict[str, list[float]]:
    """Seconds from a preview's command to the line that says it is ready, and of CPU, its imports and its end among them."""
    wall, cpu = time.perf_counter(), sum(os.times()[2:4])
    command = [sys.executable, "-m", "fuda.preview", str(settings_file), "--no-browser"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        said = next((line for line in process.stderr or () if line.startswith("Ready in ")), None)
        ready = time.perf_counter() - wall
        _end(process)
    if said is None:
        raise RuntimeError(f"{settings_file}: its preview does not start")
    return {"ready": [ready], "ready, CPU": [sum(os.times()[2:4]) - cpu]}


def _end(process: subprocess.Popen[str]) -> None:
    """As the author would. What a shell started in the background may be deaf to that."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()


def time_edits(settings_file: Path, edits: int) -> dict[str, list[float]]:
    """Seconds until a preview says that it is ready, and from each of `edits` changes of a kind to its rendered page."""
    clock = Clock()
    clock.seconds |= time_start(settings_file)
    gc.set_threshold(SELDOM)
    with tempfile.TemporaryDirectory() as folder:
        settings = load(settings_file)
        site = Site(settings | {"OGP_CARDS_OFFLINE": True}, Path(folder))
        site.build()
        places = places_of(settings_file, settings)
        posts = sorted(Path(settings["PATH"], "posts").glob("*.md"))

        def save(path: Path, text: str) -> None:
            path.write_text(text, encoding="utf-8")
            site.update([Change(path, edited=True)], places)

        for name, change in EDITS.items():
            for number in range(edits):
                path = posts[number * len(posts) // edits]
                text = path.read_text(encoding="utf-8")
                with clock.measured(name):
                    save(path, change(text))
                    page = site.render(f"posts/{path.stem}/index.html")
                if not page:
                    raise RuntimeError(f"{path}: there is no page of it")
                save(path, text)
                site.settle()
        site.close()
    return dict(clock.seconds)


if __name__ == "__main__":
    print(json.dumps(time_edits(Path(sys.argv[1]).resolve(), int(sys.argv[2]))))
