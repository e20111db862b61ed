"""Compiles the catalogues of translations when a wheel is built (a build hook of hatchling)."""

import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface):
    """Puts a compiled catalogue beside each source; the wheel has both."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before the files of the wheel are gathered."""
        sys.path.insert(0, self.root)
        from letters.languages.catalogues import compile_all

        compile_all()
