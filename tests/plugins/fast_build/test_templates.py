"""Templates that another process compiles."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, TemplateSyntaxError

from fast_build.writing.templates import CompiledTemplates, compile_ahead

TEXTS = {"a.html": "{{ 1 + 1 }}", "b.html": "{% include 'a.html' %}", "bad.html": "{% if %}"}


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the templates that this process compiled."""
    names: list[str] = []
    compile_it = Environment.compile

    def noted(self: Environment, source: str, name: str, *rest: object, **more: object) -> object:
        names.append(name)
        return compile_it(self, source, name, *rest, **more)

    monkeypatch.setattr(Environment, "compile", noted)
    return names


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text)
    loaders = [FileSystemLoader(tmp_path), DictLoader({"other.html": "o"})]
    return Environment(loader=ChoiceLoader(loaders), bytecode_cache=CompiledTemplates())


def test_the_themes_templates_come_compiled(environment: Environment, compiled: list[str]) -> None:
    compile_ahead(environment)
    assert environment.get_template("b.html").render() == "2"
    assert environment.get_template("other.html").render() == "o"
    assert compiled == ["other.html"]
    with pytest.raises(TemplateSyntaxError, match="Expected an expression"):
        environment.get_template("bad.html")


def test_a_template_that_changed_since_is_compiled_here(
    environment: Environment, compiled: list[str], tmp_path: Path
) -> None:
    compile_ahead(environment)
    assert environment.get_template("b.html").render() == "2"
    (tmp_path / "a.html").write_text("3")
    assert environment.get_template("b.html").render() == "3"
    assert compiled == ["a.html"]


def test_without_the_other_process_all_is_compiled_here(
    environment: Environment, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CompiledTemplates, "_write", lambda *_: os._exit(9))
    compile_ahead(environment)
    assert environment.get_template("b.html").render() == "2"
    assert compiled == ["b.html", "a.html"]
    compile_ahead(Environment(loader=DictLoader(TEXTS)))


@pytest.mark.parametrize("error", [KeyboardInterrupt, RecursionError])
def test_whatever_ends_the_other_process_says_nothing(
    environment: Environment, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], error: type
) -> None:
    def ended(*_: object) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(Environment, "get_template", ended)
        compile_ahead(environment)
    assert environment.get_template("b.html").render() == "2"
    assert capfd.readouterr().err == ""


def test_where_no_process_can_be_had_nothing_is_said(
    environment: Environment, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_left() -> int:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", none_left)
    compile_ahead(environment)
    assert environment.get_template("a.html").render() == "2"
    assert compiled == ["a.html"]
