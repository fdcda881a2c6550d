"""What is no page to make a card of, and what only looks so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ogp_cards import read_page
from ogp_cards.errors import PageRefused
from ogp_cards.parse import walls as walls_module
from ogp_cards.parse.refusals import KINDS
from ogp_cards.parse.walls import read_walls, walls

REFUSED = {
    "error-page": """
        404
        404 Not Found
        Error 404
        HTTP 404
        404エラー
        エラー 404
        404 - Page Not Found
        404 Not Found | 例のサイト
        指定されたURLは存在しませんでした。 - Example!ニュース
        Page not found · Example
        Page Not Found - example.jp
        Oops! That page can’t be found.
        Sorry, this page isn't available.
        403 Forbidden
        401 Unauthorized
        Access Denied
        500 Internal Server Error
        Internal Server Error
        502 Bad Gateway
        503 Service Unavailable
        503 Service Temporarily Unavailable
        504 Gateway Time-out
        429 Too Many Requests
        ERROR: The request could not be satisfied
        Service Unavailable | Example
        Something went wrong
        Under Maintenance
        We'll be back soon!
        Error establishing a database connection
        Sorry, you have been blocked
        ページが見つかりません
        ページが見つかりませんでした。
        ページが見つかりません | 例のサイト
        お探しのページは見つかりませんでした｜例のサイト
        お探しのページが見つかりません - example
        404 ページが見つかりません
        ４０４　Ｎｏｔ　Ｆｏｕｎｄ
        ページが見つかりません（404）
        404 Not Found お探しのページは見つかりませんでした
        例のサイト：ページが存在しません
        エラー
        エラーが発生しました
        システムエラー | 例のサイト
        アクセスが拒否されました
        ただいまメンテナンス中です
        ただいまアクセスが集中しています
        この記事は削除されました
        掲載期間が終了しました
        HTTP Status 404 – Not Found
        404 - File or directory not found.
        403 - Forbidden: Access is denied.
        Error 404 (Not Found)!!1
        500: Internal Server Error
        404: This page could not be found.
        Application error: a client-side exception has occurred
        Heroku | No such app
        Site not found · GitHub Pages
        We can’t find the page you’re looking for
        DNS resolution error | www.example.jp | Cloudflare
        Access denied | www.example.jp used Cloudflare to restrict access
        503 - サービスが利用できません
        このページはすでに削除されているか、URLが間違っている可能性があります
        """,
    "robot-check": """
        Are you a robot?
        Example - Are you a robot?
        Just a moment...
        Attention Required! | Cloudflare
        Robot Check
        Robot or human?
        Checking your browser - Example
        Pardon Our Interruption...
        Access to this page has been denied.
        reCAPTCHA
        DDoS-Guard
        Verify you are human
        Please Wait... | Cloudflare
        画像認証
        セキュリティチェック
        ブラウザの確認
        しばらくお待ちください...
        ロボットではないことを確認してください
        Robot Challenge Screen
        私はロボットではありません
        """,
    "consent-wall": """
        Before you continue to Google
        Before you continue to example
        Google に進む前に
        Example に進む前に
        Cookie consent
        We value your privacy
        年齢確認
        年齢認証 | 例のサイト
        クッキーの同意
        年齢確認ページ | DLsite
        """,
    "login-wall": """
        Log in
        Login • Instagram
        Log in | Example
        Log into Facebook | Facebook
        Sign in - Google Accounts
        Sign In to Example
        Log in or sign up to view
        ログイン
        ログイン - Google アカウント
        ログイン｜例のサイト
        例のサイト ログイン
        ログイン・新規登録 | 例のサイト
        Exampleにログイン
        サインイン
        ログイン | Facebook
        Sign in · GitLab
        このコンテンツは会員限定です
        """,
    "empty-shell": """
        Loading...
        読み込み中
        Untitled
        無題ドキュメント
        Redirect
        React App
        """,
}
ARTICLES = """
    404エラーの直し方
    エラーのニュース
    404 Not Found - HTTP | MDN
    404 Not Found とは？原因と対処法
    HTTP 404 - Wikipedia
    500円で作るサーバー
    「ページが見つかりません」と表示されたときの対処法
    ページが見つかりませんでした、という文言をやめた話
    503 Service Unavailable を返すべきとき
    Access Denied の原因を調べる
    Forbidden Planet
    Not Found という名のバンド
    Are you a robot? The history of CAPTCHA
    Just a moment of silence
    reCAPTCHA v3 を導入する
    Robot Check in: a hotel review
    エラーメッセージの書き方
    エラーが発生しましたの先へ
    Error handling in Go
    Something went wrong: how to write error messages
    Before you continue: 10 things about cookies
    年齢確認の実装
    ログイン機能をLaravelで作る
    ログイン画面のUIデザイン
    Login form best practices
    Sign in with Apple を実装する
    メンテナンス中の画面の作り方
    メンテナンスのお知らせ
    Cookie の使い方
    Under Maintenance Windows
    YouTube の使い方
    YouTube API v3
    X-Ray
    X の新機能
    Google マップの使い方
    Untitled Goose Game
    505 Games
    410 番台のラベル
    しばらくお待ちくださいを英語で
    申し訳ありませんという前に
    セキュリティチェックシートのひな型
    お探しのページは見つかりません | 404ページのデザイン | 例のブログ
    Page not found - 10 examples of pages that make their readers smile
    Error - JavaScript | MDN
    Redirects | Netlify Docs
    403 Forbidden を返すnginxの設定 - Qiita
    404 Not Found - とほほのWWW入門
    Error 404: a history of the web's most famous error
    「ログイン | Facebook」と出て記事が読めない
    会員ログイン機能の作り方｜Laravel入門
    エラー | JavaScript Primer
    Cloudflare の障害について
    Cookie consent banners are broken
    メンテナンス中のサーバーに人を通さない方法
    システムメンテナンスのお知らせ
    このページは動作していません HTTP ERROR 500の直し方
    しばらくお待ちください。と言われたら
    Just a moment, please — a short story
    Not Found展
    Untitled (Skull) - Basquiat
    Medium Rare: how to cook a steak
    note の始め方
    Qiita Advent Calendar 2024
    Discord.js Guide
    不正なアクセスを防ぐ
    会員専用ページの作り方
    会員限定の記事を書く
    権限がありませんと出たときは
    お待ちくださいという言葉
    セッションがタイムアウトしましたと出る理由
    Session expired: what to do
    Gone Girl
    Members only: a history of clubs
    Cookie preferences of the French
    Prove your humanity: essays
    Cookieを有効にしてくださいと表示される
    ただいまサービスを停止しておりますと書く前に
"""


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


def read(title: str, *, more: str = "", url: str = "https://www.example.jp/a/b?c=d") -> str:
    html = f'<html><title>{title}</title><meta property="og:site_name" content="例のサイト">{more}</html>'
    return read_page(html.encode(), url, "text/html; charset=utf-8").title


@pytest.mark.parametrize(
    ("reason", "title"), [(reason, title) for reason, text in REFUSED.items() for title in lines(text)]
)
def test_walls_and_errors_are_refused(reason: str, title: str) -> None:
    with pytest.raises(PageRefused) as refused:
        read(title)
    assert refused.value.reason == reason
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("title", lines(ARTICLES))
def test_articles_about_such_things_are_not(title: str) -> None:
    assert read(title) == title


@pytest.mark.parametrize(
    ("reason", "title"),
    [
        ("robot-check", "Making sure you're not a bot!"),
        ("robot-check", "Vercel Security Checkpoint"),
        ("robot-check", "お客様がロボットでないことを確認してください"),
        ("consent-wall", "Before you continue to Google Search"),
        ("consent-wall", "Cookieの使用に同意する"),
        ("consent-wall", "年齢認証 - FANZA"),
        ("login-wall", "ログイン - はてな"),
        ("login-wall", "Subscribe to read | Financial Times"),
        ("login-wall", "Subscribe to read | The Unknown Times"),
        ("error-page", "ただいまアクセスが集中しております"),
        ("error-page", "サーバーが混み合っています"),
        ("error-page", "一時的にアクセスできません"),
        ("error-page", "お探しのページは削除されたか、移動した可能性があります"),
        ("error-page", "この記事は公開を終了しました"),
        ("error-page", "お探しのページは見つかりません | エクス"),
        ("error-page", "お探しのページは見つかりません｜エクス"),
        ("error-page", "Page not found - Unheard-of Site"),
        ("error-page", "お探しの記事は見つかりませんでした｜エクス新聞"),
        ("error-page", "メンテナンス中 | エクス"),
        ("login-wall", "会員ログイン｜株式会社ほげ"),
        ("login-wall", "この記事は有料会員限定です | エクス新聞"),
        ("login-wall", "ログイン | 株式会社ほげ"),
        ("login-wall", "Sign in - Foo"),
        ("error-page", "404 Not Found | 株式会社ほげ"),
        ("error-page", "404エラー｜株式会社ほげ"),
        ("error-page", "エラーページ | 株式会社ほげ"),
        ("error-page", "システムエラー | 株式会社ほげ"),
        ("error-page", "404: Not Found | Foo"),
        ("error-page", "503 Service Temporarily Unavailable | Foo"),
        ("error-page", "Service Unavailable | Foo"),
        ("error-page", "403 Forbidden - Foo Inc."),
        ("error-page", "Error | Foo"),
        ("error-page", "株式会社ほげ | 404 Not Found"),
        ("error-page", "株式会社ほげ｜ページが見つかりません"),
        ("robot-check", "Foo - Are you a robot?"),
        ("error-page", "410 Gone"),
        ("error-page", "401 Authorization Required"),
        ("error-page", "The page you requested was not found"),
        ("error-page", "Site under maintenance"),
        ("error-page", "該当ページがありません"),
        ("error-page", "該当するページが見つかりません"),
        ("error-page", "該当する商品が見つかりませんでした | エクス商店"),
        ("error-page", "このページは表示できません"),
        ("error-page", "権限がありません"),
        ("error-page", "閲覧権限がありません"),
        ("error-page", "このページを閲覧する権限がありません"),
        ("error-page", "不正なアクセスです"),
        ("error-page", "ただいまサービスを停止しております"),
        ("login-wall", "会員限定記事です"),
        ("login-wall", "会員専用ページ"),
        ("login-wall", "Members only"),
        ("login-wall", "セッションがタイムアウトしました"),
        ("login-wall", "Session Expired"),
        ("login-wall", "Your session has expired"),
        ("robot-check", "お待ちください"),
        ("robot-check", "Cookieを有効にしてください"),
        ("robot-check", "お使いのブラウザはサポートされていません"),
        ("robot-check", "Reddit - Prove your humanity"),
        ("robot-check", "Reddit - Please wait for verification"),
        ("consent-wall", "Cookie preferences"),
        ("consent-wall", "Accept cookies"),
    ],
)
def test_walls_of_sites_that_do_not_say_their_name_are_refused(reason: str, title: str) -> None:
    with pytest.raises(PageRefused) as refused:
        read_page(f"<title>{title}</title>".encode(), "https://ex.test/a", "text/html; charset=utf-8")
    assert refused.value.reason == reason


NAMED = {
    "https://docs.ex.test/api/Error": "Error",
    "https://docs.ex.test/login": "Login",
    "https://ja.wikipedia.org/wiki/HTTP_404": "HTTP 404",
    "https://ja.wikipedia.org/wiki/404": "404",
    "https://ex.test/books/451": "451",
    "https://ex.test/title/forbidden/": "Forbidden",
    "https://ja.wikipedia.org/wiki/%E3%82%A8%E3%83%A9%E3%83%BC": "エラー",
    "https://en.wikipedia.org/wiki/Loading": "Loading",
    "https://slack.com/intl/ja-jp": "Slack",
    "https://www.notion.so/ja": "Notion",
    "https://www.figma.com/ja/": "Figma",
}


@pytest.mark.parametrize(("url", "title"), NAMED.items())
def test_a_word_that_the_address_names_is_a_title(url: str, title: str) -> None:
    assert read_page(f"<title>{title}</title>".encode(), url, "text/html; charset=utf-8").title == title


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("https://ex.test/404", "404"),
        ("https://ex.test/error", "Error"),
        ("https://ex.test/a/login", 'Login</title><input type="password">'),
        ("https://www.youtube.com/a/youtube", "YouTube"),
        ("https://ex.test/film/7", "Forbidden"),
    ],
)
def test_where_walls_have_such_addresses_they_are_refused(url: str, title: str) -> None:
    with pytest.raises(PageRefused):
        read_page(f"<title>{title}".encode(), url, "text/html; charset=utf-8")


def test_og_title_counts_as_title() -> None:
    with pytest.raises(PageRefused):
        read("良い題名", more='<meta property="og:title" content="Just a moment...">')
    assert read("Just a moment...", more='<meta property="og:title" content="良い題名">') == "良い題名"


@pytest.mark.parametrize(
    "title", ["Login - Wikipedia", "CAPTCHA - Wikipedia", "HTTP 404 - Wikipedia", "エラー - Wikipedia"]
)
def test_an_encyclopedia_has_an_article_on_each(title: str) -> None:
    article = '<script type="application/ld+json">{"@type": "Article", "name": "x"}</script>'
    page = f"<html><title>{title}</title>{article.replace('x', title)}</html>".encode()
    assert read_page(page, "https://ja.wikipedia.org/wiki/x", "text/html").title == title
    for other in (
        page.replace(b"Article", b"Thing"),
        b'<meta property="og:type" content="article">' + page.split(b"<script")[0],
    ):
        with pytest.raises(PageRefused):
            read_page(other, "https://ja.wikipedia.org/wiki/x", "text/html")


def test_a_field_for_a_password_tells_a_log_in_page_with_an_unknown_name() -> None:
    title = "ログイン | 株式会社ほげ"
    assert read(title) == title
    with pytest.raises(PageRefused) as refused:
        read(title, more='</head><body><form><input type="password" name="p"></form>')
    assert refused.value.reason == "login-wall"
    about = "ログイン機能をLaravelで作る | 株式会社ほげ"
    assert read(about, more='<body><form><input type="password">') == about


@pytest.mark.parametrize(
    ("title", "host"),
    [
        ("YouTube", "www.youtube.com"),
        ("Instagram", "www.instagram.com"),
        ("X", "x.com"),
        ("Amazon.co.jp", "www.amazon.co.jp"),
        ("Google マップ", "www.google.co.jp"),
        ("Notion", "team.notion.site"),
        ("Medium", "medium.com"),
        ("Qiita", "qiita.com"),
        ("Discord", "discord.com"),
        ("Reddit - Dive into anything", "www.reddit.com"),
    ],
)
def test_the_name_of_a_site_is_the_title_of_its_first_page_only(title: str, host: str) -> None:
    assert read(title, url=f"https://{host}/") == title
    assert read(title, url="https://www.example.jp/a/b") == title
    with pytest.raises(PageRefused) as refused:
        read(title, url=f"https://{host}/a/b?c")
    assert refused.value.reason == "empty-shell"


CARD = '<meta property="og:title" content="{}"><meta property="og:description" content="What it is about.">'
NAMES = {
    "Forbidden": "https://ex.test/film/7",
    "Redirect": "https://ex.test/song/7",
    "Discord": "https://discord.com/developers",
    "Just a moment, please": "https://ex.test/song/8",
}


@pytest.mark.parametrize(("title", "url"), NAMES.items())
def test_a_name_is_believed_where_the_page_speaks_for_itself(title: str, url: str) -> None:
    def read_with(more: str) -> str:
        return read_page(f"<title>{title}</title>{more}".encode(), url, "text/html; charset=utf-8").title

    card = CARD.format(title)
    assert read_with(card) == title
    assert read_with(card + '<link rel="canonical" href="' + url + '">') == title
    assert read_with("<body>" + "<p>A <b>story</b> of some length.</p>" * 60) == title
    for shell in (
        "",
        '<meta name="description" content="The site.">',
        card + '<meta property="og:url" content="/">',
        card + '<link rel="canonical" href="https://ex.test/">',
        "<body>" + '<a href="/">Everything else</a><script>var a = 1</script>' * 80,
    ):
        with pytest.raises(PageRefused):
            read_with(shell)


@pytest.mark.parametrize(
    ("site", "title"),
    [("株式会社ほげ", "404 Not Found | ほげ"), ("Foo", "Service Unavailable | Foo Inc."), ("Foo", "エラー - Foo 公式")],
)
def test_a_name_that_is_part_of_the_sites_or_has_it_as_a_part_is_the_sites(site: str, title: str) -> None:
    page = f'<title>{title}</title><meta property="og:site_name" content="{site}">'
    with pytest.raises(PageRefused):
        read_page(page.encode(), "https://ex.test/a", "text/html; charset=utf-8")


@pytest.mark.parametrize(
    "title",
    [
        "「ログイン | Facebook」と出て記事が読めない",
        "Just a moment, please — a short story",
        "404 Not Found | HTTP | Foo",
        "Error - why does it happen?",
        "Forbidden - what the word means to lawyers",
        "404 Not Found - 原因、直し方",
    ],
)
def test_a_sentence_is_no_sites_name(title: str) -> None:
    page = f"<title>{title}</title>".encode()
    assert read_page(page, "https://ex.test/a", "text/html; charset=utf-8").title == title


MANUAL = {
    "https://ex.test/docs/login.html": "Login",
    "https://ex.test/manual/login.html": "ログイン",
    "https://ex.test/manual/signin.php": "サインイン",
    "https://docs.gitlab.com/administration/maintenance_mode/": "Maintenance mode | GitLab Docs",
    "https://foo.test/docs/errors/rate-limit": "Rate limit exceeded | Foo",
    "https://foo.test/docs/sign-in": "Sign in - Foo",
    "https://foo.test/docs/429": "Too Many Requests",
    "https://foo.test/docs/405": "Method Not Allowed",
    "https://zenn.dev/someone/articles/1": "年齢確認 - Zenn",
    "https://note.com/someone/n/1": "ログイン - note",
    "https://httpd.example/acl": "アクセス制限 - Apache",
    "https://www.tohoho.example/http/404.htm": "404 Not Found - とほほのWWW入門",
}
PROSE = "<body>" + "<p>What it is about, and how it is done.</p>" * 50


@pytest.mark.parametrize(("url", "title"), MANUAL.items())
def test_what_a_manual_has_a_page_on_is_believed_where_two_things_speak_for_it(url: str, title: str) -> None:
    def read_with(more: str) -> str:
        return read_page(f"<title>{title}</title>{more}".encode(), url, "text/html; charset=utf-8").title

    card = CARD.format(title)
    assert read_with(card + PROSE) == title
    walls_of_it = ["", card + '<meta property="og:url" content="/">']
    if "ログイン" in title or "ign" in title:
        walls_of_it += [card + PROSE + '<form><input type="password">']
    for shell in walls_of_it:
        with pytest.raises(PageRefused):
            read_with(shell)


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("https://ex.test/docs/login.html", "Login"),
        ("https://docs.gitlab.com/administration/maintenance_mode/", "Maintenance mode | GitLab Docs"),
    ],
)
def test_an_address_with_the_same_words_is_one_of_them(url: str, title: str) -> None:
    page = f'<title>{title}</title><meta property="og:site_name" content="GitLab Docs">'.encode()
    assert read_page(page + PROSE.encode(), url, "text/html; charset=utf-8").title
    for other in ("https://docs.gitlab.com/login.html", "https://docs.gitlab.com/a/b"):
        with pytest.raises(PageRefused):
            read_page(page + PROSE.encode(), other, "text/html; charset=utf-8")


@pytest.mark.parametrize(
    "title", ["404 Not Found", "Log in | 例のサイト", "Access Denied | 例のサイト", "システムエラー"]
)
def test_one_thing_alone_or_the_sites_card_does_not_make_a_wall_a_page(title: str) -> None:
    with pytest.raises(PageRefused):
        read(title, more='<meta property="og:description" content="Our site.">')
    with pytest.raises(PageRefused):
        read(title, more=CARD.format(title) + '<link rel="canonical" href="/">')
    if "Access" not in title:
        with pytest.raises(PageRefused):
            read(title, more=PROSE)


def test_what_no_page_is_called_is_not_believed_with_text_either() -> None:
    with pytest.raises(PageRefused):
        read(
            "ページが見つかりません",
            more=CARD.format("ページが見つかりません") + "<body>" + "<p>人気の記事です。</p>" * 100,
        )


def test_phrases_are_written_with_choices_and_marks() -> None:
    found = read_walls("# words\n[a]\nThe (big|) (cat|dog)!\n+ 猫 (が|は) いません\n? Cat\n\n[b]\nＸ")
    assert dict(found["a"].marks) == {
        "thebigcat": "",
        "thebigdog": "",
        "thecat": "",
        "thedog": "",
        "猫がいません": "+",
        "猫はいません": "+",
        "cat": "?",
    }
    assert (found["a"].begin("thecatsat"), found["a"].begin("a"), dict(found["b"].marks)) == ("thecat", "", {"x": ""})


def test_every_line_of_the_list_is_well_written() -> None:
    text = Path(walls_module.__file__).with_name("walls.txt").read_text(encoding="utf-8")
    rest = [re.sub(r"\([^()]*\)", "", line) for line in text.splitlines() if not line.startswith("#")]
    assert not [line for line in rest if re.search(r"[()|]", line)]
    assert set(walls()) == {*KINDS, "brand", "name"}


@pytest.mark.parametrize("text", ["error" * 24 + "z", "a" * 119 + "b", "404" * 40, "ページ" * 40, "エラー " * 5000])
def test_repetition_costs_nothing(text: str) -> None:
    html = f'<title>{text}</title><meta property="og:site_name" content="a">'.encode()
    try:
        assert read_page(html, "https://aa.a.aaa.example/x", "text/html").title
    except PageRefused as refused:
        assert refused.reason == "error-page"
