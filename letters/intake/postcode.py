"""Six digits, also with a space in the middle: the postcode in strangers' lines."""

import re

POSTCODE = re.compile(r"(?<![0-9])[0-9]{3} ?[0-9]{3}(?![0-9])")
# A line that begins with one, and what stands behind it.
POSTCODE_FIRST = re.compile(r"\s*([0-9]{3} ?[0-9]{3})(?![0-9])[\s,;.]*(.*)", re.DOTALL)
