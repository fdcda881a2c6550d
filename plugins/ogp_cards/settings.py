"""The settings OGP_CARDS_*, read once a run. What is wrong is named in one warning, and the default takes its place."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from .errors import AddressRefused
from .hosts import parse_host

logger = logging.getLogger(__name__)

_PREFIX = "OGP_CARDS_"
_PROXY = r"^(http://([^\s/@]+@)?([^\s/@:\[\]]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?/?)?$"


def _host(value: str) -> str:
    if "*" in value:
        raise ValueError("a pattern is no host")
    try:
        parse_host(f"[{value}]" if value.count(":") > 1 and value[0] != "[" else value)
    except AddressRefused as error:
        raise ValueError(str(error)) from error
    return value


def _folder(value: Path) -> Path:
    if value == Path():
        raise ValueError("the site's own folder is no folder for it")
    return value


Switch = Annotated[bool, Field(strict=True)]
Whole = Annotated[int, Field(strict=True)]
Number = Annotated[float, Field(strict=True)]
Host = Annotated[str, AfterValidator(_host)]
Port = Annotated[Whole, Field(ge=1, le=65535)]


class CardSettings(BaseModel):
    """All settings; the descriptions say what is allowed."""

    model_config = ConfigDict(frozen=True)

    store: Annotated[Path, AfterValidator(_folder)] = Field(
        default=Path("cards"), description="a folder, relative to the one that holds the content folder"
    )
    """Where the card store is."""
    offline: Switch = Field(default=False, description="True or False")
    """Whether nothing is fetched."""
    budget: Number = Field(default=30, ge=0, le=86400, description="seconds, 0 to 86400")
    """Seconds that a build may spend on fetching."""
    timeout: Number = Field(default=10, gt=0, le=600, description="seconds, more than 0 and at most 600")
    """Seconds for all that one card asks for."""
    max_age: Number = Field(default=30, gt=0, le=36500, description="days, more than 0 and at most 36500")
    """Days after which a card is checked again."""
    allowed_hosts: frozenset[Host] = Field(
        default=frozenset(),
        description="a list of host names or addresses, each in full, without http:// and without a port",
    )
    """Hosts to which the rules about private addresses do not apply: an intranet, a test server."""
    allowed_ports: frozenset[Port] = Field(default=frozenset(), description="a list of port numbers")
    """Ports that may be asked beside 80 and 443."""
    user_agent: str = Field(default="", pattern=r"^[ -~]*$", description="ASCII text")
    """Put behind the plugin's own User-Agent: a URL or an address by which the site's owner can be reached."""
    robots: Switch = Field(default=False, description="True or False")
    """Whether robots.txt is asked first and obeyed."""
    proxy: str = Field(default="", pattern=_PROXY, description="http://host:port, or empty")
    """The proxy that all requests take."""
    ca_file: Path | None = Field(default=None, description="a file of certificates in PEM form")
    """Certificate authorities to trust beside the usual ones."""
    hosts: Whole = Field(default=8, ge=1, le=64, description="a whole number from 1 to 64")
    """Hosts that are asked at the same time."""
    connections: Whole = Field(default=2, ge=1, le=8, description="a whole number from 1 to 8")
    """Connections to one host at the same time."""
    pause: Number = Field(default=0.25, ge=0, le=60, description="seconds, 0 to 60")
    """Seconds between two requests to one host."""
    output: str = Field(
        default="cards", pattern=r"^\w[\w.-]*(/\w[\w.-]*)*$", description="a folder name without a slash at either end"
    )
    """The folder of the output that the pictures are copied to."""
    css: Switch = Field(default=True, description="True or False")
    """Whether pages with cards link the plugin's own style sheet; a theme with a style for cards says False."""

    @property
    def age(self) -> timedelta:
        """`max_age`."""
        return timedelta(days=self.max_age)

    @classmethod
    def read(cls, settings: Mapping[str, Any]) -> Self:
        """From Pelican's settings, with a warning for each value that cannot be used."""
        keys = {name: f"{_PREFIX}{name.upper()}" for name in cls.model_fields}
        _warn_of_others(settings, list(keys.values()))
        given = {name: settings[key] for name, key in keys.items() if key in settings}
        try:
            found = cls(**given)
        except ValidationError as error:
            for name in dict.fromkeys(str(problem["loc"][0]) for problem in error.errors()):
                field = cls.model_fields[name]
                message = "%s is %r; it must be %s, and %r is used"
                logger.warning(message, keys[name], given.pop(name), field.description, _written(field.default))
            found = cls(**given)
        root = Path(settings["PATH"]).resolve().parent
        return found.model_copy(update={"store": root / found.store, "ca_file": _certificates(root, found.ca_file)})


def _written(default: object) -> object:
    """A default as it would stand in the settings file."""
    if isinstance(default, frozenset):
        return sorted(default)
    return str(default) if isinstance(default, Path) else default


def _warn_of_others(settings: Mapping[str, Any], known: list[str]) -> None:
    """Tell of names that look like ours and are not."""
    ours = [name.removeprefix(_PREFIX) for name in known]
    for name in sorted(name for name in settings if name.startswith(_PREFIX) and name not in known):
        near = [_PREFIX + found for found in get_close_matches(name.removeprefix(_PREFIX), ours, n=1)] or known
        logger.warning("%s is %r; there is no such setting, write %s", name, settings[name], " or ".join(near))


def _certificates(root: Path, file: Path | None) -> Path | None:
    """The file, if there are certificates in it."""
    if file is None:
        return None
    from ssl import PROTOCOL_TLS_CLIENT, SSLContext  # noqa: PLC0415 - takes a while, and few have such a file

    try:
        SSLContext(PROTOCOL_TLS_CLIENT).load_verify_locations(root / file)
    except OSError as error:
        message = "%sCA_FILE is %r; it must be %s, and none is used: %s"
        description = CardSettings.model_fields["ca_file"].description
        logger.warning(message, _PREFIX, str(file), description, error.strerror or error)
        return None
    return root / file
