"""What became of the sources: at least one post, nothing unpublished, no two in one place, images with words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..findings import Finding, Severity, error
from ..record import Source
from .model import Site

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CODE_SPAN = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_IMAGE_WITHOUT_ALT = re.compile(r"!\[\s*\]\(\s*<?([^)\s>]*)")


def check_sources(site: Site) -> Iterator[Finding]:
    """Articles and pages against the files of the site."""
    public = {source.save_as: source for source in site.record.sources if source.status != "draft" and source.save_as}
    if not any(source.kind == "article" and source.save_as in site.files for source in public.values()):
        yield error("no-post", "the site has no published post")
    for source in site.record.sources:
        yield from _check_unpublished(site, source, is_taken=source.public_as in public)
        if source.status != "draft" and (other := public.get(source.save_as, source)) != source:
            yield error("duplicate-url", f"{source.path} and {other.path} are both {source.save_as}", source.save_as)
    for path, text in site.texts.items():
        yield from _check_alt_texts(path, text)


def _check_unpublished(site: Site, source: Source, *, is_taken: bool) -> Iterator[Finding]:
    if source.status == "draft":
        if source.save_as in site.files:
            yield error("unpublished", f"{source.path} is not published yet, but has a page", source.save_as)
        elif source.public_as in site.files and not is_taken:
            yield error("unpublished", f"{source.path} is not published, but its old page is there", source.public_as)
    elif source.date and source.date > site.now and not site.record.future_dates and source.save_as in site.files:
        message = f"{source.path} is dated {source.date.isoformat()}, which is still to come"
        yield error("unpublished", message, source.save_as)


def _check_alt_texts(path: str, text: str) -> Iterator[Finding]:
    """`![](…)`: the theme's own images may be empty of words by intent, an author's hardly."""
    fence = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if mark := _FENCE.match(line):
            fence = mark[1] if not fence else "" if mark[1].startswith(fence) else fence
        elif not fence:
            for image in _IMAGE_WITHOUT_ALT.finditer(_CODE_SPAN.sub("", line)):
                message = f"image {image[1]} has no alt text"
                yield Finding(Severity.WARNING, "no-alt", message, source=path, source_line=number)
