"""The settings, read once a run. What is wrong is named in one warning, and the default takes its place."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

logger = logging.getLogger(__name__)

_POSITIVE = "a whole number above 0"


class JapaneseTextSettings(BaseModel):
    """All settings."""

    model_config = ConfigDict(frozen=True)

    phrases: bool = Field(default=True, description="True or False")
    """Whether titles and headings may break only between phrases."""
    ruby: bool = Field(default=True, description="True or False")
    """Whether ruby is read at all."""
    ruby_after_kanji: bool = Field(default=False, description="True or False")
    """Whether kanji followed by 《…》 take it as their reading without a ｜ before them, as Aozora Bunko has it."""
    characters_per_minute: int = Field(default=600, gt=0, description=_POSITIVE)
    words_per_minute: int = Field(default=200, gt=0, description=_POSITIVE)
    code_lines_per_minute: int = Field(default=40, gt=0, description=_POSITIVE)

    @classmethod
    def read(cls, settings: Mapping[str, Any]) -> Self:
        """From Pelican's settings, with a warning for each value that cannot be used."""
        keys = {name: f"JAPANESE_TEXT_{name.upper()}" for name in cls.model_fields}
        given = {name: settings[key] for name, key in keys.items() if key in settings}
        try:
            return cls(**given)
        except ValidationError as error:
            for name in {str(problem["loc"][0]): None for problem in error.errors()}:
                field = cls.model_fields[name]
                message = "%s is %r; it must be %s, and %r is used"
                logger.warning(message, keys[name], given.pop(name), field.description, field.default)
        return cls(**given)
