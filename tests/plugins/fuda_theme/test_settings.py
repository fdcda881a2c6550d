import logging

import pytest

from fuda_theme.settings import Settings


def test_nothing_said_means_every_default() -> None:
    assert Settings.read(None) == Settings.read({}) == Settings()


def test_good_values_are_taken() -> None:
    settings = Settings.read(
        {
            "palette": {"accent": ["#123456", "#abc"]},
            "share": ["x", "copy"],
            "navigation": [{"title": "本", "url": "/books/"}],
            "hide": ["series"],
        }
    )
    assert settings.palette == {"accent": ("#123456", "#abc")}
    assert settings.share == ("x", "copy")
    assert settings.navigation[0].title == "本"
    assert settings.hide == {"series"}


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("palette", {"accent": "red"}, "'#light', '#dark'"),
        ("palette", {"paper": ["#fff;} body{display:none", "#000"]}, "#rgb or #rrggbb"),
        ("share", ["myspace"], "x, hatena, bluesky and copy"),
        ("related", -1, "from 0 to 20"),
        ("related", "many", "from 0 to 20"),
        ("related", True, "from 0 to 20"),
        ("home_tags", "5", "a whole number"),
        ("edit_url", "https://example.org/edit", "{path}"),
        ("edit_url", "javascript:alert('{path}')", "'https://…/{path}'"),
        ("author", {"name": "いと", "url": "javascript:alert(1)"}, "'https://…'"),
        ("comments", {"repo": "a/b"}, "giscus.app"),
        ("analytics", {"script": "https://example.org/a.js; script-src *"}, "'script': 'https://…'"),
        ("csp", {"img-src": ["*"]}, "https:// origins"),
        ("csp", {"default-src": ["https://example.org"]}, "img-src"),
        ("navigation", [{"title": "本", "url": "javascript:alert(1)"}], "'https://…'"),
        ("hide", ["footer"], "breadcrumbs"),
        ("hide", "featured", "breadcrumbs"),
        ("join_assets", "no", "True, False, or None"),
        ("robots", "yes", "True or False"),
        ("sitemap", 1, "True or False"),
        ("headers", 0, "True or False"),
        ("custom_css", None, "a CSS file"),
        ("icons", 7, "a folder"),
    ],
)
def test_a_wrong_value_is_named_once_and_the_default_holds(
    caplog: pytest.LogCaptureFixture, name: str, value: object, allowed: str
) -> None:
    settings = Settings.read({name: value, "intro": "こんにちは"})
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    message = record.getMessage()
    assert f"FUDA[{name!r}]" in message
    assert repr(value) in message
    assert allowed in message
    assert getattr(settings, name) == getattr(Settings(), name)
    assert settings.intro == "こんにちは"


def test_an_unknown_name_is_told_what_there_is(caplog: pytest.LogCaptureFixture) -> None:
    assert Settings.read({"pallete": {}}) == Settings()
    assert "'pallete'" in caplog.text
    assert "palette" in caplog.text


def test_something_else_than_a_dict_is_named(caplog: pytest.LogCaptureFixture) -> None:
    assert Settings.read(["palette"]) == Settings()
    assert "it must be a dict" in caplog.text
