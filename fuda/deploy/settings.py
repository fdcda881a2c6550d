"""The deploy settings of publishconf.py."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from .outcome import PublishFailed

PREFIX = "DEPLOY_"
_NO_OPTION = r"^[^\s-]\S*$"
"""What a program can't take for an option."""


class DeploySettings(BaseModel):
    """Each field is a setting named DEPLOY_<FIELD>."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    target: Literal["local", "rsync", "github-pages", "rclone"] = "local"
    """Where releases go live."""
    releases: Path = Path()
    """Folder that holds `releases/` and the link `current`, relative to the settings file."""
    keep: int = Field(default=5, ge=2, le=1000)
    """Releases kept, the live one included."""
    refresh_budget: float = Field(default=60, ge=0)
    """Seconds for refreshing stale link cards before the build; 0: none are."""
    host: str = Field(default="", pattern=f"{_NO_OPTION}|^$")
    """rsync: the server, as ssh names it: user@example.org."""
    port: int = Field(default=22, ge=1, le=65535)
    """rsync: the server's ssh port."""
    ssh_options: tuple[str, ...] = ()
    """rsync: further options of ssh, such as ("-i", "key")."""
    path: str = ""
    """rsync: folder on the server, for its own releases/ and current. rclone: the destination, as in "remote:bucket/site"."""
    remote: str = Field(default="origin", pattern=_NO_OPTION)
    """github-pages: the git remote."""
    branch: str = Field(default="gh-pages", pattern=_NO_OPTION)
    """github-pages: the branch that is published."""
    cname: str = Field(default="", pattern=f"{_NO_OPTION}|^$")
    """github-pages: a domain of your own, for the file CNAME."""
    take_over: bool = False
    """rclone: also a destination that holds files of others, which are deleted."""

    @model_validator(mode="after")
    def _complete(self) -> DeploySettings:
        needed = {"rsync": ("host", "path"), "rclone": ("path",)}.get(self.target, ())
        missing = [f"{PREFIX}{name.upper()}" for name in needed if not getattr(self, name)]
        if missing:
            raise ValueError(f"DEPLOY_TARGET {self.target!r} also needs {' and '.join(missing)}")
        if self.target == "rsync" and self.path.startswith("~"):
            raise ValueError(f"{PREFIX}PATH can't begin with ~; a path without / in front is in the home folder anyway")
        return self

    @classmethod
    def of(cls, settings: Mapping[str, Any], folder: Path) -> DeploySettings:
        """Read Pelican's settings; `folder` is that of the settings file. Raises PublishFailed with one line that names what is wrong."""
        given = {
            name.removeprefix(PREFIX).lower(): value for name, value in settings.items() if name.startswith(PREFIX)
        }
        try:
            found = cls(**given)
        except ValidationError as error:
            raise PublishFailed("; ".join(map(_sentence, error.errors()))) from error
        return found.model_copy(update={"releases": (folder / found.releases).resolve()})


def _sentence(problem: Any) -> str:
    name = "".join([PREFIX, *(str(part).upper() for part in problem["loc"][:1])])
    if problem["type"] == "extra_forbidden":
        return f"{name} is not a deploy setting; there are {', '.join(PREFIX + field.upper() for field in DeploySettings.model_fields)}"
    if problem["type"] == "value_error":
        return str(problem["ctx"]["error"])
    return f"{name} is {problem['input']!r}; {problem['msg'][0].lower()}{problem['msg'][1:]}"
