"""A server that is reached by ssh: a new release folder beside the old ones, then a swap of one link."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from ..settings import DeploySettings
from .tools import need, run

_CONNECT = tuple(
    f"-o{option}"
    for option in ("BatchMode=yes", "ConnectTimeout=20", "ServerAliveInterval=15", "ServerAliveCountMax=4")
)
"""ssh asks nobody anything here, and gives up on a server that went away."""

_PREPARE = """
mkdir -p -- "$path/releases"
cd -- "$path"
if [ -e current ] && [ ! -L current ]; then echo "error: $path/current is not a link; move it away" >&2; exit 1; fi
rm -rf -- releases/.part-*
[ ! -d "releases/$name" ] || echo there
"""
_SWAP = """
cd -- "$path"
if [ -d "releases/$part" ]; then
  find "releases/$part" -exec sync {} + || sync
  mv -- "releases/$part" "releases/$name"
fi
ln -sfn "releases/$name" .current.new
mv -Tf .current.new current 2>/dev/null || mv -hf .current.new current
ls -1 releases | grep -E '^[0-9]{6,}-[0-9a-f]{12}$' | grep -vxF -e "$name" | sort -rn | tail -n +"$keep" |
while read -r old; do rm -rf -- "releases/$old"; done
"""
"""`mv -T` is GNU's, `mv -h` BSD's way to rename onto a link instead of into the folder that it points to."""


class Rsync:
    """The folder on the server gets releases/ and current, as on this machine."""

    def __init__(self, settings: DeploySettings) -> None:
        self._host = settings.host
        self._path = settings.path.rstrip("/")
        self._keep = settings.keep
        self._ssh = ["ssh", *_CONNECT, f"-p{settings.port}", *settings.ssh_options]
        self.place = f"rsync {self._host}:{settings.port}:{self._path}"

    def check(self) -> None:
        """Need rsync and ssh."""
        need("rsync", "Debian: apt-get install rsync; macOS: brew install rsync")
        need("ssh", "Debian: apt-get install openssh-client")

    def publish(self, folder: Path) -> None:
        """Send what the server's live release does not have, then swap.

        The name of the folder to send into is this run's own: what a killed run has started there may still be writing into another.
        """
        part = f".part-{os.getpid()}-{folder.name}"
        if "there" not in self._script(_PREPARE, name=folder.name).split():
            self._send(folder, part)
        self._script(_SWAP, name=folder.name, part=part, keep=str(self._keep))

    def _send(self, folder: Path, part: str) -> None:
        """Files that the live release has already are linked to there, not sent."""
        options = ["--recursive", "--links", "--checksum", "--perms", "--chmod=D755,F644", "--protect-args"]
        places = [f"{folder}/", f"{self._host}:{self._path}/releases/{part}/"]
        run(["rsync", *options, "--link-dest=../../current", "--rsh", shlex.join(self._ssh), "--", *places])

    def _script(self, script: str, **values: str) -> str:
        """Run a script on the server. It comes by way of stdin, so that no login shell has a say in it."""
        head = [f"{name}={shlex.quote(value)}" for name, value in {"path": self._path, **values}.items()]
        return run([*self._ssh, "--", self._host, "sh", "-eu"], text="\n".join([*head, script]))
