"""The settings, read once a run. What is wrong is named in one warning, and the default takes its place."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import fields
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from .labels import Labels

logger = logging.getLogger(__name__)

_LABELS = tuple(label.name for label in fields(Labels))


def _known_labels(own: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    if not {name for words in own.values() for name in words} <= set(_LABELS):
        raise ValueError("unknown label")
    return own


class MarkdownExtrasSettings(BaseModel):
    """All settings."""

    model_config = ConfigDict(frozen=True)

    allowed_hosts: tuple[str, ...] = Field(default=(), description='a list of host names, such as ["img.example.org"]')
    """Hosts whose images and embeds may stay in a post, besides the site's own."""
    math: bool = Field(default=True, description="True or False")
    """Whether `$…$` and `$$…$$` are math."""
    labels: Annotated[dict[str, dict[str, str]], AfterValidator(_known_labels)] = Field(
        default={}, description=f"a dict of language to labels, whose names are {', '.join(_LABELS)}"
    )
    """Words that take the place of ours: {"ja": {"note": "メモ"}}."""

    @classmethod
    def read(cls, settings: Mapping[str, Any]) -> Self:
        """From Pelican's settings, with a warning for each value that cannot be used."""
        keys = {name: f"MARKDOWN_EXTRAS_{name.upper()}" for name in cls.model_fields}
        given = {name: settings[key] for name, key in keys.items() if key in settings}
        try:
            return cls(**given)
        except ValidationError as error:
            for name in {str(problem["loc"][0]): None for problem in error.errors()}:
                field = cls.model_fields[name]
                message = "%s is %r; it must be %s, and %r is used"
                logger.warning(message, keys[name], given.pop(name), field.description, field.default)
        return cls(**given)
