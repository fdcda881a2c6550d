"""The refresh before a build: what is due is asked, dead links are told with their posts, and nothing of it stops a run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.deploying import Site, free_port
from support.hostile import Server, answer

from fuda.deploy import Code
from ogp_cards.freshness import with_failure
from ogp_cards.model import Card, Entry, PageFields
from ogp_cards.store import CardStore

NOW = datetime.now(UTC)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        running.routes["/a"] = answer(b"<title>Fetched now</title>", content_type="text/html")
        yield running


def make_site(root: Path, port: int, url: str, **settings: Any) -> Site:
    hosts = {"OGP_CARDS_ALLOWED_HOSTS": ["127.0.0.1"], "OGP_CARDS_ALLOWED_PORTS": [port], "OGP_CARDS_BUDGET": 0}
    site = Site(root, PLUGINS=["ogp_cards"], **hosts | settings)
    site.post("cites", f"[[ogp:{url}]]")
    return site


def keep(site: Site, url: str, change: Any) -> CardStore:
    store = CardStore(site.root / "cards")
    store.change(url, change)
    return store


def title(store: CardStore, url: str) -> str:
    entry = store.get(url)
    return entry.card.page.title if entry and entry.card else ""


def aged(days: int) -> Any:
    return lambda entry: replace(entry, card=Card(PageFields("Old"), NOW - timedelta(days=days)))


@pytest.mark.parametrize(("days", "asked"), [(3, False), (90, True)])
def test_stale_cards_are_asked_and_fresh_ones_are_not(tmp_path: Path, server: Server, days: int, asked: bool) -> None:
    url = server.url("/a")
    site = make_site(tmp_path, server.port, url)
    store = keep(site, url, aged(days))
    outcome = site.deploy()
    assert outcome.published
    assert outcome.details == (f"cards: 1 {'fetched' if asked else 'fresh'}",)
    assert (len(server.visits) > 0, title(store, url)) == (asked, "Fetched now" if asked else "Old")


@pytest.mark.parametrize("settings", [{"OGP_CARDS_OFFLINE": True}, {"DEPLOY_REFRESH_BUDGET": 0}])
def test_nothing_is_asked_where_nothing_may_be(tmp_path: Path, server: Server, settings: dict[str, Any]) -> None:
    site = make_site(tmp_path, server.port, server.url("/a"), **settings)
    assert site.deploy().code is Code.DONE
    assert not server.visits


def test_a_card_that_was_refreshed_is_kept_when_the_build_fails(tmp_path: Path, server: Server) -> None:
    url = server.url("/a")
    site = make_site(tmp_path, server.port, url)
    site.post("twin", slug="first")
    assert site.deploy().code is Code.BUILD
    assert title(CardStore(tmp_path / "cards"), url) == "Fetched now"


def test_a_site_that_is_down_stops_nothing(tmp_path: Path) -> None:
    port = free_port()
    site = make_site(tmp_path, port, f"http://127.0.0.1:{port}/")
    outcome = site.deploy()
    assert outcome.published
    assert outcome.details[0].startswith("cards: 1 without a card")


def test_dead_links_are_told_with_their_post(tmp_path: Path) -> None:
    url = "https://gone.example/"
    site = make_site(tmp_path, free_port(), url, OGP_CARDS_OFFLINE=True)

    def dead(entry: Entry) -> Entry:
        for days in (30, 20, 10):
            entry = with_failure(entry, "answered 404", NOW - timedelta(days=days), for_good=True)
        return entry

    keep(site, url, dead)
    assert site.deploy().details[0] == f"cites.md: {url} is dead: answered 404"


def test_a_site_without_cards_hears_nothing_of_them(tmp_path: Path) -> None:
    assert Site(tmp_path).deploy().details == ()
