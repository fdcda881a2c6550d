"""The theme's words in the languages that it has catalogues for (gettext, read with Babel)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

DOMAIN = "fuda"


def read_catalogues(folder: Path) -> dict[str, NullTranslations]:
    """Language code -> catalogue, from every `<language>/LC_MESSAGES/fuda.po` below the folder, which need not exist."""
    files = sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
    return {file.parent.parent.name: _read_catalogue(file) for file in files}


def _read_catalogue(file: Path) -> NullTranslations:
    compiled = BytesIO()
    with file.open("rb") as text:
        write_mo(compiled, read_po(text))
    compiled.seek(0)
    return GNUTranslations(compiled)


def make_gettext(
    catalogues: Mapping[str, NullTranslations], default_lang: str
) -> Callable[[str], Callable[[str], str]]:
    """A function from a language ("ja", "en-GB") to its translator: its own catalogue, else its base language's, else the
    site's, else the text as it stands in the template (English)."""
    fallback = catalogues.get(default_lang) or NullTranslations()

    def gettext(lang: str) -> Callable[[str], str]:
        base = lang.replace("_", "-").partition("-")[0]
        return (catalogues.get(lang) or catalogues.get(base) or fallback).gettext

    return gettext
