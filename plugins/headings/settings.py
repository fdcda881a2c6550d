"""The settings, read once a run. What is wrong is named in one warning, and the default takes its place."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

logger = logging.getLogger(__name__)

RESERVED_IDS = (
    *("comments", "content", "footer", "header", "main", "menu", "nav", "related", "search", "share", "theme-toggle"),
    *("toc", "top"),
)


class HeadingsSettings(BaseModel):
    """All settings."""

    model_config = ConfigDict(frozen=True)

    anchors: bool = Field(default=True, description="True or False")
    """Whether a heading gets a link to itself."""
    toc_max_level: int = Field(default=3, ge=2, le=6, description="a whole number from 2 to 6")
    """The deepest level in the table of contents."""
    reserved_ids: tuple[str, ...] = Field(default=RESERVED_IDS, description="a list of texts")
    """Ids that the theme uses itself."""

    @classmethod
    def read(cls, settings: Mapping[str, Any]) -> Self:
        """From Pelican's settings, with a warning for each value that cannot be used."""
        keys = {name: f"HEADINGS_{name.upper()}" for name in cls.model_fields}
        given = {name: settings[key] for name, key in keys.items() if key in settings}
        try:
            return cls(**given)
        except ValidationError as error:
            for name in {str(problem["loc"][0]): None for problem in error.errors()}:
                field = cls.model_fields[name]
                message = "%s is %r; it must be %s, and %r is used"
                logger.warning(message, keys[name], given.pop(name), field.description, field.default)
        return cls(**given)
