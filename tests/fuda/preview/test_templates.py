"""The theme's templates, edited while the preview lives."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.previews import FILES, begun
from support.sites import ROOT, write_files

from fuda.preview.changes import Change
from fuda.preview.loading import places_of
from fuda.preview.site import Site

PAGE = "posts/one/index.html"


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "themes/fuda", tmp_path / "theme"))


@pytest.fixture
def site(tmp_path: Path, theme: Path) -> Iterator[Site]:
    write_files(tmp_path / "site", FILES)
    with begun(tmp_path / "site", tmp_path / "kept", {"THEME": str(theme)}) as site:
        yield site


def save(site: Site, path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    follow(site, path, edited=True)


def follow(site: Site, path: Path, *, edited: bool) -> None:
    site.update([Change(path, edited)], places_of(path, site._settings))


def test_a_pages_own_template_is_followed(site: Site, theme: Path) -> None:
    template = theme / "templates/article.html"
    good = site.render(PAGE)
    text = template.read_text(encoding="utf-8")
    save(site, template, text.replace("{% block main %}", "{% block main %}Saved anew.", 1))
    assert "Saved anew." in (site.render(PAGE) or "")
    other = template.with_name("article.html.new")
    other.write_text(text, encoding="utf-8")
    other.replace(template)
    follow(site, template, edited=True)
    assert site.render(PAGE) == good


@pytest.mark.parametrize(
    ("name", "mistake"),
    [("article.html", "{% if %}"), ("base.html", "{% if %}"), ("partials/related.html", "{{ 1/0 }}")],
)
def test_a_mistake_in_a_template_is_told_with_its_place_until_it_is_mended(
    site: Site, theme: Path, name: str, mistake: str
) -> None:
    template = theme / "templates" / name
    good, text, others = site.render(PAGE), template.read_text(encoding="utf-8"), site.problems
    save(site, template, f"{text.rstrip()}\n{mistake}\n")
    assert site.render(PAGE) == good
    line = len(text.rstrip().splitlines()) + 1
    said = [problem.message.split(": ")[0] for problem in site.problems if problem not in others]
    assert said == [f"{template}:{line}"]
    save(site, template, text)
    assert site.render(PAGE) == good
    assert site.problems == others


def test_an_override_of_a_cards_template_that_comes_is_edited_and_goes_is_followed(site: Site, theme: Path) -> None:
    page = "posts/two/index.html"
    good = site.render(page) or ""
    template = theme / "templates/ogp_card.html"
    text = (ROOT / "plugins/ogp_cards/templates/ogp_card.html").read_text(encoding="utf-8")
    template.write_text(f"<p>Mine</p>{text}", encoding="utf-8")
    follow(site, template, edited=False)
    assert "<p>Mine</p>" in (site.render(page) or "")
    save(site, template, f"<p>Better</p>{text}")
    assert "<p>Better</p>" in (site.render(page) or "")
    template.unlink()
    follow(site, template, edited=False)
    assert site.render(page) == good
