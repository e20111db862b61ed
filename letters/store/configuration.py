"""The user's own configuration folder: what printers do wrong, and what was chosen last; nothing else is kept there."""

from pathlib import Path
from typing import Any

from letters.messages import as_json
from letters.store.atomic import make_private, whole
from letters.textfile import unwritable


def configuration_file(name: str) -> Path:
    """Where a file of that name is, as the system has it; it may not be there yet."""
    import platformdirs  # noqa: TID251  only who names a printer, or opens the pages, needs it

    return platformdirs.user_config_path("make-letters", appauthor=False) / name


def write_configuration(name: str, values: dict[str, Any]) -> None:
    """Put the values in the place of the earlier ones; raises FileError."""
    path = configuration_file(name)
    try:
        make_private(path.parent)
    except OSError as error:
        raise unwritable(path, error) from error
    with whole(path) as part:
        part.write_text(as_json(values, indent=2, sort_keys=True) + "\n", encoding="utf-8")
