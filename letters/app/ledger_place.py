"""Where the ledger of a book is."""

from pathlib import Path

from letters import shipped

NAME = "ledger.db"


def ledger_beside(book: Path, ledger_file: Path | None = None) -> Path:
    """The file beside the book, unless another is named; that of the sample book is in this folder."""
    return ledger_file or (Path(NAME) if book == shipped.sample_book() else book.with_name(NAME))
