"""Pelican's signals."""

from __future__ import annotations

from typing import Any

from pelican.plugins import signals

from .phrases import title_html, without_phrases
from .reading_time import Pace, reading_minutes
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
    config = options.model_dump(include={"phrases", "ruby", "ruby_after_kanji"})
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
    text = content._content or ""
    japanese = content.lang.partition("-")[0] == "ja"
    if not japanese:
        text = content._content = without_phrases(text)
    content.title_html = title_html(str(content.title), phrases=phrases and japanese)
    content.reading_minutes = reading_minutes(text, pace)
