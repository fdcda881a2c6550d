"""Settings of the live site: pelicanconf.py and the few values that differ."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from pelicanconf import *  # noqa: F403

# Yours goes here. The workflow for GitHub Pages names the address itself, in an environment variable.
SITEURL = os.environ.get("SITEURL", "").rstrip("/") or "https://fuda.example.org"
FEED_DOMAIN = SITEURL
OGP_CARDS_USER_AGENT = f"(+{SITEURL})"  # for those whose pages are asked for cards
RELATIVE_URLS = False
OUTPUT_PATH = "public"
DELETE_OUTPUT_DIRECTORY = True

# Nothing unpublished leaves a file: drafts, drafts of pages and posts dated in the future (which Pelican makes drafts).
DRAFT_SAVE_AS = DRAFT_LANG_SAVE_AS = ""
DRAFT_PAGE_SAVE_AS = DRAFT_PAGE_LANG_SAVE_AS = ""

# Where `invoke deploy` publishes: "local" (the link `current`), "rsync", "github-pages" or "rclone"; each in a few lines in README.md.
DEPLOY_TARGET = "local"
