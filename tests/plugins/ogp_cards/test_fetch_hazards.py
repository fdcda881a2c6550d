"""The fetcher with servers that misbehave: each hazard by its outcome, in time."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.hostile import (
    PUBLIC,
    Behaviour,
    Server,
    Stage,
    answer,
    drip,
    endless,
    gzip_bomb,
    head,
    raw,
    redirect,
    reset,
    silent,
)

from ogp_cards.errors import AddressRefused, CardError, FetchFailed
from ogp_cards.fetch import Fetcher, FetchLimits

CHUNKED = head(content_type="text/html", transfer_encoding="chunked")
LONG_HEADER = b"Link: " + b"a" * 60_000 + b"\r\n"
MIB = 2**20


@pytest.fixture
def site() -> Iterator[Server]:
    with Server() as server:
        yield server


@pytest.fixture
def stage(site: Server) -> Stage:
    stage = Stage()
    stage.put("site.test", site)
    return stage


IN_TIME: dict[str, Behaviour] = {
    "silence": silent(),
    "head dripped": drip(head(content_type="text/html") + b"<p>" * 100),
    "body dripped": drip(b"HTTP/1.1 200 OK\r\n\r\n" + b"<p>" * 100),
    "body stops": silent(head(content_length="100") + b"<p>"),
    "status line without end": endless(b"HTTP/1.1 200 ", b"a", 0.01),
    "header without end": endless(b"HTTP/1.1 200 OK\r\nA: ", b"a", 0.01),
    "headers drip in whole lines": endless(b"HTTP/1.1 200 OK\r\n", b"A: b\r\n", 0.05),
    "100 Continue now and then": endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.05),
    "103 Early Hints now and then": endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", 0.01),
    "chunk that never comes": silent(CHUNKED + b"5\r\n"),
    "chunks dripped": endless(CHUNKED, b"1\r\nx\r\n", 0.05),
    "chunk size dripped": drip(CHUNKED + b"0" * 1000),
    "trailers for ever": endless(CHUNKED + b"1\r\nx\r\n0\r\n", b"A: b\r\n", 0.01),
    "gzip that never ends": endless(
        head(content_encoding="gzip") + gzip.compress(b"")[:10], b"\x00\x00\x00\xff\xff", 0.01
    ),
    "redirect whose head never ends": endless(b"HTTP/1.1 302 Found\r\nLocation: /b\r\n", b"A: b\r\n", 0.05),
}


@pytest.mark.parametrize("behaviour", IN_TIME.values(), ids=IN_TIME)
def test_slow_servers_meet_the_deadline(site: Server, stage: Stage, behaviour: Behaviour) -> None:
    site.routes["/"] = behaviour
    start = time.monotonic()
    with pytest.raises(FetchFailed, match=r"site\.test gave no complete answer in time|no complete HTTP answer"):
        stage.fetcher(timeout=0.3).get("http://site.test/")
    assert time.monotonic() - start < 5


def test_the_deadline_spans_all_redirects(site: Server, stage: Stage) -> None:
    hop = redirect("/")

    def late(visit) -> None:
        time.sleep(0.15)
        hop(visit)

    site.routes["/"] = late
    with pytest.raises(FetchFailed, match=r"in time|too many other requests"):
        stage.fetcher(timeout=0.4).get("http://site.test/")
    assert len(site.visits) <= 3


def test_a_deadline_may_be_shared_by_several_requests(site: Server, stage: Stage) -> None:
    site.routes |= {"/": answer(b"x"), "/silent": silent()}
    fetcher = stage.fetcher(timeout=60)
    deadline = fetcher.clock() + 1
    fetcher.get("http://site.test/", deadline=deadline)
    with pytest.raises(FetchFailed, match="in time"):
        fetcher.get("http://site.test/silent", deadline=deadline)
    with pytest.raises(FetchFailed):
        fetcher.get("http://site.test/", deadline=deadline)
    assert site.paths == ["/", "/silent"]


def test_a_name_look_up_does_not_escape_the_deadline(stage: Stage) -> None:
    def resolve(host: str, port: int) -> list[str]:
        time.sleep(3)
        return [PUBLIC]

    start = time.monotonic()
    with pytest.raises(FetchFailed, match="in time"):
        Fetcher(FetchLimits(timeout=0.2), resolve=resolve, dial=stage.dial).get("http://site.test/")
    assert time.monotonic() - start < 2


def test_a_connection_that_is_never_accepted_meets_the_deadline(stage: Stage) -> None:
    def dial(address: str, port: int, seconds: float):
        time.sleep(seconds)
        raise TimeoutError

    with pytest.raises(FetchFailed, match="in time"):
        Fetcher(FetchLimits(timeout=0.2), resolve=stage.resolve, dial=dial).get("http://site.test/")


BROKEN: dict[str, tuple[Behaviour, str]] = {
    "nothing": (raw(b""), "broke off"),
    "reset at once": (reset(), "broke off"),
    "reset in the head": (reset(b"HTTP/1.1 200 OK\r\nA"), "broke off"),
    "reset in the body": (reset(head(content_length="100") + b"<p>"), "broke off"),
    "HTTP/0.9": (raw(b"<title>old</title>"), "no complete HTTP answer"),
    "another protocol": (raw(b"SSH-2.0-OpenSSH_9.6\r\n"), "no complete HTTP answer"),
    "no status": (raw(b"HTTP/1.1 \r\n\r\n"), "no complete HTTP answer"),
    "status of letters": (raw(b"HTTP/1.1 two OK\r\n\r\n"), "no complete HTTP answer"),
    "status 99": (raw(b"HTTP/1.1 99 Odd\r\n\r\n"), "no complete HTTP answer"),
    "status 999": (raw(head("999 Denied")), "answered 999"),
    "101 headers": (raw(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 101 + b"\r\n"), "no complete HTTP answer"),
    "header of 100 kB": (raw(b"HTTP/1.1 200 OK\r\nA: " + b"a" * 100_000 + b"\r\n\r\n"), "no complete HTTP answer"),
    "headers without end": (endless(b"HTTP/1.1 200 OK\r\n", b"A: b\r\n"), "no complete HTTP answer|broke off"),
    "nothing of its Content-Length": (raw(head(content_length="100")), "sent nothing of what it promised"),
    "two Content-Lengths": (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"), "no complete HTTP answer"),
    "chunk size of letters": (raw(CHUNKED + b"xyz\r\n<p>\r\n0\r\n\r\n"), "no complete HTTP answer"),
    "negative chunk size": (raw(CHUNKED + b"-5\r\n<p>\r\n0\r\n\r\n"), "no complete HTTP answer"),
    "chunk cut short": (raw(CHUNKED + b"ff\r\n<p>"), "no complete HTTP answer"),
    "chunks without an end": (raw(CHUNKED + b"3\r\n<p>\r\n"), "no complete HTTP answer"),
    "chunk size without end": (endless(CHUNKED, b"0" * 4096), "no complete HTTP answer|broke off"),
    "chunk of -1": (endless(CHUNKED + b"-1\r\n", b"x" * MIB), "no complete HTTP answer"),
    "100 Continue for ever": (endless(b"", b"HTTP/1.1 100 Continue\r\n" + LONG_HEADER + b"\r\n"), "no complete HTTP answer"),
    "103 Early Hints for ever": (endless(b"", b"HTTP/1.1 103 Early Hints\r\n" + LONG_HEADER + b"\r\n"), "no complete HTTP answer"),
    "101 Switching Protocols": (raw(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nhello"), "no complete HTTP answer"),
    "gzip as a transfer coding": (raw(head(transfer_encoding="gzip, chunked") + b"3\r\n<p>\r\n0\r\n\r\n"), "no complete HTTP answer"),
    "gzip twice": (answer(gzip.compress(gzip.compress(b"x")), content_encoding="gzip, gzip"), "was not asked for"),
    "gzip a hundred times": (answer(b"x", content_encoding=", ".join(["gzip"] * 100)), "was not asked for"),
    "gzip in two headers": (raw(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Encoding: gzip\r\n\r\n"), "was not asked for"),
    "brotli": (answer(b"x", content_encoding="br"), "was not asked for"),
    "zstd": (answer(b"x", content_encoding="zstd"), "was not asked for"),
    "an invented coding": (answer(b"x", content_encoding="rot13\u00e9"), "was not asked for"),
    "gzip that is none": (answer(b"<title>plain</title>", content_encoding="gzip"), "cannot be decompressed"),
    "gzip with a wrong checksum": (answer(gzip.compress(b"x" * 99)[:-8] + b"12345678", content_encoding="gzip"), "cannot be decompressed"),
    "gzip of which nothing came": (answer(gzip.compress(b"x" * 99)[:8], content_encoding="gzip"), "sent nothing of what it promised"),
    "a second member that is rubbish": (answer(gzip.compress(b"") + b"\x1f\x8b\x08no!", content_encoding="gzip"), "cannot be decompressed"),
    "raw deflate": (answer(zlib.compress(b"x" * 99)[2:-4], content_encoding="deflate"), "cannot be decompressed"),
    "redirect in a circle": (redirect("/"), "more than 5 times"),
    "redirect to nowhere": (redirect(""), "more than 5 times"),
}  # fmt: skip


@pytest.mark.parametrize(("behaviour", "sentence"), BROKEN.values(), ids=BROKEN)
def test_broken_answers_are_failures(site: Server, stage: Stage, behaviour: Behaviour, sentence: str) -> None:
    site.routes["/"] = behaviour
    with pytest.raises(FetchFailed, match=sentence) as failure:
        stage.fetcher().get("http://site.test/")
    assert str(failure.value).isprintable()
    assert "Traceback" not in str(failure.value)


ODD: dict[str, tuple[bytes, bytes]] = {
    # what the server sends -> the body that is taken
    "longer than Content-Length": (head(content_length="3") + b"<p>rest", b"<p>"),
    "shorter than Content-Length": (head(content_length="100") + b"<p>", b"<p>"),
    "no Content-Length": (head() + b"<p>", b"<p>"),
    "Content-Length of letters": (head(content_length="many") + b"<p>", b"<p>"),
    "negative Content-Length": (head(content_length="-3") + b"<p>", b"<p>"),
    "Content-Length beside chunks": (head(content_length="1", transfer_encoding="chunked") + b"3\r\n<p>\r\n0\r\n\r\n", b"<p>"),
    "a header line that is none": (b"HTTP/1.1 200 OK\r\nnonsense\r\nContent-Length: 3\r\n\r\n<p>", b"<p>"),
    "HTTP/1.0": (b"HTTP/1.0 200 OK\r\n\r\n<p>", b"<p>"),
    "line feeds only": (b"HTTP/1.1 200 OK\nContent-Length: 3\n\n<p>", b"<p>"),
    "one 100 Continue": (b"HTTP/1.1 100 Continue\r\n\r\n" + head(content_length="3") + b"<p>", b"<p>"),
    "Early Hints": (head("103 Early Hints", link="</a.css>") + head(content_length="3") + b"<p>", b"<p>"),
    "a hundred cookies": (b"HTTP/1.1 200 OK\r\n" + b"Set-Cookie: a=b; Expires=%\xff; Domain=.\r\n" * 99 + b"\r\n<p>", b"<p>"),
    "no content": (head("204 No Content"), b""),
    "zero chunk first": (CHUNKED + b"0\r\n\r\n", b""),
}  # fmt: skip


@pytest.mark.parametrize(("sent", "body"), ODD.values(), ids=ODD)
def test_odd_answers_are_taken_as_far_as_they_go(site: Server, stage: Stage, caplog, sent: bytes, body: bytes) -> None:
    site.routes["/"] = raw(sent)
    taken = stage.fetcher().get("http://site.test/").body
    assert taken == body
    assert not [record for record in caplog.records if record.levelname in {"WARNING", "ERROR"}]


HUGE: dict[str, Behaviour] = {
    "plain": endless(head(content_type="text/html"), b"x" * MIB),
    "chunks": endless(CHUNKED, b"%x\r\n" % MIB + b"x" * MIB + b"\r\n"),
    "one chunk": endless(CHUNKED + b"ffffffffffffff\r\n", b"x" * MIB),
    "gzip bomb": gzip_bomb(content_type="text/html"),
    "says so": endless(head(content_length=str(2**40)), b"x" * MIB),
}


@pytest.mark.parametrize("behaviour", HUGE.values(), ids=HUGE)
def test_a_page_without_end_is_cut_and_an_image_refused(site: Server, stage: Stage, behaviour: Behaviour) -> None:
    site.routes["/"] = behaviour
    page = stage.fetcher().get("http://site.test/")
    assert (len(page.body), page.truncated) == (MIB, True)
    with pytest.raises(FetchFailed, match=r"more than 8 MiB"):
        stage.fetcher().get("http://site.test/", accept="image")


def test_the_body_of_a_redirect_is_not_read(site: Server, stage: Stage) -> None:
    site.routes |= {"/": endless(head("302 Found", location="/end"), b"x" * MIB), "/end": answer(b"end")}
    assert stage.fetcher().get("http://site.test/").body == b"end"
    site.routes["/"] = endless(head("301 Moved", location="/end", content_encoding="gzip"), b"x" * MIB)
    assert stage.fetcher().get("http://site.test/").body == b"end"


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "javascript:alert(1)", "http://me:pw@site.test/", "http://127.0.0.1/", "//[::1]/", "http://169.254.169.254/",
     "http://site.test:6379/", "data:text/html,x", "http://site.test\\@127.0.0.1/", "/" + "a" * 5000],
)  # fmt: skip
def test_a_redirect_to_what_is_not_allowed_is_refused(site: Server, stage: Stage, location: str) -> None:
    site.routes["/"] = redirect(location)
    with pytest.raises(AddressRefused, match=r"site\.test redirects to what is not allowed"):
        stage.fetcher().get("http://site.test/")
    assert stage.dialled == [(PUBLIC, 80)]


def test_a_length_that_promises_too_much_is_told_and_only_pages_may(site: Server, stage: Stage) -> None:
    site.routes["/"] = raw(head(content_length="100") + b"<p>")
    assert stage.fetcher().get("http://site.test/").truncated
    for accept in ("image", "json"):
        with pytest.raises(FetchFailed, match="no complete HTTP answer"):
            stage.fetcher().get("http://site.test/", accept=accept)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sent=st.one_of(
        st.binary(max_size=300),
        st.binary(max_size=200).map(lambda noise: b"HTTP/1.1 200 OK\r\n" + noise),
        st.binary(max_size=200).map(lambda noise: b"HTTP/1.1 302 Found\r\nLocation: " + noise + b"\r\n\r\n"),
        st.binary(max_size=200).map(lambda noise: CHUNKED + noise),
        st.binary(max_size=200).map(lambda noise: head(content_encoding="gzip") + gzip.compress(b"")[:10] + noise),
        st.text("abcéあ:;=,\"'\t ", max_size=100).map(
            lambda noise: (
                head(
                    content_type=noise,
                    set_cookie=noise,
                    content_length=noise,
                    content_encoding=noise,
                    retry_after=noise,
                )
                + b"<p>"
            )
        ),
    )
)
def test_any_bytes_give_an_answer_or_a_named_failure(site: Server, stage: Stage, sent: bytes) -> None:
    site.routes["/"] = raw(sent)
    try:
        assert stage.fetcher(timeout=2).get("http://site.test/").status < 300
    except CardError as error:
        assert str(error)
