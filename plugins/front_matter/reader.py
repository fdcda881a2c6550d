"""The reader of Markdown posts: pelican-yaml-metadata's, with the header checked before it is converted."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

from pelican.contents import Article
from pelican.plugins.yaml_metadata import YAMLMetadataReader
from pelican.readers import MarkdownReader, default_metadata, parse_path_metadata, path_metadata
from pelican.utils import SafeDatetime, posixize_path

from .checks import KNOWN_KEYS, Checked, check, find_missing
from .dates import usual_form
from .header import Header, split_header
from .model import Field, HeaderError, Problem, Rules
from .plain_metadata import parse_plain
from .settings import FrontMatterSettings
from .yaml_mapping import parse_mapping

SAID = "front_matter_said"
"""Key in the metadata for what is to be said about the post: tuples of level name and line. It travels there, and is not logged
at once, so that it is said again when the post comes out of a cache. Plain types, since caches keep them."""
LEFT_OUT = "front_matter_left_out"
"""Key in the metadata of a post that can't be published: its file, relative to PATH."""
_DATES = ("date", "modified")
_OWN_ATTRIBUTES = {"_content", "_context", "_status", "_summary", "in_default_lang", "locale_date", "locale_modified"}


@dataclass(frozen=True, slots=True)
class _Post:
    values: dict[str, Any]
    body: str
    problems: tuple[Problem, ...]


class FrontMatterReader(YAMLMetadataReader):
    """Reads a header of YAML or of Markdown's own metadata, and then the text.

    To make the HTML in another way, subclass this in a `readers_init` handler that is connected after this plugin's, and override
    `to_html`; the header has been dealt with by then.
    """

    needs_date: bool = False
    """Whether this reader's posts must have one; set for those of ArticlesGenerator."""

    def __init__(self, settings: dict[str, Any]) -> None:
        MarkdownReader.__init__(self, settings)  # without the Markdown object of the class between

    @cached_property
    def _md(self) -> Any:  # type: ignore[override]
        """Made when it is first needed: Pelican has a reader for each ending of each generator, some twenty of them."""
        return YAMLMetadataReader(self.settings)._md

    def prepare(self) -> None:
        """Load Markdown and its extensions. Raises whatever they do when MARKDOWN is not right."""
        _ = self._md

    def read(self, source_path: str) -> tuple[str | None, dict[str, Any]]:
        """HTML and metadata. Of a post that can't be published: no HTML (so that no cache keeps it) and the status "skip"."""
        try:
            post = self._read_header(source_path)
        except HeaderError as error:
            post = _Post({}, "", (error.problem,))
        said = _say(source_path, post.problems)
        if any(problem.fatal for problem in post.problems):
            return None, {"status": "skip", SAID: said, LEFT_OUT: self._name(source_path)}
        metadata = self._metadata_of(post.values, source_path)
        if "summary" not in metadata and "description" in post.values:
            metadata["summary"] = f"<p>{escape(post.values['description'], quote=False)}</p>"
        if said:
            metadata[SAID] = said
        self._md.Meta = {key: _as_meta(value) for key, value in post.values.items()}
        return self.to_html(post.body), metadata

    def to_html(self, body: str) -> str:
        """The HTML of a post's text: a function of the text and the MARKDOWN setting alone."""
        html: str = self._md.reset().convert(body)
        return html

    def _metadata_of(self, values: dict[str, Any], source_path: str) -> dict[str, Any]:
        """As pelican-yaml-metadata makes it, which reads a date word by word; those in the usual form are read here."""
        written = {key: values[key] for key in _DATES if key in values and key not in self.settings["FORMATTED_FIELDS"]}
        usual = {key: SafeDatetime.fromisoformat(form) for key, text in written.items() if (form := usual_form(text))}
        others = {key: value for key, value in values.items() if key not in usual}
        made: dict[str, Any] = self._parse_yaml_metadata(others, source_path)  # type: ignore[no-untyped-call]
        return made | usual

    def _read_header(self, source_path: str) -> _Post:
        header = split_header(_read_text(source_path))
        if header.is_yaml:
            fields, body = parse_mapping(header.text, header.line + 1), header.body
        else:
            fields, body = parse_plain(header.body, header.line, KNOWN_KEYS)
            fields = tuple(map(_split_list, fields))
        checked = check(fields, self._rules)
        missing = self._find_missing(source_path, header, fields, checked)
        return _Post(checked.values, body, (*header.problems, *checked.problems, *missing))

    def _find_missing(
        self, source_path: str, header: Header, fields: tuple[Field, ...], checked: Checked
    ) -> list[Problem]:
        dated = self.needs_date and checked.values.get("status") != "draft"
        needed = ("title", "date") if dated else ("title",)
        if all(key in checked.values for key in needed):
            return []
        elsewhere = self._metadata_from_elsewhere(source_path)
        if elsewhere.get("status") == "draft" and "status" not in checked.values:
            needed = ("title",)
        return find_missing(fields, {**elsewhere, **checked.values}, needed, header.line)

    def _metadata_from_elsewhere(self, source_path: str) -> dict[str, Any]:
        """What Pelican itself knows of the post, from settings and the file's name."""
        settings, name = self.settings, self._name(source_path)
        return {
            **default_metadata(settings=settings, process=self.process_metadata),
            **path_metadata(full_path=source_path, source_path=name, settings=settings),
            **parse_path_metadata(source_path=name, settings=settings, process=self.process_metadata),
        }

    def _name(self, source_path: str) -> str:
        return posixize_path(os.path.relpath(source_path, self.settings["PATH"]))

    @cached_property
    def _rules(self) -> Rules:
        settings = FrontMatterSettings.read(self.settings)
        public = {name for name in dir(Article) if not name.startswith("_")}
        instance = {"metadata", "relative_source_path", "settings", "source_path", "translations"}
        reserved = (public | instance | _OWN_ATTRIBUTES) - KNOWN_KEYS
        return Rules(types=settings.types, keys=frozenset(settings.keys), reserved=frozenset(reserved))


def _read_text(path: str) -> str:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - asked for every post
        data = file.read()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise HeaderError(line, "the file is not in UTF-8; save it in that encoding") from None
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _split_list(field: Field) -> Field:
    """Tags and authors of Markdown's own metadata stand in one text, separated by semicolons, or else commas (as in Pelican)."""
    if field.key not in ("tags", "authors"):
        return field
    parts = field.text.split(";" if ";" in field.text else ",")
    items = tuple(Field("", field.line, "text", part, part) for part in parts if part.strip())
    return Field(field.key, field.line, "list", parts, field.text, items)


def _as_meta(value: object) -> list[str]:
    """As Python-Markdown's meta extension would leave it for other extensions."""
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def _say(source_path: str, problems: tuple[Problem, ...]) -> tuple[tuple[str, str], ...]:
    """One line for each problem, but a single one for all that keep the post back: it is one post that is missing."""
    if not problems:
        return ()
    path = source_path.removeprefix(f"{Path.cwd()}/")
    said = [("WARNING", f"{path}:{problem.line}: {problem.text}") for problem in problems if not problem.fatal]
    fatal = [problem for problem in problems if problem.fatal]
    if fatal:
        others = "".join(f"; also, in line {problem.line}, {problem.text}" for problem in fatal[1:])
        said.append(("ERROR", f"{path}:{fatal[0].line}: {fatal[0].text}{others} (the post is left out)"))
    return tuple(said)
