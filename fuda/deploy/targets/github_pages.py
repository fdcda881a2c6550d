"""GitHub Pages, or any git remote that serves a branch: one commit with the release, pushed."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from ..outcome import PublishFailed
from ..settings import DeploySettings
from .tools import need, run

_QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_SSH_COMMAND": "ssh -o BatchMode=yes -o ConnectTimeout=20"}


class GithubPages:
    """Through ghp-import, whose push moves the branch in one step. `folder` is in the repository that knows the remote."""

    def __init__(self, settings: DeploySettings, folder: Path) -> None:
        self._remote = settings.remote
        self._branch = settings.branch
        self._cname = settings.cname
        self._folder = folder
        self.place = f"github-pages {self._remote} {self._branch}"

    def check(self) -> None:
        """Need git, ghp-import, a remote of the name set, and a branch that is not the one of the sources."""
        need("git", "Debian: apt-get install git")
        if not importlib.util.find_spec("ghp_import"):
            raise PublishFailed("ghp-import is not installed; pip install ghp-import.")
        try:
            self._git("remote", "get-url", "--", self._remote)
        except PublishFailed as error:
            raise PublishFailed(
                f"DEPLOY_REMOTE: git knows no remote {self._remote!r} here; add it (git remote add) or name another."
            ) from error
        if self._git("branch", "--show-current").strip() == self._branch:
            raise PublishFailed(f"DEPLOY_BRANCH: {self._branch!r} is where the site's sources are; name another.")

    def publish(self, folder: Path) -> None:
        """Commit the release on top of the branch as the remote has it, with .nojekyll so that folders like _x are served."""
        tracked = f"refs/remotes/{self._remote}/{self._branch}"
        if self._git("ls-remote", "--heads", "--", self._remote, f"refs/heads/{self._branch}"):
            self._git("fetch", "--quiet", "--depth=1", "--", self._remote, f"+refs/heads/{self._branch}:{tracked}")
        options = ["--no-jekyll", "--push", f"--branch={self._branch}", f"--remote={self._remote}"]
        options += [f"--cname={self._cname}"] if self._cname else []
        command = [sys.executable, "-m", "ghp_import", *options, f"--message=Release {folder.name}", str(folder)]
        run(command, cwd=self._folder, environment={**_QUIET, **self._committer()})

    def _git(self, *arguments: str) -> str:
        return run(["git", *arguments], cwd=self._folder, environment=_QUIET)

    def _committer(self) -> dict[str, str]:
        """A name for the commit on a machine where nobody has set one."""
        try:
            self._git("config", "user.email")
        except PublishFailed:
            return {"GIT_COMMITTER_NAME": "deploy", "GIT_COMMITTER_EMAIL": "deploy@localhost"}
        return {}
