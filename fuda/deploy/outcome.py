"""How a run ended: exit codes, one line for people, one object for machines. Pure."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import IntEnum


class Code(IntEnum):
    """Exit codes of every deploy task."""

    DONE = 0
    """Published, or nothing to do."""
    BUILD = 1
    GATE = 2
    PUBLISH = 3
    LOCKED = 4


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

    @classmethod
    def of(cls, error: DeployFailed) -> Outcome:
        """The outcome of a run that a stage ended."""
        return cls(error.code, str(error), details=error.details)

    def as_json(self) -> str:
        """One object in one line."""
        return json.dumps(asdict(self) | {"code": int(self.code)}, ensure_ascii=False)

    def __str__(self) -> str:
        return "\n".join([*self.details, self.line])
