"""The preview as its author meets it: a process, a browser, files being saved."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, Page, expect
from support.hostile import Server, Visit, answer
from support.sites import ROOT, write_files

from ogp_cards.model import Card, PageFields
from ogp_cards.store import CardStore

CONF = f"""
from importlib.util import module_from_spec, spec_from_file_location
spec = spec_from_file_location("base", {str(ROOT / "pelicanconf.py")!r})
base = module_from_spec(spec)
spec.loader.exec_module(base)
globals().update({{name: value for name, value in vars(base).items() if name.isupper()}})
THEME = {str(ROOT / "themes/fuda")!r}
PLUGIN_PATHS = [{str(ROOT / "plugins")!r}]
OGP_CARDS_OFFLINE = True
SITENAME = "First name"
"""
LONG = "\n\n".join(f"Paragraph {n}." for n in range(200))
FILES: dict[str, str | bytes] = {
    "pelicanconf.py": CONF,
    "content/posts/one.md": f"---\ntitle: One\ndate: 2024-03-01\n---\n\nFirst text.\n\n{LONG}\n",
    "content/posts/two.md": "---\ntitle: Two\ndate: 2024-03-02\n---\n\nSecond text.\n",
}
PATIENCE = 20_000
"""Milliseconds that a slow machine may take; nothing here waits that long otherwise."""


@dataclass
class Running:
    root: Path
    process: subprocess.Popen[str]
    url: str
    log: Path

    def save(self, name: str, text: str) -> None:
        (self.root / name).write_text(text, encoding="utf-8")

    def said(self, pattern: str) -> re.Match[str]:
        for _ in range(PATIENCE // 50):
            if found := re.search(pattern, self.log.read_text(encoding="utf-8")):
                return found
            time.sleep(0.05)
        raise AssertionError(self.log.read_text(encoding="utf-8"))


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    processes = []

    def run(*arguments: str, **files: str) -> Running:
        root = tmp_path / "site"
        write_files(root, {**FILES, **{name: text for name, text in files.items() if "." in name}})
        (root / "pelicanconf.py").write_text(CONF + files.get("conf", ""), encoding="utf-8")
        (root / "content/posts/one.md").write_text(
            files.get("one", str(FILES["content/posts/one.md"])), encoding="utf-8"
        )
        log = tmp_path / "log"
        command = [sys.executable, "-m", "fuda.preview", str(root / "pelicanconf.py"), "--no-browser", *arguments]
        with log.open("w") as out:
            process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out, text=True)
        processes.append(process)
        running = Running(root, process, "", log)
        running.url = running.said(r"Ready in [\d.]+ s: (http://\S+)")[1]
        return running

    yield run
    for process in processes:
        process.kill()
        process.wait(PATIENCE / 1000)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 800, "height": 600})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()


def test_an_hour_of_writing(start: Callable[..., Running], page: Page) -> None:
    preview = start()
    page.goto(preview.url + "posts/one/")
    page.evaluate("scrollTo(0, 1500)")
    with page.expect_event("load"):
        preview.save("content/posts/one.md", FILES["content/posts/one.md"].replace("First text", "Better text"))  # type: ignore[union-attr]
    expect(page.get_by_text("Better text.")).to_be_attached()
    page.wait_for_function("scrollY === 1500")

    preview.save("content/posts/one.md", "---\ntitle: One\ndate: nonsense\n---\n\nLost.\n")
    expect(page.get_by_role("alert")).to_contain_text("one.md:3")
    expect(page.get_by_text("Better text.")).to_be_attached()

    with page.expect_event("load"):
        preview.save("content/posts/one.md", "---\ntitle: Renamed\ndate: 2024-03-01\n---\n\nMended.\n")
    expect(page.get_by_role("heading", name="Renamed", level=1)).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)

    page.goto(preview.url)
    expect(page.get_by_role("link", name="Renamed").first).to_be_visible()
    with page.expect_event("load"):
        preview.save("content/posts/three.md", "---\ntitle: Three\ndate: 2024-03-03\n---\n\nNew.\n")
    expect(page.get_by_role("link", name="Three").first).to_be_visible()


def own_port() -> tuple[str, str]:
    """For a preview that starts anew, since another test's may look for a free one from 8000 on meanwhile."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        return "--port", str(holder.getsockname()[1])


def test_a_changed_setting_starts_it_anew_at_the_same_address(start: Callable[..., Running], page: Page) -> None:
    preview = start(*own_port())
    page.goto(preview.url)
    expect(page).to_have_title(re.compile("First name"))
    preview.save("pelicanconf.py", CONF + "\nSITENAME = \n")
    preview.said(r"pelicanconf\.py:\d+: SyntaxError")
    expect(page.get_by_role("alert")).to_contain_text("SyntaxError")
    preview.save("pelicanconf.py", CONF + '\nSITENAME = "Second name"\n')
    expect(page).to_have_title(re.compile("Second name"), timeout=PATIENCE)


def test_a_module_of_the_settings_and_content_that_moves_away_and_back(
    start: Callable[..., Running], page: Page
) -> None:
    here = "import sys; sys.path.insert(0, __file__.rpartition('/')[0])\nfrom siteinfo import SITENAME\n"
    preview = start(*own_port(), conf=here, **{"siteinfo.py": "SITENAME = 'First name'\n"})
    page.goto(preview.url + "posts/one/")
    content = preview.root / "content"
    content.rename(preview.root / "away")
    expect(page.get_by_role("alert")).to_contain_text("the folder is gone")
    expect(page.get_by_text("First text.")).to_be_attached()
    (preview.root / "away").rename(content)
    expect(page.get_by_role("alert")).to_have_count(0, timeout=PATIENCE)
    assert requests.get(preview.url + "posts/two/", timeout=20).status_code == 200
    page.goto(preview.url)
    preview.save("siteinfo.py", "SITENAME = 'Second name'\n")
    expect(page).to_have_title(re.compile("Second name"), timeout=PATIENCE)


PLUGIN = "def register():\n    pass\n\n\n"


@pytest.mark.parametrize("mistake", ["def (", "1 / 0"])
def test_a_mistake_in_a_plugin_shows_and_what_was_there_stays(
    start: Callable[..., Running], page: Page, tmp_path: Path, mistake: str
) -> None:
    plugin = tmp_path / "own/mine.py"
    write_files(tmp_path, {"own/mine.py": PLUGIN})
    preview = start(*own_port(), conf=f"PLUGINS.insert(0, 'mine')\nPLUGIN_PATHS.append({str(plugin.parent)!r})\n")
    page.goto(preview.url + "posts/one/")
    plugin.write_text(f"{PLUGIN}{mistake}\n", encoding="utf-8")
    expect(page.get_by_role("alert")).to_contain_text("mine.py:5: ")
    with page.expect_event("load"):
        preview.save("content/posts/one.md", str(FILES["content/posts/one.md"]).replace("First text", "Better text"))
    expect(page.get_by_text("Better text.")).to_be_attached()
    expect(page.get_by_role("alert")).to_contain_text("mine.py:5: ")
    with page.expect_event("load"):
        plugin.write_text(f"{PLUGIN}# mended\n", encoding="utf-8")
    expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def register():\n    1 / 0\n", "Cannot register plugin `mine`: {plugin}:2: ZeroDivisionError"),
        ("import nixda\n", "Cannot load plugin `mine`\nNo module named 'nixda'"),
    ],
)
def test_a_plugin_that_is_left_out_is_told_over_every_page(
    start: Callable[..., Running], page: Page, tmp_path: Path, text: str, said: str
) -> None:
    write_files(tmp_path, {"own/mine.py": text})
    preview = start(conf=f"PLUGINS.append('mine')\nPLUGIN_PATHS.append({str(tmp_path / 'own')!r})\n")
    page.goto(preview.url)
    expect(page.get_by_role("alert")).to_contain_text(said.format(plugin=tmp_path / "own/mine.py"))
    preview.save("content/posts/three.md", "---\ntitle: Three\ndate: 2024-03-03\n---\n\nNew.\n")
    expect(page.get_by_role("link", name="Three").first).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("`mine`")


def test_a_mistake_in_a_template_shows_over_the_open_page_until_it_is_mended(
    start: Callable[..., Running], page: Page, tmp_path: Path
) -> None:
    theme = shutil.copytree(ROOT / "themes/fuda", tmp_path / "theme")
    preview = start(conf=f"THEME = {str(theme)!r}\n")
    page.goto(preview.url + "posts/one/")
    template = theme / "templates/article.html"
    text = template.read_text(encoding="utf-8")
    template.write_text(text + "{% if %}\n", encoding="utf-8")
    expect(page.get_by_role("alert")).to_contain_text(f"article.html:{text.count(chr(10)) + 1}: TemplateSyntaxError")
    expect(page.get_by_text("First text.")).to_be_attached()
    template.write_text(text, encoding="utf-8")
    expect(page.get_by_role("alert")).to_have_count(0)
    saved = template.with_name("article.html.new")
    saved.write_text(text.replace("{% block main %}", "{% block main %}Saved anew."), encoding="utf-8")
    saved.replace(template)
    expect(page.get_by_text("Saved anew.")).to_be_attached()


@pytest.mark.parametrize(("status", "address"), [("hidden", "posts/one/"), ("draft", "drafts/posts/one/")])
def test_what_is_not_published_is_marked(start: Callable[..., Running], page: Page, status: str, address: str) -> None:
    preview = start(one=f"---\ntitle: One\ndate: 2024-03-01\nstatus: {status}\n---\n\nText.\n")
    page.goto(preview.url + "posts/two/")
    expect(page.get_by_role("heading", name="Two", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="Not published")).to_have_count(0)
    page.goto(preview.url + address)
    page.get_by_role("link", name=f"Not published: {status}").click()
    expect(page.get_by_role("link", name="One")).to_be_visible()


def test_many_files_at_once_halves_of_files_and_a_save_meanwhile(start: Callable[..., Running]) -> None:
    preview = start()
    for number in range(500):
        preview.save(f"content/posts/many-{number}.md", f"---\ntitle: Many {number}\ndate: 2024-04-01\n---\n\nBody.\n")
    whole = "---\ntitle: Halves\ndate: 2024-03-01\n---\n\nWhole text.\n"
    preview.save("content/posts/half.md", whole[:20])
    time.sleep(0.1)
    preview.save("content/posts/half.md", whole)
    time.sleep(0.7)  # the 500 are being read by now
    preview.save("content/posts/two.md", "---\ntitle: Two\ndate: 2024-03-02\n---\n\nSaved meanwhile.\n")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        last = requests.get(preview.url + "posts/many-499/", timeout=20)
        half = requests.get(preview.url + "posts/half/", timeout=20)
        two = requests.get(preview.url + "posts/two/", timeout=20)
        if last.status_code == half.status_code == 200 and "Saved meanwhile." in two.text:
            break
        time.sleep(0.1)
    assert last.status_code == 200
    assert "Whole text." in half.text
    assert "Saved meanwhile." in two.text


def test_a_card_comes_into_a_store_that_was_not_there(start: Callable[..., Running], page: Page) -> None:
    preview = start()
    page.goto(preview.url + "posts/one/")
    with page.expect_event("load"):
        preview.save("content/posts/one.md", "---\ntitle: One\ndate: 2024-03-01\n---\n\n[[ogp:https://a.example/]]\n")
    expect(page.get_by_role("link", name="a.example")).to_be_visible()
    card = Card(PageFields("A card that came"), datetime.now(UTC))
    CardStore(preview.root / "cards").change("https://a.example/", lambda entry: replace(entry, card=card))
    expect(page.get_by_role("link", name="A card that came")).to_be_visible(timeout=PATIENCE)


def test_a_card_is_fetched_meanwhile(start: Callable[..., Running], server: Server, page: Page) -> None:
    asked, may_answer = threading.Event(), threading.Event()
    full = answer(b"<title>Fetched meanwhile</title>", content_type="text/html")

    def slowly(visit: Visit) -> None:
        asked.set()
        may_answer.wait(PATIENCE / 1000)
        full(visit)

    server.routes["/a"] = slowly
    conf = (
        f"OGP_CARDS_OFFLINE, OGP_CARDS_ALLOWED_HOSTS, OGP_CARDS_ALLOWED_PORTS = False, ['127.0.0.1'], [{server.port}]\n"
    )
    preview = start(conf=conf, one=f"---\ntitle: One\ndate: 2024-03-01\n---\n\n[[ogp:{server.url('/a')}]]\n")
    assert asked.wait(PATIENCE / 1000)
    page.goto(preview.url + "posts/one/")
    expect(page.get_by_role("link", name="127.0.0.1").first).to_be_visible()
    expect(page.get_by_text("Fetched meanwhile")).to_have_count(0)
    may_answer.set()
    expect(page.get_by_role("link", name="Fetched meanwhile")).to_be_visible(timeout=PATIENCE)


def test_files_that_a_page_shows_are_followed(start: Callable[..., Running], page: Page, tmp_path: Path) -> None:
    theme = shutil.copytree(ROOT / "themes/fuda", tmp_path / "theme")
    picture = (ROOT / "content/images/covers/kinsoku.webp").read_bytes()
    write_files(
        tmp_path, {"site/content/own.css": "h1 { color: rgb(1, 2, 3) }", "site/content/posts/pic.webp": picture}
    )
    preview = start(
        conf=f"THEME = {str(theme)!r}\nFUDA = {{'custom_css': 'own.css'}}\n",
        one="---\ntitle: One\ndate: 2024-03-01\n---\n\n### A\n\n![A](pic.webp)\n\n### B\n\nText.\n",
    )
    page.goto(preview.url + "posts/one/")
    heading = page.get_by_role("heading", name="One", level=1)
    expect(heading).to_have_css("color", "rgb(1, 2, 3)")
    page.evaluate("window.stayed = true")
    preview.save("content/own.css", "h1 { color: rgb(4, 5, 6) }")
    expect(heading).to_have_css("color", "rgb(4, 5, 6)", timeout=PATIENCE)
    assert page.evaluate("window.stayed")
    with page.expect_event("load"):
        (preview.root / "content/posts/pic.webp").write_bytes(picture + b"-")
    with page.expect_event("load"):
        script = theme / "static/js/contents.js"
        script.write_text(script.read_text(encoding="utf-8") + "document.title = 'Scripted';\n", encoding="utf-8")
    expect(page).to_have_title("Scripted", timeout=PATIENCE)


def test_two_browsers(start: Callable[..., Running], chromium: Browser) -> None:
    preview = start()
    contexts = [chromium.new_context() for _ in range(2)]
    one, two = (context.new_page() for context in contexts)
    for page, name in ((one, "one"), (two, "two")):
        page.goto(f"{preview.url}posts/{name}/")
        page.evaluate("window.stayed = true")
    with one.expect_event("load", timeout=PATIENCE):
        preview.save("content/posts/one.md", str(FILES["content/posts/one.md"]).replace("First text", "Better text"))
    expect(one.get_by_text("Better text.")).to_be_attached()
    with two.expect_event("load", timeout=PATIENCE):
        preview.save("content/posts/two.md", str(FILES["content/posts/two.md"]).replace("Second text", "Other text"))
    expect(two.get_by_text("Other text.")).to_be_attached()
    one.evaluate("window.stayed = true")
    preview.save("content/posts/two.md", str(FILES["content/posts/two.md"]))
    expect(two.get_by_text("Second text.")).to_be_attached(timeout=PATIENCE)
    assert one.evaluate("window.stayed")
    for context in contexts:
        context.close()


def test_it_ends_cleanly_and_refuses_what_it_must(start: Callable[..., Running]) -> None:
    preview = start("--host", "127.0.0.1")
    assert requests.get(preview.url, headers={"Host": "evil.example"}, timeout=20).status_code == 421
    assert requests.get(preview.url + "nowhere/", timeout=20).status_code == 404
    assert requests.get(preview.url + "..%2f..%2fpelicanconf.py", timeout=20).status_code == 404
    port = preview.url.rstrip("/").rsplit(":", 1)[1]
    taken = subprocess.run(
        [sys.executable, "-m", "fuda.preview", str(preview.root / "pelicanconf.py"), "--no-browser", "--port", port],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE / 1000,
    )
    assert taken.returncode == 1
    assert taken.stderr.count("\n") == 1
    assert f"127.0.0.1:{port} can't be used" in taken.stderr
    os.kill(preview.process.pid, signal.SIGINT)
    assert preview.process.wait(PATIENCE / 1000) == 0
    assert "Traceback" not in preview.log.read_text()


def test_it_ends_at_once_and_silently_with_a_browser_open(start: Callable[..., Running], page: Page) -> None:
    preview = start(*own_port())
    page.goto(preview.url)
    preview.save("pelicanconf.py", CONF + '\nSITENAME = "Second name"\n')
    expect(page).to_have_title(re.compile("Second name"), timeout=PATIENCE)
    before = time.monotonic()
    os.kill(preview.process.pid, signal.SIGINT)
    assert preview.process.wait(PATIENCE / 1000) == 0
    assert time.monotonic() - before < 3
    said = preview.log.read_text(encoding="utf-8").splitlines()
    assert [line for line in said if not line.startswith(("Ready in", "Settings or code changed"))] == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("while_it", ["reads", "serves"])
def test_however_it_is_ended_nothing_stays_behind(
    start: Callable[..., Running], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, while_it: str
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    plugin = "def register():\n    import time\n    print('reading', flush=True)\n    time.sleep(20)\n"
    if while_it == "reads":
        own = {"PLUGINS": ["slow"], "PLUGIN_PATHS": [str(tmp_path)]}
        write_files(
            tmp_path,
            {**FILES, "slow.py": plugin, "pelicanconf.py": CONF + "".join(f"{n} = {v!r}\n" for n, v in own.items())},
        )
        command = [sys.executable, "-m", "fuda.preview", str(tmp_path / "pelicanconf.py"), "--no-browser"]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert process.stdout
        assert process.stdout.readline() == "reading\n"
    else:
        process = start().process
    assert list(tmp_path.glob("fuda-preview-*"))
    process.send_signal(number)
    assert process.wait(PATIENCE / 1000) == (0 if number == signal.SIGINT else 128 + number)
    assert not list(tmp_path.glob("fuda-preview-*"))
    said = process.stdout.read() if process.stdout else (tmp_path / "log").read_text(encoding="utf-8")
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("conf", "said"),
    [
        ("SITENAME = \n", "pelicanconf.py:1: SyntaxError"),
        ('PATH = "nowhere"\n', "there is no such folder"),
        ('SITEURL, PATH, TIMEZONE = "https://a.example", ".", "Mars/X"\n', "TIMEZONE is 'Mars/X'"),
        ('SITENAME = "A"\nimport nixda\n', "pelicanconf.py:2: ModuleNotFoundError"),
        (
            'SITEURL, TIMEZONE, PLUGINS, PLUGIN_PATHS = "https://a.example", "UTC", ["broken"], ["."]\n',
            "broken.py:2: SyntaxError",
        ),
    ],
)
def test_what_it_can_not_start_with(tmp_path: Path, conf: str, said: str) -> None:
    (tmp_path / "pelicanconf.py").write_text(conf)
    (tmp_path / "broken.py").write_text("\ndef (\n")
    done = subprocess.run(
        [sys.executable, "-m", "fuda.preview", str(tmp_path / "pelicanconf.py"), "--no-browser"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE / 1000,
    )
    assert done.returncode == 1
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_it_ends_silently_also_while_it_reads(tmp_path: Path) -> None:
    write_files(
        tmp_path, {**FILES, "pelicanconf.py": CONF + "import time, sys\nprint('reading', flush=True)\ntime.sleep(20)\n"}
    )
    command = [sys.executable, "-m", "fuda.preview", str(tmp_path / "pelicanconf.py"), "--no-browser"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "reading\n"
        process.send_signal(signal.SIGINT)
        assert process.stdout.read() == ""
    assert process.returncode == 0


def test_the_address_that_it_names_can_be_opened(start: Callable[..., Running]) -> None:
    preview = start("--host", "0.0.0.0")
    assert preview.url.startswith("http://127.0.0.1:")
    assert requests.get(preview.url, timeout=20).status_code == 200


def test_a_free_port_is_found(start: Callable[..., Running]) -> None:
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            holder.bind(("127.0.0.1", 8000))
            holder.listen()
        except OSError:
            pass  # somebody else holds it: just as well
        assert not start().url.endswith(":8000/")
