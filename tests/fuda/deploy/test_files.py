"""What stands beside the code: workflows, units, the crontab line and the documentation name tasks and settings that exist."""

from __future__ import annotations

import re

import pytest
import yaml
from support.sites import ROOT

import tasks
from fuda.deploy.settings import DeploySettings

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
FILES = [*WORKFLOWS, *sorted((ROOT / "deploy").iterdir()), ROOT / "docs/deploy.md"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_tasks_and_settings_exist(path) -> None:
    text = path.read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|/|\s)invoke ([a-z.]+)", text))
    assert named <= set(tasks.ns.task_names) | {alias for aliases in tasks.ns.task_names.values() for alias in aliases}
    assert set(re.findall(r"DEPLOY_([A-Z_]+)", text)) <= {name.upper() for name in DeploySettings.model_fields}


def test_every_setting_is_in_the_documentation() -> None:
    text = (ROOT / "docs/deploy.md").read_text(encoding="utf-8")
    assert [name for name in DeploySettings.model_fields if f"`DEPLOY_{name.upper()}`" not in text] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_is_limited_in_rights_and_time(path) -> None:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"]["contents"] == "read"
    assert "group" in workflow["concurrency"]
    assert all(job["timeout-minutes"] <= 60 for job in workflow["jobs"].values())


def test_the_card_store_is_kept_whatever_happens() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/deploy.yml").read_text(encoding="utf-8"))
    steps = workflow["jobs"]["deploy"]["steps"]
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
