"""Settings of the site while you write. `publishconf.py` builds on them for the live site."""

# --- The site -------------------------------------------------------------------------------------------------------
SITENAME = "札 — Fuda"
SITESUBTITLE = "AI とソフトウェアの技術ノート"
AUTHOR = "Fuda 編集部"
SITEURL = ""
FEED_DOMAIN = "http://localhost:8000"  # feeds need absolute links, also while SITEURL is empty
TIMEZONE = "Asia/Tokyo"
DEFAULT_LANG = "ja"
DEFAULT_DATE_FORMAT = "%Y-%m-%d"
DEFAULT_CATEGORY = "その他"

# --- Where things are -----------------------------------------------------------------------------------------------
PATH = "content"
OUTPUT_PATH = "output"
ARTICLE_PATHS = ["posts"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images"]
IGNORE_FILES = [".#*", "._*"]  # Emacs's locks, macOS's shadows; Pelican's own pattern "**/.*" fits no file name
THEME = "themes/fuda"
USE_FOLDER_AS_CATEGORY = False
WITH_FUTURE_DATES = False

# --- Plugins --------------------------------------------------------------------------------------------------------
# Order matters only where a reason is given.
PLUGIN_PATHS = ["plugins"]
PLUGINS = [
    "front_matter",  # replaces the Markdown reader, so first
    "permalinks",  # gives every URL its final form before anything quotes one
    "post_types",
    "featured_posts",
    "post_files",  # links to files and posts, so after permalinks
    "headings",
    "japanese_text",
    "markdown_extras",
    "ogp_cards",  # writes cards into finished posts, so after those that read them
    "fuda_theme",  # its structured data names covers and types, so after them
    "fast_build",
]
POST_TYPES = {
    "blog": {"name": "ブログ", "description": "考えたこと、調べたこと、作ったもの。"},
    "news": {"name": "ニュース", "description": "AI 業界の動きを短く。"},
    "note": {"name": "ノート", "description": "書きかけの覚え書き。", "show_on_home": False},
}
POST_TYPES_DEFAULT = "blog"
FEATURED_POSTS_MAX = 4
FEATURED_POSTS_APART = True  # the theme shows them above the list of the home page, so the list leaves them out
OGP_CARDS_OFFLINE = True  # the demo brings all its cards; without this line new ones are fetched
OGP_CARDS_CSS = False  # the theme has its own style for cards
FUDA = {
    "intro": "調べたこと、試したこと、作ったものを、あとから読み返せる形で残しています。",
    "author": {
        "name": "Fuda 編集部",
        "bio": "テーマとプラグインの使い方を見せるために、見本の記事を書いています。",
        "url": "/about/",
    },
    "licence": {"title": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/deed.ja"},
    "copyright": "© Fuda 編集部",
}

# --- Permalinks: for good, so the type of a post is not in them --------------------------------------------------
SLUGIFY_SOURCE = "basename"
SLUGIFY_USE_UNICODE = True
ARTICLE_URL = "posts/{slug}/"
ARTICLE_SAVE_AS = "posts/{slug}/index.html"
ARTICLE_LANG_URL = "{lang}/posts/{slug}/"
ARTICLE_LANG_SAVE_AS = "{lang}/posts/{slug}/index.html"
DRAFT_URL = "drafts/posts/{slug}/"
DRAFT_SAVE_AS = "drafts/posts/{slug}/index.html"
DRAFT_LANG_URL = "{lang}/drafts/posts/{slug}/"
DRAFT_LANG_SAVE_AS = "{lang}/drafts/posts/{slug}/index.html"
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
PAGE_LANG_URL = "{lang}/{slug}/"
PAGE_LANG_SAVE_AS = "{lang}/{slug}/index.html"
DRAFT_PAGE_URL = "drafts/{slug}/"
DRAFT_PAGE_SAVE_AS = "drafts/{slug}/index.html"
DRAFT_PAGE_LANG_URL = "{lang}/drafts/{slug}/"
DRAFT_PAGE_LANG_SAVE_AS = "{lang}/drafts/{slug}/index.html"
CATEGORY_URL = "category/{slug}/"
CATEGORY_SAVE_AS = "category/{slug}/index.html"
TAG_URL = "tag/{slug}/"
TAG_SAVE_AS = "tag/{slug}/index.html"
AUTHOR_URL = "author/{slug}/"
AUTHOR_SAVE_AS = "author/{slug}/index.html"
YEAR_ARCHIVE_URL = "archives/{date:%Y}/"
YEAR_ARCHIVE_SAVE_AS = "archives/{date:%Y}/index.html"
INDEX_URL = ""
ARCHIVES_URL = "archives/"
ARCHIVES_SAVE_AS = "archives/index.html"
TAGS_URL = "tag/"
TAGS_SAVE_AS = "tag/index.html"
CATEGORIES_URL = "category/"
CATEGORIES_SAVE_AS = "category/index.html"
AUTHORS_URL = "author/"
AUTHORS_SAVE_AS = "author/index.html"
DIRECT_TEMPLATES = ["index", "archives", "tags", "categories", "authors", "404"]
DEFAULT_PAGINATION = 10
PAGINATED_TEMPLATES = {"index": None, "tag": None, "category": None, "author": None, "post_type": None}
# The default pattern writes page 3 of tag `topic5` over tag `topic53`.
PAGINATION_PATTERNS = [
    (1, "{url}", "{save_as}"),
    (2, "{url}page/{number}/", "{base_name}/page/{number}/index.html"),
]

# --- Feeds ----------------------------------------------------------------------------------------------------------
FEED_ALL_ATOM = "feeds/all.atom.xml"
CATEGORY_FEED_ATOM = "feeds/category/{slug}.atom.xml"
TAG_FEED_ATOM = "feeds/tag/{slug}.atom.xml"
AUTHOR_FEED_ATOM = "feeds/author/{slug}.atom.xml"
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_RSS = None
FEED_MAX_ITEMS = 10  # whole posts: with 20 of them a feed takes some 400 kB

# --- Markdown -------------------------------------------------------------------------------------------------------
MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.extra": {},  # code highlighting comes with markdown_extras
    },
    "output_format": "html5",
}
