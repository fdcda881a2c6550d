"""What templates do besides printing what they are given, noted while Jinja compiles them.

A page that changes a list of the settings, or a macro that counts in a list of its module, prints something else each time:
such pages are made in order and in one process, and what they print is not kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from jinja2 import Template, TemplateError, nodes
from jinja2.compiler import CodeGenerator

CHANGING = frozenset(
    {
        *("add", "append", "clear", "discard", "extend", "insert", "next", "pop", "popitem", "popleft", "appendleft"),
        *("remove", "reset", "reverse", "setdefault", "sort", "update", "write"),
        *("__delattr__", "__delitem__", "__iadd__", "__next__", "__setattr__", "__setitem__"),
    }
)
"""Methods that change what they are called on."""
CHANCE = frozenset(
    {
        *("choice", "choices", "getrandbits", "monotonic", "now", "perf_counter", "randint", "random", "randrange"),
        *("sample", "shuffle", "time_ns", "today", "token_hex", "uniform", "urandom", "utcnow", "uuid1", "uuid4"),
        *("exists", "glob", "iterdir", "open", "read_bytes", "read_text", "rglob", "stat"),
    }
)
"""Methods that ask the clock, chance or the disk."""
CHANCE_ITSELF = frozenset({"random", "lipsum"})
"""Jinja's filter and function that do."""
STATEFUL = frozenset({"cycler", "joiner"})
"""Jinja's functions that make something that changes when it is used."""
FRESH_CALLS = STATEFUL | {"dict", "list", "namespace"}
FRESH_FILTERS = frozenset({"list", "sort"})
FRESH = (nodes.List, nodes.Dict, nodes.Add, nodes.Const)
"""What gives something new."""
NOTED = "fast_build_effects"
"""The name of the note among the variables of a compiled template."""


class Effects(NamedTuple):
    """Of one template, or of all that a page is made with."""

    changes: bool = False
    """It changes what it has not made itself."""
    counts: bool = False
    """It changes what it made when it began: state, where it is a module that several pages import."""
    chance: bool = False
    """It asks the clock, chance or the disk."""
    uses: tuple[tuple[str, bool], ...] = ()
    """Templates that it names, and whether each is imported as a module that knows nothing of the page."""


class NotingGenerator(CodeGenerator):
    """Compiles as ever, and leaves a note."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._changed = set[str]()
        self._made = {True: set[str](), False: set[str]()}
        """Whether while it begins -> the names that are given something new."""
        self._given = {""}
        """Those that are given anything else; "" stands for what has no name."""
        self._chance = False
        self._uses: dict[tuple[str, bool], None] = {}

    def visit_Template(self, node: nodes.Template, frame: Any = None) -> None:  # noqa: N802 - Jinja's, as those below
        """Put the note behind the code."""
        super().visit_Template(node, frame)
        own = self._made[True] | self._made[False]
        changes = bool(self._changed - own or self._changed & self._given)
        noted = changes, bool(self._changed & self._made[True]), self._chance, tuple(self._uses)
        self.writeline(f"{NOTED} = {noted!r}")

    def visit_Assign(self, node: nodes.Assign, frame: Any) -> None:  # noqa: N802
        """Note what is made here."""
        target = node.target
        if isinstance(target, nodes.Name):
            (self._made[frame.toplevel] if _is_new(node.node) else self._given).add(target.name)
            if _is_stateful(node.node):
                self._changed.add(target.name)
        if isinstance(target, nodes.NSRef):
            self._changed.add(target.name)
        self._changed.update(ref.name for ref in target.find_all(nodes.NSRef))
        super().visit_Assign(node, frame)

    def visit_Call(self, node: nodes.Call, frame: Any, *rest: Any, **named: Any) -> None:  # noqa: N802
        """Note what is changed or asked."""
        if isinstance(node.node, nodes.Getattr):
            of, method = node.node.node, node.node.attr
            if method in CHANGING:
                self._changed.add(of.name if isinstance(of, nodes.Name) else "")
            self._chance |= method in CHANCE
        self._chance |= isinstance(node.node, nodes.Name) and node.node.name in CHANCE_ITSELF
        super().visit_Call(node, frame, *rest, **named)

    def visit_Filter(self, node: nodes.Filter, frame: Any) -> None:  # noqa: N802
        """Note chance."""
        mapped = (
            node.args[0].value if node.name == "map" and node.args and isinstance(node.args[0], nodes.Const) else ""
        )
        self._chance |= not CHANCE_ITSELF.isdisjoint((node.name, mapped))
        super().visit_Filter(node, frame)

    def visit_Extends(self, node: nodes.Extends, frame: Any) -> None:  # noqa: N802
        """Note the template."""
        self._use(node, alone=False)
        super().visit_Extends(node, frame)

    def visit_Include(self, node: nodes.Include, frame: Any) -> None:  # noqa: N802
        """Note the template."""
        self._use(node, alone=False)
        super().visit_Include(node, frame)

    def visit_Import(self, node: nodes.Import, frame: Any) -> None:  # noqa: N802
        """Note the module."""
        self._use(node, alone=not node.with_context)
        super().visit_Import(node, frame)

    def visit_FromImport(self, node: nodes.FromImport, frame: Any) -> None:  # noqa: N802
        """Note the module."""
        self._use(node, alone=not node.with_context)
        super().visit_FromImport(node, frame)

    def _use(self, node: Any, *, alone: bool) -> None:
        named = [node.template, *node.template.find_all(nodes.Const)]
        for value in (each.value for each in named if isinstance(each, nodes.Const)):
            names = value if isinstance(value, tuple | list) else [value]
            self._uses.update(((name, alone), None) for name in names if isinstance(name, str))


def _is_new(node: nodes.Node) -> bool:
    """Whether this gives something that was not there before, or that nobody can change."""
    if isinstance(node, nodes.Call):
        return isinstance(node.node, nodes.Name) and node.node.name in FRESH_CALLS
    return isinstance(node, FRESH) or (isinstance(node, nodes.Filter) and node.name in FRESH_FILTERS)


def _is_stateful(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in STATEFUL


def effects_of(template: Template, *, alone: bool = False) -> Effects:
    """Of this and all that it names, together. `alone`: it is a module that knows nothing of a page."""
    found = [*_reached(template, alone)]
    return Effects(
        changes=any(note.changes or (note.counts and module) for note, module in found),
        chance=any(note.chance for note, _ in found),
    )


def _reached(template: Template, alone: bool) -> Iterator[tuple[Effects, bool]]:
    """(note, whether it is a module that knows nothing of a page) of each template, once. One that can't be had is left out."""
    to_do = [(template, alone)]
    seen: set[tuple[Template, bool]] = set()
    while to_do:
        template, module = to_do.pop()
        if (template, module) in seen:
            continue
        seen.add((template, module))
        note = _note(template)
        yield note, module
        for name, as_module in note.uses:
            try:
                to_do.append((template.environment.get_template(name, template.name), as_module))
            except (TemplateError, OSError, UnicodeError):
                continue  # whoever needs it says so


def _note(template: Template) -> Effects:
    """Its own; one whose code comes from a store of the site's own has none, and may ask anything."""
    noted = template.root_render_func.__globals__.get(NOTED)
    if noted is None:
        return Effects(chance=template.environment.code_generator_class is NotingGenerator)
    return Effects(*noted)
