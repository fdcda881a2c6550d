"""The wheel on its own: plugins that Pelican discovers without a setting, and the theme by its name."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pelican
import pytest

ROOT = Path(__file__).parent.parent.parent
POST = (
    "---\ntitle: 札\ndate: 2024-01-01\ntype: blog\nfeatured: true\n---\n\n### 見出し\n\n[[ogp:https://example.org/]]\n"
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("fuda-*.whl"))


def test_what_is_in_it(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for plugin in (path.name for path in (ROOT / "plugins").iterdir() if (path / "__init__.py").exists()):
        assert f"pelican/plugins/{plugin}/plugin.py" in names
    assert "pelican/themes/fuda/templates/base.html" in names
    assert not [name for name in names if name.startswith(("tests/", "content/", "plugins/", "fuda/"))]


def test_pelican_finds_all_of_it_without_a_setting(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "venv"
    venv.create(home, with_pip=False, symlinks=True)
    site_packages = next((home / "lib").glob("python*")) / "site-packages"
    shutil.copytree(Path(pelican.__file__).parent, site_packages / "pelican")  # where pip would have put it
    zipfile.ZipFile(wheel).extractall(site_packages)
    # The other dependencies come from the environment of the tests; its own editable Fuda must not.
    others = [path for path in sys.path if path.endswith("site-packages")]
    (site_packages / "others.pth").write_text("\n".join(others))
    content = tmp_path / "content"
    content.mkdir()
    (content / "fuda.md").write_text(POST, encoding="utf-8")
    (tmp_path / "pelicanconf.py").write_text(
        "SITENAME='S'\nTHEME='fuda'\nFEED_DOMAIN='http://localhost'\nTIMEZONE='Asia/Tokyo'\nOGP_CARDS_OFFLINE=True\n"
    )
    command = [str(home / "bin" / "python"), "-m", "pelican", "content", "--fatal", "warnings"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    home_page = (tmp_path / "output" / "index.html").read_text(encoding="utf-8")
    assert "札" in home_page
    page = next(
        path for path in (tmp_path / "output").rglob("*.html") if "ogp-card" in path.read_text(encoding="utf-8")
    )
    assert "<h2" in page.read_text(encoding="utf-8")
