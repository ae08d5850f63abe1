"""Building the report: run the notebooks, render them, write the manifest."""

import sys

# nbformat imports jsonschema, though it validates with something faster; and jsonschema spends
# a second on compiling a grammar of web addresses, unless it does not find one.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
