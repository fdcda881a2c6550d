"""The theme's words in the languages that it has catalogues for (gettext's files, read with Babel)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from babel.messages.pofile import read_po

DOMAIN = "fuda"
Catalogue = Mapping[str, str]
"""English words -> those of a language."""


def read_catalogues(folder: Path) -> dict[str, Catalogue]:
    """Language code -> catalogue, from every `<language>/LC_MESSAGES/fuda.po` below the folder, which need not exist."""
    files = sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
    return {file.parent.parent.name: _read_catalogue(file) for file in files}


def _read_catalogue(file: Path) -> Catalogue:
    with file.open("rb") as text:
        messages = [message for message in read_po(text) if message.id and message.string and not message.fuzzy]
    return {str(message.id): str(message.string) for message in messages}


def make_gettext(catalogues: Mapping[str, Catalogue], default_lang: str) -> Callable[[str], Callable[[str], str]]:
    """A function from a language ("ja", "en-GB") to its translator: its own catalogue, else its base language's, else the
    site's, else the text as it stands in the template (English)."""
    fallback = catalogues.get(default_lang, {})

    def gettext(lang: str) -> Callable[[str], str]:
        base = lang.replace("_", "-").partition("-")[0]
        catalogue = catalogues.get(lang, catalogues.get(base, fallback))  # English has a catalogue without words
        return lambda text: catalogue.get(text, text)

    return gettext
