"""What is done to the whole text before it is parsed and after it is written, with a look first whether there is anything to do."""

from __future__ import annotations

import re

from markdown.extensions import md_in_html
from markdown.extensions.md_in_html import MarkdownInHTMLPostprocessor
from markdown.postprocessors import RawHtmlPostprocessor
from markdown.preprocessors import HtmlBlockPreprocessor, NormalizeWhitespace, Preprocessor
from markdown.util import ETX, HTML_PLACEHOLDER_RE, STX

_ONLY_SPACES = re.compile(r"\n +(?=\n)")


class _Whitespace(NormalizeWhitespace):
    def run(self, lines: list[str]) -> list[str]:
        source = "\n".join(lines).replace(STX, "").replace(ETX, "")
        source = source.replace("\r\n", "\n").replace("\r", "\n") + "\n\n"
        return _ONLY_SPACES.sub("\n", source.expandtabs(self.md.tab_length)).split("\n")


class _HtmlBlocks(Preprocessor):
    """A text without tags and entities has no blocks of HTML."""

    def run(self, lines: list[str]) -> list[str]:
        source = "\n".join(lines)
        return super().run(lines) if "<" in source or "&" in source else source.split("\n")


class _StockHtmlBlocks(_HtmlBlocks, HtmlBlockPreprocessor):
    pass


class _MarkdownHtmlBlocks(_HtmlBlocks, md_in_html.HtmlBlockPreprocessor):
    pass


class _RawHtml(RawHtmlPostprocessor):
    """Looks for placeholders, and only where one stands for the tags around it."""

    def run(self, text: str) -> str:
        stash = self.md.htmlStash
        out: list[str] = []
        end = 0
        for match in HTML_PLACEHOLDER_RE.finditer(text) if stash.html_counter else ():
            if (number := int(match[1])) < stash.html_counter:
                html = self.stash_to_string(stash.rawHtmlBlocks[number])  # type: ignore[arg-type]
                start, stop = match.span()
                if text.endswith("<p>", 0, start) and text.startswith("</p>", stop):
                    start, stop = start - len("<p>"), stop + len("</p>")
                    html = html if self.isblocklevel(html) else f"<p>{html}</p>"
                out += (text[end:start], self.run(html))
                end = stop
        return "".join((*out, text[end:]))


class _MarkdownRawHtml(_RawHtml, MarkdownInHTMLPostprocessor):
    pass


QUICK_TEXT: dict[type, type] = {
    NormalizeWhitespace: _Whitespace,
    HtmlBlockPreprocessor: _StockHtmlBlocks,
    md_in_html.HtmlBlockPreprocessor: _MarkdownHtmlBlocks,
    RawHtmlPostprocessor: _RawHtml,
    MarkdownInHTMLPostprocessor: _MarkdownRawHtml,
}
"""Class -> ours."""
