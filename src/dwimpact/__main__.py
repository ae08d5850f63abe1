"""`python -m dwimpact`."""

from __future__ import annotations

import sys

from dwimpact.cli.commands import main

if __name__ == "__main__":
    sys.exit(main())
