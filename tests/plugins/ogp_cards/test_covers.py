"""`image:` of a post -> its cover."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image

from ogp_cards.covers import Cover, CoverMissing, Covers, line_of_image
from ogp_cards.images import Pictures
from ogp_cards.model import Card, Entry, Failure, PageFields
from ogp_cards.store import entry_name

NOW = datetime(2026, 1, 2, tzinfo=UTC)
PAGE = "https://www.wired.com/story/deepseek-china-model-ai/"
IMAGE = "https://media.wired.com/photos/deepseek.jpg"


def image_bytes(width: int = 1600, height: int = 840, kind: str = "JPEG", mode: str = "RGB") -> bytes:
    file = BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert(mode).save(file, kind)
    return file.getvalue()


@pytest.fixture
def covers(tmp_path: Path) -> Covers:
    (tmp_path / "content/posts").mkdir(parents=True)
    return Covers(
        content=tmp_path / "content", cache=tmp_path / "cache/ogp_cards", store=tmp_path / "cards", output="cards"
    )


@pytest.fixture
def resolve(covers: Covers, tmp_path: Path) -> Callable[..., Cover | CoverMissing]:
    """(image, alt, entries) -> what the cover of a post at content/posts/post.md comes to."""

    def run(image: str, alt: str = "", entries: dict[str, Entry] | None = None) -> Cover | CoverMissing:
        return covers.resolve(image, alt, tmp_path / "content/posts/post.md", (entries or {}).get)

    return run


def sizes_in(folder: Path, cover: Cover) -> dict[str, tuple[int, int]]:
    """The real sizes of the files that a cover names, by URL."""
    urls = [cover.url, cover.share_url, *(candidate.split()[0] for candidate in filter(None, cover.srcset.split(", ")))]
    found = {}
    for url in urls:
        with Image.open(folder / url.removeprefix("cards/")) as image:
            found[url] = image.size
    return found


PLACES = {
    "pic.jpg": "posts/pic.jpg",
    "images/pic.jpg": "posts/images/pic.jpg",
    "./images/pic.jpg": "posts/images/pic.jpg",
    "../shared/pic.jpg": "shared/pic.jpg",
    "/images/pic.jpg": "images/pic.jpg",
    "{static}pic.jpg": "posts/pic.jpg",
    "{static}/images/pic.jpg": "images/pic.jpg",
    "{attach}images/pic.jpg": "posts/images/pic.jpg",
    "{attach}/images/pic.jpg": "images/pic.jpg",
    "|static|/images/pic.jpg": "images/pic.jpg",
    "画像/表紙 1.jpg": "posts/画像/表紙 1.jpg",
    quote("画像/表紙 1.jpg"): "posts/画像/表紙 1.jpg",
    "100%.jpg": "posts/100%.jpg",
}


@pytest.mark.parametrize(("written", "file"), PLACES.items())
def test_a_local_image_is_found_where_its_path_says(
    tmp_path: Path, resolve: Callable[..., Cover | CoverMissing], written: str, file: str
) -> None:
    path = tmp_path / "content" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(image_bytes(600, 400))
    cover = resolve(written, "alt text")
    assert isinstance(cover, Cover)
    assert (cover.alt, cover.credit_url, cover.credit_name) == ("alt text", "", "")


def test_a_wide_image_comes_in_three_widths_and_one_to_share(
    tmp_path: Path, covers: Covers, resolve: Callable[..., Cover | CoverMissing]
) -> None:
    (tmp_path / "content/posts/pic.png").write_bytes(image_bytes(1600, 840, "PNG"))
    cover = resolve("pic.png")
    assert isinstance(cover, Cover)
    folder = tmp_path / "cache/ogp_cards"
    sizes = sizes_in(folder, cover)
    assert (cover.width, cover.height) == sizes[cover.url] == (960, 504)
    assert [part.split()[1] for part in cover.srcset.split(", ")] == ["480w", "960w", "1440w"]
    assert [sizes[part.split()[0]][0] for part in cover.srcset.split(", ")] == [480, 960, 1440]
    assert sizes[cover.share_url] == (1200, 630)
    assert cover.share_url.endswith(".jpg")
    assert {f"cards/{path.name}" for path in covers.files} == set(sizes)
    assert {path.parent for path in covers.files} == {folder}


@pytest.mark.parametrize(
    ("width", "widths", "shown"),
    [(300, [], 300), (480, [], 480), (500, [480, 500], 500), (960, [480, 960], 960), (1200, [480, 960, 1200], 960)],
)
def test_no_image_is_enlarged(
    tmp_path: Path, resolve: Callable[..., Cover | CoverMissing], width: int, widths: list[int], shown: int
) -> None:
    (tmp_path / "content/posts/pic.jpg").write_bytes(image_bytes(width, width // 2))
    cover = resolve("pic.jpg")
    assert isinstance(cover, Cover)
    assert [int(part.split()[1][:-1]) for part in filter(None, cover.srcset.split(", "))] == widths
    assert (cover.width, cover.height) == (shown, shown // 2)
    assert sizes_in(tmp_path / "cache/ogp_cards", cover)[cover.share_url] == (min(width, 1200), min(width, 1200) // 2)


def test_the_sizes_are_made_once_and_again_when_one_is_lost(
    tmp_path: Path, covers: Covers, resolve: Callable[..., Cover | CoverMissing]
) -> None:
    (tmp_path / "content/posts/pic.jpg").write_bytes(image_bytes())
    first = resolve("pic.jpg")
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in covers.files}
    assert resolve("pic.jpg") == first
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in covers.files} == before
    lost = sorted(covers.files)[0]
    lost.unlink()
    assert resolve("pic.jpg") == first
    assert lost.read_bytes() == before[lost][1]
    for manifest in lost.parent.glob("*.json"):
        manifest.write_bytes(b'{"pages": [{"file": 1}], "share": null}')
    assert resolve("pic.jpg") == first


def test_a_transparent_image_is_shared_on_white(tmp_path: Path, resolve: Callable[..., Cover | CoverMissing]) -> None:
    file = BytesIO()
    Image.new("RGBA", (600, 300), (0, 0, 0, 0)).save(file, "PNG")
    (tmp_path / "content/posts/pic.png").write_bytes(file.getvalue())
    cover = resolve("pic.png")
    assert isinstance(cover, Cover)
    with Image.open(tmp_path / "cache/ogp_cards" / cover.share_url.removeprefix("cards/")) as shared:
        assert shared.getpixel((300, 150)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="1200" height="630"', (1200, 630)),
        ('width="640px" height="480.4px" viewBox="0 0 10 10"', (640, 480)),
        ('viewBox="0 0 300 200"', (300, 200)),
        ('width="100%" height="100%" viewBox="0,0,300,200"', (300, 200)),
    ],
)
def test_an_svg_of_ones_own_stays_as_it_is(
    tmp_path: Path, covers: Covers, resolve: Callable[..., Cover | CoverMissing], attributes: str, size: tuple[int, int]
) -> None:
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}><rect/></svg>'.encode()
    (tmp_path / "content/posts/pic.svg").write_bytes(drawing)
    cover = resolve("pic.svg", "alt")
    assert isinstance(cover, Cover)
    assert ((cover.width, cover.height), cover.srcset, cover.share_url) == (size, "", cover.url)
    assert [path.read_bytes() for path in covers.files] == [drawing]


@pytest.mark.parametrize(
    ("written", "content", "said"),
    [
        ("missing.jpg", None, "there is no"),
        ("../../secret.jpg", image_bytes(100, 100), "there is no"),
        ("note.txt", b"no image", "no image in PNG"),
        ("pic.svg", b"<svg/>", "says neither"),
        ("pic.svg", b"<svg width='0' height='0'/>", "says neither"),
        ("pic.svg", b"<svg", "no readable SVG"),
        ("pic.svg", b"<html/>", "no SVG"),
        ("dot.png", image_bytes(1, 1, "PNG"), "too few"),
        ("https://", None, "no host"),
        ("ftp://example.com/a.jpg", None, "neither http"),
        ("//example.com/a.jpg", None, "neither http"),
        ("https://user:pass@example.com/a.jpg", None, "password"),
    ],
)
def test_what_the_author_can_mend_is_a_mistake(
    tmp_path: Path,
    covers: Covers,
    resolve: Callable[..., Cover | CoverMissing],
    written: str,
    content: bytes | None,
    said: str,
) -> None:
    if content is not None:
        (tmp_path / "content/posts" / written).write_bytes(content)
    missing = resolve(written)
    assert isinstance(missing, CoverMissing)
    assert missing.is_mistake
    assert said in missing.reason
    assert written in missing.reason
    assert not covers.files


class TestRemote:
    @pytest.fixture
    def entries(self, tmp_path: Path) -> dict[str, Entry]:
        """A page that names an image, and that image, in the store."""
        picture = Pictures(tmp_path / "cards").cover(image_bytes(1250, 656))
        page = PageFields(title="DeepSeek", site_name="WIRED", image=IMAGE, image_alt="A whale")
        return {
            PAGE: Entry(PAGE, Card(page, NOW)),
            IMAGE: Entry(IMAGE, Card(PageFields(title="deepseek.jpg", kind="image", image=IMAGE), NOW, cover=picture)),
        }

    def test_a_page_lends_its_image_with_credit(
        self, tmp_path: Path, resolve: Callable[..., Cover | CoverMissing], entries: dict[str, Entry]
    ) -> None:
        cover = resolve(PAGE, "", entries)
        assert isinstance(cover, Cover)
        assert (cover.alt, cover.credit_name, cover.credit_url) == ("A whale", "WIRED", PAGE)
        assert (cover.width, cover.height) == (960, 504)
        sizes = sizes_in(tmp_path / "cards/images", cover)
        assert sizes[cover.share_url] == (1200, 630)
        assert [sizes[part.split()[0]][0] for part in cover.srcset.split(", ")] == [480, 960, 1250]

    def test_its_sizes_are_those_of_the_store_so_that_a_build_makes_none(
        self, tmp_path: Path, covers: Covers, resolve: Callable[..., Cover | CoverMissing], entries: dict[str, Entry]
    ) -> None:
        resolve(PAGE, "", entries)
        assert {path.parent for path in covers.files} == {tmp_path / "cards/images"}
        assert len(covers.files) == 4
        assert not (tmp_path / "cache").exists()

    @pytest.mark.parametrize("lacking", ["size", "share", "entry"])
    def test_sizes_that_the_store_lacks_are_made_of_the_largest(
        self,
        tmp_path: Path,
        covers: Covers,
        resolve: Callable[..., Cover | CoverMissing],
        entries: dict[str, Entry],
        lacking: str,
    ) -> None:
        card = entries[IMAGE].card
        assert card and card.cover and card.cover.share
        if lacking == "entry":  # as it was kept before there were sizes
            entries[IMAGE] = Entry(IMAGE, replace(card, cover=replace(card.cover, narrower=(), share=None)))
        else:
            lost = card.cover.share if lacking == "share" else card.cover.narrower[0]
            (tmp_path / "cards" / lost.file).unlink()
        cover = resolve(PAGE, "", entries)
        assert isinstance(cover, Cover)
        sizes = sizes_in(tmp_path / "cache/ogp_cards", cover)
        assert sizes[cover.share_url] == (1200, 630)
        assert sorted(width for width, _ in sizes.values()) == [480, 960, 1200, 1250]
        assert {path.parent for path in covers.files} == {tmp_path / "cache/ogp_cards"}

    def test_an_image_that_the_author_names_for_the_page_has_no_credit(
        self, resolve: Callable[..., Cover | CoverMissing], entries: dict[str, Entry]
    ) -> None:
        entries[PAGE] = replace(entries[PAGE], overrides={"image": IMAGE})
        cover = resolve(PAGE, "", entries)
        assert isinstance(cover, Cover)
        assert (cover.credit_url, cover.credit_name) == ("", "")

    def test_the_authors_words_for_the_image_come_first(
        self, resolve: Callable[..., Cover | CoverMissing], entries: dict[str, Entry]
    ) -> None:
        cover = resolve(PAGE, "青い鯨", entries)
        assert isinstance(cover, Cover)
        assert cover.alt == "青い鯨"

    def test_an_images_url_needs_no_credit(
        self, resolve: Callable[..., Cover | CoverMissing], entries: dict[str, Entry]
    ) -> None:
        cover = resolve(IMAGE, "", entries)
        assert isinstance(cover, Cover)
        assert (cover.alt, cover.credit_url, cover.credit_name) == ("", "", "")

    def test_an_images_url_that_was_redirected_is_that_image_too(
        self, covers: Covers, resolve: Callable[..., Cover | CoverMissing], entries: dict[str, Entry]
    ) -> None:
        card = entries[IMAGE].card
        assert card
        moved = replace(card, page=replace(card.page, image="https://cdn.example/elsewhere.jpg"))
        known = {IMAGE: Entry(IMAGE, moved)}
        assert covers.keys(IMAGE, known.get) == (IMAGE,)
        assert isinstance(resolve(IMAGE, "", known), Cover)

    def test_the_image_that_the_author_chose_for_the_page_is_taken(
        self, covers: Covers, resolve: Callable[..., Cover | CoverMissing], entries: dict[str, Entry]
    ) -> None:
        page = entries[PAGE]
        assert page.card
        other = replace(page.card, page=replace(page.card.page, image="https://media.wired.com/other.jpg"))
        entries[PAGE] = replace(page, card=other, overrides={"image": IMAGE})
        assert isinstance(resolve(PAGE, "", entries), Cover)
        assert covers.keys(PAGE, entries.get) == (PAGE, IMAGE)

    @pytest.mark.parametrize("image", ["/images/own.png", "images/own.png", "{static}/images/own.png"])
    @pytest.mark.parametrize("asked", [True, False])
    def test_a_file_that_the_author_chose_for_the_page_is_taken(
        self, tmp_path: Path, covers: Covers, resolve: Callable[..., Cover | CoverMissing], image: str, asked: bool
    ) -> None:
        (tmp_path / "content/images").mkdir()
        (tmp_path / "content/images/own.png").write_bytes(image_bytes(600, 400))
        card = Card(PageFields("DeepSeek", image=IMAGE, image_alt="A whale"), NOW) if asked else None
        known = {PAGE: Entry(PAGE, card, overrides={"image": image})}
        assert covers.keys(PAGE, known.get) == (PAGE,)
        cover = resolve(PAGE, "", known)
        assert isinstance(cover, Cover)
        assert (cover.width, cover.alt, cover.credit_url) == (600, "", "")

    def test_the_authors_other_words_for_the_page_are_taken(
        self, resolve: Callable[..., Cover | CoverMissing], entries: dict[str, Entry]
    ) -> None:
        entries[PAGE] = replace(entries[PAGE], overrides={"image_alt": "鯨", "site_name": "W"})
        cover = resolve(PAGE, "", entries)
        assert isinstance(cover, Cover)
        assert (cover.alt, cover.credit_name, cover.credit_url) == ("鯨", "W", PAGE)

    def test_an_image_that_the_author_hides_is_no_cover(
        self, covers: Covers, resolve: Callable[..., Cover | CoverMissing], entries: dict[str, Entry]
    ) -> None:
        entries[PAGE] = replace(entries[PAGE], overrides={"image": ""})
        missing = resolve(PAGE, "", entries)
        assert isinstance(missing, CoverMissing)
        assert (missing.reason, missing.is_mistake) == (f"image {PAGE}: there is no image that can be shown", False)
        assert covers.keys(PAGE, entries.get) == (PAGE,)

    @pytest.mark.parametrize("image", ["/none.png", "javascript:x", "https://", "../cards/x.png"])
    def test_an_image_in_an_entry_that_cannot_be_had_is_told_with_the_entry(
        self, resolve: Callable[..., Cover | CoverMissing], entries: dict[str, Entry], image: str
    ) -> None:
        entries[PAGE] = replace(entries[PAGE], overrides={"image": image})
        missing = resolve(PAGE, "", entries)
        assert isinstance(missing, CoverMissing)
        assert missing.is_mistake
        assert missing.reason.startswith(
            f"{entry_name(PAGE)} in the card store names the image /{image.lstrip('/')}: there is no "
        )

    def test_the_keys_to_look_up_become_known_step_by_step(self, covers: Covers, entries: dict[str, Entry]) -> None:
        assert covers.keys(PAGE, {}.get) == (PAGE,)
        assert covers.keys(PAGE, entries.get) == (PAGE, IMAGE)
        assert covers.keys(IMAGE, entries.get) == (IMAGE,)
        assert covers.keys("images/pic.jpg", entries.get) == ()
        assert covers.keys("https://", entries.get) == ()

    def test_without_an_image_there_is_no_cover_and_one_reason(
        self, tmp_path: Path, resolve: Callable[..., Cover | CoverMissing], entries: dict[str, Entry]
    ) -> None:
        page, image = entries[PAGE], entries[IMAGE]
        assert page.card
        assert image.card
        silent = replace(page, card=replace(page.card, page=replace(page.card.page, image="")))
        failed = Entry(PAGE, failure=Failure("the server answers 403", 1, NOW, NOW, NOW))
        shapeless = replace(image, card=replace(image.card, cover=None))
        cases = [
            ({}, "not been asked"),
            ({PAGE: silent}, "no image"),
            ({PAGE: failed}, "answers 403"),
            ({PAGE: page}, "not been asked"),
            ({PAGE: page, IMAGE: shapeless}, "no image"),
            ({PAGE: page, IMAGE: replace(failed, url=IMAGE)}, "answers 403"),
        ]
        for known, reason in cases:
            missing = resolve(PAGE, "", known)
            assert isinstance(missing, CoverMissing)
            assert (reason in missing.reason, missing.is_mistake) == (True, False), known
        for path in (tmp_path / "cards/images").iterdir():
            path.unlink()
        missing = resolve(PAGE, "", entries)
        assert isinstance(missing, CoverMissing)
        assert "No such file" in missing.reason


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: a\nimage: b.jpg\n---\n", 3),
        ("Title: a\nImage: b.jpg\n\ntext", 2),
        ("---\ntitle: a\nimage_alt: 'x'\n'image': b\n---\n", 4),
        ("no front matter", 1),
    ],
)
def test_the_line_that_names_the_image(text: str, line: int) -> None:
    assert line_of_image(text) == line
