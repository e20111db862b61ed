"""Templates that the build has compiled: filling them in takes far less than compiling them does."""

import marshal
from collections.abc import Mapping
from pathlib import Path
from types import CodeType, SimpleNamespace
from typing import Any

COMPILED = Path(__file__).with_name("templates.bin")


class CompiledTemplates:
    """What Jinja asks before it compiles a template (its `BytecodeCache`); a name that is not here, it compiles."""

    def __init__(self) -> None:
        self._codes: Mapping[str, CodeType] = marshal.loads(COMPILED.read_bytes()) if COMPILED.is_file() else {}

    def get_bucket(self, _environment: Any, name: str, _filename: str, _source: str) -> SimpleNamespace:
        """The code of a template, `None` where there is none."""
        return SimpleNamespace(code=self._codes.get(name))

    def set_bucket(self, _bucket: SimpleNamespace) -> None:
        """Nothing is kept: a template is compiled once in a window."""
