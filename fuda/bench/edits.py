"""From a saved file to its new page, in the resident preview: `python -m fuda.bench.edits SETTINGS EDITS` prints the seconds as JSON."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from fuda.preview.changes import Change
from fuda.preview.run import load, places_of
from fuda.preview.site import Site


def time_edits(settings_file: Path, edits: int) -> dict[str, list[float]]:
    """Seconds until the site is ready, and for each of `edits` new bodies and new titles with other tags: taken over and rendered."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        settings = load(settings_file)
        site = Site(settings, Path(folder))
        site.build()
        ready = time.perf_counter() - started
        places = places_of(settings_file, settings)
        posts = sorted(Path(settings["PATH"], "posts").glob("*.md"))

        def save(path: Path, change: Callable[[str], str]) -> float:
            text = path.read_text(encoding="utf-8")
            path.write_text(change(text), encoding="utf-8")
            saved = time.perf_counter()
            site.update([Change(path, edited=True)], places)
            if not site.render(f"posts/{path.stem}/index.html"):
                raise RuntimeError(f"{path}: there is no page of it")
            seconds = time.perf_counter() - saved
            path.write_text(text, encoding="utf-8")
            site.update([Change(path, edited=True)], places)
            return seconds

        chosen = [posts[number * len(posts) // edits] for number in range(edits)]
        bodies = [save(path, lambda text: f"{text}\nもう一つの文です。\n") for path in chosen]
        titles = [save(path, _retitle) for path in chosen]
        site.close()
    return {"ready": [ready], "body": bodies, "title and tags": titles}


def _retitle(text: str) -> str:
    return text.replace("title: '", "title: '新・", 1).replace("tags: [", "tags: ['新しい話題', ", 1)


if __name__ == "__main__":
    print(json.dumps(time_edits(Path(sys.argv[1]).resolve(), int(sys.argv[2]))))
