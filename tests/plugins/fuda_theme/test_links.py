import json
from dataclasses import dataclass
from datetime import datetime

from fuda_theme.json_ld import make_json_ld
from fuda_theme.links import make_edit_url, make_share_links
from fuda_theme.model import Crumb


@dataclass
class Post:
    title: str = "</script><b>札"
    url: str = "posts/a/"
    lang: str = "ja"
    date: datetime = datetime(2025, 1, 2)
    authors: tuple = ()
    description: str = "A & B"


def test_a_post_is_shared_by_plain_links() -> None:
    x, hatena, bluesky = make_share_links("https://a.example/p/", "札 & 紙", ("x", "hatena", "bluesky", "copy"))
    assert x.url == "https://x.com/intent/post?text=%E6%9C%AD%20%26%20%E7%B4%99&url=https%3A%2F%2Fa.example%2Fp%2F"
    assert hatena.url == "https://b.hatena.ne.jp/add?mode=confirm&url=https%3A%2F%2Fa.example%2Fp%2F"
    assert bluesky.url.endswith("?text=%E6%9C%AD%20%26%20%E7%B4%99%20https%3A%2F%2Fa.example%2Fp%2F")
    assert make_share_links("https://a.example/p/", "札", ("copy",)) == ()


def test_the_edit_link_is_percent_encoded() -> None:
    assert (
        make_edit_url("https://g.example/edit/{path}", "posts/札 1.md")
        == "https://g.example/edit/posts/%E6%9C%AD%201.md"
    )
    assert make_edit_url("", "posts/a.md") == ""


def test_structured_data_cannot_end_its_script() -> None:
    text = make_json_ld(Post(), (Crumb("ホーム", ""),), "https://a.example")
    assert not set("<>&") & set(text)
    posting, crumbs = json.loads(text)["@graph"]
    assert posting["headline"] == "</script><b>札"
    assert posting["datePublished"] == "2025-01-02T00:00:00"
    assert [item["item"] for item in crumbs["itemListElement"]] == ["https://a.example/", "https://a.example/posts/a/"]
