"""Makes `fuda` for the templates, and writes the site's small files."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from pelican.generators import Generator

from . import documents, icons
from .assets import own_css
from .bundle import BUILT, Bundle, make_bundle
from .model import Link
from .policy import make_header_policy, make_policy
from .relations import Related
from .settings import Settings
from .site import Site
from .texts import make_gettext, read_catalogues

logger = logging.getLogger(__name__)

PAPER = "#fdfcf9"
"""The theme's own color of paper by day, for the manifest."""


class SiteGenerator(Generator):
    """One a run: its context is ready before any page is written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]
        self.fuda = Settings.read(self.settings.get("FUDA"))
        self.site_url = str(self.settings["SITEURL"])
        self.static_url = str(self.settings["THEME_STATIC_DIR"])
        self.policy = make_policy(self.fuda)
        self.bundle = self._make_bundle()
        self.list_pages: Callable[[], Iterable[documents.SitemapEntry]] | None = None
        """The sitemap's entries, asked for when it is written. Set by the handler that sees all generators; None for no sitemap."""

    def generate_context(self) -> None:
        """Called by Pelican before any page is written."""
        self.context["fuda"] = self._make_site()

    def generate_output(self, _writer: Any) -> None:
        """Called by Pelican: write what is not a page. The site's own files of the same names win."""
        texts = {**self.bundle.files, **self._documents()}
        files = {**{name: text.encode() for name, text in texts.items()}, **self._favicon()}
        for name in files.keys() - self._own_files().keys():
            path = Path(self.output_path, name)
            if not path.is_file() or path.read_bytes() != files[name]:  # a file that stays as it was keeps its time
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(files[name])

    def settle(self) -> None:
        """Called once everything of the site is known: what `fuda` could not know before."""
        types = len(self.context.get("post_types", ()))
        self.context["fuda"] = replace(self.context["fuda"], icons=self._settle_icons(), types_shown=types > 1)

    def follow_tags(self, article: Any) -> None:
        """Called by a preview that has changed a post's tags, and Pelican's lists with them: see to what was made of these.

        It has `generate_output` called once more, in its own time.
        """
        self.context["fuda"] = replace(self.context["fuda"], top_tags=self._top_tags())
        related = getattr(article, "related_articles", None)
        if isinstance(related, Related):
            related.shelves.move(article)

    def _settle_icons(self) -> str:
        """The folder of the icons: one of the site's that lacks an icon gives way to the theme's."""
        folder = self.fuda.icons.strip("/")
        missing = icons.find_missing(folder, self._own_files())
        if folder and missing:
            message = "FUDA['icons'] is %r; it must be %s, where %s is missing; the theme's icons are used"
            logger.warning(message, folder, Settings.model_fields["icons"].description, ", ".join(missing))
        return folder if folder and not missing else str(self.context["fuda"].icons)

    def _make_bundle(self) -> Bundle:
        join = bool(self.site_url) if self.fuda.join_assets is None else self.fuda.join_assets
        return make_bundle(
            Path(self.theme, "static"), self.static_url, own_css(self.fuda, self._read_custom()), join=join
        )

    def _read_custom(self) -> str:
        name = self.fuda.custom_css
        try:
            return Path(self.path, name).read_text(encoding="utf-8") if name else ""
        except OSError:
            message = "FUDA['custom_css'] is %r; it must be the path of a CSS file, relative to PATH; none is used"
            logger.warning(message, name)
            return ""

    def _make_site(self) -> Site:
        fuda, settings = self.fuda, self.settings
        catalogues = read_catalogues(Path(self.theme, "translations"))
        return Site(
            gettext=make_gettext(catalogues, str(settings["DEFAULT_LANG"])),
            csp=self.policy,
            stylesheets=self.bundle.stylesheets,
            list_stylesheet=self.bundle.list_stylesheet,
            theme_script=self.bundle.theme_script,
            script=self.bundle.script,
            feed_stylesheet=self.bundle.feed_stylesheet,
            icons=f"{self.static_url}/icons",
            manifest=f"{self.static_url}/manifest.webmanifest",
            hidden=fuda.hide,
            navigation=tuple(Link(link.title, link.url) for link in fuda.navigation),
            intro=fuda.intro,
            top_tags=self._top_tags(),
            author=fuda.author,
            licence=Link(fuda.licence.title, fuda.licence.url) if fuda.licence else None,
            copyright=fuda.copyright,
            languages=fuda.languages,
            share_copy="copy" in fuda.share,
            comments=_giscus_data(fuda),
            analytics=fuda.analytics,
            url=self.site_url,
            share=fuda.share,
            edit_pattern=fuda.edit_url,
        )

    def _own_files(self) -> dict[str, Path]:
        """The site's own files: from the path in the output to the file."""
        return {file.save_as: Path(self.path, file.source_path) for file in self.context["staticfiles"]}

    def _favicon(self) -> dict[str, bytes]:
        name = f"icon-{icons.SIZE}.png"
        own = self._own_files().get(f"{self.context['fuda'].icons}/{name}")
        file = own or Path(self.theme, "static/icons", name)
        return {"favicon.ico": icons.make_ico(file.read_bytes())} if file.is_file() else {}

    def _top_tags(self) -> tuple[tuple[Any, int], ...]:
        counts = [(tag, len(articles)) for tag, articles in self.context.get("tags", ())]
        counts.sort(key=lambda pair: (-pair[1], pair[0].name))
        return tuple(counts[: self.fuda.home_tags])

    def _documents(self) -> dict[str, str]:
        day, _night = self.fuda.palette.get("paper", (PAPER, ""))
        manifest = documents.make_manifest(
            name=str(self.settings["SITENAME"]),
            lang=str(self.settings["DEFAULT_LANG"]),
            icons=f"{self.site_url}/{self.context['fuda'].icons}",
            start=f"{self.site_url}/",
            color=day,
        )
        files = {f"{self.static_url}/manifest.webmanifest": manifest}
        if self.fuda.robots:
            files["robots.txt"] = documents.make_robots(self.site_url, sitemap=self.list_pages is not None)
        if self.fuda.headers:
            policy = make_header_policy(self.policy)
            files["_headers"] = documents.make_headers(policy, self.site_url, f"{self.static_url}/{BUILT}")
        if self.list_pages:
            files["sitemap.xml"] = documents.make_sitemap(self.list_pages(), self.site_url)
        return files


def _giscus_data(settings: Settings) -> dict[str, str]:
    comments = settings.comments
    return {name.replace("_", "-"): value for name, value in comments.model_dump().items()} if comments else {}
