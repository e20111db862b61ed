"""The command line: commands, messages, progress and exit codes; the only room that prints."""

from letters.cli.main import main

__all__ = ["main"]
