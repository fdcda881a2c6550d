"""One saved post or page, taken over by the shortest way that is right: in place, or with all lists sorted anew."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any

from pelican import Pelican
from pelican.contents import Article, Content

from .alone import NotQuickError, Reading, find, hand_over, read_alone
from .changes import Kind
from .made import Made, stamp
from .noting import ContestedError
from .problems import Problem, collected
from .quick import differing, new_values, only_printed
from .relist import check, check_problems, relist
from .retag import retag
from .scratch import names

logger = logging.getLogger(__name__)
Problems = list[Problem]


@dataclass
class Edit:
    """A saved file and the site into which it is taken. Both ways return the old problems that are left, beside what is said meanwhile."""

    pelican: Pelican
    made: Made
    source: Path
    problems: Problems
    """The site's, before."""

    def take_over(self) -> tuple[Kind, Problems]:
        """Bring what is made up to date: what was done, and the site's problems now.

        Raises whatever a plugin raises, and NotQuickError; then the site is to be made anew.
        """
        generators, found = self.made.generators, find(self.made.generators, self.source)
        if found is None:
            raise NotQuickError("no post")
        generator, post = found
        raw, name = self.made.raw[str(post.source_path)], str(post.relative_source_path)
        with TemporaryDirectory() as old, TemporaryDirectory() as new:
            with collected():  # what is wrong with the old text was said when it was new
                before = read_alone(generators, generator, name, Path(old), raw)
            if before is None:
                raise NotQuickError("the old text")
            with collected() as said:
                after = read_alone(generators, generator, name, Path(new))
                if after is None:
                    kind, rest = Kind.POST, self._of_other_files()
                else:
                    if gone := names(Path(old)) - names(Path(new)):
                        raise NotQuickError(f"{sorted(gone)} may be another post's too")
                    kind, rest = self._take(post, before, after, said)
                    copytree(new, self.pelican.output_path, dirs_exist_ok=True)
        return kind, [*said, *(problem for problem in rest if problem not in said)]

    def _take(self, post: Any, before: Reading, after: Reading, said: Problems) -> tuple[Kind, Problems]:
        changed = differing(before.raw[1], after.raw[1])
        if changed:
            check(self.pelican.settings, post, before.raw[0], after)
        try:
            rest = self._in_place(post, before, after, changed, said)
        except (NotQuickError, ContestedError) as reason:
            if not changed:
                raise
            logger.debug("%s: all lists are sorted anew: %s", self.source, reason)
            rest = self._sorted_anew(post, after, said)
        self._note(post, after)
        return Kind.LISTS if changed else Kind.POST, rest

    def _in_place(self, post: Any, before: Reading, after: Reading, changed: set[str], said: Problems) -> Problems:
        """For a new text, title or tags. Raises NotQuickError and ContestedError before anything is changed."""
        if not only_printed(changed - {"tags"}, self.pelican.settings):
            raise NotQuickError(f"lists by {sorted(changed)}")
        values = new_values(post, before, after)
        if "tags" in changed:
            self._retag(post, after, said)
        vars(post).update(values)
        post.metadata |= {name: after.content.metadata[name] for name in changed - {"tags"}}
        if changed:
            post.refresh_metadata_intersite_links()
        hand_over(post._context, post, after)
        return [problem for problem in self.problems if not problem.is_only_about(self.source)]

    def _retag(self, post: Any, after: Reading, said: Problems) -> None:
        if self.made.writer is None or type(post) is not Article:
            raise NotQuickError("no list of posts")
        check_problems(self.problems, said)
        retag(self.made.generators, self.made.writer, post, after.content)

    def _sorted_anew(self, post: Any, after: Reading, said: Problems) -> Problems:
        """For any other metadata. When it raises, the contents are half sorted."""
        rest = self._of_other_files()
        generators, writer = relist(self.pelican, self.made, post, after)
        check_problems(rest, said)
        self.made.generators, self.made.writer = generators, writer
        return rest

    def _of_other_files(self) -> Problems:
        return [problem for problem in self.problems if not problem.is_about(self.source)]

    def _note(self, post: Content, after: Reading) -> None:
        path = str(post.source_path)
        self.made.raw[path], self.made.names[path], self.made.stamps[path] = after.raw, after.names, stamp(path)
        for cache in (Content.get_content.cache, Content.get_summary.cache):
            for key in [key for key in cache if key[0] is post]:
                del cache[key]
