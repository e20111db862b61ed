"""Knows nothing: it makes the tests a package, so that `python3 -m tests` runs them."""
