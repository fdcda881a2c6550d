"""The settings, read once a run. What is wrong is named in one warning, and the default takes its place."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

logger = logging.getLogger(__name__)


class PostFilesSettings(BaseModel):
    """All settings."""

    model_config = ConfigDict(frozen=True, strict=True)

    beside: bool = Field(default=True, description="True or False")
    """Whether a file in a post's own folder is copied beside the post's page, and not to the path that it has in the content folder."""
    lazy: bool = Field(default=True, description="True or False")
    """Whether all images but a post's first one are loaded when they come near."""

    @classmethod
    def read(cls, settings: Mapping[str, Any]) -> Self:
        """From Pelican's settings, with a warning for each value that can't be used."""
        keys = {name: f"POST_FILES_{name.upper()}" for name in cls.model_fields}
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
