"""Finds the programs that the tests drive, and installs what is missing.

Debian as root: apt-get. Elsewhere: Playwright's own Chromium, and for the others a sentence that says what to install.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

CHROME_OF_MACOS = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


class SetupFailed(Exception):
    """A tool is missing and can't be installed from here; the message says what to do."""


@dataclass(frozen=True)
class Tool:
    """A program of the tests: any of `commands` will do; `package` is Debian's name, `hint` what to do elsewhere."""

    commands: tuple[str, ...]
    package: str
    hint: str


CHROMIUM = Tool(
    ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"), "chromium", "install Chromium or Chrome"
)
TOOLS = (
    Tool(("git",), "git", "install git"),
    Tool(("rsync",), "rsync", "install rsync (macOS: brew install rsync)"),
    Tool(("sshd", "/usr/sbin/sshd"), "openssh-server", "install the OpenSSH server"),
    Tool(("rclone",), "rclone", "install rclone (macOS: brew install rclone)"),
)


def find(tool: Tool) -> str | None:
    """Path of the first of the tool's commands that is there."""
    return next((path for name in tool.commands if (path := shutil.which(name))), None)


def find_chromium() -> str | None:
    """Path of an installed Chromium or Chrome, or None."""
    return find(CHROMIUM) or (str(CHROME_OF_MACOS) if CHROME_OF_MACOS.exists() else None)


def install_missing() -> list[str]:
    """Install every missing tool; returns a line for each thing done. Raises SetupFailed with what the author has to do."""
    missing = [tool for tool in TOOLS if not find(tool)]
    if not find_chromium():
        missing.insert(0, CHROMIUM)
    if not missing and _has_japanese_font():
        return []
    if _is_debian_root():
        return _apt_install([tool.package for tool in missing] + ([] if _has_japanese_font() else ["fonts-noto-cjk"]))
    done = []
    if CHROMIUM in missing:
        missing.remove(CHROMIUM)
        done.append(_playwright_chromium())
    if missing:
        raise SetupFailed("These are missing: " + "; ".join(f"{tool.commands[0]}: {tool.hint}" for tool in missing))
    return done


def _is_debian_root() -> bool:
    return shutil.which("apt-get") is not None and hasattr(os, "geteuid") and os.geteuid() == 0


def _has_japanese_font() -> bool:
    """Whether some font has Japanese (always so on macOS)."""
    if sys.platform == "darwin":
        return True
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=ja"], capture_output=True, check=False).stdout.strip())


def _apt_install(packages: list[str]) -> list[str]:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages],
    ):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SetupFailed(
                f"`{' '.join(command)}` failed: {done.stderr.strip().splitlines()[-1:] or done.returncode}"
            )
    return [f"installed {package} (apt-get)" for package in packages]


def _playwright_chromium() -> str:
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        raise SetupFailed(
            "No Chromium or Chrome is here and Playwright could not download its own: install one"
            " (Debian, as root: apt-get install chromium) and run this again."
        )
    return "installed Playwright's Chromium"
