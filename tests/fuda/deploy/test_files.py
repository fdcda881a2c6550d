"""What stands beside the code: workflows, units, the crontab line and the documentation name tasks and settings that exist."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.sites import ROOT, write_files

import tasks
from fuda.deploy import Code
from fuda.deploy.settings import DeploySettings

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
READMES = [ROOT / "README.md", ROOT / "README.ja.md"]
FILES = [*WORKFLOWS, *sorted((ROOT / "deploy").iterdir()), ROOT / "docs/deploy.md", *READMES]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_tasks_and_settings_exist(path) -> None:
    text = path.read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|/|\s)invoke ([a-z.]+)", text))
    assert named <= set(tasks.ns.task_names) | {alias for aliases in tasks.ns.task_names.values() for alias in aliases}
    assert set(re.findall(r"DEPLOY_([A-Z_]+)", text)) <= {name.upper() for name in DeploySettings.model_fields}


def test_every_setting_is_in_the_documentation() -> None:
    text = (ROOT / "docs/deploy.md").read_text(encoding="utf-8")
    assert [name for name in DeploySettings.model_fields if f"`DEPLOY_{name.upper()}`" not in text] == []


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_the_readme_sets_up_every_target(path: Path, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = [block for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL) if "DEPLOY_TARGET" in block]
    targets = []
    for block in found:
        settings: dict[str, Any] = {}
        exec(block, settings)
        targets.append(
            DeploySettings.of({name: value for name, value in settings.items() if name.isupper()}, tmp_path).target
        )
    assert targets == ["rsync", "github-pages", "rclone"]
    codes = {f"| {int(code)} |" for code in Code if code not in {Code.DONE, Code.STOPPED}}
    assert all(code in text for code in codes)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_is_limited_in_rights_and_time(path) -> None:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"]["contents"] == "read"
    assert "group" in workflow["concurrency"]
    assert all(job["timeout-minutes"] <= 60 for job in workflow["jobs"].values())


def deploy_workflow() -> tuple[dict[Any, Any], list[dict[str, Any]]]:
    """The deploy workflow, and its steps."""
    workflow = yaml.safe_load((ROOT / ".github/workflows/deploy.yml").read_text(encoding="utf-8"))
    return workflow, workflow["jobs"]["deploy"]["steps"]


def run_step(name: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a step's script as a runner does, with the programs of folder/bin before all others."""
    (script,) = [step["run"] for step in deploy_workflow()[1] if step.get("name") == name]
    path = os.pathsep.join([str(folder / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]])
    command = ["bash", "--noprofile", "--norc", "-e", "-c", script]
    files = {name: str(folder / name) for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
    environment = {"PATH": path, "HOME": str(folder), **files, **environment}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


def program(folder: Path, name: str, script: str) -> None:
    """A program of a few lines of sh."""
    write_files(folder, {name: f"#!/bin/sh\n{script}\n"})
    (folder / name).chmod(0o755)


@pytest.mark.parametrize("code", [0, 2])
def test_the_step_that_deploys_ends_as_the_deploy_did(tmp_path: Path, code: int) -> None:
    outcome = {"line": "It's done.", "details": ["a", "b"], "dead_links": ["x is dead"], "published": not code}
    write_files(tmp_path, {"told.json": json.dumps(outcome)})
    program(tmp_path, "bin/invoke", f'echo "$SITEURL" > siteurl; cat told.json; exit {code}')
    done = run_step("Deploy", tmp_path, SITEURL="https://me.github.io/blog")
    assert (done.returncode, done.stdout) == (code, "a\nb\nIt's done.\n")
    assert (tmp_path / "GITHUB_OUTPUT").read_text() == f"published={str(not code).lower()}\n"
    assert "x is dead" in (tmp_path / "GITHUB_STEP_SUMMARY").read_text()
    assert (tmp_path / "siteurl").read_text() == "https://me.github.io/blog\n"


@pytest.mark.parametrize("given", [{}, {"SSH_KEY": "key", "SSH_KNOWN_HOSTS": "host", "RCLONE_CONF": "[shop]"}])
def test_the_step_that_takes_keys(tmp_path: Path, given: dict[str, str]) -> None:
    program(tmp_path, "bin/sudo", 'echo "$@" >> sudo')
    names = ("SSH_KEY", "SSH_KNOWN_HOSTS", "RCLONE_CONF")
    done = run_step("Take keys for a server or a store", tmp_path, **{name: given.get(name, "") for name in names})
    assert done.returncode == 0, done.stderr
    found = {
        path.name: path for path in tmp_path.rglob("*") if path.is_file() and path.parent.name in {".ssh", "rclone"}
    }
    assert {name: path.read_text() for name, path in found.items()} == (
        {"id_ed25519": "key\n", "known_hosts": "host\n", "rclone.conf": "[shop]\n"} if given else {}
    )
    assert all(path.stat().st_mode & 0o77 == 0 for path in found.values())
    assert (tmp_path / "sudo").exists() is bool(given)


def test_releases_are_kept_whatever_the_place() -> None:
    (keep,) = [step for step in deploy_workflow()[1] if step.get("name") == "Keep the releases"]
    assert keep["if"].startswith("always() && (")
    assert "job.status != 'success' && env.PAGES == 'false'" in keep["if"]
    assert "releases\ncurrent" in keep["with"]["path"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [({}, "https://fuda.example.org"), ({"SITEURL": "https://me.github.io/blog/"}, "https://me.github.io/blog")],
)
def test_the_address_on_pages_reaches_the_site(given: dict[str, str], expected: str) -> None:
    code = "import publishconf as conf; print(conf.SITEURL, conf.FEED_DOMAIN, sep='\\n')"
    environment = {"PATH": os.environ["PATH"], **given}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.stdout.split() == [expected, expected]
    assert [step["env"]["SITEURL"] for step in deploy_workflow()[1] if "SITEURL" in step.get("env", {})] == [
        "${{ steps.address.outputs.base_url }}"
    ]


@pytest.mark.parametrize(
    ("line", "code", "is_mailed"), [(0, 0, False), (0, 2, True), (0, 4, False), (1, 0, False), (1, 1, True)]
)
def test_cron_mails_what_went_wrong_and_nothing_else(tmp_path: Path, line: int, code: int, is_mailed: bool) -> None:
    lines = [text for text in (ROOT / "deploy/crontab").read_text().splitlines() if not text.startswith("#")]
    command = lines[line].split(None, 5)[5].replace("/srv/blog", str(tmp_path))
    program(tmp_path, ".venv/bin/invoke", f"echo said; exit {code}")
    program(tmp_path, "bin/git", "exit 0")
    environment = {"PATH": f"{tmp_path}/bin:/usr/bin:/bin"}
    done = subprocess.run(["/bin/sh", "-c", command], env=environment, capture_output=True, text=True)
    assert done.stdout + done.stderr == ("said\n" if is_mailed else "")


def test_the_card_store_is_kept_whatever_happens() -> None:
    workflow, steps = deploy_workflow()
    cards = [step for step in steps if step.get("with", {}).get("path") == "cards"]
    restore, save = cards
    assert (restore["uses"].split("@")[0], save["uses"].split("@")[0]) == (
        "actions/cache/restore",
        "actions/cache/save",
    )
    assert save["if"] == "always()"
    assert "github.run_id" in restore["with"]["key"]
    assert save["with"]["key"] == "${{ steps.cards.outputs.cache-primary-key }}"
    minute = workflow[True]["schedule"][0]["cron"].split()[0]  # YAML reads `on` as true
    assert minute not in {"0", "*"}
