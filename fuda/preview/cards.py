"""Cards come while the author goes on: another process asks for new ones and writes the store, which the watcher follows."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

SECONDS = 60
"""How long one round of asking may take."""
_CARD = re.compile(r"\[\[ogp:[^\]\n]+")
_REFRESH = "import pathlib, sys; from fuda.cards import refresh_due; refresh_due(pathlib.Path(sys.argv[1]), float(sys.argv[2]))"
ROOT = Path(__file__).parent.parent.parent


def refresh_command(settings: Path) -> list[str]:
    """The command that fetches what is new or stale."""
    return [sys.executable, "-c", _REFRESH, str(settings), str(SECONDS)]


class CardRefresh(threading.Thread):
    """Runs `command` at once, and again for each card that was not there before; one at a time."""

    def __init__(self, command: list[str], content: Path, say: Callable[[str], None]) -> None:
        super().__init__(daemon=True)
        self._command = command
        self._say = say
        self._seen: set[str] = set()
        self._wanted = threading.Event()
        self._wanted.set()
        self.look_at(content.rglob("*.md"))

    def run(self) -> None:
        """For as long as the preview lives."""
        while self._wanted.wait():
            self._wanted.clear()
            done = subprocess.run(self._command, cwd=ROOT, capture_output=True, text=True)
            if done.returncode:
                self._say(f"cards: not refreshed: {(done.stderr.strip() or 'unknown').splitlines()[-1]}")

    def look_at(self, paths: Iterable[Path]) -> None:
        """Ask again when these files cite a card that they did not cite before."""
        texts = (path.read_text(encoding="utf-8", errors="replace") for path in paths if path.is_file())
        new = {card for text in texts for card in _CARD.findall(text)} - self._seen
        self._seen |= new
        if new:
            self._wanted.set()
