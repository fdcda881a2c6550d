"""The tasks around the card store."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from invoke import Program
from PIL import Image
from support.hostile import Server, answer
from support.sites import ROOT

import tasks
from fuda import cards
from ogp_cards.freshness import with_failure
from ogp_cards.model import Card, Entry, PageFields, Picture
from ogp_cards.store import CardStore
from ogp_cards.words import FIELDS

NOW = datetime.now(UTC)
FRESH, DEAD, NEW, UNUSED = (f"https://{name}.example/" for name in ("fresh", "dead", "new", "unused"))
CONF = f"""
PATH = "content"
PLUGIN_PATHS = [{str(ROOT / "plugins")!r}]
PLUGINS = ["ogp_cards"]
TIMEZONE = "Asia/Tokyo"
DELETE_OUTPUT_DIRECTORY = True
"""
POST = "Title: {0}\nDate: 2025-01-01\n\n[[ogp:{1}]]\n\n```\n[[ogp:{2}]]\n```\n"


def dead(entry: Entry) -> Entry:
    for days in (30, 20, 10):
        entry = with_failure(entry, "answered 404", NOW - timedelta(days=days), for_good=True)
    return entry


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The settings file of a site with a fresh, a dead, a new and an unused card."""
    (tmp_path / "content").mkdir()
    (tmp_path / "output").mkdir()
    (tmp_path / "output/kept.html").write_text("x")
    for number, url in enumerate((FRESH, DEAD, NEW)):
        (tmp_path / f"content/{number}.md").write_text(POST.format(number, url, UNUSED))
    store = CardStore(tmp_path / "cards")
    for url in (FRESH, DEAD, UNUSED):
        picture = Picture(f"images/{url[8:12]}.webp", 1, 1)
        store.change(
            url,
            lambda entry, shown=picture: replace(entry, card=Card(PageFields("Title"), NOW - timedelta(days=3), shown)),
        )
        (tmp_path / "cards/images").mkdir(exist_ok=True)
        (tmp_path / "cards" / picture.file).write_bytes(b"x")
    store.change(DEAD, dead)
    conf = tmp_path / "pelicanconf.py"
    conf.write_text(CONF)
    return conf


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


def test_the_table(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cards.show(site)
    assert capsys.readouterr().out.splitlines() == [
        f"{DEAD}\tdead\t3 d\t1.md",
        f"{FRESH}\tfresh\t3 d\t0.md",
        f"{NEW}\tmissing\t\t2.md",
        f"{UNUSED}\tfresh\t3 d\tunused",
    ]
    assert (site.parent / "output/kept.html").exists()


def test_on_a_narrow_terminal_no_url_is_cut(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "https://long.example/" + "a-long-path/" * 20
    (site.parent / "content/0.md").write_text(POST.format(0, url, UNUSED))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    cards.show(site)
    assert capsys.readouterr().out.splitlines() == [
        "state      seen  URL  posts",
        f"dead        3 d  {DEAD}  1.md",
        f"missing          {url}  0.md",
        f"missing          {NEW}  2.md",
        f"fresh       3 d  {FRESH}  unused",
        f"fresh       3 d  {UNUSED}  unused",
    ]


def test_posts_are_named_in_the_same_order_each_time(site: Path) -> None:
    """Pelican finds files in the order of a set, which changes from process to process."""
    names = [f"{name}.md" for name in ("one", "two", "three", "four", "five", "six")]
    for name in names:
        (site.parent / "content" / name).write_text(POST.format(name, NEW, UNUSED))
    code = f"import sys; sys.path[:] = {sys.path!r}; from pathlib import Path; from fuda import cards; cards.show(Path({str(site)!r}))"
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told) == 1
    assert f"{NEW}\tmissing\t\t{', '.join(sorted(['2.md', *names]))}\n" in told.pop()


def test_check(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cards.check(site) == 1
    assert capsys.readouterr().out.splitlines() == [f"1.md: {DEAD} is dead: answered 404", "cards: 3 cited, 1 dead"]
    (site.parent / "content/1.md").unlink()
    assert cards.check(site) == 0


def test_check_as_json(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cards.check(site, as_json=True) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["dead"] == 1
    assert [(card["url"], card["state"], card["posts"]) for card in told["cards"]] == [
        (DEAD, "dead", ["1.md"]),
        (FRESH, "fresh", ["0.md"]),
        (NEW, "missing", ["2.md"]),
    ]


@pytest.mark.parametrize(("said", "left"), [("n", True), ("", True), ("y", False)])
def test_prune_shows_before_it_deletes(site: Path, capsys: pytest.CaptureFixture[str], said: str, left: bool) -> None:
    store = CardStore(site.parent / "cards")
    (site.parent / "cards/images/shared.jpg").write_bytes(b"of a cover that is gone")
    cards.prune(site, ask=lambda question: said)
    shown = capsys.readouterr().out
    assert str(store.path(UNUSED)) in shown
    assert "unus.webp" in shown
    assert "shared.jpg" in shown
    assert "fres.webp" not in shown
    assert (store.get(UNUSED) is not None, (site.parent / "cards/images/unus.webp").exists()) == (left, left)
    assert store.get(FRESH)
    assert store.get(DEAD)


@pytest.mark.parametrize("mistake", ["Date: soon", "", "Date: soon\nStatus: skip"])
def test_nothing_is_pruned_while_a_post_cannot_be_read(site: Path, mistake: str) -> None:
    (site.parent / "content/0.md").write_text(f"Title: 0\n{mistake}\n\n[[ogp:{FRESH}]]\n")
    with site.open("a") as file:
        file.write("DEFAULT_DATE = None\n")
    with pytest.raises(cards.CardsFailed, match=r"^0\.md: cannot be read"):
        cards.prune(site, ask=lambda question: "y")
    assert CardStore(site.parent / "cards").get(UNUSED)


@pytest.mark.parametrize("plugins", [["ogp_cards"], ["front_matter", "ogp_cards"]])
def test_a_post_set_aside_keeps_its_cards_and_lets_others_be_pruned(site: Path, plugins: list[str]) -> None:
    """As the author expects who says `status: skip`: it is not published, and still theirs."""
    header = "title: 0\ndate: 2025-01-01\nstatus: skip\nimage: " + FRESH
    text = f"---\n{header}\n---\n\n[[ogp:{DEAD}]]\n" if len(plugins) > 1 else f"{header}\n\n[[ogp:{DEAD}]]\n"
    for post in (site.parent / "content").iterdir():
        post.unlink()
    (site.parent / "content/0.md").write_text(text)
    site.write_text(CONF.replace('["ogp_cards"]', repr(plugins)))
    cards.prune(site, ask=lambda question: "y")
    store = CardStore(site.parent / "cards")
    assert (store.get(FRESH) is None, store.get(DEAD) is None, store.get(UNUSED) is None) == (False, False, True)
    assert sorted(path.name for path in (site.parent / "cards/images").iterdir()) == ["dead.webp", "fres.webp"]


def test_prune_tells_what_of_the_authors_own_goes_with_a_file(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = CardStore(site.parent / "cards")
    store.change(UNUSED, lambda entry: replace(entry, overrides={"title": "mine"}))
    cards.prune(site, ask=lambda question: "n")
    assert f"{store.path(UNUSED)} (with words of your own: title)\n" in capsys.readouterr().out


def test_pictures_stay_while_an_entry_cannot_be_read(site: Path) -> None:
    store = CardStore(site.parent / "cards")
    store.path(FRESH).write_text('{"format": 2}')
    cards.prune(site, ask=lambda question: "y")
    assert not store.path(UNUSED).exists()
    assert (site.parent / "cards/images/fres.webp").exists()


@pytest.mark.parametrize("stdin", [StringIO(), None])
@pytest.mark.parametrize("work", [cards.prune, lambda site: cards.edit(site, FRESH, {})])
def test_nobody_answers(
    site: Path, monkeypatch: pytest.MonkeyPatch, work: Callable[[Path], None], stdin: StringIO | None
) -> None:
    monkeypatch.setattr("sys.stdin", stdin)
    with pytest.raises(cards.CardsFailed, match="nobody is there to answer"):
        work(site)


def test_edit(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cards.edit(site, FRESH + "#part", {"title": "Mine", "description": ""})
    entry = CardStore(site.parent / "cards").get(FRESH)
    assert entry and entry.card
    assert entry.overrides == {"title": "Mine", "description": ""}
    answers = {"title [Mine]: ": "-", "description []: ": "Words", "author []: ": "Me", "image []: ": '""'}
    cards.edit(site, FRESH, {}, ask=lambda question: answers.get(question, ""))
    entry = CardStore(site.parent / "cards").get(FRESH)
    assert entry and entry.overrides == {"description": "Words", "image": "", "author": "Me"}


def test_every_field_can_be_edited_and_hidden(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "DRAFTING", site)
    arguments = [f"--{name.replace('_', '-')}=" for name in FIELDS if name != "title"]
    with pytest.raises(SystemExit) as ended:
        Program(namespace=tasks.ns).run(["invoke", "cards.edit", FRESH, "--title", "Mine", *arguments], exit=False)
    assert ended.value.code == 0
    entry = CardStore(site.parent / "cards").get(FRESH)
    assert entry and entry.overrides == {name: "Mine" if name == "title" else "" for name in FIELDS}


@pytest.mark.parametrize(
    ("url", "words"), [("example", {"title": "x"}), (FRESH, {"titel": "x"}), (FRESH, {"published": "soon"})]
)
def test_edit_refuses(site: Path, url: str, words: dict[str, str | None]) -> None:
    with pytest.raises(cards.CardsFailed):
        cards.edit(site, url, words)
    entry = CardStore(site.parent / "cards").get(FRESH)
    assert entry and entry.overrides == {}


@pytest.mark.parametrize(
    "work",
    [
        cards.show,
        cards.check,
        lambda site: cards.check(site, as_json=True),
        lambda site: cards.prune(site, ask=lambda question: ""),
    ],
)
def test_what_is_wrong_with_a_file_is_said_beside_the_rows(
    site: Path, capsys: pytest.CaptureFixture[str], work: Callable[[Path], object]
) -> None:
    store = CardStore(site.parent / "cards")
    store.change(FRESH, lambda entry: replace(entry, overrides={"titel": "x"}))
    store.path(DEAD).write_text('{"format": 1,}')
    store.change(UNUSED, lambda entry: replace(entry, overrides={}))
    (store.folder / "unreadable").mkdir()
    (store.folder / "unreadable/x.json").write_text("mine")
    work(site)
    said = capsys.readouterr()
    for file, words in {
        store.path(FRESH).name: '"titel" is unknown; allowed are title',
        store.path(DEAD).name: "mend the file or delete it",
        "unreadable/x.json": "was put aside; copy words of your own from it into x.json, and delete it",
    }.items():
        (line,) = [line for line in said.err.splitlines() if line.startswith(f"{site.parent}/cards/{file}: ")]
        assert words in line
    assert "unreadable" not in said.out
    assert "mend" not in said.out


def test_edit_says_what_it_puts_aside(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = CardStore(site.parent / "cards").path(FRESH)
    path.write_text('{"overrides": {"title": "mine"},}')
    cards.edit(site, FRESH, {"author": "Me"})
    said = capsys.readouterr()
    assert said.out == "author: Me\n"
    assert f"{path.parent / 'unreadable' / path.name}: " in said.err
    assert f"copy words of your own from it into {path.name}, and delete it" in said.err


def test_refresh(site: Path, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    server.routes["/a"] = answer(b"<title>Fetched now</title>", content_type="text/html")
    with site.open("a") as file:
        file.write(f"OGP_CARDS_ALLOWED_HOSTS = ['127.0.0.1']\nOGP_CARDS_ALLOWED_PORTS = [{server.port}]\n")
    (site.parent / "content/2.md").write_text(POST.format(2, server.url("/a"), UNUSED))
    (site.parent / "content/1.md").unlink()
    assert cards.refresh(site, url=server.url("/a")) == 0
    assert "cards: 1 fetched, 0 not" in capsys.readouterr().out
    entry = CardStore(site.parent / "cards").get(server.url("/a"))
    assert entry and entry.card and entry.card.page.title == "Fetched now"
    del server.routes["/a"]
    assert cards.refresh(site, url=server.url("/a")) == 1
    assert f"{server.url('/a')}: 127.0.0.1 answered 404 (the card from before stays)" in capsys.readouterr().out
    visits = len(server.visits)
    assert cards.refresh(site, dead=True) == 1
    assert len(server.visits) == visits + 1


@pytest.fixture
def covered(site: Path, server: Server) -> Path:
    """The same site with one post, whose cover is the image of a page; nothing is in the store."""
    for post in (site.parent / "content").iterdir():
        post.unlink()
    (site.parent / "content/a.md").write_text(f"Title: A\nDate: 2025-01-01\nImage: {server.url('/a')}\n\nText\n")
    page = b'<title>A</title><meta property="og:image" content="/i.png">'
    picture = BytesIO()
    Image.new("RGB", (640, 336), "teal").save(picture, "PNG")
    server.routes["/a"] = answer(page, content_type="text/html")
    server.routes["/i.png"] = answer(picture.getvalue(), content_type="image/png")
    with site.open("a") as file:
        file.write(f"OGP_CARDS_ALLOWED_HOSTS = ['127.0.0.1']\nOGP_CARDS_ALLOWED_PORTS = [{server.port}]\n")
    return site


def refresh_due(site: Path) -> int:
    return len(cards.refresh_due(site, 20)[1])


@pytest.mark.parametrize("work", [cards.refresh, refresh_due])
def test_one_refresh_brings_a_page_and_the_image_that_it_names(
    covered: Path, server: Server, capsys: pytest.CaptureFixture[str], work: Callable[[Path], int]
) -> None:
    assert work(covered) == 0
    capsys.readouterr()
    cards.show(covered)
    rows = [row.split("\t") for row in capsys.readouterr().out.splitlines()]
    assert [(url, state) for url, state, *_ in rows[:2]] == [
        (server.url("/a"), "fresh"),
        (server.url("/i.png"), "fresh"),
    ]
    entry = CardStore(covered.parent / "cards").get(server.url("/i.png"))
    assert entry and entry.card and entry.card.cover


def test_offline_a_person_may_refresh_and_a_deploy_does_not(covered: Path, server: Server) -> None:
    with covered.open("a") as file:
        file.write("OGP_CARDS_OFFLINE = True\n")
    refresh_due(covered)
    assert server.visits == []
    assert cards.refresh(covered) == 0
    assert server.visits


def test_a_refresh_onto_a_full_disk(site: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.routes["/a"] = answer(b"<title>Older</title>", content_type="text/html")
    with site.open("a") as file:
        file.write(f"OGP_CARDS_ALLOWED_HOSTS = ['127.0.0.1']\nOGP_CARDS_ALLOWED_PORTS = [{server.port}]\n")
    assert cards.refresh(site, url=server.url("/a")) == 0
    before = {path: path.read_bytes() for path in (site.parent / "cards").rglob("*") if path.is_file()}

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    server.routes["/a"] = answer(b"<title>Newer</title>", content_type="text/html")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(cards.CardsFailed) as failed:
        cards.refresh(site, url=server.url("/a"))
    assert str(failed.value).startswith("the card store cannot be written: ")
    assert "No space left on device" in str(failed.value)
    assert "\n" not in str(failed.value)
    assert {path: path.read_bytes() for path in (site.parent / "cards").rglob("*") if path.is_file()} == before


def test_a_site_without_the_plugin(site: Path) -> None:
    site.write_text(CONF.replace('"ogp_cards"', ""))
    with pytest.raises(cards.CardsFailed, match="does not name ogp_cards"):
        cards.show(site)
