"""Compiled templates, kept for as long as the settings that hold them."""

from __future__ import annotations

import marshal
import multiprocessing
import os
from contextlib import suppress
from multiprocessing.context import ForkProcess
from tempfile import TemporaryFile
from typing import IO, Any

from jinja2 import BytecodeCache, Environment, TemplateError

from ..one_run import OneRun


class CompiledTemplates(OneRun, BytecodeCache):
    """In memory: Pelican makes a Jinja environment for each of its generators, and all of them anew in every run."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}
        self._ahead: tuple[ForkProcess, IO[bytes]] | None = None

    def compile_ahead(self, environment: Environment) -> None:
        """Have another process compile the theme's templates while this one has something else to do.

        One with a mistake is left to whoever needs it. Raises OSError where there is no process or file to be had.
        """
        file = TemporaryFile()  # noqa: SIM115 - closed with the last template
        worker = multiprocessing.get_context("fork").Process(target=self._write, args=(environment, file), daemon=True)
        worker.start()
        self._ahead = worker, file

    def load_bytecode(self, bucket: Any) -> None:
        """Fill the bucket from memory; Jinja has put the source's checksum into it."""
        if bucket.key not in self._code and self._ahead:
            self._take(*self._ahead)
        if code := self._code.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Any) -> None:
        """Keep the bucket."""
        self._code[bucket.key] = bucket.bytecode_to_string()

    def _write(self, environment: Environment, file: IO[bytes]) -> None:
        """Compile all, and end the process: without a word also on Ctrl-C, which is the other's to tell."""
        try:
            theme = getattr(environment.loader, "loaders", [environment.loader])[0]
            for name in theme.list_templates():
                with suppress(TemplateError, OSError, UnicodeDecodeError):
                    environment.get_template(name)
            file.write(marshal.dumps(self._code))
            file.flush()
        finally:
            os._exit(0)

    def _take(self, worker: ForkProcess, file: IO[bytes]) -> None:
        self._ahead = None
        worker.join()
        with suppress(OSError, EOFError, ValueError, TypeError), file:  # of a process that was killed
            file.seek(0)
            self._code = marshal.load(file) | self._code  # noqa: S302 - written by `_write`


def compile_ahead(environment: Environment) -> None:
    """Have an environment's templates compiled in another process, if they are ours to keep and there is one to be had."""
    if isinstance(environment.bytecode_cache, CompiledTemplates):
        with suppress(OSError):
            environment.bytecode_cache.compile_ahead(environment)
