"""What a template's macros print, kept while pages are made: a post looks the same in each list that it is in.

A macro that is imported without context knows its arguments and nothing of the page, so with the same arguments it prints the same.
Kept is what was printed for posts, tags and plain values; a macro given anything else runs as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from jinja2 import Environment, Template
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from pelican.contents import Content
from pelican.urlwrappers import URLWrapper

from .effects import NotingGenerator, effects_of
from .touched import Touched

MOST = 5_000
"""So many texts are kept: some 10 MB."""
PLAIN = frozenset({str, int, bool, type(None)})
NAMED = (Content, URLWrapper)
"""Values that stay as they are while pages are written."""


class Printed:
    """What macros printed since this was made, or since something was said that has to be said again."""

    def __init__(self, touched: Touched | None = None) -> None:
        self._touched = touched
        self._texts: dict[tuple[Any, ...], tuple[str, Sequence[int], Sequence[Any]]] = {}
        self._siteurl = ""

    @contextmanager
    def used_by(self, environment: Environment, siteurl: str) -> Iterator[None]:
        """Have the macros of these templates look here. `siteurl` is where the links in posts start from."""
        self._siteurl = siteurl
        environment.printed = self  # type: ignore[attr-defined]
        try:
            yield
        finally:
            del environment.printed  # type: ignore[attr-defined]

    def forget(self) -> None:
        """Have everything printed anew."""
        self._texts.clear()

    def text(self, macro: Macro, arguments: Sequence[Any], autoescape: bool, make: Callable[[], str]) -> str:
        """What the macro prints for these arguments, as `make` does; the contents it looks at are noted each time."""
        told = _told(arguments)
        if told is None:
            return make()
        key = (id(macro), autoescape, self._siteurl, *told)
        if found := self._texts.get(key):
            if self._touched:
                self._touched.add(found[1])
            return found[0]
        text, seen = self._touched.during(make) if self._touched else (make(), ())
        if len(self._texts) >= MOST:
            self.forget()
        self._texts[key] = (text, seen, arguments)
        return text


def _told(arguments: Sequence[Any]) -> list[Any] | None:
    """What tells these arguments from others; None when one of them might change."""
    told: list[Any] = []
    for value in arguments:
        kind = type(value)
        if kind in PLAIN:
            told += kind, value
        elif value is missing or isinstance(value, NAMED):
            told += kind, id(value)
        else:
            return None
    return told


class KeptMacro(Macro):
    """A macro of a module that Jinja keeps."""

    def _invoke(self, arguments: list[Any], autoescape: bool) -> str:
        printed: Printed | None = getattr(self._environment, "printed", None)
        if printed is None:
            return super()._invoke(arguments, autoescape)
        make = super()._invoke
        return printed.text(self, arguments, autoescape, lambda: make(arguments, autoescape))


class KeepingTemplate(Template):
    """Has its macros kept, when it is imported without context."""

    def _get_default_module(self, ctx: Context | None = None) -> Any:
        new = self._module is None
        module = super()._get_default_module(ctx)
        if new and module is self._module and not any(effects_of(self, alone=True)):
            for value in vars(module).values():
                if type(value) is Macro:
                    value.__class__ = KeptMacro
        return module


def keep_macros(generator: Any) -> None:
    """Have a generator's templates keep what their macros print while pages are written, unless they are of a class of their own."""
    env = generator.env
    if env.template_class is Template and env.code_generator_class is CodeGenerator and not env.is_async:
        env.template_class, env.code_generator_class = KeepingTemplate, NotingGenerator
