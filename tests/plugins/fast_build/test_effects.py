"""Templates that change something, or ask the clock, are told from those that only print."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment
from support.sites import ROOT, BuiltSite

from fast_build.writing.effects import Effects, NotingGenerator, effects_of
from fast_build.writing.printed import KeepingTemplate

COUNTER = (
    "{% set ids = [0] %}{% macro uid() %}{% if ids.append(ids.pop() + 1) %}{% endif %}id-{{ ids[0] }}{% endmacro %}"
)


def found(*, alone: bool = False, **templates: str) -> Effects:
    """Of the template `page`."""
    env = Environment(loader=DictLoader(templates), extensions=["jinja2.ext.do"])
    env.template_class, env.code_generator_class = KeepingTemplate, NotingGenerator
    return effects_of(env.get_template("page"), alone=alone)


@pytest.mark.parametrize(
    "page",
    [
        "{{ articles|sort(attribute='date')|reverse|join }}",
        "{% set seen = [] %}{% for a in articles %}{% if seen.append(a) %}{% endif %}{% endfor %}{{ seen }}",
        "{% macro m(x) %}{% set l = x|list %}{% do l.append(1) %}{% set l = l + [2] %}{% do l.pop() %}{% endmacro %}",
        "{% set ns = namespace(n=0) %}{% for a in articles %}{% set ns.n = ns.n + 1 %}{% endfor %}{{ ns.n }}",
        "{% set sep = joiner() %}{% for a in articles %}{{ sep() }}{{ a }}{% endfor %}",
        "list.append(x) <script>today.now()</script> {{ article.update }} {{ article.date.time() }}",
        "{% include 'gone' ignore missing %}{% if 0 %}{% include 'broken' %}{% endif %}",
        "{% from 'counter' import uid with context %}{{ uid() }}",
    ],
)
def test_what_a_page_does_with_its_own_is_of_no_consequence(page: str) -> None:
    assert found(page=page, broken="{% if %}", counter=COUNTER) == Effects()


@pytest.mark.parametrize(
    "page",
    [
        "{% if SEEN.append(article) %}{% endif %}",
        "{% do SITE.names.update({'a': 1}) %}",
        "{% set own = SEEN %}{% do own.insert(0, 1) %}",
        "{% set own = [] %}{% set own = SEEN %}{% do own.clear() %}",
        "{% for tag, rows in tags %}{% do rows.sort() %}{% endfor %}",
        "{% macro m(x) %}{% do x.remove(1) %}{% endmacro %}",
        "{% from 'counter' import uid %}{{ uid() }}",
        "{% import 'counter' as c %}",
        "{% extends 'base' %}{% block b %}{% include ['gone', 'part'] %}{% endblock %}",
        "{% macro m() %}{% from 'counter' import uid %}{{ uid() }}{% endmacro %}",
        "{% import 'cycling' as c %}",
        "{% import 'named' as c %}",
    ],
)
def test_what_reaches_other_pages_is_noticed(page: str) -> None:
    others = {"counter": COUNTER, "base": "{% block b %}{% endblock %}", "part": "{% import 'counter' as c %}"}
    others["cycling"] = "{% set c = cycler('a', 'b') %}{% macro m() %}{{ c.next() }}{% endmacro %}"
    others["named"] = "{% set ns = namespace(n=0) %}{% macro m() %}{% set ns.n = ns.n + 1 %}{% endmacro %}"
    assert found(page=page, **others).changes


@pytest.mark.parametrize(
    "page",
    [
        "{{ DT.datetime.now() }}",
        "{{ article.date.today().year }}",
        "{{ articles|random }}",
        '{{ [1, 2]|map("random") }}',
        "{{ NOTES.read_text() }}",
        "{{ lipsum() }}",
        "{% include 'clock' %}",
    ],
)
def test_the_clock_and_chance_are_noticed(page: str) -> None:
    assert found(page=page, clock="{{ D.utcnow() }}") == Effects(chance=True)


def test_code_from_a_store_that_has_no_notes_may_do_anything() -> None:
    env = Environment(loader=DictLoader({"page": "x"}))
    template = env.get_template("page")
    assert effects_of(template) == Effects()
    env.code_generator_class = NotingGenerator
    assert effects_of(template) == Effects(chance=True)


def test_our_theme_does_nothing_of_the_kind() -> None:
    folder = ROOT / "themes/fuda/templates"
    texts = {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*.html")}
    env = Environment(loader=DictLoader(texts), extensions=["jinja2.ext.i18n"])
    env.template_class, env.code_generator_class = KeepingTemplate, NotingGenerator
    for name in ("tel", "phrases", *texts):  # filters that plugins bring
        env.filters.setdefault(name, str)
    assert len(texts) > 20
    assert {name: effects_of(env.get_template(name), alone="macros" in name) for name in texts} == dict.fromkeys(
        texts, Effects()
    )


POSTS: dict[str, str | bytes] = {
    f"content/p{n:02}.md": f"Title: P{n:02}\nDate: 2024-01-{n + 1:02}\n\nBody.\n" for n in range(20)
}


@pytest.mark.parametrize(
    "article",
    [
        '{% from "ids.html" import uid %}<p id="{{ uid() }}"><p id="{{ uid() }}">{{ article.title }}',
        '{% if SEEN.append(article.slug) %}{% endif %}{{ SEEN|length }} {{ SEEN|join(",") }}',
        "{% set _ = COUNT.__setitem__(article.slug, 1) %}{{ COUNT|length }}",
        "{{ TICK.__next__() }} {{ loops|length }}",
        "{{ tick() }}",
    ],
)
def test_pages_that_change_something_are_those_of_plain_pelican_in_every_build(
    build_site: Callable[..., BuiltSite], tmp_path: Path, article: str
) -> None:
    files = POSTS | {"templates/article.html": article, "templates/ids.html": COUNTER}
    settings: dict[str, Any] = {
        "THEME": "simple",
        "FAST_BUILD_WORKERS": 2,
        "THEME_TEMPLATES_OVERRIDES": [str(tmp_path / "site/templates")],
    }
    sites, used = [], "JINJA_GLOBALS" if "tick()" in article else article
    for plugins in ([], ["fast_build"], ["fast_build"]):
        own = {
            "SEEN": [],
            "COUNT": {},
            "TICK": itertools.count(),
            "JINJA_GLOBALS": {"tick": itertools.count().__next__},
        }
        site = build_site(files, PLUGINS=plugins, **settings, **{name: own[name] for name in own if name in used})
        sites.append({name: site.text(name) for name in site.files() if name.endswith(".html")})
    assert sites[0] == sites[1] == sites[2]


def test_only_pages_that_ask_chance_are_made_in_every_build(
    build_site: Callable[..., BuiltSite], tmp_path: Path
) -> None:
    files = POSTS | {"templates/tags.html": "{{ articles|random }}"}
    settings = {"THEME": "simple", "THEME_TEMPLATES_OVERRIDES": [str(tmp_path / "site/templates")]}
    for _ in range(2):
        site = build_site(files, PLUGINS=["fast_build"], FAST_BUILD_WORKERS=2, **settings)
    assert "(1 made," in site.pelican.settings["FAST_BUILD_SUMMARY"]
