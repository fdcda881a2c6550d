"""Each target against the real tool and a real server on loopback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from support.deploying import Site, Sshd, free_port, tree, webdav
from support.sites import write_files

from fuda.deploy import Code, Options
from fuda.deploy.outcome import PublishFailed
from fuda.deploy.targets.tools import run

AWKWARD = 'it\'s a "web" $(touch x) folder; #サイト'


@pytest.fixture(scope="module")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with Sshd(tmp_path_factory.mktemp("sshd")).serving() as running:
        yield running


@pytest.fixture
def server(tmp_path: Path) -> Path:
    """The folder on the server, under a name that a shell must not read."""
    return tmp_path / "server" / AWKWARD


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "site")


def inodes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_ino for path in folder.rglob("*.html")}


def test_rsync_sends_what_is_new_and_swaps(site: Site, sshd: Sshd, server: Path) -> None:
    site.configure(**sshd.settings(f"{server}/"), DEPLOY_KEEP=2)
    assert site.deploy().line.startswith("Published 000001-")
    assert tree(server / "current") == site.live() != {}
    before = inodes(Path(os.path.realpath(server / "current")))
    for name in ("second", "third"):
        site.post(name)
        assert site.deploy().published
    assert tree(server / "current") == site.live()
    after = inodes(server / "current/")
    assert before["first.html"] == after["first.html"], "what has not changed is linked, not sent"
    assert sorted(path.name[:6] for path in (server / "releases").iterdir()) == ["000002", "000003"]
    assert sorted(path.name for path in server.iterdir()) == ["current", "releases"]
    assert (server / "current/first.html").stat().st_mode & 0o777 == 0o644
    assert site.deployment().roll_back().code is Code.DONE
    assert tree(server / "current") == site.live()
    assert "third.html" not in site.live()


def test_rsync_leaves_alone_what_others_put_there(site: Site, sshd: Sshd, server: Path) -> None:
    (server / "releases/theirs").mkdir(parents=True)
    (server / "theirs.html").write_text("x")
    site.configure(**sshd.settings(str(server)), DEPLOY_KEEP=2)
    for name in ("a", "b", "c"):
        site.post(name)
        assert site.deploy().published
    assert (server / "theirs.html").read_text() == "x"
    assert sorted(path.name[:6] for path in (server / "releases").iterdir()) == ["000002", "000003", "theirs"]


def test_rsync_sets_right_what_was_changed_on_the_server(site: Site, sshd: Sshd, server: Path) -> None:
    site.configure(**sshd.settings(str(server)))
    site.deploy()
    (server / "current/first.html").write_text("by hand")
    assert site.deploy(again=True).published
    assert tree(server / "current") == site.live()


def test_rsync_is_set_right_when_the_site_went_back_after_a_run_that_broke_off(
    site: Site, sshd: Sshd, server: Path
) -> None:
    """The server shows the second release, this machine knows of the first alone, and the site is as it was for that."""
    site.configure(**sshd.settings(str(server)))
    site.deploy()
    second = site.post("second")
    break_off(site)
    assert "second.html" in tree(server / "current")
    second.unlink()
    assert site.deploy().published
    assert tree(server / "current") == site.live()
    assert "second.html" not in site.live()


def break_off(site: Site) -> None:
    """A run that ends just after its target is done, before this machine knows of it."""
    deployment = site.deployment()
    publish = deployment.target.publish

    def killed(folder: Path) -> None:
        publish(folder)
        raise PublishFailed("killed")

    broken = SimpleNamespace(place=deployment.target.place, check=deployment.target.check, publish=killed)
    assert replace(deployment, target=broken).run(Options()).code is Code.PUBLISH


def test_rsync_sweeps_what_a_killed_run_left_there(site: Site, sshd: Sshd, server: Path) -> None:
    (server / "releases/.part-1-000001-0123456789ab").mkdir(parents=True)
    site.configure(**sshd.settings(str(server)))
    assert site.deploy().published
    assert [path.name[:6] for path in (server / "releases").iterdir()] == ["000001"]


def test_rsync_never_replaces_a_folder_of_the_server(site: Site, sshd: Sshd, server: Path) -> None:
    (server / "current").mkdir(parents=True)
    site.configure(**sshd.settings(str(server)))
    outcome = site.deploy()
    assert outcome.code is Code.PUBLISH
    assert outcome.line.endswith("/current is not a link; move it away")
    assert not site.current.exists()


def test_an_unreachable_server_gets_the_same_release_later(site: Site, tmp_path: Path) -> None:
    (tmp_path / "sshd").mkdir()
    sshd, server = Sshd(tmp_path / "sshd"), tmp_path / "server"
    site.configure(**sshd.settings(str(server)))
    outcome = site.deploy()
    assert outcome.code is Code.PUBLISH
    assert "Connection refused" in outcome.line
    assert "\n" not in outcome.line
    assert not site.current.exists()
    (tried,) = site.deployment().releases.all()
    with sshd.serving():
        assert site.deploy().release == tried.name
    assert tree(server / "current") == site.live() != {}


def test_a_strange_server_is_not_trusted(site: Site, sshd: Sshd, tmp_path: Path) -> None:
    settings = sshd.settings(str(tmp_path / "server"))
    options = [option for option in settings["DEPLOY_SSH_OPTIONS"] if "known_hosts" not in option]
    site.configure(**settings | {"DEPLOY_SSH_OPTIONS": [*options, "-oUserKnownHostsFile=/dev/null"]})
    assert site.deploy().line == "ssh failed (255): Host key verification failed."


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def pages(site: Site, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bare repository, the remote of the site's own, on a machine where git knows nobody's name."""
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, "/dev/null")
    bare = site.root.parent / "bare.git"
    git(site.root.parent, "init", "--quiet", "--bare", str(bare))
    git(site.root, "init", "--quiet", "--initial-branch=main")
    git(site.root, "remote", "add", "origin", str(bare))
    site.configure(DEPLOY_TARGET="github-pages")
    return bare


def pushed(bare: Path) -> list[str]:
    return git(bare, "-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", "gh-pages").splitlines()


def test_github_pages_gets_a_commit_a_release(site: Site, pages: Path) -> None:
    site.post("日本語", slug="日本語 の 記事")
    assert site.deploy().line.startswith("Published 000001-")
    assert set(pushed(pages)) == {*site.live(), ".nojekyll"}
    site.post("second")
    second = site.deploy()
    assert "second.html" in pushed(pages)
    assert not site.deploy().published
    assert git(pages, "log", "--format=%s", "gh-pages").splitlines()[0] == f"Release {second.release}"
    assert git(pages, "rev-list", "--count", "gh-pages").strip() == "2"
    site.deployment().roll_back()
    assert "second.html" not in pushed(pages)
    assert git(site.root, "symbolic-ref", "HEAD").strip() == "refs/heads/main"


def test_github_pages_goes_on_from_what_others_pushed(site: Site, pages: Path, tmp_path: Path) -> None:
    site.deploy()
    other = tmp_path / "other"
    git(tmp_path, "clone", "--quiet", "--branch=gh-pages", str(pages), str(other))
    git(other, "-c", "user.name=o", "-c", "user.email=o@x", "commit", "--quiet", "--allow-empty", "-m", "theirs")
    git(other, "push", "--quiet")
    site.post("second")
    assert site.deploy().published
    assert git(pages, "log", "--format=%s", "gh-pages").splitlines()[1] == "theirs"


def test_github_pages_is_set_right_when_the_site_went_back_after_a_run_that_broke_off(site: Site, pages: Path) -> None:
    site.deploy()
    second = site.post("second")
    break_off(site)
    assert "second.html" in pushed(pages)
    second.unlink()
    assert site.deploy().published
    assert set(pushed(pages)) == {*site.live(), ".nojekyll"}
    assert "second.html" not in site.live()


def test_github_pages_of_a_domain(site: Site, pages: Path) -> None:
    site.configure(DEPLOY_TARGET="github-pages", DEPLOY_CNAME="blog.example.org")
    assert site.deploy().published
    assert git(pages, "show", "gh-pages:CNAME").strip() == "blog.example.org"


def test_github_pages_is_not_put_over_the_sources(site: Site, pages: Path) -> None:
    site.configure(DEPLOY_TARGET="github-pages", DEPLOY_BRANCH="main")
    outcome = site.deploy()
    assert outcome.line == "DEPLOY_BRANCH: 'main' is where the site's sources are; name another."
    assert git(pages, "branch") == ""


def test_github_pages_needs_ghp_import(site: Site, pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ghp_import", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    outcome = site.deploy()
    assert (outcome.code, outcome.line) == (Code.PUBLISH, "ghp-import is not installed; pip install ghp-import.")
    assert not (site.root / "releases").exists()
    assert git(pages, "branch") == ""


def test_github_pages_needs_a_remote_that_answers(site: Site, pages: Path) -> None:
    site.deploy()
    live = site.live()
    site.post("second")
    pages.rename(pages.with_name("gone.git"))
    outcome = site.deploy()
    assert (outcome.code, site.live()) == (Code.PUBLISH, live)
    assert "does not appear to be a git repository" in outcome.line
    pages.with_name("gone.git").rename(pages)
    assert site.deploy().published
    assert "second.html" in pushed(pages)
    site.configure(DEPLOY_TARGET="github-pages", DEPLOY_REMOTE="nowhere")
    assert site.deploy().line.startswith("DEPLOY_REMOTE: git knows no remote 'nowhere' here; ")


def rclone_twice(site: Site, folder: Path, **settings: Any) -> None:
    """A release, then one with a page more, a page less, and a page of the same size: the folder follows."""
    site.configure(DEPLOY_TARGET="rclone", **settings)
    site.post("same", "one")
    site.post("old")
    assert site.deploy().published
    assert shown(folder) == site.live() != {}
    site.post("same", "two")
    site.post("new")
    (site.root / "content/old.md").unlink()
    outcome = site.deploy()
    assert {"+ new.html", "- old.html", "~ same.html"} < set(outcome.changed)
    assert shown(folder) == site.live()
    assert not site.deploy().published


def shown(folder: Path) -> dict[str, str]:
    """What rclone made of a folder, without the mark that says whose it is."""
    files = tree(folder)
    assert files.pop(".fuda-release", None)
    return files


def test_rclone_deletes_nothing_that_is_not_ours(site: Site, server: Path) -> None:
    write_files(server, {"theirs.html": "x", "deep/er.html": "x"})
    site.configure(DEPLOY_TARGET="rclone", DEPLOY_PATH=str(server))
    for _ in range(2):
        outcome = site.deploy()
        assert (outcome.code, sorted(tree(server))) == (Code.PUBLISH, ["deep/er.html", "theirs.html"])
        assert (
            "holds what no deploy put there (deep/, theirs.html); name an empty folder, or set DEPLOY_TAKE_OVER"
            in outcome.line
        )
    site.configure(DEPLOY_TARGET="rclone", DEPLOY_PATH=str(server), DEPLOY_TAKE_OVER=True)
    assert site.deploy().published
    assert shown(server) == site.live()
    site.configure(DEPLOY_TARGET="rclone", DEPLOY_PATH=str(server))
    shutil.rmtree(site.root / "releases")
    site.current.unlink()
    assert site.deploy().published, "also when this machine has lost its releases"


def test_rclone_is_set_right_after_a_run_that_broke_off(
    site: Site, server: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It broke off before it deleted what is no longer there, and the site is again as it was before."""
    site.configure(DEPLOY_TARGET="rclone", DEPLOY_PATH=str(server))
    site.deploy()
    live = site.live()
    second = site.post("second")
    with monkeypatch.context() as patch:
        real = shutil.which("rclone")
        write_files(tmp_path, {"bin/rclone": f'#!/bin/sh\n[ "$1" != sync ] || exit 1\nexec {real} "$@"\n'})
        (tmp_path / "bin/rclone").chmod(0o755)
        patch.setenv("PATH", f"{tmp_path}/bin{os.pathsep}{os.environ['PATH']}")
        assert site.deploy().code is Code.PUBLISH
    assert "second.html" in shown(server)
    second.unlink()
    assert site.deploy().published
    assert shown(server) == live


def test_rclone_into_a_folder(site: Site, server: Path) -> None:
    rclone_twice(site, server, DEPLOY_PATH=str(server))


def test_rclone_to_a_webdav_server(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This server keeps neither checksums nor times."""
    folder = tmp_path / "dav"
    folder.mkdir()
    with webdav(folder) as url:
        (tmp_path / "rclone.conf").write_text(f"[shop]\ntype = webdav\nurl = {url}\nvendor = other\n")
        monkeypatch.setenv("RCLONE_CONFIG", str(tmp_path / "rclone.conf"))
        rclone_twice(site, folder / "my site", DEPLOY_PATH="shop:my site")
        site.configure(DEPLOY_TARGET="rclone", DEPLOY_PATH="shopp:my site")
        assert site.deploy().line.startswith("DEPLOY_PATH: rclone knows no remote 'shopp'; ")


def test_a_rclone_server_that_is_away(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RCLONE_RETRIES_SLEEP", "1ms")
    path = f":webdav,url='http://someone:hunter2@127.0.0.1:{free_port()}/',pass=hunter2:site"
    site.configure(DEPLOY_TARGET="rclone", DEPLOY_PATH=path)
    outcome = site.deploy()
    assert (outcome.code, site.current.exists()) == (Code.PUBLISH, False)
    assert outcome.line.startswith("rclone failed (")
    assert "hunter2" not in outcome.line


def test_a_tool_says_its_reason_in_a_line_without_secrets() -> None:
    fatal = "fatal: no https://me:hunter2@x/ ,pass=hunter2,"
    noise = f"echo note; echo 'no error: x is not there' >&2; echo '{fatal}' >&2; echo hint >&2; exit 7"
    with pytest.raises(PublishFailed, match=r"^sh failed \(7\): fatal: no https://…@x/ ,pass=…,$"):
        run(["sh", "-c", noise])
