"""What is read out of pages, stylesheets and XML."""

from __future__ import annotations

import pytest

from fuda.checks.facts import Reference, Spot, Use
from fuda.checks.feeds import read_xml
from fuda.checks.pages import read_page
from fuda.checks.styles import read_style


def misfits(body: str) -> list[str]:
    return [spot.text for spot in read_page("x.html", body.encode()).misfits]


@pytest.mark.parametrize(
    "body",
    [
        "<p>a<p>b<ul><li>a<li>b<ul><li>c</ul></ul>",
        "<dl><dt>a<dd>b<p>c<dt>d</dl>",
        "<table><caption>x<colgroup><col><thead><tr><th>a<tbody><tr><td><p>b<td>c<tr><td>d</table>",
        "<table><tr><td>a</td></tr></table>",
        "<ruby>漢字<rp>(<rt>かんじ<rp>)</ruby>",
        "<select><optgroup><option>a<option>b<optgroup><option>c</select>",
        "<img src=a><br/><input type=text><wbr>",
        '<svg><path d="M0"/><g><circle/></g></svg>',
        "<math><mfrac><mi>a</mi><mspace/></mfrac></math>",
        "<a href=x><div><p>a</p></div></a>",
        "<p><button><div></div></button></p>",
        "<!doctype html><html lang=ja><head><title>a<b</title><body><p>a &lt; b</html>",
        "<details><summary>a</summary><p>b</details>",
        "<p>a<object><p>b</p></object></p>",
    ],
)
def test_pages_that_fit_together(body):
    assert misfits(body) == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<div><span>x</div>", "<span> is not closed before </div>"),
        ("<div>x", "<div> is never closed"),
        ("x</section>", "</section> closes nothing"),
        ("<b><i>x</b>", "<i> is not closed before </b>"),
        ("<p>a<div>b</div></p>", "</p> closes nothing: a block within the paragraph has ended it already"),
        ("<p><em>a<ul></ul></em></p>", "<ul> cannot stand in a paragraph"),
        ("<a href=x><b><a href=y>z</a></b></a>", "<a> cannot stand in another <a>"),
        ("<form><div><form></form></div></form>", "<form> cannot stand in another <form>"),
        ("<div/></div>", "<div/> does not close itself; write <div></div>"),
        ("<img src=a></img>", "</img> must not be there: <img> has no end tag"),
        ("<svg><g></svg>", "<g> is not closed before </svg>"),
        ("<svg></svg><div/></div>", "<div/> does not close itself; write <div></div>"),
        ("vector<int>", "<int> is never closed"),
        ("a <- b", "a < that starts no tag; write &lt;"),
        ("<a href='x>y", "a < that starts no tag; write &lt;"),
        ("<p id=a class=b id=c>", "<p> has the attribute id twice"),
        ("<a href=x href=y>z</a>", "<a> has the attribute href twice"),
    ],
)
def test_pages_that_do_not(body, message):
    assert misfits(body) == [message]


def test_html_begins_again_where_a_drawing_was_not_closed():
    found = misfits("<p><svg><g></p><div/></div>")
    assert found[-1] == "<div/> does not close itself; write <div></div>"


def test_bytes_that_are_no_utf_8():
    (spot,) = read_page("x.html", b"<p>\n\xff").misfits
    assert spot == Spot(2, "the page is not UTF-8")
    assert misfits("<p>the replacement character, \N{REPLACEMENT CHARACTER}") == []


def test_references():
    html = """<link rel="stylesheet" href="/a.css"><link rel="shortcut icon" href=i.png><link rel=next href=n/>
<link rel="alternate" href="/f.xml"><link rel=preconnect href="https://x.org"><meta property="og:image" content=" s.png ">
<a href="/p/?a=1&amp;b=2#c">x</a><area href=ar>
<img src="m.png" srcset="m.png 1x,n.png 2x, a,b.png 3x"><video src=v poster=po></video><audio src=au></audio>
<picture><source srcset="s.avif 10w, t.avif 20w"></picture><script src=j.js></script><iframe src=fr></iframe>
<svg><use href="#i"/></svg>"""
    expected = [
        (Use.STYLE, "/a.css", 1), (Use.HEAD, "i.png", 1), (Use.LINK, "n/", 1),
        (Use.LINK, "/f.xml", 2), (Use.HEAD, "https://x.org", 2), (Use.SHARED, "s.png", 2),
        (Use.LINK, "/p/?a=1&b=2#c", 3), (Use.LINK, "ar", 3),
        (Use.IMAGE, "m.png", 4), (Use.IMAGE, "m.png", 4), (Use.IMAGE, "n.png", 4), (Use.IMAGE, "a,b.png", 4),
        (Use.MEDIA, "v", 4), (Use.IMAGE, "po", 4), (Use.MEDIA, "au", 4),
        (Use.IMAGE, "s.avif", 5), (Use.IMAGE, "t.avif", 5), (Use.SCRIPT, "j.js", 5), (Use.FRAME, "fr", 5),
        (Use.IMAGE, "#i", 6),
    ]  # fmt: skip
    assert list(read_page("x.html", html.encode()).references) == [Reference(*row) for row in expected]


def test_what_a_page_says_of_itself():
    html = """<html lang="ja"><head><title> T </title><meta name="description" content="D">
<link rel="canonical" href="https://e.org/"></head><svg><title>no</title></svg>
<h2 id="見出し">a</h2><a name="old"></a><p id='b'>"""
    page = read_page("x.html", html.encode())
    assert (page.title, page.lang, page.description, page.is_indexed) == ("T", "ja", "D", True)
    assert page.canonicals == (Spot(2, "https://e.org/"),)
    assert page.ids == (Spot(3, "見出し"), Spot(3, "b"))
    assert page.anchors == ("old",)
    assert not read_page("x.html", b'<meta name="robots" content="noindex">').is_indexed


@pytest.mark.parametrize("body", ["<code>[[ogp:x]]</code>", "<pre><span>[[ogp:x]]</span></pre>", "<!-- [[ogp:x]] -->",
                                  "<p>&#91;[ogp:x]]", '<p data-x="[[ogp:x]]">', "<script>'[[ogp:x]]'</script>"])  # fmt: skip
def test_card_syntax_that_may_stand(body):
    assert read_page("x.html", body.encode()).leftovers == ()


def test_card_syntax_that_may_not():
    page = read_page("x.html", b"<code>x</code>\n<p>see [[ogp:not a url]]\nmore")
    assert page.leftovers == (Spot(2, "[[ogp:not a url]]"),)


def test_images_without_alt():
    page = read_page("x.html", b'<img src=a.png>\n<img src=b.png alt=""><img src=c.png alt="c">')
    assert page.without_alt == (Spot(1, "a.png"),)


def test_a_stylesheet():
    css = b"/* url(no.png)\n */ @import url('b.css');\n@import \"c.css\";\na { b: url( d.png ) } c { d: url('e f.woff2') }"
    assert list(read_style("a.css", css).references) == [
        Reference(Use.STYLE, "b.css", 2),
        Reference(Use.STYLE, "c.css", 3),
        Reference(Use.STYLED, "d.png", 4),
        Reference(Use.STYLED, "e f.woff2", 4),
    ]


def test_css_in_a_page_has_its_lines():
    html = b"<style>\n/* url(no.png) */\na { b: url(d.png) }</style>\n<p\nstyle='b: url(e.png)'>"
    assert list(read_page("x.html", html).references) == [
        Reference(Use.STYLED, "d.png", 3),
        Reference(Use.STYLED, "e.png", 4),
    ]


def test_xml_that_does_not_parse():
    assert read_xml("a.xml", b"<feed>\n<a></feed>").problem.line == 2
    assert read_xml("a.xml", b"").problem is not None


def test_xml_resolves_no_entity():
    data = b'<!DOCTYPE f [<!ENTITY e SYSTEM "file:///etc/passwd">]><feed><title>&e;</title></feed>'
    assert "document type" in read_xml("a.xml", data).problem.text


def test_what_feeds_and_sitemaps_name():
    atom = b'<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://e.org/f"/>\n<entry><link href="/p/"/></entry></feed>'
    rss = b"<rss><channel><item><link>https://e.org/p/</link></item></channel></rss>"
    sitemap = b"<urlset><url><loc> https://e.org/ </loc></url></urlset>"
    assert read_xml("a.xml", atom).addresses == (Spot(1, "https://e.org/f"), Spot(2, "/p/"))
    assert read_xml("a.xml", rss).addresses == (Spot(1, "https://e.org/p/"),)
    assert read_xml("a.xml", sitemap).kind == "sitemap"
    assert read_xml("a.xml", sitemap).addresses == (Spot(1, "https://e.org/"),)
    assert read_xml("a.xml", b"<opml/>").kind == ""


def test_card_syntax_in_a_feed():
    feed = b"<feed><entry>\n<content>&lt;p&gt;[[ogp:x]] &lt;code&gt;[[ogp:y]]&lt;/code&gt;</content></entry></feed>"
    assert read_xml("a.xml", feed).leftovers == (Spot(2, "[[ogp:x]]"),)
