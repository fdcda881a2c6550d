"""What a build knows of its sources, on a real tiny site."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.sites import ROOT, write_files

from fuda.build import BuildFailed
from fuda.checks import BuildRecord, build_recorded, check

CONF = f"""
PATH = "content"
OUTPUT_PATH = "output"
SITEURL = FEED_DOMAIN = "https://example.org"
TIMEZONE = "Asia/Tokyo"
DEFAULT_LANG = "ja"
THEME = "simple"
PLUGIN_PATHS = ["{ROOT}/plugins"]
WITH_FUTURE_DATES = False
DRAFT_SAVE_AS = DRAFT_LANG_SAVE_AS = DRAFT_PAGE_SAVE_AS = DRAFT_PAGE_LANG_SAVE_AS = ""
CHECKS_ALLOWED_HOSTS = ["cdn.example"]
MARKDOWN_EXTRAS_ALLOWED_HOSTS = ["img.example"]
"""
POST = "title: {0}\ndate: {1}\nslug: {0}\ndescription: D\n{2}\n\nText.\n"


@pytest.fixture
def conf(tmp_path) -> Path:
    """The settings file of a site with one source of each kind."""
    files = {
        "conf.py": CONF,
        "content/a.md": POST.format("a", "2026-01-01", ""),
        "content/a.en.md": POST.format("a", "2026-01-01", "lang: en"),
        "content/hidden.md": POST.format("hidden", "2026-01-01", "status: hidden"),
        "content/draft.md": POST.format("draft", "2026-01-01", "status: draft"),
        "content/draft.en.md": POST.format("draft", "2026-01-01", "status: draft\nlang: en"),
        "content/future.md": POST.format("future", "9000-01-01", ""),
        "content/pages/p.md": POST.format("p", "2026-01-01", ""),
        "content/pages/q.md": POST.format("q", "2026-01-01", "status: draft"),
    }
    write_files(tmp_path, files)
    return tmp_path / "conf.py"


def test_every_source_is_known_with_the_file_it_became(conf, monkeypatch):
    monkeypatch.chdir(conf.parent)
    record = build_recorded(conf)
    rows = {source.path: (source.kind, source.status, source.save_as, source.public_as) for source in record.sources}
    assert rows == {
        "content/a.md": ("article", "published", "a.html", "a.html"),
        "content/a.en.md": ("article", "published", "a-en.html", "a-en.html"),
        "content/hidden.md": ("article", "hidden", "hidden.html", "hidden.html"),
        "content/draft.md": ("article", "draft", "", "draft.html"),
        "content/draft.en.md": ("article", "draft", "", "draft-en.html"),
        "content/future.md": ("article", "draft", "", "future.html"),
        "content/pages/p.md": ("page", "published", "pages/p.html", "pages/p.html"),
        "content/pages/q.md": ("page", "draft", "", "pages/q.html"),
    }
    assert (record.site_url, record.allowed_hosts) == ("https://example.org", ("cdn.example", "img.example"))
    assert BuildRecord.model_validate_json(record.model_dump_json()) == record


def test_a_site_is_built_and_checked_and_left_as_it_was(conf):
    report = check(conf)
    assert report.errors == ()
    assert {finding.code for finding in report.warnings} == {"no-canonical", "no-description"}
    assert not (conf.parent / "output").exists()


def test_a_draft_that_is_written_is_found(conf):
    conf.write_text(CONF + 'DRAFT_PAGE_SAVE_AS = "drafts/{slug}.html"\n')
    report = check(conf)
    assert {(finding.code, finding.page, Path(finding.source).name) for finding in report.errors} == {
        ("unpublished", "drafts/q.html", "q.md"),
    }
    assert report.exit_code == 2


def test_what_the_build_logs_is_in_the_report(conf):
    conf.write_text(CONF + 'PLUGINS = ["front_matter"]\n')
    write_files(conf.parent, {"content/bad.md": "---\ntitle: Bad\ndate: soon\n---\nText.\n"})
    (finding,) = check(conf).errors
    assert (finding.code, finding.source_line) == ("build", 3)
    assert finding.source.endswith("content/bad.md")


def test_a_build_that_stops(conf):
    with pytest.raises(BuildFailed):
        build_recorded(conf.parent / "absent.py")
