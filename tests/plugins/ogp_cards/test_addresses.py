"""Address forms and redirect targets: what each is taken for, and what is refused."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from ogp_cards.addresses import DEFAULT_PORTS, is_public, join_url, parse_url
from ogp_cards.errors import AddressRefused
from ogp_cards.hosts import readable_host

SAME_HOST = [
    # spelling, host
    ("example.com", "example.com"),
    ("EXAMPLE.Com", "example.com"),
    ("example.com.", "example.com"),
    ("ex%61mple.com", "example.com"),
    ("ｅｘａｍｐｌｅ．ｃｏｍ", "example.com"),
    ("example。com", "example.com"),
    ("ex\u00adample.com", "example.com"),
    ("a_b.example.com", "a_b.example.com"),
    ("r3---sn-abc.example.com", "r3---sn-abc.example.com"),
    ("日本語.jp", "xn--wgv71a119e.jp"),
    ("%E6%97%A5%E6%9C%AC%E8%AA%9E.jp", "xn--wgv71a119e.jp"),
    ("xn--wgv71a119e.jp", "xn--wgv71a119e.jp"),
    ("XN--WGV71A119E.jp", "xn--wgv71a119e.jp"),
    ("faß.de", "xn--fa-hia.de"),
    ("i❤.ws", "xn--i-7iq.ws"),
    ("نامه\u200cای.com", "xn--mgba3gch31f060k.com"),
    ("1.2.3.0x1g", "1.2.3.0x1g"),
    ("8.8.8.8", "8.8.8.8"),
    ("8.8.8.8.", "8.8.8.8"),
    ("8.8.2056", "8.8.8.8"),
    ("8.526344", "8.8.8.8"),
    ("134744072", "8.8.8.8"),
    ("0x08080808", "8.8.8.8"),
    ("0X8.0x8.010.8", "8.8.8.8"),
    ("01002004010", "8.8.8.8"),
    ("８．８．８．８", "8.8.8.8"),
    ("%38.8.8.8", "8.8.8.8"),
    ("[2606:4700::1111]", "2606:4700::1111"),
    ("[2606:4700:0:0:0:0:0:1111]", "2606:4700::1111"),
]


@pytest.mark.parametrize(("spelling", "host"), SAME_HOST)
def test_host_spellings_are_one_host(spelling: str, host: str) -> None:
    address = parse_url(f"http://{spelling}/x")
    assert address.host == host
    assert address.url == (f"http://[{host}]/x" if ":" in host else f"http://{host}/x")


LOOPBACK = [
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001", "127.0.0.1.", "１２７.0.0.1",
    "127。0。0。1", "①②⑦.0.0.1", "%31%32%37.0.0.1", "%EF%BC%91%EF%BC%92%EF%BC%97.0.0.1", "0", "0x", "0.0.0.0", "127.255.255.254", "[::1]",
    "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
    "[fe80::1]", "[fec0::1]", "[fd00::1]", "[ff02::1]", "[2001:db8::1]", "[2001:0:7f00:1::]", "10.0.0.1", "172.16.0.1", "192.168.0.1",
    "169.254.169.254", "0xa9fea9fe", "100.100.100.200", "192.0.0.192", "168.63.129.16", "224.0.0.1", "255.255.255.255",
    "localhost", "LOCALHOST",
    "localhost.", "foo.localhost", "ｌｏｃａｌｈｏｓｔ", "printer.local", "metadata.google.internal", "nas.home.arpa",
]  # fmt: skip


@pytest.mark.parametrize("host", LOOPBACK)
def test_local_hosts_are_refused_in_every_spelling(host: str) -> None:
    with pytest.raises(AddressRefused, match=r"not a public address|for local use only"):
        parse_url(f"http://{host}/")


REFUSED_URLS = [
    "", " ", "example.com", "//example.com/", "/path", "http:", "http://", "http:///", "http:///example.com/", "http:example.com",
    "http:/example.com", "https://?q", "https://#f", "http://:80/", "ftp://example.com/", "file:///etc/passwd", "javascript:alert(1)",
    "data:text/html,x", "gopher://example.com/", "blob:https://example.com/1", "ws://example.com/", "view-source:http://example.com/",
    "http://user@example.com/", "http://user:secret@example.com/", "http://:@example.com/", "http://example.com@127.0.0.1/",
    "http://a@b@c/", "https://example.com%40evil.test/", "http://example.com\\@evil.test/", "http://example.com\\evil/",
    "http://exam\tple.com/", "http://example.com/\n", "http://example.com/a\rb", "http://example.com/\x00", "http://example.com/\x7f",
    "http://exa mple.com/", "http://exa%20mple.com/", "http://example.com%2f/", "http://example.com%00/", "http://exa<mple.com/",
    "http://ex%zzample.com/", "http://ex%ff.com/", "http://a..b/", "http://.example.com/", "http://example.com../", "http://./",
    "http://" + "a" * 64 + ".com/", "http://" + "a." * 127 + "com/", "http://" + "日" * 2000 + ".com/",
    "http://xn--/", "http://xn--a/", "http://xn--abc-.com/", "http://xn--wgv71a119E\u200b!.jp/", "http://a\u200db.com/", "http://\u0301a.com/",
    "http://a\u0627b.com/", "http://\ufffd.com/", "http://1.2.3.4.5/", "http://1.2.3.4.0/", "http://1.+2.3.4/", "http://1_0.1/",
    "http://256.1.1.1/", "http://1.2.3.09/",
    "http://4294967296/", "http://0x100000000/", "http://1.1.1.256/", "http://1.16777216/", "http://a.1/", "http://a.0x/", "http://1..2/",
    "http://[::1/", "http://::1/", "http://[::1]x/", "http://[fe80::1%25eth0]/", "http://[2606:4700::1111%eth0]/", "http://[1.2.3.4]/",
    "http://[v1.x]/", "http://[2606:4700:::1]/", "http://[]/", "http://example.com:22/", "http://example.com:0/", "http://example.com:65536/",
    "http://example.com:8080/", "http://example.com:80a/", "http://example.com:-80/", "http://example.com:８０/", "http://example.com:+80/",
    "http://example.com:99999999999999999999/", "http://example.com/\ud800", "http://example.com/" + "a" * 4096,
]  # fmt: skip


@pytest.mark.parametrize("url", REFUSED_URLS)
def test_what_is_no_allowed_url_is_refused_in_one_sentence(url: str) -> None:
    with pytest.raises(AddressRefused) as refusal:
        parse_url(url)
    sentence = str(refusal.value)
    assert sentence.isprintable()
    assert len(sentence) < 300


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("HTTP://Example.COM", "http://example.com/"),
        ("  https://example.com/  ", "https://example.com/"),
        ("https://example.com:443/a", "https://example.com/a"),
        ("https://example.com:/a", "https://example.com/a"),
        ("http://example.com:443/", "http://example.com:443/"),
        ("https://example.com:080/", "https://example.com:80/"),
        ("https://example.com:0000000443/", "https://example.com/"),
        ("https://example.com?q=1#top", "https://example.com/?q=1"),
        (
            "https://example.com/記事?題=名 前#節",
            "https://example.com/%E8%A8%98%E4%BA%8B?%E9%A1%8C=%E5%90%8D%20%E5%89%8D",
        ),
        ("https://example.com/100%/%E3%81%82", "https://example.com/100%/%E3%81%82"),
        ("https://example.com/a@b:c?d=@#e@f", "https://example.com/a@b:c?d=@"),
        ('https://example.com/"<>`{|}', "https://example.com/%22%3C%3E%60%7B%7C%7D"),
    ],
)
def test_urls_are_sent_in_one_spelling(written: str, sent: str) -> None:
    assert parse_url(written).url == sent
    assert parse_url(sent).url == sent


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://localhost/", "localhost"),
        ("http://LOCALHOST./", "localhost"),
        ("http://127.1/", "127.0.0.1"),
        ("http://127.0.0.1/", "127.1"),
        ("http://[::1]/", "::1"),
        ("http://[::1]/", "[::1]"),
        ("http://社内.local/", "社内.local"),
        ("http://xn--v6q418g.local/", "社内.local"),
    ],
)
def test_an_allowed_host_may_be_local(url: str, allowed: str) -> None:
    parse_url(url, allowed_hosts=[allowed])
    with pytest.raises(AddressRefused):
        parse_url(url, allowed_hosts=["other.local", "not a host", "127.0.0.2"])


def test_a_port_may_be_allowed() -> None:
    assert parse_url("http://example.com:8080/", ports={8080}).port == 8080


PUBLIC = ["1.1.1.1", "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "2400:cb00:2049:1::a29f:1804"]
NOT_PUBLIC = [
    "0.0.0.0", "0.1.2.3", "10.1.2.3", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.9.9.9", "168.63.129.16", "169.254.0.1",
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.9", "192.0.0.170", "192.0.0.192", "192.0.2.1",
    "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250",
    "240.0.0.1", "255.255.255.255", "::", "::1", "::2", "::8.8.8.8", "::ffff:8.8.8.8", "::ffff:127.0.0.1", "::ffff:0:8.8.8.8",
    "64:ff9b::808:808", "64:ff9b::a00:1", "64:ff9b:1::808:808", "100::1", "100:0:0:1::1", "2001::1", "2001:0:808:808::1", "2001:1::1",
    "2001:2::1", "2001:10::1", "2001:20::1", "2001:30::1", "2001:1ff::1", "2001:db8::1", "2002:808:808::1", "3fff::1", "3fff:fff::1",
    "4000::1", "5f00::1", "8000::1", "fc00::1", "fd12::1", "fe80::1", "febf::1", "fec0::1", "feff::1", "ff02::1", "ff0e::1",
    "2606:4700::5efe:10.0.0.1", "2606:4700::200:5efe:10.0.0.1",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


BASE = "https://site.test/dir/page?x=1"


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/", "https://site.test/"),
        ("next", "https://site.test/dir/next"),
        ("../up", "https://site.test/up"),
        ("../../../up", "https://site.test/up"),
        ("?y=2", "https://site.test/dir/page?y=2"),
        ("//other.test/a", "https://other.test/a"),
        ("http://other.test", "http://other.test/"),
        ("HTTPS://OTHER.test/#f", "https://other.test/"),
        ("/記事".encode().decode("latin-1"), "https://site.test/%E8%A8%98%E4%BA%8B"),
        ("/日".encode("cp932").decode("latin-1"), "https://site.test/%93%FA"),
        ("https://日本.test/".encode().decode("latin-1"), "https://xn--wgv71a.test/"),
        ("/a b", "https://site.test/a%20b"),
    ],
)
def test_redirect_targets(location: str, url: str) -> None:
    assert parse_url(join_url(BASE, location)).url == url


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "ftp://other.test/", "mailto:a@b.test", "http:///x", "http://",
        "http://user:pass@other.test/", "//user@other.test/", "http://127.0.0.1/", "//127.1/", "//[::1]/", "//localhost/", "http://0/",
        "//169.254.169.254/latest/meta-data/", "http://other.test:22/", "//other.test:6379/", "\\\\127.0.0.1\\x", "/\\127.0.0.1/", "/a\tb",
        "http://[::1", "http://[bad]/", "/" + "a" * 5000, "http://127.0.0.1#@other.test/", "http://127.0.0.1?@other.test/",
    ],
)  # fmt: skip
def test_refused_redirect_targets(location: str) -> None:
    with pytest.raises(AddressRefused):
        parse_url(join_url(BASE, location))


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("example.com", "example.com"),
        ("xn--wgv71a119e.jp", "日本語.jp"),
        ("日本語.jp", "日本語.jp"),
        ("xn--bcher-kva.example", "bücher.example"),
        ("xn--e1afmkfd.xn--p1ai", "пример.рф"),
        ("コーヒーshop.jp", "コーヒーshop.jp"),
        ("shopノート.jp", "shopノート.jp"),
        ("한국어abc.kr", "한국어abc.kr"),
        # mixed scripts, whole words of look-alikes, a letter that looks like a slash, symbols
        ("раypal.com", "xn--ypal-43d9g.com"),
        ("xn--80ak6aa92e.com", "xn--80ak6aa92e.com"),
        ("ρaypal.com", "xn--aypal-2ce.com"),
        ("bankノlogin.test", "xn--banklogin-j74h.test"),
        ("かなабв.jp", "xn--80acd7626bpea.jp"),
        ("i❤.ws", "xn--i-7iq.ws"),
        # what is no host stays inert
        ("xn--a", "xn--a"),
        ("a b<c>", "a%20b%3Cc%3E"),
        ("\ud800", "%3F"),
        ("127.1", "127.0.0.1"),
        ("[0::1]", "[::1]"),
    ],
)
def test_hosts_for_readers(host: str, shown: str) -> None:
    assert readable_host(host) == shown


@pytest.mark.parametrize("letters", ["あ" * 1000, "a" * 4096, '"' * 2000])
def test_a_url_is_measured_as_it_is_sent(letters: str) -> None:
    with pytest.raises(AddressRefused, match="at most 4096 are allowed"):
        parse_url(f"http://ex.com/{letters}")
    assert len(parse_url(f"http://ex.com/{'あ' * 450}").url) == 14 + 450 * 9


AUTHORITIES = st.text("aé日１.。:@[]%/\\?#-_0x1 \u00ad\u200d", max_size=20)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(max_size=40),
        AUTHORITIES.map(lambda text: f"http://{text}/?q=a@b#c"),
        st.text(max_size=30).map("https://a.test/{}".format),
    )
)
def test_the_http_client_reads_an_accepted_url_as_we_do(text: str) -> None:
    try:
        address = parse_url(text)
    except AddressRefused:
        return
    sent = urlsplit(str(requests.Request("GET", address.url).prepare().url))
    assert (sent.scheme, sent.hostname, sent.port or DEFAULT_PORTS[sent.scheme]) == (
        address.scheme,
        address.host,
        address.port,
    )
    assert sent.username is None
    assert parse_url(address.url) == address
