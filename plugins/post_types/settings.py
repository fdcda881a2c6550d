"""The settings, read once a run. What is wrong is named in one warning, and the default takes its place."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError

logger = logging.getLogger(__name__)

_SLUG = re.compile(r"[^\s/\\?#{}]+")


class TypeSettings(BaseModel):
    """One entry of POST_TYPES."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: str
    description: str = ""
    template: str | None = None
    show_on_home: bool = True


class PostTypesSettings(BaseModel):
    """All settings. A pattern that is "" switches its pages or feeds off."""

    model_config = ConfigDict(frozen=True)

    types: dict[str, TypeSettings] = {"blog": TypeSettings(name="blog")}
    declared: bool = False
    """Whether the site names its types: without that there is one, and nothing shows it."""
    default: str = "blog"
    url: str = "{slug}/"
    save_as: str = "{slug}/index.html"
    feed_atom: str = "feeds/type/{slug}.atom.xml"
    feed_atom_url: str = ""
    """"" means as feed_atom."""

    @classmethod
    def read(cls, settings: Mapping[str, Any]) -> Self:
        """From Pelican's settings, with a warning for each value that cannot be used."""
        fields: dict[str, Any] = {}
        for name in ("url", "save_as", "feed_atom", "feed_atom_url"):
            fields[name] = _read_pattern(settings, f"POST_TYPES_{name.upper()}", cls.model_fields[name].default)
        if types := _read_types(settings.get("POST_TYPES") or {}):
            default = _read_default(settings.get("POST_TYPES_DEFAULT"), types)
            fields |= {"types": types, "declared": True, "default": default}
        return cls(**fields)


def _read_types(raw: Any) -> dict[str, TypeSettings]:
    if not isinstance(raw, Mapping):
        logger.warning("POST_TYPES is %r; it must be a dict of slug to name, or of slug to {'name': …}", raw)
        return {}
    return {slug: _read_type(slug, value) for slug, value in raw.items() if _is_slug(slug)}


def _is_slug(slug: Any) -> bool:
    if isinstance(slug, str) and _SLUG.fullmatch(slug) and slug not in {".", ".."}:
        return True
    allowed = "text without spaces and without / \\ ? # { }"
    logger.warning("POST_TYPES has the slug %r, which is left out; it must be %s", slug, allowed)
    return False


def _read_type(slug: str, raw: Any) -> TypeSettings:
    values = raw if isinstance(raw, Mapping) else {"name": raw}
    wrong = set()
    try:
        return TypeSettings(**{"name": slug, **values})
    except ValidationError as error:
        for problem in error.errors():
            key = problem["loc"][0]
            wrong.add(key)
            message = "POST_TYPES[%r] has %r: %r, which is left out: %s; the keys are %s"
            logger.warning(message, slug, key, values[key], problem["msg"], ", ".join(TypeSettings.model_fields))
    return TypeSettings(**{"name": slug, **{key: value for key, value in values.items() if key not in wrong}})


def _read_default(raw: Any, types: Mapping[str, TypeSettings]) -> str:
    first = next(iter(types))
    if raw is None:
        return first
    if isinstance(raw, str) and raw in types:
        return raw
    logger.warning("POST_TYPES_DEFAULT is %r; allowed are %s, and %r is used", raw, ", ".join(types), first)
    return first


def _read_pattern(settings: Mapping[str, Any], key: str, default: str) -> str:
    raw = settings.get(key, default)
    if not raw or _tells_types_apart(raw):
        return raw or ""
    logger.warning(
        "%s is %r; it must hold {slug} and no other name, or be empty for none; %r is used", key, raw, default
    )
    return default


def _tells_types_apart(pattern: Any) -> bool:
    try:
        return isinstance(pattern, str) and pattern.format(slug="a") != pattern.format(slug="b")
    except (IndexError, KeyError, ValueError):
        return False
