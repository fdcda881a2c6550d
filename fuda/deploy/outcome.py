"""How a run ended: exit codes, one line for people, one object for machines. Pure."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from enum import IntEnum

_NAMED = 3
"""So many dead links stand in the line of a run."""


class Code(IntEnum):
    """Exit codes of every deploy task."""

    DONE = 0
    """Published, or nothing to do."""
    BUILD = 1
    GATE = 2
    PUBLISH = 3
    LOCKED = 4
    STOPPED = 130
    """By Ctrl-C, as in a shell."""


class DeployFailed(Exception):
    """A stage failed; the message is one line. `details` are further lines, such as the gate's findings."""

    code = Code.PUBLISH

    def __init__(self, message: str, details: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.details = details


class SiteNotBuilt(DeployFailed):
    """The site could not be built whole."""

    code = Code.BUILD


class GateClosed(DeployFailed):
    """The built site has faults."""

    code = Code.GATE


class PublishFailed(DeployFailed):
    """A release could not be made live: a wrong setting, a missing tool, a server that can't be reached."""


class Locked(DeployFailed):
    """Another deploy is running."""

    code = Code.LOCKED


class Stopped(DeployFailed):
    """Someone pressed Ctrl-C."""

    code = Code.STOPPED

    def __init__(self) -> None:
        super().__init__("Stopped. What is live is whole; the next run goes on from here.")


@dataclass(frozen=True)
class Outcome:
    """What one run did; `line` says it in one line, and `details` come before it."""

    code: Code
    line: str
    release: str = ""
    """The release that is live after the run."""
    published: bool = False
    """Whether another release is live than before."""
    pages: int = 0
    warnings: int = 0
    changed: tuple[str, ...] = ()
    """Output files that differ from the live release: "+ came", "- went", "~ differs"."""
    details: tuple[str, ...] = ()
    dead_links: tuple[str, ...] = ()
    """The links of link cards that are dead, each with its posts."""

    @classmethod
    def of(cls, error: DeployFailed) -> Outcome:
        """The outcome of a run that a stage ended."""
        return cls(error.code, str(error), details=error.details)

    def with_cards(self, said: tuple[str, ...], dead: tuple[str, ...]) -> Outcome:
        """The same, with what the refresh of the cards said; `line` names the first dead links."""
        rest = f"; and {len(dead) - _NAMED} more" if len(dead) > _NAMED else ""
        named = f" Dead links: {'; '.join(dead[:_NAMED])}{rest}." if dead else ""
        return replace(self, line=self.line + named, details=dead + said + self.details, dead_links=dead)

    def as_json(self) -> str:
        """One object in one line."""
        return json.dumps(asdict(self) | {"code": int(self.code)}, ensure_ascii=False)

    def __str__(self) -> str:
        return "\n".join([*self.details, self.line])
