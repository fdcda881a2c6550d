"""The fetcher with servers that behave: what it asks, what it follows, what it gives back."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.hostile import PUBLIC, Server, Stage, Visit, answer, head, raw, redirect, reset

from ogp_cards.errors import AddressRefused, FetchFailed, Gone, Offline
from ogp_cards.fetch import Fetcher, FetchLimits
from ogp_cards.fetch.retry import parse_retry_after

HTML = "text/html; charset=utf-8"
MONTH = 30 * 24 * 3600


@pytest.fixture
def site() -> Iterator[Server]:
    with Server(
        {
            "/": answer(
                b"<title>Hello</title>", content_type=HTML, etag='"v1"', last_modified="Tue, 01 Jul 2025 00:00:00 GMT"
            )
        }
    ) as server:
        yield server


@pytest.fixture
def stage(site: Server) -> Stage:
    stage = Stage()
    stage.put("site.test", site)
    return stage


def test_a_page_comes_with_its_headers(stage: Stage) -> None:
    answer = stage.fetcher().get("http://site.test/#top")
    assert answer.url == "http://site.test/"
    assert (answer.status, answer.content_type, answer.body) == (200, HTML, b"<title>Hello</title>")
    assert (answer.etag, answer.last_modified) == ('"v1"', "Tue, 01 Jul 2025 00:00:00 GMT")
    assert not answer.truncated


def test_the_request_says_who_asks_and_nothing_else(site: Server, stage: Stage) -> None:
    stage.fetcher(user_agent="Tester/1 (+https://blog.test/)", language="ja").get("http://site.test/")
    assert site.visits[0].headers == {
        "host": "site.test",
        "user-agent": "Tester/1 (+https://blog.test/)",
        "accept": "text/html,application/xhtml+xml,*/*;q=0.5",
        "accept-encoding": "gzip",
        "accept-language": "ja",
        "connection": "close",
    }


def test_the_default_user_agent_names_the_program_and_its_purpose() -> None:
    """The site's own URL comes behind it, from OGP_CARDS_USER_AGENT."""
    agent = FetchLimits().user_agent
    assert agent.startswith("Fuda")
    assert "link preview" in agent
    assert "Mozilla" not in agent


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("GZIP", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("identity", bytes),
        ("identity, gzip", gzip.compress),
        ("gzip", lambda body: gzip.compress(body) + b"trailing rubbish"),
        ("gzip", lambda body: gzip.compress(body[:8]) + gzip.compress(b"") + gzip.compress(body[8:]) + b"\x1f"),
        ("none", bytes),
        ("utf-8", bytes),
    ],
)
def test_one_content_coding_is_taken_off(site: Server, stage: Stage, coding: str, pack) -> None:
    site.routes["/"] = answer(pack(b"<p>text</p>" * 9), content_encoding=coding)
    assert stage.fetcher().get("http://site.test/").body == b"<p>text</p>" * 9


def test_a_page_is_cut_and_an_image_or_json_refused_at_its_limit(site: Server, stage: Stage) -> None:
    fetcher = stage.fetcher(page_bytes=1000, image_bytes=1000, json_bytes=1000)
    for size, plain in ((1000, True), (1000, False), (1001, True), (1001, False)):
        body = b"x" * size
        site.routes["/"] = answer(body) if plain else answer(gzip.compress(body), content_encoding="gzip")
        page = fetcher.get("http://site.test/")
        assert (len(page.body), page.truncated) == (1000, size > 1000)
        for accept in ("image", "json"):
            if size == 1000:
                assert fetcher.get("http://site.test/", accept=accept).body == body
            else:
                with pytest.raises(FetchFailed, match="more than"):
                    fetcher.get("http://site.test/", accept=accept)


def test_members_of_a_gzip_file_are_counted_together(site: Server, stage: Stage) -> None:
    site.routes["/"] = answer(gzip.compress(b"x" * 600) * 2, content_encoding="gzip")
    page = stage.fetcher(page_bytes=1000).get("http://site.test/")
    assert (len(page.body), page.truncated) == (1000, True)


def test_of_a_gzipped_page_that_ends_early_what_came_is_used(site: Server, stage: Stage) -> None:
    """As of a plain one; an image or JSON is worth nothing so."""
    page = b"<title>Hello</title>" + bytes(range(32, 127)) * 20
    site.routes["/"] = answer(gzip.compress(page)[:90], content_encoding="gzip")
    taken = stage.fetcher().get("http://site.test/")
    assert taken.body.startswith(b"<title>Hello</title>")
    assert page.startswith(taken.body)
    assert taken.truncated
    for accept in ("image", "json"):
        with pytest.raises(FetchFailed, match="ends too early"):
            stage.fetcher().get("http://site.test/", accept=accept)


def test_an_image_that_says_it_is_too_large_is_not_read(site: Server, stage: Stage) -> None:
    site.routes["/"] = raw(head(content_type="image/png", content_length=str(9 * 2**20)))
    with pytest.raises(FetchFailed, match=r"site\.test sent more than 8 MiB"):
        stage.fetcher().get("http://site.test/", accept="image")


@pytest.mark.parametrize(
    "kind", ["image/png", "application/pdf", "video/mp4", "application/zip", "audio/mpeg", "APPLICATION/PDF; x=y"]
)
def test_what_cannot_be_a_page_is_left_unread(site: Server, stage: Stage, kind: str) -> None:
    site.routes["/"] = raw(head(content_type=kind, content_length="999999999"))
    answer = stage.fetcher().get("http://site.test/")
    assert (answer.content_type, answer.body, answer.truncated) == (kind, b"", True)


@pytest.mark.parametrize(
    "kind", [None, "", "text/html", "TEXT/HTML", "application/xhtml+xml", "text/plain", "application/xml", "text"]
)
def test_what_may_be_a_page_is_read(site: Server, stage: Stage, kind: str | None) -> None:
    site.routes["/"] = answer(b"<p>", content_type=kind) if kind is not None else answer(b"<p>")
    assert stage.fetcher().get("http://site.test/").body == (b"" if kind == "text" else b"<p>")


def test_a_known_page_that_has_not_changed(site: Server, stage: Stage) -> None:
    site.routes["/"] = raw(head("304 Not Modified", etag='"v1"'))
    answer = stage.fetcher().get("http://site.test/", etag='"v1"', last_modified="Tue, 01 Jul 2025 00:00:00 GMT")
    assert answer.not_modified
    assert answer.body == b""
    assert site.visits[0].headers["if-none-match"] == '"v1"'
    assert site.visits[0].headers["if-modified-since"] == "Tue, 01 Jul 2025 00:00:00 GMT"


def test_a_304_that_nobody_asked_for_is_a_failure(site: Server, stage: Stage) -> None:
    site.routes["/"] = raw(head("304 Not Modified"))
    with pytest.raises(FetchFailed, match="304"):
        stage.fetcher().get("http://site.test/")


@pytest.mark.parametrize("etag", ['"a\r\nX-Evil: 1"', '"é"', '"' + "a" * 2000 + '"', "\x00"])
def test_a_strange_validator_is_neither_sent_nor_kept(site: Server, stage: Stage, etag: str) -> None:
    site.routes["/"] = answer(b"x", etag=etag.replace("\r\n", " \u0001"))
    answered = stage.fetcher().get("http://site.test/", etag=etag)
    assert "if-none-match" not in site.visits[0].headers
    assert "x-evil" not in site.visits[0].headers
    assert answered.etag == ""


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_redirects_are_followed(site: Server, stage: Stage, status: str) -> None:
    site.routes |= {
        "/a": answer(status=status, location="b"),
        "/b": answer(status=status, location="//site.test/c#x"),
        "/c": answer(b"here"),
    }
    answered = stage.fetcher().get("http://site.test/a")
    assert (answered.url, answered.body) == ("http://site.test/c", b"here")
    assert site.paths == ["/a", "/b", "/c"]
    assert not any("referer" in visit.headers for visit in site.visits)


def test_five_redirects_are_followed_and_no_sixth(site: Server, stage: Stage) -> None:
    site.routes |= {f"/{n}": redirect(f"/{n + 1}") for n in range(6)} | {"/6": answer(b"end")}
    assert stage.fetcher().get("http://site.test/1").body == b"end"
    with pytest.raises(FetchFailed, match="more than 5 times"):
        stage.fetcher().get("http://site.test/0")


def test_a_redirect_without_location_is_a_failure(site: Server, stage: Stage) -> None:
    site.routes["/"] = answer(status="302 Found")
    with pytest.raises(FetchFailed, match="302"):
        stage.fetcher().get("http://site.test/")


@pytest.mark.parametrize(
    ("status", "gone"), [(404, True), (410, True), (400, False), (401, False), (403, False), (500, False), (503, False)]
)
def test_statuses(site: Server, stage: Stage, status: int, gone: bool) -> None:
    site.routes["/"] = answer(b"<title>Sorry</title>", status=f"{status} Sorry", www_authenticate="Basic realm=x")
    with pytest.raises(FetchFailed, match=f"site.test answered {status}") as failure:
        stage.fetcher().get("http://site.test/")
    assert isinstance(failure.value, Gone) is gone
    assert failure.value.status == status
    assert len(site.visits) == 1


@pytest.mark.parametrize(("said", "seconds"), [("7", 7), ("Sun, 06 Nov 1994 08:49:37 +99999999999999", None)])
def test_a_server_may_ask_us_to_come_back_later(site: Server, stage: Stage, said: str, seconds: float | None) -> None:
    site.routes["/"] = answer(status="429 Too Many Requests", retry_after=said)
    with pytest.raises(FetchFailed) as failure:
        stage.fetcher().get("http://site.test/")
    assert failure.value.retry_after == seconds


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0), (" 120 ", 120), ("9" * 400, MONTH), ("Fri, 06 Nov 2093 08:50:37 GMT", MONTH),
        ("Sun, 06 Nov 1994 08:50:37 GMT", 60), ("Sunday, 06-Nov-94 08:50:37 GMT", 60),
        ("Sun Nov  6 08:50:37 1994", 60), ("Sun, 06 Nov 1994 08:40:00 GMT", 0), ("Sun, 06 Nov 1994 09:50:37 +0100", 60),
        (None, None), ("", None), ("soon", None), ("-1", None), ("1.5", None), ("٣", None), ("Sun, 99 Nov 1994 08:49:37 GMT", None),
        ("Sun, 06 Nov 99999 08:49:37 GMT", None), ("Sun, 06 Nov 1994 08:49:37 +99999999999999", None),
    ],
)  # fmt: skip
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert parse_retry_after(value, datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)) == seconds


def test_cookies_are_not_kept_even_between_redirects(site: Server, stage: Stage) -> None:
    site.routes |= {
        "/set": answer(status="302 Found", location="/get", set_cookie="id=1; Path=/"),
        "/get": answer(b"ok", set_cookie="x"),
    }
    fetcher = stage.fetcher()
    fetcher.get("http://site.test/set")
    fetcher.get("http://site.test/get")
    assert not any("cookie" in visit.headers for visit in site.visits)


def test_nothing_is_taken_from_the_environment(
    site: Server, stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".netrc").write_text("machine site.test login me password secret\ndefault login me password secret\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://me:secret@127.0.0.1:9/")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "missing.pem"))
    site.routes["/"] = answer(status="401 Unauthorized", www_authenticate='Basic realm="x"')
    with pytest.raises(FetchFailed, match="401"):
        stage.fetcher().get("http://site.test/")
    assert [visit.headers.get("authorization") for visit in site.visits] == [None]


# ---------------------------------------------------------------- addresses


def test_a_name_is_looked_up_once_and_the_checked_address_is_dialled(site: Server, stage: Stage) -> None:
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    fetcher = Fetcher(FetchLimits(pause=0), resolve=lambda host, port: next(answers), dial=stage.dial)
    fetcher.get("http://site.test/")
    assert stage.dialled == [(PUBLIC, 80)]
    assert site.visits[0].headers["host"] == "site.test"
    with pytest.raises(AddressRefused, match=r"site\.test has the address 127\.0\.0\.1"):
        fetcher.get("http://site.test/")
    assert len(stage.dialled) == 1


@pytest.mark.parametrize("bad", ["10.0.0.1", "127.0.0.1", "::1", "fe80::1%1", "64:ff9b::a00:1", "0.0.0.0"])
def test_one_bad_address_among_good_ones_refuses(stage: Stage, bad: str) -> None:
    stage.names["site.test"] = [PUBLIC, "2606:4700::1111", bad]
    with pytest.raises(AddressRefused, match="not public"):
        stage.fetcher().get("http://site.test/")
    assert stage.dialled == []


def test_every_hop_is_checked(site: Server, stage: Stage) -> None:
    stage.names["inside.test"] = ["192.168.1.1"]
    site.routes["/"] = redirect("http://inside.test/")
    with pytest.raises(AddressRefused, match=r"192\.168\.1\.1"):
        stage.fetcher().get("http://site.test/")
    assert stage.dialled == [(PUBLIC, 80)]


def test_the_next_address_is_tried_when_one_does_not_answer(site: Server, stage: Stage) -> None:
    stage.names["site.test"] = ["2606:4700::1111", PUBLIC]
    assert stage.fetcher().get("http://site.test/").status == 200
    assert stage.dialled == [("2606:4700::1111", 80), (PUBLIC, 80)]


def test_an_allowed_host_may_be_on_this_machine(site: Server) -> None:
    limits = FetchLimits(allowed_hosts=frozenset({"127.0.0.1"}), ports=frozenset({site.port}))
    site.routes["/moved"] = redirect(site.url())
    assert Fetcher(limits).get(site.url("/moved")).url == site.url()
    with pytest.raises(AddressRefused):
        Fetcher(FetchLimits(ports=frozenset({site.port}))).get(site.url())


def test_an_ipv6_literal_keeps_its_brackets(stage: Stage) -> None:
    try:
        server = Server({"/": answer(b"six")}, host="::1")
    except OSError:
        pytest.skip("this machine has no IPv6")
    with server:
        limits = FetchLimits(allowed_hosts=frozenset({"::1"}), ports=frozenset({server.port}))
        assert Fetcher(limits).get(server.url()).body == b"six"
        assert server.visits[0].headers["host"] == f"[::1]:{server.port}"


def test_no_such_host_is_gone_and_no_network_is_nobodys_fault(stage: Stage) -> None:
    fetcher = stage.fetcher()
    for _ in range(2):
        with pytest.raises(Gone, match=r"there is no host nowhere\.test"):
            fetcher.get("http://nowhere.test/")
    assert stage.lookups["example.com"] == 1

    del stage.names["example.com"]
    offline = stage.fetcher()
    for host in ("nowhere.test", "site.test"):
        with pytest.raises(Offline):
            offline.get(f"http://{host}/")
    assert stage.lookups["site.test"] == 0


def test_a_name_server_that_fails_is_not_gone(stage: Stage) -> None:
    def resolve(host: str, port: int) -> list[str]:
        if host == "site.test":
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return stage.resolve(host, port)

    with pytest.raises(FetchFailed, match="could not be looked up") as failure:
        Fetcher(resolve=resolve, dial=stage.dial).get("http://site.test/")
    assert type(failure.value) is FetchFailed


@pytest.mark.parametrize("error", [UnicodeError("label too long"), ValueError("odd"), OSError("odd")])
def test_a_look_up_that_breaks_in_its_own_way_is_a_failure_at_once(
    stage: Stage, error: Exception, capfd: pytest.CaptureFixture[str]
) -> None:
    def resolve(host: str, port: int) -> list[str]:
        if host == "site.test":
            raise error
        return stage.resolve(host, port)

    began = time.monotonic()
    with pytest.raises(FetchFailed):
        Fetcher(FetchLimits(timeout=60), resolve=resolve, dial=stage.dial).get("http://site.test/")
    assert time.monotonic() - began < 4  # a look-up has five seconds
    assert "Traceback" not in capfd.readouterr().err


def test_a_host_that_refuses_connections(stage: Stage) -> None:
    stage.names["closed.test"] = ["1.1.1.1"]
    with pytest.raises(FetchFailed, match=r"closed\.test does not accept connections"):
        stage.fetcher().get("http://closed.test/")


# ---------------------------------------------------------------- proxy


def test_a_proxy_is_used_only_when_set_and_the_urls_own_rules_hold(site: Server) -> None:
    site.routes["http://site.test/"] = answer(b"through the proxy")
    fetcher = Fetcher(FetchLimits(proxy=site.url(""), pause=0))
    assert fetcher.get("http://site.test/").body == b"through the proxy"
    for url in ("http://127.0.0.1/", "http://localhost/", "http://a@site.test/", "http://site.test:22/"):
        with pytest.raises(AddressRefused):
            fetcher.get(url)
    assert len(site.visits) == 1


# ---------------------------------------------------------------- manners


def test_two_connections_to_a_host_at_most(site: Server, stage: Stage) -> None:
    busy: list[Visit] = []
    most: list[int] = []

    def count(visit: Visit) -> None:
        busy.append(visit)
        most.append(len(busy))
        time.sleep(0.1)
        busy.remove(visit)  # before the answer goes out, upon which the next one may come at once
        answer(b"x")(visit)

    site.routes["/"] = count
    fetcher = stage.fetcher()
    threads = [threading.Thread(target=fetcher.get, args=("http://site.test/",)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(site.visits) == 6
    assert max(most) == 2


def test_a_turn_that_never_comes_ends_at_the_deadline(site: Server, stage: Stage) -> None:
    fetcher = stage.fetcher(pause=60.0, timeout=1)
    fetcher.get("http://site.test/")
    with pytest.raises(FetchFailed, match="too many other requests"):
        fetcher.get("http://site.test/")


def test_robots_txt_is_asked_only_by_setting(site: Server, stage: Stage) -> None:
    site.routes |= {
        "/robots.txt": answer(b"User-agent: *\nDisallow: /secret\n", content_type="text/plain"),
        "/secret": answer(b"x"),
    }
    assert stage.fetcher().get("http://site.test/secret").body == b"x"
    assert "/robots.txt" not in site.paths
    polite = stage.fetcher(robots=True)
    assert polite.get("http://site.test/").status == 200
    with pytest.raises(FetchFailed, match=r"robots\.txt of site\.test"):
        polite.get("http://site.test/secret")
    assert site.paths.count("/robots.txt") == 1


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (answer(b"User-agent: Tester\nDisallow: /"), False),
        (answer(b"User-agent: Other\nDisallow: /"), True),
        (answer(b"\xff\xfe\x00<html>"), True),
        (answer(status="404 Not Found"), True),
        (answer(status="403 Forbidden"), True),
        (answer(status="500 Oops"), False),
        (reset(), False),
        (redirect("http://127.0.0.1/"), False),
    ],
)
def test_robots_answers(site: Server, stage: Stage, robots, allowed: bool) -> None:
    site.routes["/robots.txt"] = robots
    fetcher = stage.fetcher(robots=True, user_agent="Tester/1")
    if allowed:
        assert fetcher.get("http://site.test/").status == 200
    else:
        with pytest.raises((FetchFailed, AddressRefused)):
            fetcher.get("http://site.test/")
        assert "/" not in site.paths
