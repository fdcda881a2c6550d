"""The setting FUDA, read once a run. What is wrong is named in one warning each, and its default takes its place."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

logger = logging.getLogger(__name__)

Color = Annotated[str, StringConstraints(pattern=r"^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$")]
Address = Annotated[str, StringConstraints(pattern=r"^(https://|http://|mailto:|/)\S*$")]
HttpsUrl = Annotated[str, StringConstraints(pattern=r"^https://[^\s;,'\"]+$")]
EditUrl = Annotated[str, StringConstraints(pattern=r"^(https?://\S*\{path\}\S*)?$")]
Source = Annotated[str, StringConstraints(pattern=r"^(https://[^\s;,'\"]+|'self'|data:)$")]
ColorName = Literal["paper", "wash", "ink", "soft", "line", "accent"]
ShareTarget = Literal["x", "hatena", "bluesky", "copy"]
Part = Literal[
    "author", "breadcrumbs", "contents", "copy_code", "cover", "featured", "lightbox", "neighbours", "reading_time",
    "series", "theme_switch",
]  # fmt: skip
Directive = Literal["connect-src", "font-src", "frame-src", "img-src", "media-src", "script-src", "style-src"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NavLink(_Frozen):
    """A link of the menu."""

    title: str
    url: Address


class Author(_Frozen):
    """Who writes, shown under each post."""

    name: str
    bio: str = ""
    url: Address | Literal[""] = ""


class Giscus(_Frozen):
    """Comments out of a repository's discussions: the values that giscus.app gives."""

    repo: str
    repo_id: str
    category: str
    category_id: str
    mapping: str = "pathname"


class Analytics(_Frozen):
    """One script of a counter, its data attributes without "data-", and the origins that it reports to."""

    script: HttpsUrl
    data: dict[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")], str] = {}
    connect: tuple[HttpsUrl, ...] = ()


class Settings(_Frozen):
    """FUDA. The description of a field is what a warning tells the author."""

    navigation: tuple[NavLink, ...] = Field((), description="a list of {'title': text, 'url': '/…' or 'https://…'}")
    intro: str = Field("", description="text")
    home_tags: int = Field(20, strict=True, ge=0, description="a whole number, 0 for none")
    palette: dict[ColorName, tuple[Color, Color]] = Field(
        {}, description="paper, wash, ink, soft, line or accent: ('#light', '#dark'), each #rgb or #rrggbb"
    )
    custom_css: str = Field("", description="the path of a CSS file, relative to PATH")
    icons: str = Field("", description="the path of a folder of the output with icon.svg and icon-{180,192,512}.png")
    author: Author | None = Field(None, description="{'name': text, 'bio': text, 'url': '/…' or 'https://…'}")
    licence: NavLink | None = Field(None, description="{'title': text, 'url': 'https://…'}")
    copyright: str = Field("", description="text")
    share: tuple[ShareTarget, ...] = Field(
        ("x", "hatena", "bluesky", "copy"), description="a list out of x, hatena, bluesky and copy"
    )
    related: int = Field(4, strict=True, ge=0, le=20, description="a whole number from 0 to 20")
    edit_url: EditUrl = Field("", description="a URL such as 'https://…/{path}'")
    comments: Giscus | None = Field(None, description="{'repo', 'repo_id', 'category', 'category_id'} from giscus.app")
    analytics: Analytics | None = Field(
        None, description="{'script': 'https://…', 'data': {name: text}, 'connect': ['https://…']}"
    )
    hide: frozenset[Part] = Field(frozenset(), description=f"a list out of {', '.join(get_args(Part))}")
    languages: dict[str, str] = Field({"ja": "日本語", "en": "English"}, description="a dict of language code to name")
    csp: dict[Directive, tuple[Source, ...]] = Field(
        {}, description=f"a dict of {', '.join(get_args(Directive))} to lists of https:// origins"
    )
    join_assets: bool | None = Field(
        None, strict=True, description="True, False, or None to join them when SITEURL is set"
    )
    robots: bool = Field(True, strict=True, description="True or False")
    sitemap: bool = Field(True, strict=True, description="True or False")
    headers: bool = Field(True, strict=True, description="True or False")

    @classmethod
    def read(cls, raw: Any) -> Self:
        """From the value of FUDA; None is as good as {}."""
        if raw is not None and not isinstance(raw, Mapping):
            logger.warning("FUDA is %r; it must be a dict, so every default is used", raw)
        given = raw if isinstance(raw, Mapping) else {}
        return cls(**{name: value for name, value in given.items() if cls._takes(name, value)})

    @classmethod
    def _takes(cls, name: Any, value: Any) -> bool:
        if name not in cls.model_fields:
            logger.warning("FUDA has %r, which is left out; allowed: %s", name, ", ".join(cls.model_fields))
            return False
        try:
            cls(**{name: value})
        except ValidationError:
            field = cls.model_fields[name]
            logger.warning("FUDA[%r] is %r; it must be %s; %r is used", name, value, field.description, field.default)
            return False
        return True
