"""The settings, read once a run. What is wrong is named in one warning, and the default takes its place."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

logger = logging.getLogger(__name__)


class FeaturedSettings(BaseModel):
    """All settings."""

    model_config = ConfigDict(frozen=True, strict=True)

    max: int = Field(default=3, ge=0, description="a whole number, 0 or more")
    """How many posts at the most: on the home page, and on the page of each type."""
    apart: bool = Field(default=False, description="True or False")
    """Whether the theme shows them beside the lists of the home page and of each type, so that they are left out of those."""

    @classmethod
    def read(cls, settings: Mapping[str, Any]) -> Self:
        """From Pelican's settings, with a warning for each value that cannot be used."""
        keys = {name: f"FEATURED_POSTS_{name.upper()}" for name in cls.model_fields}
        given = {name: settings[key] for name, key in keys.items() if key in settings}
        try:
            return cls(**given)
        except ValidationError as error:
            for problem in error.errors():
                name = str(problem["loc"][0])
                field = cls.model_fields[name]
                message = "%s is %r; it must be %s, and %r is used"
                logger.warning(message, keys[name], given.pop(name), field.description, field.default)
        return cls(**given)
