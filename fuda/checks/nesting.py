"""Follows which elements are open, and says where a page's tags do not fit together.

The rules are those of the HTML standard (WHATWG, 13.1.2.4 and 13.2.6): which end tags may be left out, what ends a
paragraph, which elements are void. An element that a browser would close, reopen or move on its own account is a problem.
"""

from __future__ import annotations

from dataclasses import dataclass


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


VOID = _words("area base br col embed hr img input link meta source track wbr")
_MAY_STAY_OPEN = _words("html head body p li dt dd tr td th thead tbody tfoot caption colgroup option optgroup rt rp")
_BLOCKS = _words(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form h1 h2 h3"
    " h4 h5 h6 header hgroup hr main menu nav ol p pre search section summary table ul"
)
_CELLS = frozenset({"td", "th", "p"})
_ROWS = _CELLS | {"tr"}
_SECTIONS = _ROWS | {"thead", "tbody", "tfoot", "caption", "colgroup"}
_ENDS_BEFORE = dict.fromkeys(_BLOCKS, frozenset({"p"})) | {
    "li": frozenset({"li", "p"}),
    "dt": frozenset({"dt", "dd", "p"}),
    "dd": frozenset({"dt", "dd", "p"}),
    "td": _CELLS,
    "th": _CELLS,
    "tr": _ROWS,
    "thead": _SECTIONS,
    "tbody": _SECTIONS,
    "tfoot": _SECTIONS,
    "option": frozenset({"option"}),
    "optgroup": frozenset({"option", "optgroup"}),
    "rt": frozenset({"rt", "rp"}),
    "rp": frozenset({"rt", "rp"}),
    "body": frozenset({"head"}),
}
"""Start tag -> the open elements that end before it, without an end tag of their own."""
_NOT_IN_ITSELF = frozenset({"a", "button", "form"})
_NEW_SCOPE = _words("html table td th caption button object template svg math")
_FOREIGN = frozenset({"svg", "math"})


@dataclass(frozen=True, slots=True)
class Misfit:
    """A tag that does not fit, at an offset of the page."""

    at: int
    message: str


class Nesting:
    """The open elements of one page. Feed it tags in order, then read `misfits`."""

    def __init__(self) -> None:
        self.misfits: list[Misfit] = []
        self._open: list[tuple[str, int]] = []
        self._foreign = 0

    def is_open(self, *names: str) -> bool:
        """Whether any of the elements is open."""
        return any(name in names for name, _ in self._open)

    def start(self, name: str, at: int, *, self_closing: bool) -> None:
        """Take a start tag."""
        if self._foreign and self_closing:
            return
        if not self._foreign:
            self._end_before(name, at)
            if name in VOID:
                return
            if self_closing:
                self._report(at, f"<{name}/> does not close itself; write <{name}></{name}>")
        self._open.append((name, at))
        self._foreign += name in _FOREIGN

    def end(self, name: str, at: int) -> None:
        """Take an end tag."""
        if self._open and self._open[-1][0] == name:  # as nearly always
            self._open.pop()
            self._foreign -= name in _FOREIGN
            return
        if not any(name == other for other, _ in self._open):
            self._report(at, _why_nothing_closes(name))
            return
        while True:
            other, start = self._open.pop()
            self._foreign -= other in _FOREIGN
            if other == name:
                return
            if other not in _MAY_STAY_OPEN:
                self._report(start, f"<{other}> is not closed before </{name}>")

    def finish(self) -> None:
        """Take the end of the page."""
        for name, at in self._open:
            if name not in _MAY_STAY_OPEN:
                self._report(at, f"<{name}> is never closed")

    def _end_before(self, name: str, at: int) -> None:
        if name in _NOT_IN_ITSELF and self.is_open(name):
            self._report(at, f"<{name}> cannot stand in another <{name}>")
        ended = _ENDS_BEFORE.get(name)
        if not ended:
            return
        while self._open and self._open[-1][0] in ended:
            self._open.pop()
        if "p" in ended and self._is_in_scope("p"):
            self._report(at, f"<{name}> cannot stand in a paragraph")

    def _is_in_scope(self, wanted: str) -> bool:
        for name, _ in reversed(self._open):
            if name == wanted:
                return True
            if name in _NEW_SCOPE:
                return False
        return False

    def _report(self, at: int, message: str) -> None:
        self.misfits.append(Misfit(at, message))


def _why_nothing_closes(name: str) -> str:
    if name in VOID:
        return f"</{name}> must not be there: <{name}> has no end tag"
    if name == "p":
        return "</p> closes nothing: a block within the paragraph has ended it already"
    return f"</{name}> closes nothing"
