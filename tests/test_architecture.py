"""The rules of the house, held by reading the imports: see CONTRIBUTING.md."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PLUGINS = sorted(path.name for path in (ROOT / "plugins").iterdir() if (path / "__init__.py").exists())
MODULES = sorted(path for name in PLUGINS for path in (ROOT / "plugins" / name).rglob("*.py"))
CODE = [*MODULES, *sorted((ROOT / "fuda").rglob("*.py")), ROOT / "tasks.py", ROOT / "make.py"]


HOMES = {
    "PIL": {"ogp_cards/images", "post_files"},
    "requests": {"ogp_cards/fetch"},
    "lxml": {"ogp_cards/parse", "ogp_cards/covers"},
    "jinja2": {
        *("ogp_cards/render.py", "post_types", "fuda_theme"),
        *("fast_build/writing/templates.py", "fast_build/writing/printed.py", "fast_build/writing/effects.py"),
    },
    "markdown": {
        "ogp_cards/syntax",
        "headings",
        "japanese_text",
        "markdown_extras",
        "front_matter",
        "fast_build/quick_markdown",
    },
}
"""Libraries with the places that may use them."""
LOWER = {
    "model.py": {".errors"},
    "errors.py": set(),
    "parse": {"..model", "..errors", "..addresses", "..hosts"},
    "store.py": {".model", ".errors", ".entries", ".files"},
}
"""Of ogp_cards' lower rooms: all that each may import from the rest of its plugin."""


def imports(path: Path) -> set[str]:
    """Top-level names that a module imports absolutely; relative ones come with their dots."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add("." * node.level + (node.module or ""))
    return found


def identifier(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=identifier)
def test_plugins_never_import_each_other(path: Path) -> None:
    own = path.relative_to(ROOT / "plugins").parts[0]
    others = set(PLUGINS) - {own} | {"fuda", "tasks", "pelicanconf"}
    assert not {name.split(".")[0] for name in imports(path)} & others


@pytest.mark.parametrize("path", CODE, ids=identifier)
def test_modules_stay_readable_in_one_go(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    functions = [
        node for node in ast.walk(ast.parse(text)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    assert text.count("\n") <= 300 or not functions, "more than 300 lines; only a list of words may have more"
    assert [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= 45] == []


@pytest.mark.parametrize("name", PLUGINS)
def test_a_plugin_has_the_usual_files(name: str) -> None:
    folder = ROOT / "plugins" / name
    for file in ("__init__.py", "plugin.py", "settings.py", "README.md"):
        assert (folder / file).is_file(), file
    assert "__all__" in (folder / "__init__.py").read_text(encoding="utf-8")
    assert "Settings" in (folder / "settings.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", MODULES, ids=identifier)
def test_no_module_state_that_a_build_could_change(path: Path) -> None:
    """Module-level lists, dicts and sets are named as constants, and never written to."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        if targets and isinstance(node.value, (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)):
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            assert all(name.isupper() or name == "__all__" for name in names), names
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Global)]


@pytest.mark.parametrize("library", HOMES)
def test_a_library_is_used_where_it_belongs(library: str) -> None:
    users = {
        path.relative_to(ROOT / "plugins").as_posix()
        for path in MODULES
        if library in {name.split(".")[0] for name in imports(path)}
    }
    assert users
    assert [user for user in users if not user.startswith(tuple(HOMES[library]))] == []


@pytest.mark.parametrize("place", LOWER)
def test_arrows_inside_ogp_cards_point_one_way(place: str) -> None:
    folder = ROOT / "plugins" / "ogp_cards" / place
    up = ".." if folder.is_dir() else "."
    files = folder.rglob("*.py") if folder.is_dir() else [folder]
    outside = {
        name
        for file in files
        for name in imports(file)
        if name.startswith(up) and (folder.is_file() or name.startswith(".."))
    }
    assert outside <= LOWER[place]
