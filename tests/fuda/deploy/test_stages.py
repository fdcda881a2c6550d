"""Runs of a tiny site to this machine: what goes live, what does not, and what is said."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from support.deploying import Nursery, Site, wait_for
from support.sites import ROOT, write_files

from fuda.build import BuildFailed, build
from fuda.contents import read_contents
from fuda.deploy import Code, Deployment, Options, read_status
from fuda.deploy.outcome import PublishFailed


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_a_first_run_then_nothing_to_do_then_a_change(site: Site) -> None:
    first = site.deploy()
    assert (first.code, first.published) == (Code.DONE, True)
    assert first.line.startswith(f"Published {first.release}: ")
    assert "first.html" in site.live()
    nothing = site.deploy()
    assert (nothing.code, nothing.published, nothing.release) == (Code.DONE, False, first.release)
    assert nothing.line == f"Nothing changed since {first.release}: nothing was published."
    site.post("second")
    second = site.deploy()
    assert "+ second.html" in second.changed
    assert "- first.html" not in second.changed
    assert "second.html" in site.live()
    assert site.leftovers() == []
    log = (site.root / "releases/deploy.log").read_text().splitlines()
    assert [line.split(" ", 2)[1:] for line in log] == [["0", run.line] for run in (first, nothing, second)]


def test_back_in_one_step_and_the_next_scheduled_run_stays_there(site: Site) -> None:
    site.deploy()
    good = site.live()
    site.post("bad")
    bad = site.deploy()
    assert site.deployment().roll_back().code is Code.DONE
    assert site.live() == good
    after = site.deploy()
    assert (after.published, site.live()) == (False, good)
    assert "which was taken back (--again publishes it)" in after.line
    assert site.deployment().roll_back().line == "There is no release before the live one."
    again = site.deploy(again=True)
    assert again.release.split("-")[1] == bad.release.split("-")[1]
    assert "bad.html" in site.live()
    site.deployment().roll_back()
    assert site.live() == good
    site.post("good")
    assert site.deploy().published
    assert "good.html" in site.live()


class Breaking:
    """A target that breaks off."""

    place = "local"

    def check(self) -> None:
        """All is there."""

    def publish(self, folder: Path) -> None:
        """Never."""
        raise PublishFailed(f"no way for {folder.name}")


def test_a_way_back_that_fails_is_there_again(site: Site) -> None:
    for name in ("a", "b"):
        site.post(name)
        site.deploy()
    live = site.live()
    outcome = replace(site.deployment(), target=Breaking()).roll_back()
    assert (outcome.code, site.live()) == (Code.PUBLISH, live)
    assert [release.withdrawn for release in site.deployment().releases.all()] == [False, False]
    assert site.deployment().roll_back().release.startswith("000001-")
    newer = site.deployment().releases.all()[1].name
    assert site.deployment().roll_back(newer).release == newer
    assert [release.withdrawn for release in site.deployment().releases.all()] == [False, False], "that was no way back"


def test_after_a_run_that_broke_off_nothing_is_taken_for_unchanged(site: Site) -> None:
    """What readers get of a target that broke off, nobody knows: the live release is published once more."""
    site.deploy()
    bad = site.post("second")
    assert replace(site.deployment(), target=Breaking()).run(Options()).code is Code.PUBLISH
    bad.unlink()
    assert "published once more" in site.deploy(dry_run=True).line
    status = read_status(site.deployment())
    assert "  not finished: a run publishes, or broke off" in str(status)
    assert json.loads(status.as_json())["is_publishing"] is True
    outcome = site.deploy()
    assert (outcome.published, outcome.line) == (
        True,
        f"Published {outcome.release} once more: it was not known to be whole there.",
    )
    assert outcome.release.startswith("000001-")
    assert not site.deploy().published
    assert site.leftovers() == []


def test_what_was_taken_back_stays_so_also_after_a_run_that_broke_off(site: Site) -> None:
    for name in ("a", "b", "c"):
        site.post(name)
        site.deploy()
    site.deployment().roll_back()
    live = site.live()
    assert replace(site.deployment(), target=Breaking()).roll_back().code is Code.PUBLISH
    outcome = site.deploy()
    assert (outcome.release[:6], outcome.published, site.live()) == ("000002", True, live)
    assert not site.deploy().published


def test_what_was_taken_back_stays_so_also_at_another_place(site: Site, tmp_path: Path) -> None:
    site.deploy()
    site.post("second")
    site.deploy()
    site.deployment().roll_back()
    site.configure(DEPLOY_TARGET="rclone", DEPLOY_PATH=str(tmp_path / "elsewhere"))
    assert site.deploy().release.startswith("000001-")
    assert (tmp_path / "elsewhere/first.html").exists()
    assert not (tmp_path / "elsewhere/second.html").exists()
    assert not site.deploy().published


def test_files_that_were_changed_by_hand_are_set_right(site: Site) -> None:
    site.deploy()
    live = site.live()
    (site.current / "first.html").write_text("by hand")
    outcome = site.deploy()
    assert (outcome.published, site.live()) == (True, live)
    assert site.deployment().roll_back().line == "There is no release before the live one."
    site.post("second")
    site.deploy()
    releases = site.deployment().releases
    (releases.path(releases.all()[1]) / "first.html").unlink()
    outcome = site.deployment().roll_back()
    told = f"Files of {releases.all()[1].name} were changed behind its back; what is live stays."
    assert (outcome.code, outcome.line) == (Code.PUBLISH, told)
    assert "second.html" in site.live()


def test_back_to_a_release_by_its_name(site: Site) -> None:
    names = []
    for name in ("a", "b", "c"):
        site.post(name)
        names.append(site.deploy().release)
    assert site.deployment().roll_back(names[0]).release == names[0]
    assert "b.html" not in site.live()
    for name in ("000009-0123456789ab", "../x", ".lock"):
        outcome = site.deployment().roll_back(name)
        assert (outcome.code, outcome.line) == (Code.PUBLISH, f"There is no release {name}.")


def test_a_dry_run_and_a_check_change_nothing(site: Site) -> None:
    site.deploy()
    before = {path: path.stat().st_mtime_ns for path in site.root.rglob("0*")}
    live = site.live()
    site.post("second")
    dry = site.deploy(dry_run=True)
    assert (dry.code, dry.published) == (Code.DONE, False)
    assert "+ second.html" in dry.details
    check = site.deploy(publish=False)
    assert check.line.startswith("The gate is open: ")
    assert site.live() == live
    assert {path: path.stat().st_mtime_ns for path in site.root.rglob("0*")} == before
    assert site.leftovers() == []


def test_errors_of_the_build_stop_it_and_warnings_are_counted(site: Site) -> None:
    site.configure(PLUGINS=["front_matter"])
    site.deploy()
    live = site.live()
    write_files(site.root, {"content/broken.md": "---\ntitle: X\ndate: soon\n---\nText.\n"})
    outcome = site.deploy()
    assert (outcome.code, site.live()) == (Code.BUILD, live)
    assert outcome.line == "The build has errors (1) and nothing was published."
    assert "broken.md:3: " in outcome.details[0]
    write_files(site.root, {"content/broken.md": "---\ntitle: X\ndate: 2026-01-02\nfeatured: [x]\n---\nText.\n"})
    outcome = site.deploy()
    assert outcome.published
    assert outcome.warnings > 0


def test_a_build_that_stops(site: Site) -> None:
    site.post("twin", slug="first")
    outcome = site.deploy()
    assert outcome.code is Code.BUILD
    assert outcome.line.startswith("The build stopped and nothing was published: ")
    assert site.live() == {}


def test_a_tenth_of_the_pages_may_go_but_not_more(site: Site) -> None:
    for number in range(20):
        site.post(f"post{number}")
    site.deploy()
    live = site.live()
    for number in range(20):
        (site.root / f"content/post{number}.md").unlink()
    outcome = site.deploy()
    assert (outcome.code, site.live()) == (Code.GATE, live)
    assert "more than a tenth is gone (--fewer-pages allows it)" in outcome.line
    assert site.deploy(fewer_pages=True).published
    assert "post1.html" not in site.live()


def test_releases_that_are_lost_are_made_anew(site: Site) -> None:
    site.deploy()
    live = site.live()
    (site.root / "current").unlink()
    assert site.deploy().published
    assert site.live() == live
    (site.root / "releases/.lock").unlink()
    assert site.deploy().code is Code.DONE


def test_another_place_is_published_to_although_nothing_changed(site: Site, tmp_path: Path) -> None:
    site.deploy()
    (tmp_path / "elsewhere").mkdir()
    site.configure(DEPLOY_TARGET="rclone", DEPLOY_PATH=str(tmp_path / "elsewhere"))
    assert site.deploy().published
    assert (tmp_path / "elsewhere/first.html").exists()
    assert not site.deploy().published


def test_a_full_disk_leaves_the_live_site_and_the_next_run_heals_it(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.deploy()
    live = site.live()
    site.post("second")

    def full(folder: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder / "index.html"))

    with monkeypatch.context() as patch:
        patch.setattr("fuda.deploy.releases.settle", full)
        outcome = site.deploy()
    assert (outcome.code, site.live()) == (Code.PUBLISH, live)
    assert "index.html: No space left on device; what is live stays" in outcome.line
    assert site.deploy().published
    assert site.leftovers() == []


_LIMITED = """
import resource, sys
from pathlib import Path
from fuda.deploy import Deployment, Options
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
outcome = Deployment.of(Path(sys.argv[1])).run(Options())
print(outcome.as_json())
sys.exit(outcome.code)
"""


def test_a_disk_that_takes_no_page_stops_the_build(site: Site) -> None:
    site.deploy()
    live = site.live()
    site.post("second", "long " * 2000)
    command = [sys.executable, "-c", _LIMITED, str(site.settings_file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, site.live()) == (Code.BUILD, live)
    assert "File too large" in json.loads(done.stdout)["line"]
    assert site.deploy().published


_WAITING = """
from pathlib import Path
from pelican.plugins import signals
from support.deploying import wait_for

def wait(site):
    Path(site.path, "../started").touch()
    wait_for(Path(site.path, "../go"))

def register():
    signals.initialized.connect(wait)
"""


def test_one_at_a_time(site: Site) -> None:
    """The second comes while the first builds."""
    write_files(site.root, {"own/waiting.py": _WAITING})
    site.configure(PLUGIN_PATHS=[str(site.root / "own")], PLUGINS=["waiting"])
    with Nursery.open() as one, Nursery.open() as two:
        one.begin(site)
        wait_for(site.root / "started")
        assert two.deploy(site)[0] == Code.LOCKED
        assert not site.current.exists()
        (site.root / "go").touch()
        assert one.end() == Code.DONE
    assert "first.html" in site.live()
    assert "4 Another deploy is running; this one did nothing." in (site.root / "releases/deploy.log").read_text()


def test_a_settings_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "publishconf.py").write_text("SITEURL = ")
    with pytest.raises(Exception, match=r"publishconf.py: SyntaxError") as caught:
        Deployment.of(tmp_path / "publishconf.py")
    assert caught.value.code == Code.BUILD
    with pytest.raises(Exception, match="no such settings file"):
        Deployment.of(tmp_path / "absent.py")


@pytest.mark.parametrize("zone", ["Asia/Tokio", "../x", "", 9, None])
def test_a_time_zone_that_is_none_is_one_line(site: Site, zone: object) -> None:
    site.configure(TIMEZONE=zone)
    with pytest.raises(Exception, match=r"^TIMEZONE is .*, which is no time zone; write one such as [^\n]*$") as caught:
        site.deployment()
    assert caught.value.code == Code.BUILD
    with pytest.raises(BuildFailed, match=r"^TIMEZONE is "):
        build(site.settings_file)
    with pytest.raises(BuildFailed, match=r"^TIMEZONE is "):
        read_contents(site.settings_file)


def test_a_plugin_that_ends_the_program_is_a_failed_build(site: Site) -> None:
    site.deploy()
    live = site.live()
    write_files(site.root, {"own/ending.py": "import sys\n\ndef register():\n    sys.exit('enough')\n"})
    site.configure(PLUGIN_PATHS=[str(site.root / "own")], PLUGINS=["ending"])
    outcome = site.deploy()
    assert (outcome.code, site.live()) == (Code.BUILD, live)
    assert outcome.line == "The build ended by itself (enough) and nothing was published."
    assert outcome.line in (site.root / "releases/deploy.log").read_text()


def test_the_log_does_not_grow_for_ever(site: Site) -> None:
    site.deploy()
    log = site.root / "releases/deploy.log"
    log.write_text(log.read_text() * 8000)
    site.deploy()
    assert log.stat().st_size < 500_000
    assert "Nothing changed since" in log.read_text().splitlines()[-1]


def test_a_tool_that_is_missing_is_said_before_anything_is_touched(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.configure(DEPLOY_TARGET="rsync", DEPLOY_HOST="h.example", DEPLOY_PATH="/x")
    monkeypatch.setenv("PATH", "/nowhere")
    outcome = site.deploy()
    assert (outcome.code, outcome.line.split(";")[0]) == (Code.PUBLISH, "rsync is not installed")
    assert not (site.root / "releases").exists()


def test_the_status(site: Site) -> None:
    site.post("later", date="2036-05-01 09:00")
    site.post("draft", date="2036-05-02 09:00", status="draft")
    assert "none yet" in str(read_status(site.deployment()))
    release = site.deploy().release
    status = read_status(site.deployment())
    assert status.live == release
    assert [(Path(due.path).name, due.date.isoformat()) for due in status.due] == [
        ("later.md", "2036-05-01T09:00:00+09:00")
    ]
    assert f"{release}  " in str(status)
    assert "live at local" in str(status)
    assert "2036-05-01 09:00 JST  (in " in str(status)
    told = json.loads(status.as_json())
    assert (told["live"], told["due"][0]["date"]) == (release, "2036-05-01T09:00:00+09:00")
    assert "files" not in told["releases"][0]
    assert not (site.root / "public").exists()
