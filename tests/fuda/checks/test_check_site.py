"""The gate: a site that passes, and each fault on its own."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime

import pytest
from support.checked import SITE, CheckedSite, html

from fuda.checks import BuildRecord, Severity, check_page_count, check_site

POST = "posts/a/index.html"


@pytest.fixture
def site(tmp_path) -> CheckedSite:
    """A site that passes."""
    return CheckedSite(tmp_path)


def post(body: str, head: str = "") -> dict[str, str | bytes]:
    """Another text for the post."""
    return {POST: html("posts/a/", body, head)}


def test_a_good_site_passes(site):
    report = site.check()
    assert report.findings == ()
    assert report.exit_code == 0
    assert report.page_count == 2


@pytest.mark.parametrize("base", ["https://example.org/blog", "https://example.org:8443/a b"])
def test_a_good_site_under_a_sub_path_passes(tmp_path, base):
    base = base.replace(" ", "%20")
    body = f'<a href="{base}">x</a><a href="../../">x</a><img src="../../images/a.png" alt="">'
    assert CheckedSite(tmp_path, base).check({POST: html("posts/a/", body, base=base)}).findings == ()


@pytest.mark.parametrize(
    "body",
    [
        '<a href="/posts/a/">x</a>',
        '<a href="../../">x</a><img src="../../images/a.png" alt="">',
        '<a href="">x</a><a href="#">x</a><a href="#top">x</a><a href="?q=1">x</a>',
        '<p id="あ"></p><a href="#あ">x</a><a href="#%E3%81%82">x</a><a href="/posts/a/#あ">x</a>',
        '<p id="fn:1"></p><a href="#fn:1">x</a>',
        '<a name="old"></a><a href="#old">x</a><a href="#:~:text=x">x</a>',
        '<a href="/tag/コスト削減/">x</a><a href="/tag/%E3%82%B3%E3%82%B9%E3%83%88%E5%89%8A%E6%B8%9B/">x</a>',
        '<a href="http://example.org/posts/a/">x</a><a href="//EXAMPLE.org/">x</a><a href="https://example.org:443">x</a>',
        '<a href="https://other.example/x">x</a><a href="mailto:a@b.c">x</a><a href="tel:1">x</a>',
        '<img src="data:image/png;base64,AA" alt="x"><img src="/images/a.png?v=1" alt="x">',
        '<a href="/files/100%25%20%23.txt">x</a>',
    ],
)
def test_references_that_are_good(site, body):
    site.files["tag/コスト削減/index.html"] = html("tag/%E3%82%B3%E3%82%B9%E3%83%88%E5%89%8A%E6%B8%9B/")
    site.files["files/100% #.txt"] = b""
    assert site.check(post(body)).findings == ()


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        ('<a href="/nope/">x</a>', "dead-link", "link /nope/ is not there"),
        ('<a href="../b/">x</a>', "dead-link", "link ../b/ is not there"),
        ('<a href="https://example.org/x.pdf">x</a>', "dead-link", "link https://example.org/x.pdf is not there"),
        ('<a href="/Posts/a/">x</a>', "dead-link",
         "link /Posts/a/ is not there; posts/a/index.html is, which differs in case or Unicode form"),
        ('<a href="#x">x</a>', "dead-anchor", "there is no #x in posts/a/index.html"),
        ('<a href="/#見出し">x</a>', "dead-anchor", "there is no #見出し in index.html"),
        ('<img src="/images/b.png" alt="">', "missing-image", "image /images/b.png is not there"),
        ('<img src="/images/a.PNG" alt="">', "missing-image",
         "image /images/a.PNG is not there; images/a.png is, which differs in case or Unicode form"),
        ('<img src="/images/a.png" srcset="/images/a.png 1x, /b.png 2x" alt="">', "missing-image",
         "image /b.png is not there"),
        ('<img src="" alt="">', "missing-image", "image without an address"),
        ('<script src="/x.js"></script>', "missing-file", "script /x.js is not there"),
        ('<iframe src="/x.html"></iframe>', "missing-file", "frame /x.html is not there"),
        ('<video src="/x.mp4"></video>', "missing-file", "media file /x.mp4 is not there"),
        ('<video poster="/x.png"></video>', "missing-image", "image /x.png is not there"),
        ('<video><source src="/x.mp4"></video>', "missing-file", "media file /x.mp4 is not there"),
        ('<picture><source srcset="/x.avif 1x, /images/a.png 2x"></picture>', "missing-image", "image /x.avif is not there"),
        ('<object data="/x.svg"></object>', "missing-file", "frame /x.svg is not there"),
        ('<form><input type="image" src="/x.png" alt="x"></form>', "missing-image", "image /x.png is not there"),
        ('<svg><image href="/x.png"/></svg>', "missing-image", "image /x.png is not there"),
        ('<svg><image xlink:href="/x.png"/></svg>', "missing-image", "image /x.png is not there"),
        ('<svg><filter><feImage href="/x.png"/></filter></svg>', "missing-image", "image /x.png is not there"),
        ('<p style="color: red; background: URL(/x.png)">x</p>', "missing-file", "font or image /x.png is not there"),
        ("<p style=\"background: url('/x.png')\">x</p>", "missing-file", "font or image /x.png is not there"),
        ('<p style="background: url(&quot;/x.png&quot;)">x</p>', "missing-file", "font or image /x.png is not there"),
        ("<style>p { background: url(/x.png) }</style>", "missing-file", "font or image /x.png is not there"),
        ('<style>@import "/x.css";</style>', "missing-file", "stylesheet /x.css is not there"),
        ('<svg style="fill: url(#x)"></svg>', "dead-anchor", "there is no #x in posts/a/index.html"),
        ('<a href="http://[x/">x</a>', "bad-url", "http://[x/ is no URL"),
        ("<p>[[ogp:x y]]</p>", "leftover", "card syntax that was not understood: [[ogp:x y]]"),
        ("<div>", "html", "<div> is not closed before </body>"),
        ('<p id="x"></p><p id="x"></p>', "duplicate-id", "the id x is there twice"),
    ],
)  # fmt: skip
def test_a_fault_in_a_post_is_an_error(site, body, code, message):
    finding = site.the_finding(post("<p>.</p>\n" + body))
    assert (finding.severity, finding.code, finding.message) == (Severity.ERROR, code, message)
    assert (finding.page, finding.line) == (POST, 4)
    assert finding.source.endswith("content/a.md")
    assert site.check().exit_code == 0
    assert site.check(post(body)).exit_code == 2


@pytest.mark.parametrize(
    ("head", "code", "message"),
    [
        ('<link rel="stylesheet" href="/x.css">', "missing-file", "stylesheet /x.css is not there"),
        ('<link rel="icon" href="/x.ico">', "missing-file", "file /x.ico is not there"),
        ('<link rel="alternate" href="/feeds/x.xml">', "dead-link", "link /feeds/x.xml is not there"),
        (
            f'<meta property="og:image" content="{SITE}/x.png">',
            "missing-image",
            f"share image {SITE}/x.png is not there",
        ),
        ('<link rel="canonical" href="/">', "canonical", "the page names more than one canonical URL"),
    ],
)
def test_a_fault_in_a_head_is_an_error(site, head, code, message):
    finding = site.the_finding(post("", head))
    assert (finding.severity, finding.code, finding.message) == (Severity.ERROR, code, message)


@pytest.mark.parametrize(
    ("element", "use"),
    [
        ('<img src="https://cdn.example/x" alt="">', "image"),
        ('<img srcset="//cdn.example/x 2x" alt="">', "image"),
        ('<script src="https://cdn.example/x"></script>', "script"),
        ('<iframe src="https://cdn.example/x"></iframe>', "frame"),
        ('<link rel="stylesheet" href="https://cdn.example/x">', "stylesheet"),
        ('<link rel="preconnect" href="https://cdn.example">', "file"),
        ('<video poster="https://cdn.example/x"></video>', "image"),
        ('<video><source src="https://cdn.example/x"></video>', "media file"),
        ('<picture><source srcset="https://cdn.example/x 1x"></picture>', "image"),
        ('<object data="https://cdn.example/x"></object>', "frame"),
        ('<input type="image" src="https://cdn.example/x" alt="x">', "image"),
        ('<svg><image href="https://cdn.example/x"/></svg>', "image"),
        ('<p style="background: url(https://cdn.example/x)">x</p>', "font or image"),
        ("<style>p { background: url('//cdn.example/x') }</style>", "font or image"),
        ("<style>@import url(https://cdn.example/x);</style>", "stylesheet"),
    ],
)
def test_a_request_to_another_host(site, element, use):
    finding = site.the_finding(post(element))
    assert finding.code == "other-host"
    assert finding.message == f"{use} from another host: cdn.example; CHECKS_ALLOWED_HOSTS does not name it"
    policy = '<meta http-equiv="Content-Security-Policy" content="script-src \'self\' https://cdn.example; img-src *">'
    assert site.check(post(element, policy)).findings == ()
    site.change_record(allowed_hosts=("cdn.example",))
    assert site.check(post(element)).findings == ()


def test_the_image_of_a_share_may_be_elsewhere(site):
    assert site.check(post("", '<meta property="og:image" content="https://cdn.example/x.png">')).findings == ()


def test_a_stylesheet_is_read_too(site):
    site.files["theme/a.css"] = "a { b: url(../images/a.png) }\n@font-face { src: url(x.woff2), url(//cdn.example/y) }"
    findings = site.check().findings
    assert [(finding.code, finding.page, finding.line) for finding in findings] == [
        ("missing-file", "theme/a.css", 2),
        ("other-host", "theme/a.css", 2),
    ]


def test_a_link_that_leaves_out_the_sub_path(tmp_path):
    base = f"{SITE}/blog"
    site = CheckedSite(tmp_path, base)
    finding = site.the_finding({POST: html("posts/a/", '<a href="/posts/a/">x</a>', base=base)})
    assert finding.message == f"link /posts/a/ leaves out the site's folder, {base}/"
    finding = site.the_finding({POST: html("posts/a/", '<a href="/shop/">x</a>', base=base)})
    assert (finding.severity, finding.code) == (Severity.WARNING, "outside")


def test_a_link_in_another_unicode_form(site):
    site.files["が/index.html"] = html("%E3%81%8C/")
    finding = site.the_finding(post(f'<a href="/{unicodedata.normalize("NFD", "が")}/">x</a>'))
    assert finding.message.endswith("; が/index.html is, which differs in case or Unicode form")


def test_the_line_in_the_source(site):
    site.change_record(sources=(site.post("a", POST, "Title: A\n\n![x](/images/あ.png)\n"),))
    finding = site.the_finding(post('<img src="/images/%E3%81%82.png" alt="x">'))
    assert finding.source_line == 3


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('<a href="/posts/a">x</a>', "redirect"),
        ('<img src="/images/a.png">', "no-alt"),
    ],
)
def test_a_warning_lets_a_site_pass(site, body, code):
    report = site.check(post(body))
    assert [(finding.severity, finding.code, finding.page) for finding in report.findings] == [("warning", code, POST)]
    assert report.exit_code == 0


@pytest.mark.parametrize(
    ("cut", "code"),
    [
        ('<meta name="description" content="D">', "no-description"),
        ("<title>T</title>", "no-title"),
        (' lang="ja"', "no-lang"),
        (f'<link rel="canonical" href="{SITE}/posts/a/">', "no-canonical"),
    ],
)
def test_something_that_a_post_does_not_say(site, cut, code):
    finding = site.the_finding({POST: html("posts/a/").replace(cut, "")})
    assert (finding.severity, finding.code) == (Severity.WARNING, code)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("/posts/a/", "is not absolute"),
        ("https://elsewhere.example/posts/a/", f"is not on {SITE}/"),
        ("http://example.org/posts/a/", f"is not on {SITE}/"),
        (f"{SITE}/", f"the page's own is {SITE}/posts/a/"),
        (f"{SITE}/posts/a", f"the page's own is {SITE}/posts/a/"),
    ],
)
def test_a_canonical_url_that_is_wrong(site, url, message):
    finding = site.the_finding({POST: html("posts/a/").replace(f"{SITE}/posts/a/", url)})
    assert (finding.severity, finding.code) == (Severity.ERROR, "canonical")
    assert message in finding.message


def test_pages_that_need_no_canonical_url(site):
    bare = '<!doctype html><html lang="ja"><title>T</title>'
    assert site.check({"404.html": bare, "x.html": bare + '<meta name="robots" content="noindex">'}).findings == ()


def test_without_a_siteurl_canonical_urls_are_not_checked(site):
    site.change_record(site_url="", feed_domain=SITE)
    finding = site.the_finding({POST: html("posts/a/").replace(f"{SITE}/posts/a/", "/x/")})
    assert (finding.severity, finding.code) == (Severity.WARNING, "no-siteurl")


def test_two_paths_that_differ_in_case_only(site):
    finding = site.the_finding({"images/A.png": b""})
    assert (finding.severity, finding.code, finding.page) == (Severity.WARNING, "twin", "images/a.png")


def test_a_site_without_a_post(site):
    site.change_record(sources=(site.post("a", POST, kind="page"),))
    assert site.the_finding().code == "no-post"


def test_two_sources_in_one_place(site):
    site.change_record(sources=(*site.record.sources, site.post("b", POST)))
    finding = site.the_finding()
    assert finding.code == "duplicate-url"
    assert "content/a.md" in finding.message
    assert "content/b.md" in finding.message


def test_a_draft_in_the_output(site):
    draft = site.post("b", "drafts/b.html", status="draft", public_as="posts/b/index.html")
    site.change_record(sources=(*site.record.sources, draft))
    finding = site.the_finding({"drafts/b.html": html("drafts/b.html")})
    assert (finding.severity, finding.code, finding.page) == (Severity.ERROR, "unpublished", "drafts/b.html")
    assert finding.source.endswith("content/b.md")


def test_the_old_page_of_a_post_that_became_a_draft(site):
    draft = site.post("b", "", status="draft", public_as="posts/b/index.html")
    site.change_record(sources=(*site.record.sources, draft))
    finding = site.the_finding({"posts/b/index.html": html("posts/b/")})
    assert (finding.code, finding.page) == ("unpublished", "posts/b/index.html")
    assert "b.md is not published, but its old page is there" in finding.message


def test_a_draft_beside_a_published_post_of_the_same_slug(site):
    draft = site.post("b", "", status="draft", public_as=POST)
    site.change_record(sources=(*site.record.sources, draft))
    assert site.check().findings == ()


def test_a_post_of_the_future(site):
    date = datetime(2026, 2, 1, 0, 1, tzinfo=UTC)
    site.change_record(sources=(*site.record.sources, site.post("b", "posts/b/index.html", date=date)))
    site.files["posts/b/index.html"] = html("posts/b/")
    assert "is dated 2026-02-01T00:01:00+00:00, which is still to come" in site.the_finding().message
    site.change_record(future_dates=True)
    assert site.check().findings == ()


def test_an_image_of_which_the_author_said_nothing(site):
    text = "Title: A\n\n![](a.png) `![](b.png)`\n\n```\n![](c.png)\n~~~\n![](d.png)\n```\n![x](e.png) ![ ](<f.png>)\n"
    site.change_record(sources=(site.post("a", POST, text),))
    findings = site.check().findings
    assert [(finding.code, finding.message, finding.source_line) for finding in findings] == [
        ("no-alt", "image a.png has no alt text", 3),
        ("no-alt", "image f.png has no alt text", 10),
    ]


def test_what_the_build_said(site):
    path = site.record.sources[0].path
    site.change_record(errors=(f"{path}:3: date is 'x'; write a date",), warnings=("SOMETHING is 3",))
    first, second = site.check().findings
    assert (first.severity, first.source, first.source_line) == (Severity.ERROR, path, 3)
    assert first.message == "date is 'x'; write a date"
    assert (second.severity, second.message) == (Severity.WARNING, "SOMETHING is 3")


def test_card_syntax_after_a_backslash_is_meant(site):
    text = "Title: A\n\nWrite \\[[ogp:https://x.example/?a=1&b=2]].\n"
    site.change_record(sources=(site.post("a", POST, text),))
    site.files["feed.xml"] = "<feed><title>[[ogp:https://x.example/?a=1&amp;b=2]]</title></feed>"
    assert site.check(post("<p>Write [[ogp:https://x.example/?a=1&amp;b=2]].")).findings == ()
    assert site.the_finding(post("<p>Write [[ogp:https://y.example/]].")).code == "leftover"


ATOM = '<feed xmlns="http://www.w3.org/2005/Atom">\n<link href="{}"/></feed>'
SITEMAP = "<urlset>\n<url><loc>{}</loc></url></urlset>"


@pytest.mark.parametrize(
    ("name", "text", "code", "message"),
    [
        ("feeds/all.atom.xml", "<feed>\n<a></feed>", "xml", "not well-formed: Opening and ending tag mismatch"),
        ("sitemap.xml", "", "xml", "not well-formed"),
        ("feeds/all.atom.xml", ATOM.format(f"{SITE}/b/"), "feed-url", f"{SITE}/b/ is not there"),
        ("feeds/all.atom.xml", ATOM.format("/posts/a/"), "feed-url", "/posts/a/ is not absolute"),
        ("sitemap.xml", SITEMAP.format(f"{SITE}/b/"), "sitemap-url", f"{SITE}/b/ is not there"),
        ("sitemap.xml", SITEMAP.format("https://x.example/"), "sitemap-url", f"https://x.example/ is not on {SITE}/"),
        ("feeds/all.atom.xml", "<feed>\n<title>[[ogp:x]]</title></feed>", "leftover", "card syntax"),
    ],
)
def test_a_fault_in_a_feed_or_sitemap_is_an_error(site, name, text, code, message):
    finding = site.the_finding({name: text})
    assert (finding.severity, finding.code, finding.page) == (Severity.ERROR, code, name)
    assert finding.message.startswith(message)
    assert finding.line in {1, 2}


def test_feeds_and_sitemaps_that_are_good(site):
    site.files |= {"feed.xml": ATOM.format(f"{SITE}/posts/a/"), "sitemap.xml": SITEMAP.format(f"{SITE}/posts/a/")}
    assert site.check({"data.xml": "<opml><link>x</link></opml>"}).findings == ()


@pytest.mark.parametrize(
    ("now", "before", "is_error"), [(90, 100, False), (89, 100, True), (5, 0, False), (0, 1, True)]
)
def test_fewer_pages_than_the_last_release(now, before, is_error):
    finding = check_page_count(now, before)
    assert bool(finding) is is_error
    assert not finding or finding.code == "fewer-pages"


def test_a_report_groups_what_many_pages_share(site):
    pages = {f"p{n}.html": html(f"p{n}.html", '<a href="/nope/">x</a>') for n in range(7)}
    lines = str(site.check(pages | post('<a href="/nope/">x</a>'))).splitlines()
    assert lines[0] == "error [dead-link] link /nope/ is not there"
    assert lines[1].endswith(f"content/a.md ({POST}:3)")
    assert lines[2:] == [
        "    p0.html:3",
        "    p1.html:3",
        "    p2.html:3",
        "    p3.html:3",
        "    … and 3 more",
        "9 pages checked: 8 errors, 0 warnings.",
    ]


def test_a_report_for_machines(site):
    data = json.loads(site.check(post('<a href="/nope/">x</a>')).as_json())
    assert (data["exit_code"], data["pages"]) == (2, 2)
    assert data["findings"] == [
        {
            "severity": "error",
            "code": "dead-link",
            "message": "link /nope/ is not there",
            "page": POST,
            "line": 3,
            "source": site.record.sources[0].path,
            "source_line": 0,
        }
    ]


def test_a_record_outlives_the_build(site, tmp_path):
    site.record.write(tmp_path / "record.json")
    assert BuildRecord.read(tmp_path / "record.json") == site.record


def test_many_pages_are_read_by_a_pool(site):
    pages = {f"p{n}.html": html(f"p{n}.html") for n in range(250)}
    assert site.check(pages).findings == ()
    (site.output / "p7.html").write_text(html("p7.html", "<div>"))
    report = check_site(site.output, site.record, processes=2)
    assert [(finding.code, finding.page) for finding in report.findings] == [("html", "p7.html")]
    assert report.page_count == 252
