"""What a build asks for and what it makes of the answers, with a function for the network."""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from time import sleep
from typing import Any

import pytest

from ogp_cards import store as store_module
from ogp_cards.crowd import CrowdLimits
from ogp_cards.errors import FetchFailed, Gone, ImageRefused, Offline
from ogp_cards.model import Answer, Card, Entry, PageFields, Picture
from ogp_cards.store import CardStore, entry_name
from ogp_cards.story import Story
from ogp_cards.unfurl import Tools, Unfurler

NOW = datetime(2025, 6, 1, tzinfo=UTC)
URL = "https://a.example/x"
PICTURE = Picture("images/a.webp", 240, 126)
COVER = Picture("images/c.webp", 1440, 700)
ICON = Picture("images/i.webp", 16, 16)
LIMITS = CrowdLimits(budget=20)


@dataclass
class World:
    """A network whose answers are listed by URL, and a clock."""

    answers: dict[str, Answer | Exception] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    conditions: dict[str, tuple[str, str]] = field(default_factory=dict)
    now: datetime = NOW

    def page(self, url: str, html: str, *, etag: str = "", status: int = 200) -> None:
        self.answers[url] = Answer(url, status, "text/html; charset=utf-8", html.encode(), etag=etag)

    def image(self, url: str, data: bytes) -> None:
        self.answers[url] = Answer(url, 200, "image/png", data)

    def get(
        self, url: str, *, accept: str = "page", etag: str = "", last_modified: str = "", deadline: float | None = None
    ) -> Answer:
        self.asked.append(url)
        self.conditions[url] = (etag, last_modified)
        answer = self.answers.get(url, Gone("a.example answered 404", status=404))
        if isinstance(answer, Exception):
            raise answer
        return answer

    def make(self, picture: Picture) -> Callable[[bytes], Picture]:
        def make(data: bytes) -> Picture:
            if data == b"broken":
                raise ImageRefused("broken")
            return picture

        return make

    def unfurler(self) -> Unfurler:
        return Unfurler(
            Tools(self.get, self.make(PICTURE), self.make(ICON), self.make(COVER), lambda: 0.0, lambda: self.now)
        )

    def story(self, folder: Path, *urls: str) -> Story:
        story = Story(CardStore(folder), lambda: self.now, timedelta(days=30))
        story.look_up(urls or [URL])
        story.ask(story.due(story.entries), self.unfurler(), LIMITS)
        return story


HTML = '<title>{}</title><meta property="og:image" content="/x.png"><link rel="icon" href="/i.png">'


@pytest.fixture
def world() -> World:
    world = World()
    world.page(URL, HTML.format("Title"), etag='"1"')
    world.image("https://a.example/x.png", b"png")
    world.image("https://a.example/i.png", b"png")
    return world


def on_disk(folder: Path, url: str = URL) -> Entry:
    entry = CardStore(folder).get(url)
    assert entry
    return entry


def test_a_new_page_becomes_a_card(world: World, tmp_path: Path) -> None:
    story = world.story(tmp_path)
    page = PageFields("Title", image="https://a.example/x.png", icon="https://a.example/i.png")
    assert on_disk(tmp_path) == Entry(URL, Card(page, NOW, PICTURE, ICON, '"1"')) == story.entries[URL]
    assert story.summary() == "cards: 1 fetched"


def test_a_fresh_card_is_not_asked_for(world: World, tmp_path: Path) -> None:
    world.story(tmp_path)
    put_pictures(tmp_path)
    world.now += timedelta(days=29)
    world.asked.clear()
    assert world.story(tmp_path).summary() == "cards: 1 fresh"
    assert world.asked == []


def test_a_stale_card_is_asked_whether_it_still_holds(world: World, tmp_path: Path) -> None:
    before = on_disk_after(world, tmp_path)
    put_pictures(tmp_path)
    world.now += timedelta(days=30)
    world.answers[URL] = Answer(URL, 304, None, b"")
    world.asked.clear()
    world.story(tmp_path)
    assert (world.asked, world.conditions[URL]) == ([URL], ('"1"', ""))
    assert on_disk(tmp_path) == replace(before, card=replace(before.card, fetched=world.now))


def put_pictures(folder: Path) -> None:
    (folder / "images").mkdir()
    for name in (PICTURE.file, ICON.file):
        (folder / name).write_bytes(b"x")


def on_disk_after(world: World, folder: Path) -> Entry:
    world.story(folder)
    return on_disk(folder)


def test_a_card_whose_pictures_are_gone_is_asked_for_whole(world: World, tmp_path: Path) -> None:
    world.story(tmp_path)
    world.now += timedelta(days=30)
    world.story(tmp_path)
    assert world.conditions[URL] == ("", "")


def test_a_site_that_is_down_leaves_the_card_and_is_tried_again_later(world: World, tmp_path: Path) -> None:
    before = on_disk_after(world, tmp_path)
    world.now += timedelta(days=30)
    world.answers[URL] = FetchFailed("a.example answered 503", status=503)
    story = world.story(tmp_path)
    assert story.summary() == "cards: 1 kept (page fails)"
    assert on_disk(tmp_path).card == before.card
    world.asked.clear()
    assert world.story(tmp_path).summary() == "cards: 1 kept (page fails)"
    assert world.asked == []
    world.now += timedelta(hours=1)
    world.page(URL, HTML.format("Better"))
    assert world.story(tmp_path).summary() == "cards: 1 fetched"
    assert on_disk(tmp_path).failure is None


@pytest.mark.parametrize("title", ["503 Service Unavailable", "Are you a robot?", "404 Not Found"])
def test_an_error_page_is_a_failure(world: World, tmp_path: Path, title: str) -> None:
    before = on_disk_after(world, tmp_path)
    world.now += timedelta(days=30)
    world.page(URL, HTML.format(title))
    (trouble,) = world.story(tmp_path).troubles
    assert trouble.kept
    assert on_disk(tmp_path).card == before.card


def test_a_page_gone_for_good_is_dead_in_the_end(world: World, tmp_path: Path) -> None:
    before = on_disk_after(world, tmp_path)
    del world.answers[URL]
    summaries = []
    for _ in range(5):
        world.now += timedelta(days=31)
        summaries.append(world.story(tmp_path).summary())
    assert summaries == ["cards: 1 kept (page fails)"] * 2 + ["cards: 1 dead"] * 3
    assert on_disk(tmp_path).card == before.card


def test_the_authors_words_survive(world: World, tmp_path: Path) -> None:
    CardStore(tmp_path).change(URL, lambda entry: replace(entry, overrides={"title": "mine"}))
    world.story(tmp_path)
    assert on_disk(tmp_path).overrides == {"title": "mine"}
    assert on_disk(tmp_path).card


NOTHING = [
    Answer(URL, 200, "text/html", b""),
    Answer(URL, 202, "text/html", b"<html><head></head><body><script>challenge()</script></body></html>"),
    Answer(URL, 204, None, b""),
    Answer(URL, 200, "application/octet-stream", b"", truncated=True),
    Answer(URL, 200, "application/pdf", b"", truncated=True),
]


@pytest.mark.parametrize("answer", NOTHING, ids=lambda answer: f"{answer.status}-{answer.content_type}")
def test_an_answer_that_says_nothing_is_a_failure_beside_a_card(world: World, tmp_path: Path, answer: Answer) -> None:
    before = on_disk_after(world, tmp_path)
    world.now += timedelta(days=30)
    world.answers[URL] = answer
    (trouble,) = world.story(tmp_path).troubles
    entry = on_disk(tmp_path)
    assert trouble.kept
    assert trouble.is_news
    assert (entry.card, entry.failure and entry.failure.count) == (before.card, 1)


def test_a_file_stays_a_card_of_its_name(world: World, tmp_path: Path) -> None:
    world.answers[URL] = Answer(URL, 200, "application/pdf", b"", truncated=True)
    world.story(tmp_path)
    world.now += timedelta(days=30)
    assert world.story(tmp_path).summary() == "cards: 1 fetched"
    card = on_disk(tmp_path).card
    assert card and (card.page.title, card.page.kind, card.fetched) == ("x", "pdf", world.now)


def test_an_entry_from_the_future_is_replaced(world: World, tmp_path: Path) -> None:
    world.story(tmp_path)
    put_pictures(tmp_path)
    world.now -= timedelta(days=9)
    world.story(tmp_path)
    assert on_disk(tmp_path).card.fetched == world.now  # type: ignore[union-attr]
    assert world.story(tmp_path).summary() == "cards: 1 fresh"


def test_a_deleted_picture_is_asked_for_in_the_next_build(world: World, tmp_path: Path) -> None:
    world.story(tmp_path)
    put_pictures(tmp_path)
    (tmp_path / PICTURE.file).unlink()
    assert world.story(tmp_path).summary() == "cards: 1 fetched"
    assert world.conditions[URL] == ("", "")


def test_the_icon_of_before_stays_when_it_cannot_be_had(world: World, tmp_path: Path) -> None:
    world.story(tmp_path)
    put_pictures(tmp_path)
    world.now += timedelta(days=30)
    world.answers["https://a.example/i.png"] = FetchFailed("down")
    world.story(tmp_path)
    card = on_disk(tmp_path).card
    assert card and (card.fetched, card.icon) == (world.now, ICON)


def test_what_a_server_says_anew_is_news_once(world: World, tmp_path: Path) -> None:
    world.story(tmp_path)
    told = []
    for answer in (FetchFailed("answered 503"), Gone("answered 404"), Gone("answered 404"), Gone("answered 410")):
        world.now += timedelta(days=31)
        world.answers[URL] = answer
        told += [trouble.is_news for trouble in world.story(tmp_path).troubles]
    assert told == [False, True, False, True]


def test_an_image_that_cannot_be_had_leaves_the_card_without(world: World, tmp_path: Path) -> None:
    world.image("https://a.example/x.png", b"broken")
    del world.answers["https://a.example/i.png"]
    world.story(tmp_path)
    card = on_disk(tmp_path).card
    assert card and (card.page.title, card.image, card.icon) == ("Title", None, None)


def test_the_image_of_before_stays_when_the_same_one_cannot_be_had(world: World, tmp_path: Path) -> None:
    world.story(tmp_path)
    put_pictures(tmp_path)
    world.now += timedelta(days=30)
    world.answers["https://a.example/x.png"] = FetchFailed("down")
    world.story(tmp_path)
    card = on_disk(tmp_path).card
    assert card and card.image == PICTURE


def test_a_picture_that_could_not_be_had_is_asked_for_again(world: World, tmp_path: Path) -> None:
    picture = world.answers.pop("https://a.example/x.png")
    world.story(tmp_path)
    put_pictures(tmp_path)
    world.now += timedelta(days=30)
    world.answers["https://a.example/x.png"] = picture
    world.story(tmp_path)
    card = on_disk(tmp_path).card
    assert (world.conditions[URL], card and card.image) == (("", ""), PICTURE)


def test_an_icon_is_asked_for_once_a_build(world: World, tmp_path: Path) -> None:
    world.page("https://a.example/y", HTML.format("Other"))
    story = Story(CardStore(tmp_path), lambda: NOW, timedelta(days=30))
    story.look_up([URL, "https://a.example/y"])
    unfurler = world.unfurler()
    for url in story.due(story.entries):
        story.ask([url], unfurler, LIMITS)
    assert world.asked.count("https://a.example/i.png") == 1


def test_an_icon_is_asked_for_once_by_threads_side_by_side(world: World, tmp_path: Path) -> None:
    other, both = "https://a.example/y", Barrier(2)
    world.page(other, HTML.format("Other"))
    inner = world.get

    def get(url: str, **how: Any) -> Answer:
        if url in {URL, other}:
            both.wait(5)
        elif url.endswith("i.png"):
            sleep(0.05)  # for the other thread to come here, too
        return inner(url, **how)

    world.get = get  # type: ignore[method-assign]
    story = world.story(tmp_path, URL, other)
    assert world.asked.count("https://a.example/i.png") == 1
    assert [entry.card.icon for entry in story.entries.values() if entry and entry.card] == [ICON, ICON]


def test_without_an_icon_of_its_own_the_usual_place_is_asked(world: World, tmp_path: Path) -> None:
    world.page(URL, "<title>Title</title>")
    world.story(tmp_path)
    assert world.asked == [URL, "https://a.example/favicon.ico"]


SHELL = '<title>Loading…</title><link rel="alternate" type="application/json+oembed" href="https://a.example/o">'
FILM = b'{"title": "Film", "thumbnail_url": "https://a.example/x.png"}'
VIDEO = "https://youtu.be/abc"
ROUNDS = {
    "a page": (URL, HTML.format("Title"), 3),
    "a page with an endpoint": (URL, SHELL.replace("Loading…", "Film"), 4),
    "a shell with an endpoint": (URL, SHELL, 4),
    "a provider": (VIDEO, "", 3),
    "a provider that says nothing": (VIDEO, HTML.format("Film"), 4),
}


@pytest.mark.parametrize(("url", "html", "requests"), ROUNDS.values(), ids=ROUNDS)
def test_all_requests_of_a_card_share_one_deadline(world: World, url: str, html: str, requests: int) -> None:
    """However long each takes: it is set before the first."""
    deadlines: list[float | None] = []
    now = 100.0

    def get(asked: str, *, deadline: float | None = None, **how: Any) -> Answer:
        nonlocal now
        now += 2
        deadlines.append(deadline)
        if how.get("accept") == "json" and html != HTML.format("Film"):
            return Answer("https://a.example/o", 200, "application/json", FILM)
        return Answer(asked, 200, "text/html; charset=utf-8", html.encode())

    tools = replace(world.unfurler().tools, get=get, clock=lambda: now, timeout=9)
    assert Unfurler(tools).card(url).page.title in ("Title", "Film")
    assert deadlines == [109.0] * requests


def test_an_image_is_a_card_of_itself(world: World, tmp_path: Path) -> None:
    url = "https://a.example/x.png"
    world.story(tmp_path, url)
    card = on_disk(tmp_path, url).card
    assert card and (card.page.kind, card.image, card.cover) == ("image", PICTURE, COVER)


def test_the_oembed_answer_that_a_page_names(world: World, tmp_path: Path) -> None:
    world.page(
        URL, '<title>A film</title><link rel="alternate" type="application/json+oembed" href="https://a.example/o">'
    )
    world.answers["https://a.example/o"] = Answer(
        "", 200, "application/json", b'{"title": "From oEmbed", "thumbnail_url": "https://a.example/x.png"}'
    )
    world.story(tmp_path)
    card = on_disk(tmp_path).card
    assert card and (card.page.title, card.image) == ("From oEmbed", PICTURE)


def test_an_empty_shell_is_spoken_for_by_the_endpoint_that_it_names(world: World, tmp_path: Path) -> None:
    endpoint = '<link rel="alternate" type="application/json+oembed" href="https://a.example/o">'
    shell = f'<title>Loading…</title><meta property="og:title" content="Loading…">{endpoint}'
    said = (
        b'{"title": "The film", "html": "<script>alert(1)</script>", "thumbnail_url": "https://a.example/x.png", '
        b'"author_name": "<b>Ann</b>"}'
    )
    world.page(URL, shell)
    world.answers["https://a.example/o"] = Answer("https://a.example/o", 200, "application/json", said)
    card = world.story(tmp_path).entries[URL].card
    assert card.page == PageFields("The film", image="https://a.example/x.png", author="<b>Ann</b>")
    assert card.image == PICTURE
    assert "script" not in CardStore(tmp_path).path(URL).read_text()


@pytest.mark.parametrize("answer", [b"{}", b"<html>", None])
def test_a_shell_stays_refused_when_its_endpoint_says_nothing(world: World, tmp_path: Path, answer: bytes) -> None:
    world.page(
        URL, '<title>Loading</title><link rel="alternate" type="application/json+oembed" href="https://a.example/o">'
    )
    if answer is not None:
        world.answers["https://a.example/o"] = Answer("https://a.example/o", 200, "application/json", answer)
    (trouble,) = world.story(tmp_path).troubles
    assert "an empty shell" in trouble.reason
    assert "https://a.example/o" in world.asked


def test_a_provider_is_asked_instead_of_its_page(world: World, tmp_path: Path) -> None:
    url = "https://www.youtube.com/watch?v=abc"
    endpoint = "https://www.youtube.com/oembed?format=json&url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3Dabc"
    world.answers[endpoint] = Answer("", 200, "application/json", b'{"title": "Film"}')
    world.story(tmp_path, url)
    card = on_disk(tmp_path, url).card
    assert card and card.page.title == "Film"
    assert url not in world.asked


def test_offline_nothing_is_remembered(world: World, tmp_path: Path) -> None:
    world.answers[URL] = Offline("there is no network")
    story = world.story(tmp_path)
    assert story.summary() == "cards: 1 never fetched (offline)"
    assert list(tmp_path.iterdir()) == []
    assert story.troubles == []


def test_a_spent_budget_leaves_the_rest(world: World, tmp_path: Path) -> None:
    story = Story(CardStore(tmp_path), lambda: NOW, timedelta(days=30))
    story.look_up([URL])
    story.ask(story.due(story.entries), world.unfurler(), CrowdLimits(budget=0))
    assert story.summary() == "cards: 1 left for the next build"
    assert world.asked == []


def test_new_urls_come_before_stale_ones(tmp_path: Path) -> None:
    store = CardStore(tmp_path)
    store.change(
        "https://old.example/", lambda entry: replace(entry, card=Card(PageFields("Old"), NOW - timedelta(days=99)))
    )
    story = Story(store, lambda: NOW, timedelta(days=30))
    story.look_up(["https://old.example/", URL])
    assert story.due(story.entries) == [URL, "https://old.example/"]


def test_a_bug_is_a_failure_and_no_traceback(world: World, tmp_path: Path) -> None:
    world.answers[URL] = ZeroDivisionError("division by zero")
    (trouble,) = world.story(tmp_path).troubles
    assert trouble.reason == "division by zero"


def test_a_full_disk_keeps_what_is_stored_and_the_build_goes_on(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = on_disk_after(world, tmp_path)
    world.now += timedelta(days=30)
    world.page(URL, HTML.format("Newer"))

    def full(path: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(store_module, "write_whole", full)
    story = world.story(tmp_path)
    card = (entry := story.entries[URL]) and entry.card
    assert card and card.page.title == "Newer"
    assert "No space left on device" in story.unwritten
    assert on_disk(tmp_path) == before


def test_a_card_that_cannot_be_noted_does_not_end_the_build(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(entry: Entry, card: Card, now: datetime) -> Entry:
        raise OverflowError("date value out of range")

    monkeypatch.setattr("ogp_cards.story.with_card", broken)
    (trouble,) = world.story(tmp_path).troubles
    assert (trouble.url, trouble.reason) == (URL, "date value out of range")


def test_a_newer_entry_is_not_overwritten(world: World, tmp_path: Path) -> None:
    path = tmp_path / entry_name(URL)
    path.write_bytes(b'{"format": 99}')
    story = world.story(tmp_path)
    assert path.read_bytes() == b'{"format": 99}'
    assert world.asked == []
    assert "format is 99" in story.store.unreadable[path]
    assert story.summary() == "cards: 1 of a newer format"
