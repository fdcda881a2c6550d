"""Makes `fuda` for the templates, and writes the site's small files."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from pelican.generators import Generator

from . import documents
from .assets import own_css
from .bundle import BUILT, Bundle, make_bundle
from .model import Link, Site
from .policy import make_header_policy, make_policy
from .settings import Settings
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
        self.sitemap: str = ""
        """Set by the handler that sees all generators."""

    def generate_context(self) -> None:
        """Called by Pelican before any page is written."""
        self.context["fuda"] = self._make_site()

    def generate_output(self, _writer: Any) -> None:
        """Called by Pelican: write what is not a page. The site's own files of the same names win, as they are copied later."""
        for name, text in {**self.bundle.files, **self._documents()}.items():
            path = Path(self.output_path, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

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
            icons=self._icons(),
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
        )

    def _icons(self) -> str:
        return self.fuda.icons.strip("/") or f"{self.static_url}/icons"

    def _top_tags(self) -> tuple[tuple[Any, int], ...]:
        counts = [(tag, len(articles)) for tag, articles in self.context.get("tags", ())]
        counts.sort(key=lambda pair: (-pair[1], pair[0].name))
        return tuple(counts[: self.fuda.home_tags])

    def _documents(self) -> dict[str, str]:
        day, _night = self.fuda.palette.get("paper", (PAPER, ""))
        manifest = documents.make_manifest(
            name=str(self.settings["SITENAME"]),
            lang=str(self.settings["DEFAULT_LANG"]),
            icons=f"{self.site_url}/{self._icons()}",
            start=f"{self.site_url}/",
            color=day,
        )
        files = {f"{self.static_url}/manifest.webmanifest": manifest}
        if self.fuda.robots:
            files["robots.txt"] = documents.make_robots(self.site_url, sitemap=bool(self.sitemap))
        if self.fuda.headers:
            policy = make_header_policy(self.policy)
            files["_headers"] = documents.make_headers(policy, self.site_url, f"{self.static_url}/{BUILT}")
        if self.sitemap:
            files["sitemap.xml"] = self.sitemap
        return files


def _giscus_data(settings: Settings) -> dict[str, str]:
    comments = settings.comments
    return {name.replace("_", "-"): value for name, value in comments.model_dump().items()} if comments else {}
