"""`invoke new`: a post with a complete front matter, ready to be written."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import escape
from pelican.settings import DEFAULT_CONFIG, get_settings_from_file
from pelican.utils import slugify

Ask = Callable[[str, str], str]
"""(question, default) -> answer, the default when the answer is empty."""

_LONGEST_SLUG = 60
"""Characters: three bytes each in Japanese, and a file name has at most 255."""


class NewPostFailed(Exception):
    """Nothing was written; the message is one line that says what to change."""


@dataclass(frozen=True)
class Details:
    """What is known of a post to be made; "" for what is still open."""

    title: str = ""
    slug: str = ""
    type: str = ""
    draft: bool = False


def ask_on_terminal() -> Ask | None:
    """A function that asks on the terminal, or None when nobody is there to answer (a pipe, cron)."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    return lambda question, default: (
        input(f"{question} [{default}]: " if default else f"{question}: ").strip() or default
    )


def new_post(settings_file: Path, given: Details, *, ask: Ask | None = None, now: datetime | None = None) -> Path:
    """Write a new post below the first of the site's ARTICLE_PATHS and give its path.

    What `given` leaves open is asked for, or without `ask` takes its default; only a title has none. `now` is aware; the post is dated in
    the site's TIMEZONE. Raises NewPostFailed, and never writes over a file.
    """
    if not settings_file.is_file():
        raise NewPostFailed(f"{settings_file}: no such settings file; run this where pelicanconf.py is.")
    settings: dict[str, Any] = DEFAULT_CONFIG | get_settings_from_file(str(settings_file))
    moment = (now or datetime.now().astimezone()).astimezone(ZoneInfo(settings["TIMEZONE"]))
    title = _choose_title(given.title, ask)
    slug = _choose_slug(given.slug, title, settings, moment, ask)
    kind = _choose_type(given.type, settings, ask)
    path = Path(settings_file.parent, settings["PATH"], settings["ARTICLE_PATHS"][0], f"{slug}.md")
    _write(path, render_post(Details(title, slug, kind, given.draft), moment, str(settings["DEFAULT_CATEGORY"])))
    return path


def render_post(post: Details, moment: datetime, category: str) -> str:
    """The text of a new post: every key that a post may need, as YAML that its author fills in."""
    lines = [
        f"title: {_quote(post.title)}",
        f"date: {moment:%Y-%m-%d %H:%M}",
        *(["status: draft"] if post.draft else []),
        f"type: {_quote(post.type)}",
        f"category: {_quote(category)}",
        "tags: []",
        "description: ''",
        "image: ''",
        "image_alt: ''",
        "featured: false",
    ]
    return "\n".join(["---", *lines, "---", "", ""])


def suggest_slug(title: str, settings: Mapping[str, Any], moment: datetime) -> str:
    """A slug that keeps the title's own characters, or the date when the title leaves none."""
    return _slugify(str(escape(title)), settings)[:_LONGEST_SLUG].strip("-") or f"{moment:%Y-%m-%d-%H%M}"


def _choose_title(given: str, ask: Ask | None) -> str:
    title = " ".join((given or (ask("Title", "") if ask else "")).split())
    if not title:
        raise NewPostFailed("A post needs a title: invoke new --title '…'")
    return title


def _choose_slug(given: str, title: str, settings: Mapping[str, Any], moment: datetime, ask: Ask | None) -> str:
    suggested = suggest_slug(title, settings, moment)
    written = given or (ask("Slug, the last part of its address", suggested) if ask else suggested)
    slug = _slugify(written, settings)
    if slug != written:
        hint = f"; {slug!r} would do" if slug else ""
        raise NewPostFailed(
            f"{written!r} is no slug: letters in lower case, digits and hyphens only, of any script{hint}."
        )
    return slug


def _choose_type(given: str, settings: Mapping[str, Any], ask: Ask | None) -> str:
    types = list(settings.get("POST_TYPES") or ["blog"])
    default = settings.get("POST_TYPES_DEFAULT") or types[0]
    kind = given or (ask(f"Type ({', '.join(types)})", default) if ask and len(types) > 1 else default)
    if kind not in types:
        raise NewPostFailed(f"There is no type {kind!r}: write one of {', '.join(types)}, or add it to POST_TYPES.")
    return kind


def _slugify(text: str, settings: Mapping[str, Any]) -> str:
    """As Pelican makes the slug of the file's name, so that file and address agree."""
    return slugify(text, regex_subs=settings["SLUG_REGEX_SUBSTITUTIONS"], use_unicode=True)


def _quote(text: str) -> str:
    """As a YAML string in single quotes (YAML 1.2, 7.3.2)."""
    return "'" + text.replace("'", "''") + "'"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise NewPostFailed(f"{path} is there already, and stays as it is; take another slug.") from None
