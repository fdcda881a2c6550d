"""The settings, read once a reader. What is wrong is named in one warning, and the default takes its place."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

logger = logging.getLogger(__name__)


class FrontMatterSettings(BaseModel):
    """All settings."""

    model_config = ConfigDict(frozen=True)

    keys: tuple[str, ...] = Field(default=(), alias="FRONT_MATTER_KEYS", description="a list of keys")
    """Further keys that the site uses: never questioned, and offered for one that looks like them."""
    types: tuple[str, ...] = ()
    """What `type` may be: the keys of POST_TYPES. Empty for anything."""

    @classmethod
    def read(cls, settings: Mapping[str, Any]) -> Self:
        """From Pelican's settings, with a warning for each value that can't be used."""
        types = settings.get("POST_TYPES")
        given: dict[str, Any] = {"types": tuple(map(str, types)) if isinstance(types, Mapping) else ()}
        raw = settings.get("FRONT_MATTER_KEYS", ())
        try:
            return cls(FRONT_MATTER_KEYS=raw, **given)
        except ValidationError:
            logger.warning("FRONT_MATTER_KEYS is %r; it must be a list of keys, and none is used", raw)
            return cls(**given)
