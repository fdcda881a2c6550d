"""Tags, references, places and sizes."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image

from post_files.places import Use, place_beside
from post_files.references import Reference, find_line, parse_reference
from post_files.sizes import Size, measure
from post_files.tags import LINKS, change_tags


def mark(tag: str, attributes: Mapping[str, str]) -> dict[str, str]:
    """Asks for a changed link and a new attribute on every tag."""
    return {**{key: "N&" for key in ("src", "href") if key in attributes}, "new": '"'}


@pytest.mark.parametrize(
    ("html", "changed"),
    [
        ('<img src="a">', '<img src="N&amp;" new="&quot;">'),
        ('<p><img alt="x" src="a" /></p>', '<p><img alt="x" src="N&amp;" new="&quot;" /></p>'),
        ("<IMG SRC='a' hidden>", '<IMG SRC="N&amp;" hidden new="&quot;">'),
        ("<img src=a>", '<img src="N&amp;" new="&quot;">'),
        ('<img alt="a > b src=c" src="d">', '<img alt="a > b src=c" src="N&amp;" new="&quot;">'),
        ('<a\nclass="x"\nhref="a">b</a>', '<a\nclass="x"\nhref="N&amp;" new="&quot;">b</a>'),
        ("""<a href="#" title="> <img src='b'>">""", """<a href="N&amp;" title="> <img src='b'>" new="&quot;">"""),
        ('<video src="a" poster="b">', '<video src="N&amp;" poster="b" new="&quot;">'),
        *((same, same) for same in ('<a href="https://x">', '<a href="#x">', '<a id=b href="mailto:x">', "<abbr>")),
        *(
            (same, same)
            for same in (
                '<a aria-labelledby="a" class="b c" href="#a">',
                '<!-- <img src="a"> -->',
                '<script>"<img src=1>"</script>',
                "<Style><img src=1></style>",
                "<textarea><img src=1></TEXTAREA>",
                "<b>&lt;img src</b>",
                '<img src="a',
            )
        ),
        ("<pre>&lt;img src=&quot;a&quot;&gt;</pre><img>", "<pre>&lt;img src=&quot;a&quot;&gt;</pre><img>"),
    ],
)
def test_only_the_wanted_attributes_change(html: str, changed: str) -> None:
    assert change_tags(html, mark) == changed


@pytest.mark.parametrize("tag", LINKS)
@pytest.mark.parametrize("space", [" ", "\n", "\t"])
def test_every_tag_with_a_link_is_found(tag: str, space: str) -> None:
    html = "".join(f'<{name}{space}{key}="x">' for name in (tag, tag.upper()) for key in LINKS[tag])
    assert change_tags(html, lambda _, attributes: dict.fromkeys(attributes, "y")) == html.replace('"x"', '"y"')


def test_values_come_unescaped() -> None:
    seen = []
    change_tags('<img src="a&amp;b.png" alt=\'"\'>', lambda tag, attributes: seen.append((tag, dict(attributes))) or {})
    assert seen == [("img", {"src": "a&b.png", "alt": '"'})]


def test_many_quotes_take_no_longer() -> None:
    html = "<img " + "'\"" * 20000
    assert change_tags(html, mark) == html


@pytest.mark.parametrize(
    ("value", "reference"),
    [
        ("a.png", Reference("plain", "a.png", "")),
        ("../a.pdf#page=2", Reference("plain", "../a.pdf", "#page=2")),
        ("/x/a.png?v=1#b", Reference("plain", "/x/a.png", "?v=1#b")),
        ("図:1.png", Reference("plain", "図:1.png", "")),
        ("{static}/a.png", Reference("static", "/a.png", "")),
        ("{attach}a.png", Reference("attach", "a.png", "")),
        ("|filename|b.md#c", Reference("filename", "b.md", "#c")),
        *(
            (none, None)
            for none in ("", "#a", "?q", "//host/a", "https://host/a", "mailto:a@b", "data:x", "tel:1", "{tag}a")
        ),
        ("{static}https://x", None),
    ],
)
def test_references(value: str, reference: Reference | None) -> None:
    assert parse_reference(value) == reference


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("a.png", ("posts/a.png",)),
        ("./b/../a.png", ("posts/a.png",)),
        ("../images/a.png", ("images/a.png",)),
        ("/images/a.png", ("images/a.png",)),
        ("../../a.png", ("",)),
        ("/../a.png", ("",)),
        ("a%20b.png", ("posts/a b.png", "posts/a%20b.png")),
        ("%2e%2e/%2e%2e/a", ("", "posts/%2e%2e/%2e%2e/a")),
    ],
)
def test_names(path: str, names: tuple[str, ...]) -> None:
    assert Reference("plain", path, "").names("posts") == names


def test_the_link_for_pelican() -> None:
    assert Reference("plain", "x", "#a").to("static", "posts/図 1%.png") == "{static}/posts/%E5%9B%B3%201%25.png#a"


@pytest.mark.parametrize(
    ("tag", "value", "promises"),
    [
        *(
            ("img", "/a", True),
            ("a", "a.pdf", True),
            ("a", "/a.pdf", True),
            ("a", "{static}a", True),
            ("video", "a", True),
        ),
        *(
            ("a", "about/", False),
            ("a", "/about/", False),
            ("a", "x.html", False),
            ("a", "/feeds/all.xml", False),
            ("a", "a", False),
        ),
    ],
)
def test_links_that_promise_a_file(tag: str, value: str, promises: bool) -> None:
    reference = parse_reference(value)
    assert reference
    assert reference.promises_a_file(tag) == promises


TEXT = (
    "---\nimage: a.png\n---\na.png is here: `a.png`\n![](a.png)\n[x][y]\n\n[y]: <../files/b.pdf>\n<img src='c.png'>\n"
)


@pytest.mark.parametrize(
    ("path", "line"), [("a.png", 5), ("../files/b.pdf", 8), ("c.png", 9), ("image", 2), ("nowhere", 1)]
)
def test_lines(path: str, line: int) -> None:
    assert find_line(TEXT, path) == line


def test_places() -> None:
    uses = [
        Use("posts/a.png", "posts", "posts/one/index.html"),
        Use("posts/a.png", "posts", "posts/two/index.html"),
        Use("posts/sub/b.png", "posts", "posts/two/index.html"),
        Use("images/c.png", "posts", "posts/one/index.html"),
        Use("d.png", "", "x.html"),
        Use("e/d.png", "e", "y.html"),
        Use("posts/index.html", "posts", "posts/one/index.html"),
        Use("images/own/f.png", "images/own", "images/x.html"),
    ]
    assert place_beside(uses, {"posts/one/index.html"}, ["images", ""]) == {
        "posts/a.png": "posts/one/a.png",
        "posts/sub/b.png": "posts/two/sub/b.png",
        "d.png": "d.png",
    }


def picture(form: str, size: tuple[int, int], **options: object) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", size).save(data, form, **options)
    return data.getvalue()


def turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return picture("JPEG", (30, 20), exif=exif)


@pytest.mark.parametrize(
    ("name", "data", "size"),
    [
        ("a.png", picture("PNG", (3, 2)), (3, 2)),
        ("a.jpg", turned(), (20, 30)),
        ("a.webp", picture("WEBP", (3, 2)), (3, 2)),
        ("a.png", picture("PNG", (3000, 2000))[:60], (3000, 2000)),
        ("a.svg", b'<?xml version="1.0"?>\n<svg xmlns="x" width="30" height="20.4px">', (30, 20)),
        ("a.svg", b'<svg viewBox="0 0 300 200" width="100%">', (300, 200)),
        *(("a.svg", data, None) for data in (b"<svg>", b"<svg width='1em' height='2em'>", b"text", b"")),
        *(("a.png", data, None) for data in (b"", b"text")),
    ],
)
def test_sizes(name: str, data: bytes, size: tuple[int, int] | None, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    assert measure(tmp_path / name) == (size and Size(*size))


def test_no_file_has_no_size(tmp_path: Path) -> None:
    assert measure(tmp_path / "a.png") is None
