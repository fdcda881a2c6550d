"""Reads YAML as an ordered list of fields with their lines. Pure.

`yaml.safe_load` would hide what the checks are for: keys given twice, lines, and what the author wrote before it became
False (`no`), 7 (`007`) or an exception (the date 2025-02-30). So the nodes are composed here, and each value keeps its text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from .model import Field, HeaderError, Kind
from .slips import find_slip

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KINDS: dict[str, Kind] = {
    "tag:yaml.org,2002:null": "nothing",
    "tag:yaml.org,2002:bool": "yes or no",
    "tag:yaml.org,2002:int": "number",
    "tag:yaml.org,2002:float": "number",
    "tag:yaml.org,2002:timestamp": "date",
}
_TEXT_TAGS = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:value", "tag:yaml.org,2002:merge")


@dataclass(frozen=True, slots=True)
class _Source:
    loader: Any
    text: str
    first_line: int

    def line(self, node: Any) -> int:
        return int(self.first_line + node.start_mark.line)

    def written(self, node: Any) -> str:
        return self.text[node.start_mark.index : node.end_mark.index].strip()


def parse_mapping(text: str, first_line: int) -> tuple[Field, ...]:
    """The fields of a YAML mapping, also those given twice. `first_line`: of the text within its file.

    Raises HeaderError when the text is no YAML, or YAML but no mapping of key to value.
    """
    try:
        loader = _Loader(text)
        try:
            return _fields(_Source(loader, text, first_line))
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        slip = find_slip(text.split("\n"), _line_of(error))
        said = f"the YAML does not parse at {slip.written!r}: {error.problem}; {slip.advice}"
        raise HeaderError(first_line + slip.line, said) from None
    except yaml.reader.ReaderError as error:
        line = first_line + text.count("\n", 0, error.position)
        raise HeaderError(line, "the header holds a control character; take it out") from None


def _fields(source: _Source) -> tuple[Field, ...]:
    root = source.loader.get_single_node()
    if root is None:
        return ()
    if not isinstance(root, yaml.MappingNode):
        what = "the header is no list of 'key: value' lines; write a space behind each ASCII colon"
        raise HeaderError(source.line(root), what)
    fields = []
    for key, value in root.value:
        name = key.value.strip().lower() if isinstance(key, yaml.ScalarNode) else "a list or mapping as key"
        fields.append(_field(source, name, value, source.line(key)))
    return tuple(fields)


def _field(source: _Source, key: str, node: Any, line: int) -> Field:
    if isinstance(node, yaml.ScalarNode):
        return _scalar(source.loader, key, node, line)
    data, written = _construct(source.loader, node), source.written(node)
    if not isinstance(node, yaml.SequenceNode):
        return Field(key, line, "mapping", data, written)
    items = tuple(_field(source, "", item, source.line(item)) for item in node.value)
    return Field(key, line, "list", data, written, items)


def _scalar(loader: Any, key: str, node: Any, line: int) -> Field:
    if node.tag in _TEXT_TAGS:
        return Field(key, line, "text", node.value, node.value)
    try:
        return Field(key, line, _KINDS.get(node.tag, "text"), _construct(loader, node), node.value)
    except ValueError:  # has the form of a date or number and is none
        return Field(key, line, "text", node.value, node.value)


def _construct(loader: Any, node: Any) -> object:
    """The value of a node. Raises MarkedYAMLError, also for lists that hold themselves, so that nobody else need fear them."""
    return loader.construct_object(node, deep=True)


def _line_of(error: yaml.MarkedYAMLError) -> int:
    """Where the author has to look, from 0: an unclosed quote or bracket is complained of at its end and mended at its start."""
    context = error.context or ""
    from_start = context.startswith(("while scanning a simple key", "while scanning a quoted", "while parsing a flow"))
    mark = (from_start and error.context_mark) or error.problem_mark or error.context_mark
    return mark.line if mark else 0
