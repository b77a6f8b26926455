"""Exports as files: which books the selectors choose, and one file a book."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple, TypedDict, Unpack

from sqlalchemy import func

from ledger.registry.books import FUND, KINDS, Book, find_book, list_books
from ledger.registry.custodians import find_custodian
from ledger.registry.estates import find_estate
from ledger.registry.reach import only_estate
from ledger.reports import beancount, hledger
from ledger.reports.journal_export import Extract, read_extract, told_vouchers
from ledger.store.database import Tx
from ledger.store.outfile import make_folder, whole_file
from ledger.store.reading import frugal
from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.period import format_period
from ledger.values.progress import Progress, silent
from ledger.values.text import shown


@dataclass(frozen=True, slots=True)
class Format:
    """A program to write for.

    Attributes:
        ending: of the files' names.
        mark: the first line of each file, by which ours are known.
        write: gives the rest; its last argument is told of each month.
    """

    ending: str
    mark: str
    write: Callable[[Tx, Extract, Callable[[int], None]], Iterator[str]]


BEANCOUNT: Final = Format(beancount.ENDING, beancount.MARK, beancount.write_beancount)
HLEDGER: Final = Format(hledger.ENDING, hledger.MARK, hledger.write_hledger)


class Written(NamedTuple):
    """A file that was written."""

    book: str
    path: Path
    voucher_count: int
    digest: bytes


class Selectors(TypedDict, total=False):
    """Which part of the books, and up to the end of which month; all of them by default."""

    book: str | None
    estate: str | None
    custodian: str | None
    period: int | None


def choose(tx: Tx, **selectors: Unpack[Selectors]) -> list[Extract]:
    """Return what the selectors choose.

    An estate chooses its part of every book in which it has a voucher.

    Raises:
        InputError: `selectors_conflict`.
        Refused: `book_unknown`, `custodian_unknown`, `estate_unknown`, `out_of_reach`.
    """
    book, estate = selectors.get("book"), only_estate(tx, selectors.get("estate"))
    part = None if estate is None else find_estate(tx, estate)
    owner = None if part is None else (part.estate_id, part.code)
    chosen = [
        read_extract(tx, each.code, estate=owner, until=selectors.get("period"))
        for each in _books(tx, book, selectors.get("custodian"))
        if part is None or each.kind == FUND
    ]
    if part is None or book is not None:
        return chosen
    return [each for each in chosen if count_vouchers(tx, each)]


def _books(tx: Tx, book: str | None, custodian: str | None) -> list[Book]:
    keeper = None if custodian is None else find_custodian(tx, custodian)
    if book is None:
        return list_books(tx, None if keeper is None else [keeper.custodian_id], KINDS)
    one = find_book(tx, book, KINDS)
    if keeper is not None and keeper.custodian_id != one.custodian_id:
        raise InputError(
            "selectors_conflict",
            _("账套 {book} 不属于代管机构 {custodian}").format(
                book=one.code, custodian=shown(keeper.name)
            ),
            _("--book 和 --custodian 只给一个"),
        )
    return [one]


def count_vouchers(tx: Tx, extract: Extract) -> int:
    """Count the vouchers that an extract tells."""
    return int(tx.conn.execute(told_vouchers(extract, func.count())).scalar_one())


def write_files(
    tx: Tx, extracts: Sequence[Extract], form: Format, folder: Path, progress: Progress = silent
) -> list[Written]:
    """Write a file for each of `extracts` into `folder`, which is made if it is not there.

    Raises:
        InputError: `output_not_a_folder`, `output_unwritable`.
        Refused: `output_not_ours`, where a file of that name is there and not of our making.
    """
    make_folder(folder)
    frugal(tx)
    counts = [count_vouchers(tx, each) for each in extracts]
    written: list[Written] = []
    for place, (extract, count) in enumerate(zip(extracts, counts, strict=True)):
        tell = partial(_tell, progress, sum(counts[:place]), sum(counts), extract.name)
        path = folder / f"{extract.name}{form.ending}"
        with whole_file(path, form.mark) as out:
            out.writelines(form.write(tx, extract, tell))
        written.append(Written(extract.book, path, count, out.digest()))
    progress(sum(counts), sum(counts), _("导出"))
    return written


def _tell(progress: Progress, done: int, whole: int, name: str, period: int) -> None:
    progress(done, whole, f"{name} {format_period(period)}")
