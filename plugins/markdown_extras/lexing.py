"""Pygments' walk over a text, with only those of its rules tried that can match at the next character.

A lexer has up to a hundred rules a state and tries them one after another at each place; most of them can be told by the first letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pygments.lexer import Lexer, RegexLexer
from pygments.token import Error, Whitespace, _TokenType

from .first_letters import Beginning, beginning_of

PAYS_AFTER = 10_000
"""Characters of a language after which the tables have paid for themselves: making them takes as long as reading these does."""
Token = tuple[int, _TokenType, str]


def quicken(lexer: Lexer) -> Lexer:
    """The same lexer, which is quick once it has read much. One that walks in its own way is left as it is."""
    if isinstance(lexer, RegexLexer) and type(lexer).get_tokens_unprocessed is RegexLexer.get_tokens_unprocessed:
        lexer.get_tokens_unprocessed = _Walk(lexer).tokens  # type: ignore[method-assign]
    return lexer


class _Rules(dict[str, Sequence[Any]]):
    """The next character -> the rules of a state that may match there, in their order."""

    def __init__(self, rules: Sequence[Any]) -> None:
        super().__init__()
        self._rules = [(rule, _beginning(rule[0])) for rule in rules]

    def __missing__(self, char: str) -> Sequence[Any]:
        if not char.isascii() or not char:  # too many to keep, or the end of the text
            return [rule for rule, _ in self._rules]
        self[char] = fitting = [rule for rule, begins in self._rules if begins is None or begins(char)]
        return fitting


class _States(dict[str, _Rules]):
    """The name of a state -> its rules, each made when it is first come to."""

    def __init__(self, states: dict[str, Any]) -> None:
        super().__init__()
        self._states = states

    def __missing__(self, name: str) -> _Rules:
        self[name] = rules = _Rules(self._states[name])
        return rules


class _Walk:
    """What one lexer does in place of `get_tokens_unprocessed`."""

    def __init__(self, lexer: RegexLexer) -> None:
        self._lexer = lexer
        self._states = _States(lexer._tokens)  # type: ignore[attr-defined] # not in the stub
        self._read = 0

    def tokens(self, text: str, stack: Iterable[str] = ("root",)) -> Iterator[Token]:
        """As Pygments': place, kind and text of each token. `stack`: the states to begin in."""
        self._read += len(text)
        if self._read < PAYS_AFTER:
            return RegexLexer.get_tokens_unprocessed(self._lexer, text, stack)
        return self._walk(text, list(stack))

    def _walk(self, text: str, stack: list[str]) -> Iterator[Token]:
        place, rules = 0, self._states[stack[-1]]
        while True:
            char = text[place : place + 1]
            for rule in rules[char]:
                if match := rule[0](text, place):
                    break
            else:
                if not char:
                    return
                if char == "\n":
                    stack, rules = ["root"], self._states["root"]
                yield place, Whitespace if char == "\n" else Error, char
                place += 1
                continue
            _, action, change = rule
            if type(action) is _TokenType:
                yield place, action, match.group()
            elif action is not None:
                yield from action(self._lexer, match)
            place = match.end()
            if change is not None:
                _change(stack, change)
                rules = self._states[stack[-1]]


def _beginning(matches: Any) -> Beginning | None:
    """Of a rule's `match`; None where it is another function."""
    pattern = getattr(matches, "__self__", None)
    return beginning_of(pattern) if isinstance(pattern, re.Pattern) else None


def _change(stack: list[str], change: Any) -> None:
    """Leave or enter states, as a rule says: so many to leave (negative), "#push" for the same again, or names. One always stays."""
    if isinstance(change, int):
        del stack[max(1, len(stack) + change) :]
    else:
        for name in (change,) if isinstance(change, str) else change:
            if name != "#pop":
                stack.append(stack[-1] if name == "#push" else name)
            elif len(stack) > 1:
                stack.pop()
