"""The window for looking about: estates, households, histories and vouchers, page by page.

Everything here only reads, and costs what a page costs, whatever the size of the books.
"""

from __future__ import annotations

from ledger.desk.counter import Counter
from ledger.journal.voucher import Part, PayerClass, Side
from ledger.registry.kinds import kind_title
from ledger.reports.browse import (
    Choice,
    EstateRow,
    HouseholdRow,
    Order,
    State,
    read_estates,
    read_households,
)
from ledger.reports.browse_history import Card, Movement, read_card, read_history
from ledger.reports.browse_voucher import (
    Head,
    LineRow,
    ShareRow,
    read_head,
    read_lines,
    read_shares,
)
from ledger.reports.paging import PAGE_ROWS, Cut, Key, Page
from ledger.values.text import fold_hyphens, fold_width

__all__ = [
    "PAGE_ROWS",
    "BrowseDesk",
    "Card",
    "Choice",
    "Cut",
    "EstateRow",
    "Head",
    "HouseholdRow",
    "Key",
    "LineRow",
    "Movement",
    "Order",
    "Page",
    "Part",
    "PayerClass",
    "ShareRow",
    "Side",
    "State",
    "kind_title",
]

FIRST = Cut()


class BrowseDesk:
    """Look about in the books; several threads may stand here at once."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def estates(self, cut: Cut = FIRST, *, text: str = "") -> Page[EstateRow]:
        """Read a page of the estates in order of code.

        Args:
            cut: which page.
            text: how the code begins, or a piece of the name, as it was typed.
        """
        with self._counter.look() as tx:
            return read_estates(tx, cut, on=self._counter.clock.today, text=_typed(text))

    def households(
        self, estate_id: int, cut: Cut = FIRST, *, choice: Choice | None = None
    ) -> Page[HouseholdRow]:
        """Read a page of the households of an estate."""
        with self._counter.look() as tx:
            return read_households(
                tx, estate_id, choice or Choice(), cut, on=self._counter.clock.today
            )

    def choice_for(self, estate: EstateRow, text: str) -> Choice:
        """Make out what is meant by `text`: how a door begins, or else how a name begins.

        Doors nearly always begin with a digit, names never do, but both may begin with a letter
        or a Chinese character; then the one of which there is any is meant.
        """
        typed = _typed(text)
        if not typed:
            return Choice()
        door = Choice(door=typed.removeprefix(f"{estate.code}-"))
        owner = Choice(owner=typed)
        likely, other = (door, owner) if typed[0].isascii() or "-" in typed else (owner, door)
        one = Cut(size=1)
        if self.households(estate.estate_id, one, choice=likely).rows:
            return likely
        return other if self.households(estate.estate_id, one, choice=other).rows else likely

    def card(self, book_id: int, sub_id: int) -> Card:
        """Read a sub-account as it stands now.

        Raises:
            Refused: `sub_account_unknown`.
        """
        with self._counter.look() as tx:
            return read_card(tx, book_id, sub_id, on=self._counter.clock.today)

    def history(self, book_id: int, sub_id: int, cut: Cut = FIRST) -> Page[Movement]:
        """Read a page of what made the balance of a sub-account, newest first."""
        with self._counter.look() as tx:
            return read_history(tx, book_id, sub_id, cut)

    def voucher(self, book_id: int, voucher_id: int) -> Head:
        """Read a voucher without its lines.

        Raises:
            Refused: `voucher_unknown`.
        """
        with self._counter.look() as tx:
            return read_head(tx, book_id, voucher_id)

    def lines(self, book_id: int, voucher_id: int, cut: Cut = FIRST) -> Page[LineRow]:
        """Read a page of the lines of a voucher."""
        with self._counter.look() as tx:
            return read_lines(tx, book_id, voucher_id, cut)

    def shares(self, book_id: int, voucher_id: int, cut: Cut = FIRST) -> Page[ShareRow]:
        """Read a page of the shares of a voucher."""
        with self._counter.look() as tx:
            return read_shares(tx, book_id, voucher_id, cut)


def _typed(text: str) -> str:
    """Return what a Chinese keyboard typed as the books have it."""
    return fold_hyphens(fold_width(text)).strip()
