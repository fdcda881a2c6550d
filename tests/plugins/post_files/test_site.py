"""Images and files in real sites."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from pelican.log import LimitFilter
from PIL import Image
from support.sites import BuiltSite

Build = Callable[..., BuiltSite]
FOLDERS = {
    "ARTICLE_PATHS": ["posts"],
    "ARTICLE_URL": "posts/{slug}/",
    "ARTICLE_SAVE_AS": "posts/{slug}/index.html",
    "DRAFT_URL": "drafts/{slug}/",
    "DRAFT_SAVE_AS": "drafts/{slug}/index.html",
    "PAGE_URL": "{slug}/",
    "PAGE_SAVE_AS": "{slug}/index.html",
    "FEED_ALL_ATOM": "feeds/all.atom.xml",
    "SLUGIFY_SOURCE": "basename",
}


def picture(width: int, height: int) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (width, height)).save(data, "PNG")
    return data.getvalue()


PNG = picture(3, 2)


@pytest.fixture
def build(build_site: Build) -> Build:
    """build_site with the plugin alone, in Pelican's simplest theme."""

    def run(files: dict[str, str | bytes], **settings: Any) -> BuiltSite:
        LimitFilter._raised_messages.clear()
        return build_site(files, **{"PLUGINS": ["post_files"], "THEME": "simple", **FOLDERS, **settings})

    return run


def post(body: str, **metadata: str) -> str:
    lines = {"Title": "x", "Date": "2025-01-15", **metadata}
    return "".join(f"{key}: {value}\n" for key, value in lines.items()) + f"\n{body}\n"


def said(site: BuiltSite) -> list[str]:
    return [re.sub(r"^.*/content/", "", text) for text in site.warnings]


def opened(site: BuiltSite, page: str, selector: str, attribute: str = "src") -> list[str]:
    """Output files that these links of a page lead to."""
    urls = [urljoin(f"http://h/{page}", element[attribute]) for element in site.page(page).select(selector)]
    return [unquote(urlsplit(url).path).lstrip("/") for url in urls]


@pytest.mark.parametrize("relative", [False, True])
def test_files_go_beside_the_post(build: Build, relative: bool) -> None:
    body = "![a](pic.png) ![b](図/図 1.png) [c](files/a.pdf#page=2) ![d](../images/shared.png) ![e](/images/shared.png)"
    files: dict[str, str | bytes] = {
        "content/posts/a.md": post(body),
        "content/posts/pic.png": PNG,
        "content/posts/図/図 1.png": picture(30, 20),
        "content/posts/files/a.pdf": b"%PDF",
        "content/images/shared.png": PNG,
    }
    site = build(files, RELATIVE_URLS=relative)
    assert said(site) == []
    images = opened(site, "posts/a/", "img")
    assert images == ["posts/a/pic.png", "posts/a/図/図 1.png", "images/shared.png", "images/shared.png"]
    assert opened(site, "posts/a/", "a[href*=pdf]", "href") == ["posts/a/files/a.pdf"]
    assert site.page("posts/a/").select_one("a[href*=pdf]")["href"].endswith("a.pdf#page=2")
    assert all(site.exists(path) for path in images)
    assert not site.exists("posts/pic.png")


def test_addresses_are_whole_in_feeds_and_below_a_folder(build: Build) -> None:
    site = build(
        {"content/posts/a.md": post("![a](図.png)"), "content/posts/図.png": PNG}, SITEURL="https://example.org/blog"
    )
    address = "https://example.org/blog/posts/a/%E5%9B%B3.png"
    assert site.page("posts/a/").img["src"] == address
    assert f'src="{address}"' in site.feed("feeds/all.atom.xml").content.string


def test_links_from_the_root_start_at_the_sites_root(build: Build) -> None:
    files: dict[str, str | bytes] = {
        "content/posts/a.md": post("[n](/news/#top) [b](/blog/about/) [h](//other.example/)")
    }

    def links(**settings: Any) -> list[str]:
        page = build(files, **settings).page("posts/a/")
        return [link["href"] for link in page.select("main a, article a, #content a") if link.string in ("n", "b", "h")]

    whole = "https://example.org/blog/news/#top"
    assert links(SITEURL="https://example.org/blog") == [whole, "/blog/about/", "//other.example/"]
    assert links(SITEURL="") == ["/news/#top", "/blog/about/", "//other.example/"]


def test_images_have_a_size_and_all_but_the_first_wait(build: Build) -> None:
    body = "![a](a.png) ![b](a.png) ![c](https://example.org/x.png) ![d]({static}a.png)\n\n"
    body += '<img src="a.png" alt="e" width="9" loading="eager">'
    site = build({"content/posts/a.md": post(body), "content/posts/a.png": PNG})
    assert said(site) == []
    images = [
        {k: v for k, v in image.attrs.items() if k not in ("src", "alt")}
        for image in site.page("posts/a/").select("img")
    ]
    size, later = {"width": "3", "height": "2"}, {"loading": "lazy", "decoding": "async"}
    assert images == [
        size,
        {**size, **later},
        later,
        {**size, **later},
        {"width": "9", "loading": "eager", "decoding": "async"},
    ]


def test_settings(build: Build) -> None:
    files: dict[str, str | bytes] = {"content/posts/a.md": post("![a](a.png) ![b](a.png)"), "content/posts/a.png": PNG}
    site = build(files, POST_FILES_BESIDE=False, POST_FILES_LAZY=False)
    assert opened(site, "posts/a/", "img") == ["posts/a.png", "posts/a.png"]
    assert site.exists("posts/a.png")
    assert not site.page("posts/a/").select("[loading]")
    wrong = build(files, POST_FILES_LAZY="no")
    assert wrong.warnings == ["POST_FILES_LAZY is 'no'; it must be True or False, and True is used"]


def test_missing_files_are_named_with_their_line(build: Build) -> None:
    body = """\
![a](no.png)

[b](no.pdf) and [c](/no/no.zip) ![d]({static}/no.gif) [e]({attach}no.tar) [f]({filename}no.md) [g](no.md)

[h](about/) [i](/about/) [j](page.html) [k](/feeds/all.atom.xml) ![l](/theme/x.png) [m](#x) [n](?x) [o](mailto:a@b)
<!-- ![p](no.jpg) <img src="no.jpg"> -->

    ![q](no.webp)
"""
    site = build({"content/posts/a.md": post(body)})
    reason = (
        "there is no such file; write its path from the post's folder, or from the content folder with a / in front"
    )
    wrong = [(4, "no.png"), (6, "no.pdf"), (6, "/no/no.zip"), (6, "/no.gif"), (6, "no.tar"), (6, "no.md")]
    assert said(site) == [f"posts/a.md:{line}: {path}: {reason}" for line, path in wrong]
    assert site.exists("posts/a/")


@pytest.mark.parametrize(
    "path", ["../../secret.png", "{static}../../secret.png", "{attach}../../secret.png", "out/secret.png", "link.png"]
)
def test_nothing_leads_out_of_the_content_folder(build: Build, tmp_path: Path, path: str) -> None:
    (tmp_path / "site/content/posts").mkdir(parents=True)
    (tmp_path / "site/secret.png").write_bytes(PNG)
    (tmp_path / "site/content/posts/out").symlink_to(tmp_path / "site")
    (tmp_path / "site/content/posts/link.png").symlink_to(tmp_path / "site/secret.png")
    site = build({"content/posts/a.md": post(f"![a]({path})")}, ARTICLE_EXCLUDES=["posts/out"])
    written = re.sub(r"\{\w+\}", "", path)
    assert said(site) == [f"posts/a.md:4: {written}: leads out of the content folder; copy the file into it"]
    assert not list(tmp_path.glob("site/output/**/*.png"))
    assert not list(tmp_path.glob("*.png"))


def test_links_to_other_posts(build: Build) -> None:
    site = build(
        {
            "content/posts/a.md": post("[b](b.md#x) [c](../pages/c.md) [d](/posts/b.md) [e](d.md) [f](e.md)"),
            "content/posts/b.md": post("text"),
            "content/posts/d.md": post("text", Status="draft"),
            "content/posts/e.md": post("text", Status="skip"),
            "content/pages/c.md": post("[a](../posts/a.md)"),
        },
        DRAFT_SAVE_AS="",
    )
    hrefs = {link.get_text(): link["href"] for link in site.page("posts/a/").select("a")}
    assert [hrefs[name] for name in "bcdef"] == ["/posts/b/#x", "/c/", "/posts/b/", "d.md", "e.md"]
    assert "/posts/a/" in site.text("c/")
    assert said(site) == [
        "posts/a.md:4: d.md: links to a post that is not published",
        "posts/a.md:4: e.md: links to a post that is not published",
    ]
    assert not [name for name in site.files() if name.endswith(".md")]


def test_files_of_drafts_are_published_with_them_only(build: Build) -> None:
    files: dict[str, str | bytes] = {
        "content/posts/d.md": post(
            "![a](a.png) ![b]({static}b.png) ![c]({attach}c.png) ![s]({static}s.png)", Status="draft"
        ),
        "content/posts/p.md": post("![s]({static}s.png)"),
        **{f"content/posts/{name}.png": PNG for name in "abcs"},
    }
    assert [name for name in build(files).files() if name.endswith("png")] == [
        "drafts/d/a.png",
        "drafts/d/c.png",
        "posts/b.png",
        "posts/s.png",
    ]
    published = build(files, DRAFT_SAVE_AS="", DELETE_OUTPUT_DIRECTORY=True)
    assert [name for name in published.files() if name.endswith("png")] == ["posts/s.png"]
    assert said(published) == []


def test_pelicans_own_words_work_as_before(build: Build) -> None:
    body = "![a]({attach}a.png) ![b]({static}/images/b%20b.png) [c]({filename}c.md) [d]({static}%E5%9B%B3.pdf) [e]({tag}t) [f]({index})"
    files: dict[str, str | bytes] = {
        "content/posts/a.md": post(body + '\n\n<object data="{static}o.svg"></object>'),
        "content/posts/c.md": post("![a](a.png)"),
        "content/posts/a.png": PNG,
        "content/posts/o.svg": "<svg viewBox='0 0 1 1'/>",
        "content/posts/図.pdf": b"",
        "content/images/b b.png": PNG,
    }
    site = build(files)
    assert said(site) == []
    assert opened(site, "posts/a/", "img") == ["posts/a/a.png", "images/b b.png"]
    assert opened(site, "posts/c/", "img") == ["posts/a/a.png"]
    assert opened(site, "posts/a/", "a[href$=pdf]", "href") == ["posts/図.pdf"]
    for path in ("posts/a/a.png", "images/b b.png", "posts/図.pdf", "posts/o.svg"):
        assert site.exists(path)


def test_one_file_of_two_posts_and_two_files_for_one_place(build: Build) -> None:
    files: dict[str, str | bytes] = {
        "content/posts/b.md": post("![x](x.png)"),
        "content/posts/c.md": post("![x](x.png)"),
        "content/posts/sub/d.md": post("![x](x.png)"),
        "content/posts/x.png": PNG,
        "content/posts/sub/x.png": picture(5, 5),
    }
    site = build(files)
    assert [opened(site, f"posts/{name}/", "img") for name in "bcd"] == [
        ["posts/b/x.png"],
        ["posts/b/x.png"],
        ["posts/d/x.png"],
    ]
    flat = build(files, ARTICLE_URL="{slug}.html", ARTICLE_SAVE_AS="{slug}.html", DELETE_OUTPUT_DIRECTORY=True)
    assert [opened(flat, f"{name}.html", "img") for name in "bcd"] == [["x.png"], ["x.png"], ["posts/sub/x.png"]]
    assert (flat.output / "posts/sub/x.png").read_bytes() == files["content/posts/sub/x.png"]


def test_extra_path_metadata_has_the_last_word(build: Build) -> None:
    files: dict[str, str | bytes] = {
        "content/posts/a.md": post("![x](x.png) [r](/robots.txt)"),
        "content/posts/x.png": PNG,
    }
    site = build(files, EXTRA_PATH_METADATA={"posts/x.png": {"save_as": "y.png", "url": "y.png"}})
    assert said(site) == []
    assert opened(site, "posts/a/", "img") == ["y.png"]
    assert site.exists("y.png")


def test_pelicans_cache(build: Build) -> None:
    files: dict[str, str | bytes] = {"content/posts/a.md": post("![x](x.png) ![y](y.png)"), "content/posts/x.png": PNG}
    caching = {"CACHE_CONTENT": True, "LOAD_CONTENT_CACHE": True, "DELETE_OUTPUT_DIRECTORY": True}
    for site in (build(files, **caching), build({}, **caching)):
        assert opened(site, "posts/a/", "img") == ["posts/a/x.png", "posts/a/y.png"]
        assert site.exists("posts/a/x.png")
        assert [text.split(":")[1] for text in said(site)] == ["4"]
