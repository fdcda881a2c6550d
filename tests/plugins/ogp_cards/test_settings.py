"""From Pelican's settings to what is fetched and how."""

from __future__ import annotations

import logging
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from rich.console import Console

from ogp_cards.errors import FetchFailed
from ogp_cards.fetching import Asker, begin_story, fetch_limits
from ogp_cards.settings import CardSettings

SITE = {"PATH": "/site/content"}
HOSTS = "a list of host names or addresses, each in full, without http:// and without a port"


def read(**settings: Any) -> CardSettings:
    return CardSettings.read(SITE | {f"OGP_CARDS_{name}": value for name, value in settings.items()})


def test_the_defaults_are_those_of_the_readme() -> None:
    settings = read()
    readme = (Path(__file__).parents[3] / "plugins/ogp_cards/README.md").read_text(encoding="utf-8")
    for name, field in CardSettings.model_fields.items():
        default = field.default
        shown = "[]" if default == frozenset() else f'"{default}"' if isinstance(default, (str, Path)) else str(default)
        row = next(line for line in readme.splitlines() if line.startswith(f"| `OGP_CARDS_{name.upper()}` |"))
        assert row.split(" | ")[2] == f"`{shown}`", name
    assert settings.store == Path("/site/cards")


def test_what_the_fetcher_may_do() -> None:
    settings = read(
        STORE="../store",
        MAX_AGE=7,
        TIMEOUT=3,
        ALLOWED_HOSTS=["intranet", "10.0.0.1", "::1", "[fe80::1]"],
        ALLOWED_PORTS=[8080],
        USER_AGENT="+https://example.org/",
        ROBOTS=True,
        PROXY="http://proxy:3128",
        CA_FILE=DEFAULT_CA_BUNDLE_PATH,
        CONNECTIONS=1,
        PAUSE=2,
    )
    limits = fetch_limits(settings, "ja")
    assert settings.store.resolve() == Path("/store").resolve()
    assert settings.age == timedelta(days=7)
    assert (limits.timeout, limits.connections_per_host, limits.pause) == (3, 1, 2)
    assert limits.allowed_hosts == {"intranet", "10.0.0.1", "::1", "[fe80::1]"}
    assert limits.ports == {80, 443, 8080}
    assert limits.user_agent.startswith("Fuda")
    assert limits.user_agent.endswith(" +https://example.org/")
    assert (limits.robots, limits.proxy, limits.ca_file) == (True, "http://proxy:3128", Path(DEFAULT_CA_BUNDLE_PATH))
    assert limits.language == "ja,en;q=0.5"


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("BUDGET", -1, "seconds, 0 to 86400"),
        ("BUDGET", 100_000, "seconds, 0 to 86400"),
        ("BUDGET", "30", "seconds, 0 to 86400"),
        ("OFFLINE", "yes", "True or False"),
        ("CSS", 0, "True or False"),
        ("HOSTS", "4", "a whole number from 1 to 64"),
        ("ALLOWED_HOSTS", ["*"], HOSTS),
        ("ALLOWED_HOSTS", ["*.example.org"], HOSTS),
        ("ALLOWED_PORTS", [True], "a list of port numbers"),
        ("TIMEOUT", 0, "seconds, more than 0 and at most 600"),
        ("MAX_AGE", "old", "days, more than 0 and at most 36500"),
        ("OFFLINE", "perhaps", "True or False"),
        ("BUDGET", True, "seconds, 0 to 86400"),
        ("HOSTS", True, "a whole number from 1 to 64"),
        ("STORE", "", "a folder, relative to the one that holds the content folder"),
        ("ALLOWED_HOSTS", 5, HOSTS),
        ("ALLOWED_HOSTS", "intranet", HOSTS),
        ("ALLOWED_HOSTS", ["http://intranet/"], HOSTS),
        ("ALLOWED_HOSTS", ["localhost:8000"], HOSTS),
        ("ALLOWED_HOSTS", ["http://a/", "b:1", ""], HOSTS),
        ("ALLOWED_PORTS", ["https"], "a list of port numbers"),
        ("USER_AGENT", "札", "ASCII text"),
        ("USER_AGENT", "a\nb", "ASCII text"),
        ("PROXY", "proxy:3128", "http://host:port, or empty"),
        ("PROXY", "http://:::/", "http://host:port, or empty"),
        ("PROXY", "http://", "http://host:port, or empty"),
        ("OUTPUT", "/cards/", "a folder name without a slash at either end"),
        ("OUTPUT", "..", "a folder name without a slash at either end"),
        ("HOSTS", 0, "a whole number from 1 to 64"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_allowed(
    caplog: pytest.LogCaptureFixture, name: str, value: object, allowed: str
) -> None:
    with caplog.at_level(logging.WARNING):
        settings = read(**{name: value})
    (message,) = caplog.messages
    assert message.startswith(f"OGP_CARDS_{name} is {value!r}; it must be {allowed}, and ")
    default = CardSettings.model_fields[name.lower()].default
    assert getattr(settings, name.lower()) == (Path("/site", default) if name == "STORE" else default)


def test_a_misspelt_name_is_told_with_the_right_one(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        read(ALOWED_HOSTS=["a"])
    assert caplog.messages == [
        "OGP_CARDS_ALOWED_HOSTS is ['a']; there is no such setting, write OGP_CARDS_ALLOWED_HOSTS"
    ]


def test_a_name_like_no_other_is_told_with_all(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        read(FOO=1)
    (message,) = caplog.messages
    assert message.startswith(
        "OGP_CARDS_FOO is 1; there is no such setting, write OGP_CARDS_STORE or OGP_CARDS_OFFLINE or "
    )


def test_a_default_is_told_as_it_is_written(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        read(STORE=7, ALLOWED_HOSTS=7)  # Pelican says nothing twice in one process
    assert [message.rpartition("and ")[2] for message in caplog.messages] == ["'cards' is used", "[] is used"]


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_certificates_that_are_none(caplog: pytest.LogCaptureFixture, tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "ca.pem"
    if content:
        file.write_text(content)
    with caplog.at_level(logging.WARNING):
        settings = read(CA_FILE=str(file))
    (message,) = caplog.messages
    assert message.startswith(f"OGP_CARDS_CA_FILE is {str(file)!r}; it must be a file of certificates in PEM form")
    assert settings.ca_file is None


@pytest.mark.parametrize("terminal", [True, False])
def test_a_bar_on_a_terminal_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, terminal: bool) -> None:
    def down(self: object, url: str, known: object = None) -> None:
        raise FetchFailed("down")

    monkeypatch.setattr("ogp_cards.unfurl.Unfurler.card", down)
    settings = CardSettings(store=tmp_path)
    story = begin_story(settings)
    story.look_up(["https://a.example/"])
    console = Console(file=StringIO(), force_terminal=terminal, width=80)
    Asker(settings, console).ask(story, ["https://a.example/"])
    assert ("cards" in console.file.getvalue()) == terminal  # type: ignore[attr-defined]
    assert story.troubles
