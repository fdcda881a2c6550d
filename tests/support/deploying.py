"""Tiny sites to deploy, the servers that they go to, and runs that can be killed."""

from __future__ import annotations

import contextlib
import datetime
import getpass
import os
import re
import signal
import socket
import subprocess
import sys
import time
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fuda.deploy import Deployment, Options, Outcome
from fuda.deploy.tree import digests
from support.sites import ROOT, write_files

CONF = {
    "PATH": "content",
    "OUTPUT_PATH": "public",
    "SITEURL": "https://example.org",
    "FEED_DOMAIN": "https://example.org",
    "TIMEZONE": "Asia/Tokyo",
    "DEFAULT_LANG": "ja",
    "THEME": "simple",
    "PLUGIN_PATHS": [str(ROOT / "plugins")],
    "STATIC_PATHS": ["images", "extra"],
    "WITH_FUTURE_DATES": False,
    **dict.fromkeys(("DRAFT_SAVE_AS", "DRAFT_LANG_SAVE_AS", "DRAFT_PAGE_SAVE_AS", "DRAFT_PAGE_LANG_SAVE_AS"), ""),
}


class Site:
    """A site of one post that passes the gate, in a folder of its own. Keyword arguments are settings."""

    def __init__(self, root: Path, **settings: Any) -> None:
        self.root = root
        self.settings_file = root / "publishconf.py"
        self.current = root / "current"
        self.configure(**settings)
        self.post("first")

    def configure(self, **settings: Any) -> None:
        """Write the settings file."""
        lines = [f"{name} = {value!r}\n" for name, value in (CONF | settings).items()]
        write_files(self.root, {"publishconf.py": "".join(lines)})

    def post(self, name: str, body: str = "Text.", date: str = "2026-01-01", **headers: str) -> Path:
        """Write a post."""
        given = {"title": name, "date": date, "slug": name, "description": "D", **headers}
        head = "".join(f"{key}: {value}\n" for key, value in given.items())
        write_files(self.root, {f"content/{name}.md": f"{head}\n{body}\n"})
        return self.root / f"content/{name}.md"

    def deployment(self) -> Deployment:
        """As the tasks make it."""
        return Deployment.of(self.settings_file)

    def deploy(self, **options: bool) -> Outcome:
        """One run."""
        return self.deployment().run(Options(**options))

    def live(self) -> dict[str, str]:
        """What readers get: digests by path; empty when nothing is live."""
        return tree(self.current)

    def leftovers(self) -> list[str]:
        """What runs have left beside releases, their descriptions, the log and the lock."""
        found = [path.name for path in self.root.glob("**/.staging-*")] + [p.name for p in self.root.glob("**/.part-*")]
        names = {path.name for path in (self.root / "releases").iterdir()} - {".lock", "deploy.log"}
        return found + [name for name in names if not re.fullmatch(r"\d{6}-[0-9a-f]{12}(\.json)?", name)]


def tree(link: Path) -> dict[str, str]:
    """Digests of the files behind a link, which is followed once."""
    return digests(Path(os.path.realpath(link))) if link.exists() else {}


def freeze(monkeypatch: pytest.MonkeyPatch, moment: datetime.datetime) -> None:
    """Let Pelican believe that it is this (aware) moment when it compares dates."""

    class Frozen(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> Any:
            return moment.astimezone(tz) if tz else moment.astimezone().replace(tzinfo=None)

    monkeypatch.setattr("pelican.contents.datetime", types.SimpleNamespace(**vars(datetime) | {"datetime": Frozen}))


def free_port() -> int:
    """A loopback port that nobody has at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(command: list[str], **options: Any) -> Iterator[subprocess.Popen[str]]:
    """A process that is ended in the end, with all that it began."""
    process = subprocess.Popen(command, text=True, start_new_session=True, **options)
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for pipe in filter(None, (process.stdin, process.stdout, process.stderr)):
            pipe.close()


def wait_for(path: Path) -> None:
    """Wait until a file is there; a minute at most."""
    deadline = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < deadline, f"{path} did not come"
        time.sleep(0.01)


class Sshd:
    """A real ssh server on loopback with keys, port and configuration of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        for name in ("host_key", "user_key"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
        self._write("known_hosts", f"[127.0.0.1]:{self.port} {(folder / 'host_key.pub').read_text()}")
        self._write("authorized_keys", (folder / "user_key.pub").read_text())
        self._write(
            "sshd_config",
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {folder}/host_key\nPidFile none\nUsePAM no\nStrictModes no\n"
            f"AuthorizedKeysFile {folder}/authorized_keys\nPermitRootLogin prohibit-password\nPasswordAuthentication no\n"
            "MaxStartups 100\n",
        )

    def _write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text)

    def settings(self, path: str) -> dict[str, Any]:
        """Deploy settings that reach a folder through this server."""
        options = {
            "UserKnownHostsFile": f"{self.folder}/known_hosts",
            "GlobalKnownHostsFile": "/dev/null",
            "StrictHostKeyChecking": "yes",
            "IdentitiesOnly": "yes",
        }
        return {
            "DEPLOY_TARGET": "rsync",
            "DEPLOY_HOST": f"{getpass.getuser()}@127.0.0.1",
            "DEPLOY_PORT": self.port,
            "DEPLOY_PATH": path,
            "DEPLOY_SSH_OPTIONS": ["-F/dev/null", f"-i{self.folder}/user_key"]
            + [f"-o{key}={value}" for key, value in options.items()],
        }

    @contextlib.contextmanager
    def serving(self) -> Iterator[Sshd]:
        """While this is open it answers."""
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(exist_ok=True)
        command = ["/usr/sbin/sshd", "-D", "-e", "-f", str(self.folder / "sshd_config")]
        with running(command, stderr=subprocess.PIPE) as process:
            assert process.stderr
            assert "listening" in process.stderr.readline()
            yield self


@contextlib.contextmanager
def webdav(folder: Path) -> Iterator[str]:
    """The URL of a real WebDAV server that shows a folder."""
    command = ["rclone", "serve", "webdav", "--addr", "127.0.0.1:0", str(folder)]
    with running(command, stderr=subprocess.PIPE) as process:
        assert process.stderr
        match = next(filter(None, (re.search(r"http://127[^/\s\]]+/", line) for line in process.stderr)))
        yield match[0]


_NURSERY = """
import os, sys
from pathlib import Path
from fuda.deploy import Deployment, Options
print("ready", flush=True)
for line in sys.stdin:
    child = os.fork()
    if not child:
        try:
            code = Deployment.of(Path(line.strip())).run(Options()).code
        finally:
            os._exit(code if "code" in vars() else 99)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Nursery:
    """Runs deploys as processes of their own, forked from one that has everything imported."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin
        assert process.stdout
        self._asked, self._told = process.stdin, process.stdout
        assert self._told.readline() == "ready\n"

    @classmethod
    @contextlib.contextmanager
    def open(cls) -> Iterator[Nursery]:
        """While this is open, deploys can be begun."""
        command = [sys.executable, "-c", _NURSERY]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
        with running(command, env={**os.environ, "PYTHONPATH": path}, **pipes) as process:
            yield cls(process)

    def begin(self, site: Site) -> int:
        """Begin a deploy; returns its process's number."""
        print(site.settings_file, file=self._asked, flush=True)
        return int(self._told.readline())

    def end(self) -> int:
        """Wait for the deploy that was begun; returns its exit code, negative for a signal."""
        return int(self._told.readline())

    def deploy(self, site: Site) -> tuple[int, float]:
        """A whole deploy: its exit code, and the seconds that it took."""
        began = time.monotonic()
        self.begin(site)
        return self.end(), time.monotonic() - began
