"""Knows the fuzz targets; `python -m tests.fuzz TARGET` runs one with atheris, tests/test_fuzz.py with Hypothesis."""
