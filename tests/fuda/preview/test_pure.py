"""The preview's decisions: what a change means, who may ask, what is added to a page."""

from __future__ import annotations

import logging
import re
import time
from pathlib import Path

import pytest
from support.sites import write_files

from fuda.mistakes import from_here
from fuda.preview.addresses import folder_address, output_name
from fuda.preview.cards import CardRefresh
from fuda.preview.changes import Change, Kind, Places, greatest, is_noise, kind_of
from fuda.preview.listening import address_of, bound_socket
from fuda.preview.loading import PreviewFailed, load, places_of
from fuda.preview.pages import widened, with_reload
from fuda.preview.problems import collected
from fuda.preview.quick import is_plain
from fuda.preview.server import allowed_host

PLACES = Places(
    settings=(Path("/s/pelicanconf.py"), Path("/s/publishconf.py")),
    content=Path("/s/content"),
    theme=Path("/s/themes/fuda"),
    plugins=(Path("/s/plugins"),),
    plugin_templates=frozenset({"ogp_card.html"}),
    store=Path("/s/cards"),
    overrides=(Path("/s/own"),),
)


@pytest.mark.parametrize(
    ("path", "edited", "kind"),
    [
        ("content/posts/a.md", True, Kind.POST),
        ("content/posts/a.md", False, Kind.SITE),
        ("content/images/a.png", True, Kind.SITE),
        ("content/posts/.a.md.swp", True, Kind.NOTHING),
        ("content/posts/a.md~", False, Kind.NOTHING),
        ("content/posts/4913", False, Kind.NOTHING),
        ("themes/fuda/static/css/a.css", True, Kind.STYLE),
        ("themes/fuda/templates/base.html", True, Kind.TEMPLATE),
        ("themes/fuda/templates/base.html", False, Kind.SITE),
        ("themes/fuda/templates/ogp_card.html", True, Kind.SITE),
        ("themes/fuda/static/js/a.js", True, Kind.SITE),
        ("themes/fuda/translations/ja/LC_MESSAGES/fuda.po", True, Kind.SITE),
        ("plugins/headings/markdown.py", True, Kind.PROCESS),
        ("plugins/ogp_cards/templates/ogp_card.html", True, Kind.SITE),
        ("own/base.html", True, Kind.TEMPLATE),
        ("own/base.html", False, Kind.SITE),
        ("pelicanconf.py", True, Kind.PROCESS),
        ("cards/example.json", False, Kind.SITE),
    ],
)
def test_what_a_change_means(path: str, edited: bool, kind: Kind) -> None:
    assert kind_of(Change(Path("/s") / path, edited), PLACES) is kind


def test_the_greatest_change_decides() -> None:
    changes = [Change(Path("/s/content/posts/a.md"), True), Change(Path("/s/themes/fuda/static/a.css"), True)]
    assert greatest(changes, PLACES) is Kind.POST
    assert greatest([], PLACES) is Kind.NOTHING
    assert not is_noise(Path("/s/content/posts/a.md"))


@pytest.mark.parametrize(
    ("header", "bound", "allowed"),
    [
        ("127.0.0.1:8000", "127.0.0.1", True),
        ("localhost", "127.0.0.1", True),
        ("[::1]:8000", "127.0.0.1", True),
        ("localhost.:8000", "127.0.0.1", True),
        ("evil.example:8000", "127.0.0.1", False),
        ("192.0.2.7:8000", "127.0.0.1", False),
        ("192.0.2.7:8000", "0.0.0.0", True),
        ("evil.example", "0.0.0.0", False),
        ("studio.local:8000", "studio.local", True),
        ("", "127.0.0.1", False),
    ],
)
def test_who_may_ask(header: str, bound: str, allowed: bool) -> None:
    assert allowed_host(header, bound) is allowed


@pytest.mark.parametrize(
    ("host", "port", "said"),
    [
        ("127.0.0.1", "99999", "--port 99999 is none: a port is a number from 1 to 65535."),
        ("127.0.0.1", "0", "--port 0 is none: a port is a number from 1 to 65535."),
        ("127.0.0.1", "abc", "--port abc is none: a port is a number from 1 to 65535."),
        ("127.0.0.1", "-1", "--port -1 is none: a port is a number from 1 to 65535."),
        ("nowhere.invalid", "", "--host nowhere.invalid: there is no host of that name"),
        ("192.0.2.7", "", "192.0.2.7:8000 can't be used"),
    ],
)
def test_addresses_that_can_not_be(host: str, port: str, said: str) -> None:
    with pytest.raises(PreviewFailed, match=re.escape(said)):
        bound_socket(host, port)


@pytest.mark.parametrize("path", ["/posts/x", "//posts/x", "///posts/x"])
def test_a_redirect_stays_on_this_host_and_keeps_the_query(path: str) -> None:
    assert folder_address(path, "") == "/posts/x/"
    assert folder_address(path, "x=1&y=%2F") == "/posts/x/?x=1&y=%2F"


def test_which_file_an_address_means() -> None:
    assert output_name("/") == "index.html"
    assert output_name("/posts/a/") == "posts/a/index.html"
    assert output_name("/tag/%E8%A9%B1/") == "tag/話/index.html"
    assert output_name("/feeds/all.atom.xml") == "feeds/all.atom.xml"


def test_the_policy_is_widened_and_nothing_else_changes() -> None:
    policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"
    html = f'<head><meta http-equiv="Content-Security-Policy" content="{policy}"></head><body>x</body>'
    added = '<script src="/__fuda__/reload.js" defer></script>'
    assert with_reload(html) == html.replace("</head>", added + "</head>").replace(
        policy, policy + "; connect-src 'self'"
    )
    assert with_reload("<p>bare") == "<p>bare" + added
    assert (
        widened("connect-src 'none'; script-src 'self'; style-src 'self'")
        == "connect-src 'self'; script-src 'self'; style-src 'self'"
    )


def test_what_a_text_can_decide() -> None:
    assert is_plain(("a", 1, None))
    assert not is_plain(["a"])
    assert not is_plain((object(),))


def test_cards_are_asked_for_at_the_start_and_when_one_is_new(tmp_path: Path) -> None:
    post, runs = tmp_path / "a.md", tmp_path / "runs"
    post.write_text("[[ogp:https://example.org/]]")
    runs.touch()
    refresh = CardRefresh(["sh", "-c", f"printf x >> '{runs}'"], tmp_path, print)

    def asked(times: int) -> bool:
        return any(len(runs.read_text()) == times or time.sleep(0.02) for _ in range(500))

    refresh.start()
    assert asked(1)
    refresh.look_at([post])
    post.write_text("[[ogp:https://example.org/]] [[ogp:https://example.org/new]]")
    refresh.look_at([post])
    assert asked(2)


def test_modules_that_the_settings_import_are_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(
        tmp_path,
        {
            "siteinfo_of_a_test.py": "NAME = 'A'\n",
            "parts_of_a_test/__init__.py": "NAME = 'A'\n",
            "plugins/plugin_of_a_test.py": "",
            "content/a.md": "",
            "pelicanconf.py": "import plugin_of_a_test\nimport parts_of_a_test\nfrom siteinfo_of_a_test import NAME as SITENAME\n"
            "SITEURL, PATH, THEME_TEMPLATES_OVERRIDES, PLUGIN_PATHS = '', 'content', ['own'], ['plugins']\n",
        },
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.syspath_prepend(str(tmp_path / "plugins"))
    places = places_of(tmp_path / "pelicanconf.py", load(tmp_path / "pelicanconf.py"))
    names = {"siteinfo_of_a_test.py", "parts_of_a_test/__init__.py", "pelicanconf.py"}
    assert {path.relative_to(tmp_path).as_posix() for path in places.settings} == names
    assert places.overrides == (Path("own").resolve(),)  # as Pelican looks for them


def test_addresses_that_can_be_opened() -> None:
    assert address_of("127.0.0.1", 8000) == address_of("0.0.0.0", 8000) == "http://127.0.0.1:8000/"
    assert address_of("::", 8000) == "http://[::1]:8000/"
    assert address_of("192.0.2.7", 8000) == "http://192.0.2.7:8000/"


def test_paths_are_shown_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with collected() as problems:
        logging.getLogger("a").warning("Empty alt in %s/content/a.md, not in /other%s/a.md", tmp_path, tmp_path)
    assert [each.message for each in problems] == [f"Empty alt in content/a.md, not in /other{tmp_path}/a.md"]
    monkeypatch.chdir("/")
    assert from_here("https://a.example//a") == "https://a.example//a"


def test_a_time_zone_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "pelicanconf.py").write_text("TIMEZONE, SITEURL, PATH = 'Mars/X', '', '.'\n")
    with pytest.raises(PreviewFailed, match=r"pelicanconf.py: TIMEZONE is 'Mars/X', which is no time zone"):
        load(tmp_path / "pelicanconf.py")
