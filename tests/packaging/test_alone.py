"""Each plugin folder, copied alone into a fresh pelican-quickstart site, works with Pelican's `simple` theme."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PLUGINS = sorted(path.name for path in (ROOT / "plugins").iterdir() if (path / "__init__.py").exists())
POSTS = {
    "yaml.md": "---\ntitle: 札の話\ndate: '2024-01-01'\ntags: ['C++', 'AI']\ntype: blog\n---\n\n### 見出し\n\n**「太字」**と本文。\n",
    "plain.md": "Title: Plain\nDate: 2024-01-02\nTags: AI\nFeatured: true\nType: blog\n\nText ![pic](pic.png)\n\n[[ogp:https://example.org/a]]\n",
}
QUICKSTART = """
AUTHOR = "A"
SITENAME = "Quick"
SITEURL = ""
PATH = "content"
TIMEZONE = "Asia/Tokyo"
DEFAULT_LANG = "ja"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
DEFAULT_PAGINATION = False
THEME = "simple"
OGP_CARDS_OFFLINE = True
"""


@pytest.mark.parametrize("plugin", PLUGINS)
def test_alone_in_a_quickstart_site(plugin: str, tmp_path: Path) -> None:
    shutil.copytree(
        ROOT / "plugins" / plugin, tmp_path / "plugins" / plugin, ignore=shutil.ignore_patterns("__pycache__")
    )
    conf = QUICKSTART + f'PLUGIN_PATHS = ["plugins"]\nPLUGINS = ["{plugin}", "yaml_metadata"]\n'
    if plugin == "front_matter":
        conf = QUICKSTART + 'PLUGIN_PATHS = ["plugins"]\nPLUGINS = ["front_matter"]\n'
    (tmp_path / "pelicanconf.py").write_text(conf)
    (tmp_path / "content").mkdir()
    for name, text in POSTS.items():
        (tmp_path / "content" / name).write_text(text, encoding="utf-8")
    (tmp_path / "content" / "pic.png").write_bytes((ROOT / "tests" / "packaging" / "pic.png").read_bytes())
    command = [sys.executable, "-m", "pelican", "content", "--fatal", "errors"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    home = (tmp_path / "output" / "index.html").read_text(encoding="utf-8")
    assert "札の話" in home
    assert "Plain" in home
