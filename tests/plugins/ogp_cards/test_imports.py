"""What a build imports whose cards are all known."""

from __future__ import annotations

import subprocess
import sys

import ogp_cards
import ogp_cards.images


def test_the_network_and_the_decoders_are_imported_when_they_are_needed() -> None:
    heavy = "requests", "urllib3", "lxml", "regex", "ogp_cards.parse", "ogp_cards.fetch", "ogp_cards.images.pictures"
    code = f"import sys, ogp_cards; print([name for name in {heavy} if name in sys.modules])"
    said = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}; {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "[]\n"


def test_every_public_name_is_there() -> None:
    for module in (ogp_cards, ogp_cards.images):
        assert all(getattr(module, name) for name in module.__all__)
        assert not hasattr(module, "no_such_name")
