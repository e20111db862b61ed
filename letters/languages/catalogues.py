"""Catalogues of translations, compiled for gettext: each beside its source, or in memory where nothing can be written.

`locale/<language>/LC_MESSAGES/letters.po` is what translators write; `letters.mo` names the source that it is made of.
"""

import os
import tempfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from letters import shipped
from letters.sentences import SOURCE, digest


def compile_all() -> list[Path]:
    """Compile every catalogue that ships with the program; gives the files that were written."""
    sources = sorted(shipped.locales().glob("*/LC_MESSAGES/letters.po"))
    for source in sources:
        compile_catalogue(source)
    return [made for source in sources if (made := source.with_suffix(".mo")).exists()]


def compile_catalogue(source: Path) -> bytes:
    """A catalogue as gettext reads it, also written beside its source where that can be."""
    data = source.read_bytes()
    catalogue = read_po(BytesIO(data), locale=source.parent.parent.name)
    catalogue.add(SOURCE, digest(data))
    made = BytesIO()
    write_mo(made, catalogue)
    with suppress(OSError):
        _write_whole(source.with_suffix(".mo"), made.getvalue())
    return made.getvalue()


def _write_whole(path: Path, data: bytes) -> None:
    """Several programs may start at once: a file is whole or not there."""
    handle, name = tempfile.mkstemp(prefix=".", suffix=".mo", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
