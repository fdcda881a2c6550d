"""Deploys that are killed at any moment: readers have the old release or the new one, and the next run goes on.

FUDA_FULL=1 kills fifty times each instead of a few.
"""

from __future__ import annotations

import logging
import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from support.deploying import Nursery, Site, Sshd, tree
from support.hostile import Server, answer

from ogp_cards.entries import decode_entry

logger = logging.getLogger(__name__)
FULL = bool(os.environ.get("FUDA_FULL"))


@pytest.fixture
def server() -> Iterator[Server]:
    """Five pages to cite."""
    with Server() as running:
        for number in range(5):
            running.routes[f"/{number}"] = answer(f"<title>Page {number}</title>".encode(), content_type="text/html")
        yield running


def killed(site: Site, shown: Path, nursery: Nursery, kills: int) -> int:
    """Kill so many deploys, each of a changed site, and check after each; how many of them had come far enough to show the new release.

    Every third time the change is taken back after the kill: the next run has to set right what readers may have got.
    """
    chance = random.Random(6)
    _, usual = nursery.deploy(site)
    swapped = 0
    for number in range(kills):
        old = tree(shown)
        assert old
        site.post("changing", f"Text {number}.", summary=f"{number}")
        child = nursery.begin(site)
        time.sleep(chance.uniform(0.02, usual * 1.05))
        with suppress(ProcessLookupError):  # it may be done already
            os.kill(child, signal.SIGKILL if number % 2 else signal.SIGINT)
        nursery.end()
        after = tree(shown)
        assert after in [dict(release.files) for release in site.deployment().releases.all()]
        if back := number % 3 == 2:
            site.post("changing", f"Text {number - 1}.", summary=f"{number - 1}")
        code, took = nursery.deploy(site)
        usual = (usual + took) / 2
        new = tree(shown)
        assert code == 0
        assert site.live() == new
        assert (new == old) is back
        assert back or after in (old, new)
        swapped += after != old
        assert site.leftovers() == []
    return swapped


def store_is_whole(site: Site) -> bool:
    files = list((site.root / "cards").glob("*.json"))
    return len(files) == 5 and all(decode_entry(path.read_bytes()).card for path in files)


def test_to_this_machine_with_cards_to_refresh(tmp_path: Path, server: Server) -> None:
    links = [f"[[ogp:{server.url(f'/{number}')}]]" for number in range(5)]
    site = Site(
        tmp_path,
        PLUGINS=["ogp_cards"],
        OGP_CARDS_ALLOWED_HOSTS=["127.0.0.1"],
        OGP_CARDS_ALLOWED_PORTS=[server.port],
        OGP_CARDS_MAX_AGE=0.000001,
        OGP_CARDS_PAUSE=0,
        DEPLOY_KEEP=3,
    )
    site.post("cards", "\n\n".join(links))
    with Nursery.open() as nursery:
        swapped = killed(site, site.current, nursery, 50 if FULL else 6)
        logger.info("%s of the killed deploys had swapped the link", swapped)
        assert store_is_whole(site)


def test_to_a_server(tmp_path: Path) -> None:
    (tmp_path / "sshd").mkdir()
    site = Site(tmp_path / "site")
    with Sshd(tmp_path / "sshd").serving() as sshd, Nursery.open() as nursery:
        site.configure(**sshd.settings(str(tmp_path / "server")))
        swapped = killed(site, tmp_path / "server/current", nursery, 50 if FULL else 4)
        logger.info("%s of the killed deploys had swapped the link", swapped)
        assert tree(tmp_path / "server/current") == site.live()
