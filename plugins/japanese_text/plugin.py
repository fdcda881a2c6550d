"""Pelican's signals."""

from __future__ import annotations

from typing import Any

from pelican.plugins import signals

from .notes import take_note
from .phrases import find_breaks, title_html, without_phrases
from .reading_time import Pace, measure
from .settings import JapaneseTextSettings

EXTENSION = f"{__package__}.extension"


def register() -> None:
    """Called by Pelican."""
    signals.initialized.connect(add_extension)
    signals.all_generators_finalized.connect(finish_contents)


def add_extension(pelican: Any) -> None:
    """Have Markdown use our extension, in a MARKDOWN of this run's own, with a plain configuration that can be compared and kept."""
    options = JapaneseTextSettings.read(pelican.settings)
    markdown = pelican.settings["MARKDOWN"]
    config = {**options.model_dump(include={"phrases", "ruby", "ruby_after_kanji"}), "note": True}
    configs = {**markdown.get("extension_configs", {}), EXTENSION: config}
    pelican.settings["MARKDOWN"] = {**markdown, "extension_configs": configs}
    pelican.settings["JAPANESE_TEXT"] = options


def finish_contents(generators: list[Any]) -> None:
    """Give articles and pages of every kind their title as HTML and their reading time; take phrases out where the text is not Japanese."""
    options = generators[0].settings["JAPANESE_TEXT"]
    pace = Pace(options.characters_per_minute, options.words_per_minute, options.code_lines_per_minute)
    for content in generators[0].context["generated_content"].values():
        if content is not None and not hasattr(content, "title_html"):  # in a process that stays, most are finished
            _finish(content, pace, phrases=options.phrases)


def _finish(content: Any, pace: Pace, *, phrases: bool) -> None:
    text, note = take_note(content._content or "")
    japanese = content.lang.partition("-")[0] == "ja"
    content._content = text if japanese else without_phrases(text)
    title = str(content.title)
    breaks = (note.breaks if note and note.title == title else find_breaks(title)) if phrases and japanese else ()
    content.title_html = title_html(title, breaks)
    content.reading_minutes = (note.amount if note else measure(text)).minutes(pace)
    _clean_fields(content)


def _clean_fields(content: Any) -> None:
    """Take the note out of the summary and what else of the metadata is converted as well."""
    for name in content.settings["FORMATTED_FIELDS"]:
        value = content.metadata.get(name)
        if isinstance(value, str) and (cleaned := take_note(value)[0]) != value:
            content.metadata[name] = cleaned
            setattr(content, "_summary" if name == "summary" else name, cleaned)
