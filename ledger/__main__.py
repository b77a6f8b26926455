"""`python -m ledger` is the same as `wxzj`."""

from __future__ import annotations

import sys

from ledger.main import main

if __name__ == "__main__":
    sys.exit(main())
