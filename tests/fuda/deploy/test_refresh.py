"""The refresh before a build: what is due is asked, dead links are told with their posts, and nothing of it stops a run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.deploying import Site, free_port
from support.hostile import Server, answer

from fuda.deploy import Code, Options, read_status
from fuda.deploy.refresh import Refreshed
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
    hosts = {
        "PLUGINS": ["ogp_cards"],
        "OGP_CARDS_ALLOWED_HOSTS": ["127.0.0.1"],
        "OGP_CARDS_ALLOWED_PORTS": [port],
        "OGP_CARDS_BUDGET": 0,
    }
    site = Site(root, **hosts | settings)
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


@pytest.mark.parametrize("options", [{"publish": False}, {"dry_run": True}])
def test_a_look_asks_nobody_for_a_card(tmp_path: Path, server: Server, options: dict[str, bool]) -> None:
    site = make_site(tmp_path, server.port, server.url("/a"), OGP_CARDS_BUDGET=60)
    assert site.deploy(refresh=False, **options).code is Code.DONE
    assert not server.visits
    assert list(tmp_path.glob("cards/*")) == []
    assert site.deploy(refresh=False).published
    assert len(server.visits) > 0


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
    settings = {"PLUGINS": ["ogp_cards"], "OGP_CARDS_OFFLINE": True}
    site = make_site(tmp_path, free_port(), url, **settings)

    def dead(entry: Entry) -> Entry:
        for days in (30, 20, 10):
            entry = with_failure(entry, "answered 404", NOW - timedelta(days=days), for_good=True)
        return entry

    keep(site, url, dead)
    told = f"cites.md: {url} is dead: answered 404"
    for budget, posts in ((60, ["one"]), (0, ["two"])):
        site.configure(**settings, DEPLOY_REFRESH_BUDGET=budget)
        site.post(*posts)
        outcome = site.deploy()
        assert outcome.line.endswith(f" warnings. Dead links: {told}.")
        assert (outcome.details[0], json.loads(outcome.as_json())["dead_links"]) == (told, [told])
    assert site.deploy().line.startswith("Nothing changed")
    log = (site.root / "releases/deploy.log").read_text().splitlines()
    assert log[-2:] == [log[-2], f"  {told}"]
    assert log[-2].endswith(f"Dead links: {told}.")
    status = read_status(site.deployment())
    assert (status.dead_links, status.last_run) == ((told,), log[-2])
    assert f"Dead links:\n  {told}\n" in str(status)
    site.post("twin", slug="first")
    assert site.deploy().dead_links == (told,), "also when the build fails"


def test_many_dead_links_are_counted_in_the_line_and_listed_below_it(tmp_path: Path) -> None:
    dead = tuple(f"post.md: https://{number}.example/ is dead: answered 404" for number in range(5))
    site = Site(tmp_path)
    outcome = replace(site.deployment(), refresh=lambda *_: Refreshed((), dead)).run(Options())
    assert outcome.line.endswith(f"{'; '.join(dead[:3])}; and 2 more.")
    assert (tmp_path / "releases/deploy.log").read_text().splitlines()[1:] == [f"  {line}" for line in dead]


def test_a_site_without_cards_hears_nothing_of_them(tmp_path: Path) -> None:
    assert Site(tmp_path).deploy().details == ()
