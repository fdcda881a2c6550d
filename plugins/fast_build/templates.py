"""Compiled templates, kept for as long as the settings that hold them."""

from __future__ import annotations

from typing import Any

from jinja2 import BytecodeCache

from .one_run import OneRun


class CompiledTemplates(OneRun, BytecodeCache):
    """In memory: Pelican makes a Jinja environment for each of its generators, and all of them anew in every run."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Any) -> None:
        """Fill the bucket from memory; Jinja has put the source's checksum into it."""
        if code := self._code.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Any) -> None:
        """Keep the bucket."""
        self._code[bucket.key] = bucket.bytecode_to_string()
