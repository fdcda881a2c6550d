"""What macros print is kept for as long as it would be the same, and noted as if it was printed again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment
from pelican.contents import Article
from pelican.settings import DEFAULT_CONFIG
from pelican.urlwrappers import Tag
from support.sites import BuiltSite

from fast_build.writing.addresses import Addresses
from fast_build.writing.effects import NotingGenerator
from fast_build.writing.jobs import PageJob
from fast_build.writing.making import HEARD, Maker
from fast_build.writing.printed import KeepingTemplate, Printed
from fast_build.writing.touched import Touched

PAGE = '{% import "m" as m %}{{ m.show(post, level) }}'
COUNTING = "{% macro show(post, level=2) %}{{ post.title }} {{ level }} {{ post.asked() }}{% endmacro %}"


class Asked(Article):
    """Counts how often it is printed."""

    count = 0

    def asked(self) -> int:
        self.count += 1
        return self.count


def article(title: str) -> Asked:
    return Asked("", {"title": title, "slug": title}, dict(DEFAULT_CONFIG), title, {})


def environment(macros: str = COUNTING, page: str = PAGE) -> Environment:
    env = Environment(loader=DictLoader({"m": macros, "p": page}))
    env.template_class, env.code_generator_class = KeepingTemplate, NotingGenerator
    return env


def printing(env: Environment, printed: Printed, siteurl: str = "") -> Callable[..., str]:
    def show(**values: Any) -> str:
        with printed.used_by(env, siteurl):
            return env.get_template("p").render(values)

    return show


def test_a_post_is_printed_once_for_the_same_arguments() -> None:
    show, post = printing(environment(), Printed()), article("A")
    assert [show(post=post, level=level) for level in (2, 3, 2, True, 1)] == [
        "A 2 1",
        "A 3 2",
        "A 2 1",
        "A True 3",
        "A 1 4",
    ]
    assert show(post=article("B"), level=2) == "B 2 1"


def test_nothing_is_kept_for_another_place_after_a_warning_or_outside_of_writing() -> None:
    env, printed, post = environment(), Printed(), article("A")
    assert printing(env, printed)(post=post, level=2) == "A 2 1"
    assert printing(env, printed, "..")(post=post, level=2) == "A 2 2"
    printed.forget()
    assert printing(env, printed)(post=post, level=2) == "A 2 3"
    assert env.get_template("p").render(post=post, level=2) == "A 2 4"


@pytest.mark.parametrize("value", [[2], {"a": 1}, 1.0, object(), print])
def test_what_may_change_is_printed_each_time(value: Any) -> None:
    show, post = printing(environment(), Printed()), article("A")
    assert [show(post=post, level=value)[-1] for _ in range(2)] == ["1", "2"]


@pytest.mark.parametrize(
    ("macros", "page"),
    [
        (COUNTING, '{% import "m" as m with context %}{{ m.show(post, level) }}'),
        (COUNTING, COUNTING + "{{ show(post, level) }}"),
        (COUNTING + "{% macro luck() %}{{ [1]|random }}{% endmacro %}", PAGE),
        (COUNTING + "{% set ns = namespace(n=0) %}{% macro id() %}{% set ns.n = ns.n + 1 %}{% endmacro %}", PAGE),
        (COUNTING + "{% set ids = [0] %}{% macro id() %}{{ ids.append(1) }}{% endmacro %}", PAGE),
    ],
)
def test_macros_that_know_more_than_their_arguments_are_not_kept(macros: str, page: str) -> None:
    show, post = printing(environment(macros, page), Printed()), article("A")
    assert [show(post=post, level=2)[-1] for _ in range(2)] == ["1", "2"]


def test_macros_of_a_module_that_jinja_makes_anew_are_not_kept() -> None:
    env = environment(page='{% import "m" as m %}{{ m.show.__class__.__name__ }}')
    assert env.get_template("p").render() == "KeptMacro"
    env = environment(page='{% import "m" as m %}{{ m.show.__class__.__name__ }}')
    assert env.get_template("p", globals={"more": 1}).render() == "Macro"


def test_a_page_that_reuses_a_text_has_looked_at_its_post() -> None:
    post, other = article("A"), article("B")
    touched = Touched([other, post])
    try:
        show = printing(environment(page="{{ other.title }}" + PAGE), Printed(touched))
        notes = []
        for _ in range(2):
            touched.start()
            show(post=post, level=2, other=other)
            notes.append(touched.packed())
    finally:
        touched.stop()
    assert notes[0] == notes[1]
    assert len(notes[0]) == 8


def test_urls_of_tags_are_made_once_until_it_stops() -> None:
    tag = Tag("A", dict(DEFAULT_CONFIG))
    addresses = Addresses()
    try:
        assert tag.url == "tag/a.html"
        tag.settings["TAG_URL"] = "new/{slug}"
        assert tag.url == "tag/a.html"
        assert Tag("B", tag.settings).url == "new/b"
    finally:
        addresses.stop()
    assert tag.url == "new/a"


def test_a_warning_is_given_for_each_page(caplog: pytest.LogCaptureFixture) -> None:
    class Warning_(Asked):
        def asked(self) -> int:
            logging.getLogger("x").warning("again %s", super().asked())
            return 0

    post = Warning_("", {"title": "A", "slug": "a"}, dict(DEFAULT_CONFIG), "a", {})
    job = PageJob(environment().get_template("p"), {}, {"post": post}, {"level": 2}, "p", False, "")
    maker = Maker(lambda job: job.template.render(job.values), None, steady=True)  # type: ignore[union-attr]
    try:
        assert [maker.make(job, silent=False) for _ in range(2)] == [HEARD, HEARD]
    finally:
        maker.stop()


LISTED: dict[str, str | bytes] = {
    f"content/p{n:02}.md": f"Title: P{n:02} & <i>x</i>\nDate: 2024-01-{n + 1:02}\nTags: 日本, b{n % 3}\n\nBody & “more”.\n"
    for n in range(20)
}


def test_lists_and_feeds_are_those_of_plain_pelican(build_site: Callable[..., BuiltSite], tmp_path: Path) -> None:
    settings = {
        "SITEURL": "https://example.org",
        "FEED_ALL_ATOM": "all.atom.xml",
        "FEED_ALL_RSS": "all.rss.xml",
        "TAG_FEED_RSS": "{slug}.rss.xml",
        "FAST_BUILD_WORKERS": 2,
    }
    plain = build_site(LISTED, PLUGINS=[], **settings, OUTPUT_PATH=str(tmp_path / "plain"))
    fast = build_site(LISTED, PLUGINS=["fast_build"], **settings, OUTPUT_PATH=str(tmp_path / "fast"))
    files = [name for name in plain.files() if name.endswith((".html", ".xml"))]
    assert len(files) > 25
    assert all((plain.output / name).read_bytes() == (fast.output / name).read_bytes() for name in files)
