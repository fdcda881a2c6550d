"""`invoke new`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from pelican.settings import DEFAULT_CONFIG

from fuda.new_post import Details, NewPostFailed, new_post, suggest_slug

NOW = datetime(2026, 1, 1, 20, 5, tzinfo=UTC)
CONF = """
PATH = "content"
ARTICLE_PATHS = ["posts"]
TIMEZONE = "Asia/Tokyo"
DEFAULT_CATEGORY = "その他"
POST_TYPES = {"blog": "Blog", "news": "News"}
"""


@pytest.fixture
def conf(tmp_path) -> Path:
    """The settings file of an empty site."""
    path = tmp_path / "conf.py"
    path.write_text(CONF, encoding="utf-8")
    return path


def header(path: Path) -> dict[str, object]:
    return yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])


def test_a_title_is_enough(conf):
    path = new_post(conf, Details("DeepSeek R1の衝撃：95%"), now=NOW)
    assert path == conf.parent / "content/posts/deepseek-r1の衝撃95.md"
    assert header(path) == {
        "title": "DeepSeek R1の衝撃：95%",
        "date": "2026-01-02 05:05",
        "type": "blog",
        "category": "その他",
        "tags": [],
        "description": "",
        "image": "",
        "image_alt": "",
        "featured": False,
    }


def test_everything_said(conf):
    path = new_post(conf, Details("It's: 'new' #1", "my-slug", "news", draft=True), now=NOW)
    assert path.name == "my-slug.md"
    assert header(path) | {"title": "It's: 'new' #1", "type": "news", "status": "draft"} == header(path)


def test_what_is_missing_is_asked_for(conf):
    asked = []

    def ask(question: str, default: str) -> str:
        asked.append((question.split(maxsplit=1)[0].strip(","), default))
        return {"Title": "Hello", "Slug": default, "Type": "news"}[asked[-1][0]]

    path = new_post(conf, Details(), ask=ask, now=NOW)
    assert asked == [("Title", ""), ("Slug", "hello"), ("Type", "blog")]
    assert header(path)["type"] == "news"


def test_nothing_is_asked_that_was_said(conf):
    new_post(conf, Details("A", "b", "news"), ask=lambda question, _: pytest.fail(question), now=NOW)


def test_a_site_without_types(conf):
    conf.write_text(CONF.split("POST_TYPES", maxsplit=1)[0], encoding="utf-8")
    assert header(new_post(conf, Details("A"), now=NOW))["type"] == "blog"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (Details(), "needs a title"),
        (Details(" \n"), "needs a title"),
        (Details("A", type="nwes"), "write one of blog, news"),
        (Details("A", slug="../x"), "'../x' is no slug"),
        (Details("A", slug="My Post"), "'my-post' would do"),
        (Details("A", slug="…"), "is no slug"),
    ],
)
def test_wishes_that_cannot_be_granted(conf, given, message):
    with pytest.raises(NewPostFailed, match=message):
        new_post(conf, given, now=NOW)
    assert not (conf.parent / "content").exists()


def test_a_file_that_is_there_stays(conf):
    path = new_post(conf, Details("A"), now=NOW)
    path.write_text("mine")
    with pytest.raises(NewPostFailed, match="is there already"):
        new_post(conf, Details("A"), now=NOW)
    assert path.read_text() == "mine"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("コスト削減", "コスト削減"),
        ("vector<int> とは", "vectorint-とは"),
        ("！？", "2026-01-01-2005"),
        ("あ" * 100, "あ" * 60),
        ("ＡＢＣ　ｄｅｆ", "abc-def"),
    ],
)
def test_slugs_keep_their_characters(title, slug):
    assert suggest_slug(title, DEFAULT_CONFIG, NOW) == slug


def test_a_new_post_builds_without_a_word(build_site, conf):
    path = new_post(conf, Details("新しい投稿", type="news"), now=NOW)
    files = {f"content/posts/{path.name}": path.read_text(encoding="utf-8")}
    types = {"blog": "Blog", "news": "News"}
    plugins = ["front_matter", "post_types", "featured_posts"]
    site = build_site(files, PLUGINS=plugins, POST_TYPES=types, THEME="simple", ARTICLE_PATHS=["posts"])
    assert site.warnings == []
    assert "新しい投稿" in site.text("news/")


def test_a_settings_file_that_is_not_there(tmp_path):
    with pytest.raises(NewPostFailed, match="no such settings file"):
        new_post(tmp_path / "conf.py", Details("A"), now=NOW)
