"""Makes the folder that is built: the posts, a card store for them, and a settings file for each contestant."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from PIL import Image

from ogp_cards.entries import encode_entry
from ogp_cards.images import Pictures
from ogp_cards.model import Card, Entry, PageFields, Picture
from ogp_cards.store import entry_name

from .posts import CARDS, COVERS, card_url, cover_url, make_posts

ROOT = Path(__file__).parent.parent.parent
ADDRESS = "https://bench.example.org"
SEEN = datetime(2026, 11, 1, tzinfo=UTC)
OURS = f"""
from runpy import run_path

globals().update({{k: v for k, v in run_path({str(ROOT / "pelicanconf.py")!r}).items() if k.isupper()}})
THEME, PLUGIN_PATHS = {str(ROOT / "themes/fuda")!r}, [{str(ROOT / "plugins")!r}]
OUTPUT_PATH, CACHE_PATH = "ours/output", "ours/cache"
SITEURL = FEED_DOMAIN = {ADDRESS!r}
OGP_CARDS_MAX_AGE = 36500
"""
PLAIN = f"""
SITENAME = AUTHOR = "Bench"
SITEURL = {ADDRESS!r}
TIMEZONE, DEFAULT_LANG = "Asia/Tokyo", "ja"
PATH, ARTICLE_PATHS, STATIC_PATHS, OUTPUT_PATH = "content", ["posts"], ["images"], "plain/output"
THEME, PLUGINS = "simple", ["yaml_metadata"]
FEED_ALL_ATOM, CATEGORY_FEED_ATOM = "feeds/all.atom.xml", "feeds/{{slug}}.atom.xml"
SLUGIFY_SOURCE = "basename"
"""
HUGO = f"""
baseURL = "{ADDRESS}/"
languageCode = "ja"
title = "Bench"
contentDir = "content/posts"
publishDir = "hugo/output"
[taxonomies]
tag = "tags"
category = "category"
"""
HUGO_POST = "<!doctype html><title>{{ .Title }}</title><h1>{{ .Title }}</h1>{{ .Content }}"
HUGO_LIST = (
    '<!doctype html><title>{{ .Title }}</title>{{ range (.Paginate .Pages).Pages }}<a href="{{ .Permalink }}">'
    "{{ .Title }}</a>{{ .Summary }}{{ end }}"
)


def make_site(root: Path, posts: int) -> None:
    """A site of so many posts, with all that any contestant needs; the same each time."""
    make_posts(root / "content", posts)
    files = {
        "content/pages/about.md": "---\ntitle: About\n---\n\nA page.\n",
        "content/images/note.txt": "A file.\n",
        "ours.py": OURS,
        "plain.py": PLAIN,
        "hugo.toml": HUGO,
        "layouts/_default/single.html": HUGO_POST,
        "layouts/_default/list.html": HUGO_LIST,
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    _make_store(root / "cards", posts)


def _make_store(store: Path, posts: int) -> None:
    """A card with a picture for each link, and the posts' covers, as `image:` of the front matter finds them."""
    store.mkdir(exist_ok=True)
    pictures = Pictures(store)
    images = [_image(number) for number in range(min(posts, COVERS))]
    thumbnails = [pictures.thumbnail(image) for image in images]
    entries = {card_url(n): _card(n, image=thumbnails[n % len(thumbnails)]) for n in range(CARDS * posts)}
    for number, image in enumerate(images):
        page = cover_url(number)
        entries |= {page: _card(number, names=f"{page}.png"), f"{page}.png": _card(number, cover=pictures.cover(image))}
    for url, card in entries.items():
        (store / entry_name(url)).write_bytes(encode_entry(Entry(url, card)))


def _card(number: int, *, names: str = "", image: Picture | None = None, cover: Picture | None = None) -> Card:
    fields = PageFields(f"見本のページ {number}", "カードの説明は、二行ほどの文です。" * 3, "Example", image=names)
    return Card(fields, SEEN, image=image, cover=cover)


def _image(number: int) -> bytes:
    """A picture in the size of many pages' og:image, as PNG."""
    file = BytesIO()
    across = Image.linear_gradient("L").resize((1200, 630))
    left = Image.new("RGB", across.size, (number * 40 % 256, 80, 160))
    right = Image.new("RGB", across.size, (240, number * 70 % 256, 60))
    Image.composite(left, right, across).save(file, "PNG")
    return file.getvalue()
