from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from support.sites import ROOT

from fuda_theme.texts import make_gettext, read_catalogues

THEME = ROOT / "themes/fuda"


def test_every_word_of_the_theme_is_in_every_catalogue() -> None:
    options = {"**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}
    found = extract_from_dir(THEME / "templates", [("**.html", "jinja2")], options)
    words = {message for _file, _line, message, _comments, _context in found}
    assert "Contents" in words
    for file in THEME.glob("translations/*/LC_MESSAGES/fuda.po"):
        with file.open("rb") as text:
            catalogue = {message.id: message.string for message in read_po(text) if message.id}
        assert set(catalogue) == words, file
        assert "en" in file.parts or all(catalogue.values()), file


def test_a_language_falls_back_to_its_base_then_to_the_sites_then_to_the_text() -> None:
    gettext = make_gettext(read_catalogues(THEME / "translations"), "ja")
    assert gettext("ja")("Contents") == gettext("ja-JP")("Contents") == gettext("fr")("Contents") == "目次"
    assert gettext("en")("Contents") == "Contents"
    assert gettext("ja")("Never said") == "Never said"


def test_a_theme_without_catalogues_has_its_own_words(tmp_path: Path) -> None:
    assert make_gettext(read_catalogues(tmp_path), "ja")("ja")("Contents") == "Contents"


def test_a_catalogue_holds_words_alone() -> None:
    """Its header would bring the time of the build, and no two builds would be alike."""
    assert all("" not in catalogue for catalogue in read_catalogues(THEME / "translations").values())
