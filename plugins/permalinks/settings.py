"""The settings, read once a run. What is wrong is named in one warning, and the default takes its place."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError

logger = logging.getLogger(__name__)


class PermalinksSettings(BaseModel):
    """All settings."""

    model_config = ConfigDict(frozen=True)

    reserved: tuple[str, ...] = ()
    """First folders that no slug may take, beside those that follow from Pelican's settings."""

    @classmethod
    def read(cls, settings: Mapping[str, Any]) -> Self:
        """From Pelican's settings, with a warning for a value that can't be used."""
        raw = settings.get("PERMALINKS_RESERVED", ())
        try:
            return cls(reserved=raw)
        except ValidationError:
            logger.warning("PERMALINKS_RESERVED is %r; it must be a list of names, and none is used", raw)
            return cls()
