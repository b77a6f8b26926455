"""The checkpoint of a close: a few lines of text that leave the machine and prove what was closed.

The first three lines are those of a transparency log's checkpoint (origin, size, root in base64);
whoever holds an older one can ask for a proof that nothing before it changed.
"""

from __future__ import annotations

from base64 import b64encode
from typing import Final, NamedTuple

from ledger.values.period import format_period

CHECKPOINT_VERSION: Final = 1


class Checkpoint(NamedTuple):
    """What a close states.

    Attributes:
        custodian, book: the codes of whose book it is.
        size, root: of the book's log, the closing voucher included.
        balance_root: over the salted balances of all sub-accounts.
        master_digest: the root over the changes of master data.
        statement_digest: over the frozen statements.
    """

    custodian: str
    book: str
    size: int
    root: bytes
    period: int
    close_no: int
    balance_root: bytes
    master_digest: bytes
    statement_digest: bytes

    @property
    def origin(self) -> str:
        """Whose log it is."""
        return f"wxzj/{self.custodian}/{self.book}"


def write_checkpoint(each: Checkpoint) -> str:
    """Return the text of a checkpoint."""
    lines = (
        each.origin,
        str(each.size),
        b64encode(each.root).decode("ascii"),
        f"period {format_period(each.period)}",
        f"close {each.close_no}",
        f"balances sha256 {each.balance_root.hex()}",
        f"master sha256 {each.master_digest.hex()}",
        f"statements sha256 {each.statement_digest.hex()}",
        f"version {CHECKPOINT_VERSION}",
        "unsigned",
    )
    return "\n".join(lines) + "\n"
