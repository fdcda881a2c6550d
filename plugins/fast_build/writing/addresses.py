"""The URLs of tags, categories and authors, which Pelican formats anew whenever one is asked for."""

from __future__ import annotations

from typing import Any

from pelican.urlwrappers import URLWrapper


class Addresses:
    """Remembers them from now on, until it is told to `stop`: it changes Pelican's class. Nobody may give one another name meanwhile."""

    def __init__(self) -> None:
        self._plain = URLWrapper.url
        known: dict[int, tuple[URLWrapper, Any]] = {}
        plain = self._plain.__get__

        def url(wrapper: URLWrapper) -> Any:
            found = known.get(id(wrapper))
            if found is None:
                found = known[id(wrapper)] = (wrapper, plain(wrapper))
            return found[1]

        URLWrapper.url = property(url)

    def stop(self) -> None:
        """Leave Pelican's class as it was."""
        URLWrapper.url = self._plain
