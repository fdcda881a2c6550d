from fuda_theme.assets import hashed_name, join_css, join_js, own_css
from fuda_theme.settings import Settings


def test_styles_are_joined_in_their_layers() -> None:
    files = {
        "all.css": '/* order */\n@layer a, b;\n@import url("a.css") layer(a);\n@import url("b.css") layer(b);\n',
        "a.css": "p  { color: red; }",
        "b.css": "@media print { p { color: blue } }",
    }
    joined = join_css("all.css", files.__getitem__)
    assert joined == "@layer a,b;@layer a{p{color:red}}@layer b{@media print{p{color:blue}}}"


def test_a_descendant_stays_one_in_a_layer() -> None:
    files = {"all.css": '@import url("a.css") layer(a);', "a.css": ".a :is(h2, h3) { color: red }"}
    assert ".a :is(h2,h3){" in join_css("all.css", files.__getitem__)


def test_modules_come_once_and_after_what_they_import() -> None:
    files = {
        "all.js": 'import "./b.js";\nimport "./a.js";\n',
        "a.js": "export const a = 1;\n",
        "b.js": 'import { a } from "./a.js";\nuse(a);\n',
    }
    assert join_js("all.js", files.__getitem__) == "const a = 1;\nuse(a);\n"


def test_a_name_follows_the_content() -> None:
    assert hashed_name("fuda.css", "a") == "fuda.ca978112.css"
    assert hashed_name("fuda.css", "b") != hashed_name("fuda.css", "a")


def test_the_palette_is_a_handful_of_properties() -> None:
    settings = Settings(palette={"accent": ("#123456", "#abcdef")})
    assert own_css(settings, "p{}") == ":root{--accent:light-dark(#123456,#abcdef);}\np{}"
    assert own_css(Settings(), "") == ""
