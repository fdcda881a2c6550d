"""Every Japanese encoding with the right label, a wrong one and none."""

from __future__ import annotations

import codecs

import pytest

from ogp_cards.parse.encodings import decode

PROSE = (
    "<title>{title}</title><p>{extra}は、東京都千代田区にある会社です。サーバーの設定を変えると、データベースへの接続が速くなりました。"
    "ご質問は「お問い合わせ」からどうぞ。価格は１，２００円〜です。</p>"
)
TITLES = {
    "prose": "日本語のページを正しく読むには",
    "kanji only": "東京都庁公式案内",
    "katakana": "プログラミング・データベース",
    "half-width katakana": "ﾊﾝｶｸｶﾀｶﾅ ﾃﾞｰﾀﾍﾞｰｽ",
    "short": "車",
}
EXTENSIONS = "①②㈱髙﨑ⅣⅰＮｏ．№㍉"
BY_NAME = {"utf-8": "utf-8", "Shift_JIS": "cp932", "EUC-JP": "euc_jp", "ISO-2022-JP": "iso2022_jp_ext"}
WRONG = ("utf-8", "Shift_JIS", "EUC-JP", "ISO-2022-JP", "ISO-8859-1", "windows-1252", "us-ascii", "gb2312", "big5")


def page(title: str, *, meta: str = "", extra: str = "山田商店") -> str:
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={meta}">' if meta else ""
    return f"<html><head>{head}{PROSE.format(title=title, extra=extra)}"


def wave_dash(text: str) -> str:
    """Encodings disagree on which of two wave dashes their one is."""
    return text.replace("〜", "～")


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
@pytest.mark.parametrize("name", BY_NAME)
class TestRealPages:
    def body(self, name: str, title: str, meta: str = "") -> tuple[str, bytes]:
        text = page(title, meta=meta)
        if name == "Shift_JIS":
            text = wave_dash(text)
        return text, text.encode(BY_NAME[name])

    def test_declared_in_the_header(self, name: str, title: str) -> None:
        text, body = self.body(name, title)
        assert decode(body, f"text/html; charset={name.lower()}") == text

    def test_declared_in_the_page(self, name: str, title: str) -> None:
        text, body = self.body(name, title, meta=name)
        assert decode(body, "text/html") == text

    def test_not_declared(self, name: str, title: str) -> None:
        text, body = self.body(name, title)
        assert decode(body, None) == text

    @pytest.mark.parametrize("wrong", WRONG)
    def test_wrongly_declared(self, name: str, title: str, wrong: str) -> None:
        text, body = self.body(name, title)
        assert decode(body, f'text/html; charset="{wrong}"') == text
        text, body = self.body(name, title, meta=wrong)
        assert decode(body, "text/html") == text

    def test_the_header_is_wrong_and_the_page_is_right(self, name: str, title: str) -> None:
        text, body = self.body(name, title, meta=name)
        assert decode(body, "text/html; charset=iso-8859-1") == text

    def test_one_broken_byte_breaks_one_character(self, name: str, title: str) -> None:
        text, body = self.body(name, title, meta=name)
        broken = decode(body + b"<p>\xff</p>", "text/html")
        assert broken.startswith(text)
        assert broken != text

    def test_cut_anywhere(self, name: str, title: str) -> None:
        text, body = self.body(name, title)
        for length in range(len(body) - 12, len(body)):
            assert decode(body[:length], f"text/html; charset={name}").startswith(text[:-20])


class TestCharactersOfNecAndIbm:
    """They are in cp932, and in EUC-JP and ISO-2022-JP as browsers read them, but not in Python's codecs for those."""

    def rows(self, text: str) -> list[tuple[int, int]]:
        """JIS rows and cells, from cp932."""
        rows = []
        for character in text:
            lead, trail = character.encode("cp932")
            row = (lead - (0x81 if lead < 0xA0 else 0xC1)) * 2 + (trail >= 0x9F)
            rows.append((row, trail - 0x9F if row % 2 else trail - 0x40 - (trail > 0x7F)))
        return rows

    # Without those that cp932 writes in a row beyond JIS (髙, 﨑): NEC's place for them is row 92.
    NEC = "①②㈱Ⅳ№㍉㍻〝"

    def test_euc_jp(self) -> None:
        special = b"".join(bytes((row + 0xA1, cell + 0xA1)) for row, cell in self.rows(self.NEC)) + b"\xfc\xe2"
        before, after = page("TITLE", extra="EXTRA").split("TITLE")
        body = before.encode("euc_jp") + special + after.encode("euc_jp")
        for content_type in ("text/html; charset=EUC-JP", "text/html", "text/html; charset=Shift_JIS"):
            assert decode(body, content_type) == f"{before}{self.NEC}髙{after}"

    def test_iso_2022_jp(self) -> None:
        special = b"".join(bytes((row + 0x21, cell + 0x21)) for row, cell in self.rows(self.NEC))
        before, after = page("TITLE").split("TITLE")
        body = before.encode() + b"\x1b$B" + special + b"\x1b(I12\x1b(B" + after.encode("iso2022_jp")
        for content_type in ("text/html; charset=iso-2022-jp", "text/html", "text/html; charset=utf-8"):
            assert decode(body, content_type) == f"{before}{self.NEC}ｱｲ{after}"

    def test_shift_jis(self) -> None:
        text = wave_dash(page(EXTENSIONS, extra=EXTENSIONS))
        for content_type in ("text/html; charset=Shift_JIS", "text/html", "text/html; charset=EUC-JP"):
            assert decode(text.encode("cp932"), content_type) == text

    def test_jis_x_0212_in_both(self) -> None:
        text = page("鷗外の丂")
        for codec, content_type in (("euc_jp", "text/html; charset=euc-jp"), ("iso2022_jp_ext", None)):
            assert decode(text.encode(codec), content_type) == text

    def test_jis_x_0213_which_browsers_do_not_read_is_lost_alone(self) -> None:
        text = page("表紙")
        body = text.encode("euc_jp").replace("表紙".encode("euc_jp"), "表𠮟紙".encode("euc_jis_2004"))
        assert decode(body, "text/html; charset=euc-jp").replace("\ufffd", "") == text


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("x-sjis", "cp932"),
        ("windows-31j", "cp932"),
        ("MS_Kanji", "cp932"),
        ("x-euc-jp", "euc_jp"),
        ("csISO2022JP", "iso2022_jp"),
        ("utf8", "utf-8"),
        ("unicode-1-1-utf-8", "utf-8"),
    ],
)
def test_other_names_of_the_same(label: str, codec: str) -> None:
    text = wave_dash(page("ラベルの別名")).replace("～", "")
    assert decode(text.encode(codec), f"text/html;charset={label}") == text


@pytest.mark.parametrize("text", ["あいうえお", "アイウエオ", "いい", "安い", "東京", "日本語のページ"])
@pytest.mark.parametrize("codec", ["cp932", "euc_jp", "iso2022_jp", "utf-8"])
@pytest.mark.parametrize("label", ["Shift_JIS", "EUC-JP", "utf-8", "ISO-8859-1"])
def test_a_few_characters_are_enough(text: str, codec: str, label: str) -> None:
    title = f"<title>{text}</title>"
    assert decode(title.encode(codec), f"text/html; charset={label}") == title


@pytest.mark.parametrize(("codec", "label"), [("cp932", "Shift_JIS"), ("euc_jp", "EUC-JP")])
def test_where_both_readings_look_alike_the_label_decides(codec: str, label: str) -> None:
    text = "<title>ﾃﾞｰﾀﾍﾞｰｽ ﾉ ｾｯﾃｲ</title>"
    assert decode(text.encode(codec), f"text/html; charset={label}") == text
    latin = "<title>Déjà vu à la façade – naïveté".encode()
    assert "naïveté" in decode(latin + b"\xff</title>", "text/html; charset=utf-8")


@pytest.mark.parametrize("title", ["Café", "日本", "Über uns – Ärzte"])
@pytest.mark.parametrize("cut", ["caf\u00e9", "日", "\U0001f600"])
@pytest.mark.parametrize("end", [b'"', b"...", "…".encode()])
@pytest.mark.parametrize("content_type", ["text/html; charset=utf-8", "text/html"])
def test_characters_that_programs_cut_in_two_spoil_nothing_else(
    title: str, cut: str, end: bytes, content_type: str
) -> None:
    """PHP's substr() counts bytes; and the shortened text stands in several metas."""
    metas = b"".join(b'<meta name="%d" content="A tour of ' % n + cut.encode()[:-1] + end + b'">' for n in range(3))
    body = f'<meta charset="utf-8"><title>{title}</title>'.encode() + metas
    assert f"<title>{title}</title>" in decode(body, content_type)


@pytest.mark.parametrize("text", ["最後", "用語", "11以降", "命令"])
def test_euc_jp_that_is_called_utf_8_and_has_what_looks_cut_is_euc_jp(text: str) -> None:
    assert decode(f"<p>{text}</p>".encode("euc_jp"), "text/html; charset=utf-8") == f"<p>{text}</p>"


@pytest.mark.parametrize("text", ["Le café de l'été, où naît", "CAFÉ», déjà vu à la façade, où l'été naît"])
def test_latin_that_is_called_utf_8_is_latin(text: str) -> None:
    """Each letter looks like a cut character; and one pair like a whole one."""
    assert decode(f"<p>{text}</p>".encode("cp1252"), "text/html; charset=utf-8") == f"<p>{text}</p>"


@pytest.mark.parametrize("codec", ["cp932", "euc_jp", "iso2022_jp"])
@pytest.mark.parametrize("label", ["Shift_JIS", "EUC-JP", "utf-8"])
def test_what_stands_behind_much_ascii_counts_as_well(codec: str, label: str) -> None:
    text = f"<style>/* 開始 */{'a { color: red } ' * 600}</style><title>日本語のページ</title>"
    assert decode(text.encode(codec), f"text/html; charset={label}") == text


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_a_byte_order_mark_says_more_than_any_label(mark: bytes) -> None:
    text = page("符号", meta="Shift_JIS")
    codec = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}[mark]
    assert decode(mark + text.encode(codec), "text/html; charset=EUC-JP") == text


def test_a_byte_order_mark_that_lies_is_not_believed() -> None:
    text = wave_dash(page("符号"))
    assert decode(codecs.BOM_UTF8 + text.encode("cp932"), "text/html; charset=Shift_JIS").endswith(text)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("<title>Le café de l'été, où naît l'œuvre</title>", "windows-1252"),
        ("<title>Ærø på østkysten</title>", "iso-8859-1"),
        ("<title>Привет, мир! Новости дня</title>", "windows-1251"),
        ("<title>Привет, мир! Новости дня</title>", "koi8-r"),
        ("<title>如何正确地阅读网页的编码与字符</title>", "gb2312"),
        ("<title>如何正确地阅读网页的编码与字符</title>", "gb18030"),
        ("<title>如何正確地閱讀網頁的編碼</title>", "big5"),
        ("<title>웹 페이지의 인코딩을 올바르게 읽는 방법</title>", "euc-kr"),
        ("<title>Ελληνικά κείμενα</title>", "iso-8859-7"),
        ("<title>ПРАВДА</title>", "windows-1251"),
        ("<title>《春》、《夏》</title><p>《春》、《夏》、《秋》、《冬》、《春》、《夏》</p>", "gbk"),
        ("<title>你好。</title>", "gb2312"),
    ],
)
def test_other_scripts_are_read_as_declared(text: str, label: str) -> None:
    body = text.encode("cp949" if label == "euc-kr" else label)
    assert decode(body, f"text/html; charset={label}") == text
    declared = f'<meta charset="{label}">'.encode() + body
    assert decode(declared, "text/html").endswith(text)


def test_latin_that_says_nothing_is_latin() -> None:
    text = "<title>Café – naïve Übung, déjà vu</title>"
    assert decode(text.encode("cp1252"), "text/html") == text


@pytest.mark.parametrize(
    "label", ["utf-7", "x-user-defined", "iso-2022-kr", "hz-gb-2312", "base64", "rot13", "zip", "idna"]
)
def test_names_that_are_no_text_encodings_say_nothing(label: str) -> None:
    text = "<title>+ADw-script+AD4- ~{VPND~} 日本語</title>"
    assert decode(text.encode(), f"text/html; charset={label}") == text
    assert decode(f'<meta charset="{label}">'.encode() + text.encode(), None).endswith(text)
    assert decode(wave_dash(page(text)).encode("cp932"), f"text/html; charset={label}") == wave_dash(page(text))


def test_utf_16_in_a_page_whose_ascii_can_be_read_is_utf_8() -> None:
    text = page("読めるなら", meta="utf-16")
    assert decode(text.encode(), "text/html") == text
    assert decode(text.encode("utf-16-le"), "text/html; charset=utf-16le") == text


def test_the_label_may_stand_in_an_xml_declaration() -> None:
    text = '<?xml version="1.0" encoding="EUC-JP"?>' + page("宣言")
    assert decode(text.encode("euc_jp"), "application/xhtml+xml") == text
