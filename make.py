#!/usr/bin/env python3
"""The two set-up commands: `python3 make.py site` and `python3 make.py test`. Needs Python and a network, nothing else."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed.txt"
OLDEST = (3, 11)


def main() -> int:
    """Make the environment where it is missing or old, then run the tasks."""
    jobs = {"site": (".", ["build"]), "test": (".[dev]", ["setup", "tests"])}
    if len(sys.argv) != 2 or sys.argv[1] not in jobs:
        print("Use: python3 make.py site   (environment, then the demo site in output/)")
        print("     python3 make.py test   (environment, then all checks and tests)")
        return 2
    if sys.version_info < OLDEST:
        return run_with_newer_python()
    extras, tasks = jobs[sys.argv[1]]
    prepare(extras)
    bin_folder = VENV / "bin"
    path = os.pathsep.join([str(bin_folder), os.environ.get("PATH", "")])
    code = subprocess.run([str(bin_folder / "invoke"), *tasks], cwd=ROOT, env={**os.environ, "PATH": path}).returncode
    if code == 0 and sys.argv[1] == "site":
        print("The site is in output/. See it: .venv/bin/invoke serve   Write: .venv/bin/invoke livereload")
    return code


def run_with_newer_python() -> int:
    """Go on with a Python that is new enough, if there is one."""
    for minor in range(16, OLDEST[1] - 1, -1):
        if python := shutil.which(f"python3.{minor}"):
            return subprocess.run([python, __file__, *sys.argv[1:]]).returncode
    print(f"Fuda needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]}.", file=sys.stderr)
    return 1


def prepare(extras: str) -> None:
    """Have .venv with what pyproject.toml asks for; a second run with nothing new costs nothing."""
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    done = STAMP.read_text().split() if STAMP.exists() else []
    if wanted in done and extras in done:
        return
    if not (VENV / "bin" / "pip").exists():
        make_venv()
    python = str(VENV / "bin" / "python")
    check([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--upgrade", "pip>=24"])
    check([python, "-m", "pip", "install", "--quiet", "--editable", extras])
    STAMP.write_text("\n".join([wanted, extras, "."]))


def make_venv() -> None:
    """Make .venv; Debian keeps the module for it in a package of its own."""
    command = [sys.executable, "-m", "venv", str(VENV)]
    if subprocess.run(command, capture_output=True).returncode == 0:
        return
    package = f"python3.{sys.version_info[1]}-venv"
    if os.geteuid() == 0 and shutil.which("apt-get"):
        check(["apt-get", "update", "-q"])
        check(["apt-get", "install", "-q", "-y", package])
        check(command)
        return
    sys.exit(f"This Python has no venv module; install it (Debian: sudo apt-get install {package}) and run this again.")


def check(command: "list[str]") -> None:
    """Run a command in the project's folder; end with its exit code when it fails."""
    code = subprocess.run(command, cwd=ROOT).returncode
    if code:
        sys.exit(code)


if __name__ == "__main__":
    sys.exit(main())
