"""Writes the home page, the list page of each type and its feed."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader
from pelican.generators import Generator

from .model import PostType

TEMPLATES = Path(__file__).parent / "templates"


class ListsGenerator(Generator):
    """Runs after Pelican's own generators, so it sees every list in its last form, home_articles among them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]
        loaders: Any = self.env.loader
        loaders.loaders.append(FileSystemLoader(TEMPLATES))  # last: a theme's own post_type.html wins

    def generate_output(self, writer: Any) -> None:
        """Write everything with Pelican's writer."""
        write = partial(writer.write_file, relative_urls=self.settings["RELATIVE_URLS"], blog=True)
        if "index" in self.settings["DIRECT_TEMPLATES"]:
            self._write_home(write)
        for post_type in self.context["post_types"]:
            self._write_list(write, post_type)
            self._write_feed(writer, post_type)

    def _write_home(self, write: Any) -> None:
        """As ArticlesGenerator.generate_direct_templates does, but of home_articles, so that each page of the list is full."""
        articles = self.context["home_articles"]
        save_as = self.settings.get("INDEX_SAVE_AS", "index.html")
        write(
            save_as,
            self._template("index"),
            self.context,
            articles=articles,
            dates=self._by_date(articles),
            template_name="index",
            page_name=os.path.splitext(save_as)[0],  # noqa: PTH122 - a URL path
            url=self.settings.get("INDEX_URL", "index.html"),
        )

    def _write_list(self, write: Any, post_type: PostType) -> None:
        paginated = self.settings["PAGINATED_TEMPLATES"]
        write(
            post_type.save_as,
            self._template("post_type"),
            self.context,
            post_type=post_type,
            articles=post_type.list_articles,
            dates=self._by_date(post_type.list_articles),
            template_name="post_type" if "post_type" in paginated else "category",
            page_name=os.path.splitext(post_type.save_as)[0],  # noqa: PTH122 - a URL path
            url=post_type.url,
            all_articles=self.context["articles"],
        )

    def _write_feed(self, writer: Any, post_type: PostType) -> None:
        if post_type.feed_save_as:
            writer.write_feed(
                post_type.articles,
                self.context,
                post_type.feed_save_as,
                post_type.feed_url,
                feed_title=post_type.name,
            )

    def _template(self, name: str) -> Any:
        return self.get_template(name)  # type: ignore[no-untyped-call]

    def _by_date(self, articles: list[Any]) -> list[Any]:
        wanted = set(articles)
        return [article for article in self.context["dates"] if article in wanted]
