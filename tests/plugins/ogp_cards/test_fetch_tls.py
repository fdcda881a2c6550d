"""The fetcher over TLS: the certificate is the name's, whatever address is behind it; a handshake has no time of its own."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme
from support.hostile import Behaviour, Server, Stage, Visit, answer, drip, endless, head, raw, redirect, reset, silent

from ogp_cards.errors import AddressRefused, FetchFailed
from ogp_cards.fetch import Fetcher, FetchLimits


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> Path:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    return tmp_path / "ca.pem"


def context(certificate: trustme.LeafCert, names: list[str] | None = None) -> ssl.SSLContext:
    """A server's TLS context; the names that clients ask for (SNI) are added to `names`."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(tls)
    if names is not None:
        tls.sni_callback = lambda _sock, name, _context: names.append(name)
    return tls


@pytest.fixture
def names() -> list[str]:
    return []


@pytest.fixture
def site(authority: trustme.CA, names: list[str]) -> Iterator[Server]:
    tls = context(authority.issue_cert("site.test", "xn--wgv71a119e.test"), names)
    with Server({"/": answer(b"secret")}, tls=tls) as server:
        yield server


@pytest.fixture
def stage(site: Server) -> Stage:
    stage = Stage()
    for name in ("site.test", "other.test", "xn--wgv71a119e.test"):
        stage.put(name, site, port=443)
    return stage


@pytest.mark.parametrize("host", ["site.test", "SITE.test.", "日本語.test"])
def test_host_sni_and_certificate_keep_the_name(
    site: Server, stage: Stage, names: list[str], ca_file: Path, host: str
) -> None:
    assert stage.fetcher(ca_file=ca_file).get(f"https://{host}/").body == b"secret"
    name = "xn--wgv71a119e.test" if host == "日本語.test" else "site.test"
    assert names == [name]
    assert site.visits[0].headers["host"] == name


def test_an_address_has_its_own_certificate(authority: trustme.CA, ca_file: Path) -> None:
    with Server({"/": answer(b"here")}, tls=context(authority.issue_cert("127.0.0.1"))) as server:
        limits = FetchLimits(ca_file=ca_file, allowed_hosts=frozenset({"127.0.0.1"}), ports=frozenset({server.port}))
        assert Fetcher(limits).get(server.url()).body == b"here"


def test_another_names_certificate_is_refused(site: Server, stage: Stage, ca_file: Path) -> None:
    with pytest.raises(FetchFailed, match=r"the certificate of other\.test is not valid"):
        stage.fetcher(ca_file=ca_file).get("https://other.test/")
    assert site.visits == []


def test_an_unknown_authority_is_refused_whatever_the_environment_says(
    site: Server, stage: Stage, ca_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.setenv(name, str(ca_file))
    with pytest.raises(FetchFailed, match=r"the certificate of site\.test is not valid"):
        stage.fetcher().get("https://site.test/")
    assert site.visits == []


def test_an_expired_certificate_is_refused(authority: trustme.CA, ca_file: Path) -> None:
    old = authority.issue_cert("site.test", not_after=datetime(2020, 1, 1, tzinfo=UTC))
    stage = Stage()
    with Server({"/": answer(b"x")}, tls=context(old)) as server, pytest.raises(FetchFailed, match="expired"):
        stage.put("site.test", server, port=443)
        stage.fetcher(ca_file=ca_file).get("https://site.test/")


RECORD_HEAD = b"\x16\x03\x03\x40\x00"


@pytest.mark.parametrize(
    ("greeting", "sentence"),
    [
        (silent(), "in time"),
        (drip(RECORD_HEAD + b"\x02" * 1000), "in time"),
        (endless(b"", b"\x15\x03\x03\x00\x02\x01\x5a", 0.01), "in time|no secure connection|broke off"),
        (raw(b"HTTP/1.1 200 OK\r\n\r\nplain"), "no secure connection"),
        (raw(b""), "no secure connection|broke off"),
        (reset(), "no secure connection|broke off"),
        (reset(RECORD_HEAD), "no secure connection|broke off"),
    ],
)
def test_handshakes_that_come_to_nothing(stage: Stage, site: Server, greeting: Behaviour, sentence: str) -> None:
    site.greeting = greeting
    with pytest.raises(FetchFailed, match=sentence):
        stage.fetcher(timeout=0.4).get("https://site.test/")


@pytest.mark.parametrize(
    "behaviour",
    [silent(), drip(head() + b"<p>" * 100), endless(head(transfer_encoding="chunked"), b"1\r\nx\r\n", 0.05)],
)
def test_slow_answers_over_tls_meet_the_deadline(
    stage: Stage, site: Server, ca_file: Path, behaviour: Behaviour
) -> None:
    site.routes["/"] = behaviour
    with pytest.raises(FetchFailed, match="in time"):
        stage.fetcher(timeout=0.5, ca_file=ca_file).get("https://site.test/")


def test_from_http_to_https_and_back(stage: Stage, site: Server, ca_file: Path) -> None:
    with Server({"/": redirect("https://site.test/up"), "/down": answer(b"down")}) as plain:
        stage.put("site.test", plain, port=80)
        site.routes["/up"] = redirect("http://site.test/down")
        assert stage.fetcher(ca_file=ca_file).get("http://site.test/").body == b"down"


def relay(target: Server) -> Behaviour:
    """A proxy's CONNECT: say yes, then pass bytes both ways."""

    def pump(source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)

    def behave(visit: Visit) -> None:
        with socket.create_connection((target.host, target.port)) as inside:
            visit.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
            threading.Thread(target=pump, args=(visit.sock, inside), daemon=True).start()
            pump(inside, visit.sock)

    return behave


def test_https_through_a_proxy_is_verified_and_has_a_deadline(site: Server, ca_file: Path) -> None:
    with Server({"site.test:443": relay(site), "other.test:443": relay(site), "slow.test:443": silent()}) as proxy:
        fetcher = Fetcher(FetchLimits(proxy=proxy.url(""), ca_file=ca_file, timeout=2, pause=0))
        assert fetcher.get("https://site.test/").body == b"secret"
        with pytest.raises(FetchFailed, match=r"the certificate of other\.test is not valid"):
            fetcher.get("https://other.test/")
        with pytest.raises(FetchFailed, match="in time"):
            fetcher.get("https://slow.test/")


def test_json_over_https_is_not_taken_from_where_a_redirect_leaves_it(
    site: Server, stage: Stage, ca_file: Path
) -> None:
    """oEmbed is asked for over https only; a page's address shows where it came from."""
    with Server({"/": answer(b"{}")}) as plain:
        stage.put("plain.test", plain)
        site.routes |= {"/away": redirect("http://plain.test/"), "/on": redirect("/")}
        fetcher = stage.fetcher(ca_file=ca_file)
        with pytest.raises(AddressRefused, match=r"site\.test redirects from https to http"):
            fetcher.get("https://site.test/away", accept="json")
        assert plain.visits == []
        assert fetcher.get("https://site.test/on", accept="json").body == b"secret"
        assert fetcher.get("https://site.test/away").body == b"{}"
