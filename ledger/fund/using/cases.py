"""The register of cases of using the fund (使用项目): one business case, a row in each book.

A case over both fund types is a row in either book under one code. What a case's households bear
is written once, at approval, and never changes again; the database holds that too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import count
from typing import Any

from sqlalchemy import Select, and_, func, select, update

from ledger.fund.using.sharing import Payer, Portion
from ledger.journal.reading import number_of
from ledger.registry.books import Book, list_books
from ledger.registry.estates import Estate, find_estates
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Tx
from ledger.values.digest import netstring
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.reach import refuse_estate
from ledger.values.text import shown


class State(StrEnum):
    """How far a case is."""

    DRAFTED = "DRAFTED"
    VOTED = "VOTED"
    APPROVED = "APPROVED"
    PAYING = "PAYING"
    PAID = "PAID"
    RETAINED = "RETAINED"
    SUSPENDED = "SUSPENDED"
    REOPENED = "REOPENED"
    CANCELLED = "CANCELLED"
    RECOVERING = "RECOVERING"
    RECOVERED = "RECOVERED"
    WRITTEN_OFF = "WRITTEN_OFF"


class Path(StrEnum):
    """Which procedure a case follows: with a vote, or 165号令 art. 24."""

    NORMAL = "NORMAL"
    EMERGENCY = "EMERGENCY"


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why a case may be paid, as it is kept with the case.

    Attributes:
        work: the kind of work, a code of `works`.
        emergency: why it cannot wait for a vote.
        request_key: the same key drafts one case only.
        vote: the ballot and its rules; None before the vote.
        papers: the digest over the papers that lay before whoever approved; None without any.
        warranty_until: the last day of the builder's warranty, in ISO; None where it is over.
        common: what common income (共有收益) pays of it, in fen, or `all` that it can.
    """

    work: str
    emergency: str | None = None
    request_key: str | None = None
    vote: Mapping[str, object] | None = None
    papers: str | None = None
    warranty_until: str | None = None
    common: int | str | None = None

    def to_json(self) -> str:
        """Write the grounds as one line, always the same for the same grounds."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @staticmethod
    def from_json(text: str | None) -> Grounds:
        """Read what `to_json` wrote."""
        return Grounds(**json.loads(text or '{"work": "other"}'))


@dataclass(frozen=True, slots=True)
class CaseBook:
    """What a case is in one book.

    Attributes:
        amount_fen: all that this book's payers bear, in money of the fund or not.
        voucher_id: the payment, None before it.
    """

    book: Book
    case_id: int
    amount_fen: int
    voucher_id: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A case of using the fund.

    Attributes:
        scope: the places as written, none for the whole estate.
        books: by book id.
        basis: by what the cost is divided, a word of `weighing.Basis`.
        weights: the digest over what was agreed of single doors, None where nothing was.
        assets, networks: what it repairs, by code; none where the case does not say.
    """

    code: str
    estate: Estate
    title: str
    path: Path
    state: State
    total_fen: int
    scope: tuple[str, ...]
    payee: str
    grounds: Grounds
    drafted_on: date
    drafted_by: str
    approved_on: date | None = None
    approved_by: str | None = None
    books: tuple[CaseBook, ...] = field(default=())
    basis: str = "area"
    weights: str | None = None
    assets: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()


def find_case(tx: Tx, code: str) -> Case:
    """Return the case called `code`.

    Raises:
        Refused: `case_unknown`, `out_of_reach`.
    """
    found = [case for case in cases_of(tx, code.split("-")[1:2]) if case.code == code]
    if not found:
        raise Refused(
            "case_unknown",
            _("没有使用项目 {code}").format(code=shown(code)),
            _("项目编号形如 WX-A01-001，由 wxzj fund usage draft 给出"),
        )
    estate = found[0].estate
    refuse_estate(tx.reach, estate.estate_id, estate.custodian_id, code)
    return found[0]


def cases_of(tx: Tx, estate_codes: Sequence[str]) -> list[Case]:
    """Return all cases of some estates, in the order of their codes."""
    case, basis = schema.usage_case, schema.usage_basis
    estates = {each.estate_id: each for each in find_estates(tx, estate_codes).values()}
    keepers = {each.custodian_id for each in estates.values()}
    books = {book.book_id: book for book in list_books(tx, keepers)}
    cases: dict[str, Case] = {}
    for row in tx.conn.execute(
        select(case, basis.c.basis, basis.c.weights)
        .outerjoin(basis, (basis.c.book_id == case.c.book_id) & (basis.c.case_id == case.c.case_id))
        .where(case.c.book_id.in_(list(books)), case.c.estate_id.in_(list(estates)))
        .order_by(case.c.code, case.c.book_id)
    ):
        own = CaseBook(books[row.book_id], row.case_id, row.amount_fen, row.voucher_id)
        if row.code in cases:
            cases[row.code] = replace(cases[row.code], books=(*cases[row.code].books, own))
            continue
        cases[row.code] = Case(
            code=row.code,
            estate=estates[row.estate_id],
            title=row.title,
            path=Path(row.path),
            state=State(row.state),
            total_fen=row.total_fen,
            scope=tuple(json.loads(row.scope)),
            payee=row.payee,
            grounds=Grounds.from_json(row.consent),
            drafted_on=row.drafted_on,
            drafted_by=row.drafted_by,
            approved_on=row.approved_on,
            approved_by=row.approved_by,
            books=(own,),
            basis=row.basis or "area",
            weights=row.weights,
        )
    for named in tx.conn.execute(_named(list(books), list(estates))):
        known = cases[named.code]
        if named.asset is not None:
            cases[named.code] = replace(known, assets=(*known.assets, named.asset))
        else:
            cases[named.code] = replace(known, networks=(*known.networks, named.network))
    return list(cases.values())


def _named(books: Sequence[int], estates: Sequence[int]) -> Select[Any]:
    """Ask what the cases of some estates repair; the same stands in each book of a case."""
    named, case, asset = schema.usage_asset, schema.usage_case, schema.asset
    return (
        select(case.c.code, asset.c.code.label("asset"), named.c.network)
        .select_from(named)
        .join(case, and_(case.c.book_id == named.c.book_id, case.c.case_id == named.c.case_id))
        .outerjoin(asset, asset.c.asset_id == named.c.asset_id)
        .where(named.c.book_id.in_(books), case.c.estate_id.in_(estates))
        .distinct()
        .order_by(case.c.code, asset.c.code, named.c.network)
    )


def add_case(tx: Tx, case: Case, amounts: Mapping[Book, int]) -> Case:
    """Write a new case into the books of `amounts` and return it with its code.

    The books' heads must be locked: the code is the next of the estate.
    """
    table = schema.usage_case
    known = {each.code for each in cases_of(tx, [case.estate.code])}
    names = (f"WX-{case.estate.code}-{no:03d}" for no in count(len(known) + 1))
    code = next(name for name in names if name not in known)
    own = []
    for book, amount_fen in sorted(amounts.items()):
        last = tx.conn.execute(
            select(func.max(table.c.case_id)).where(table.c.book_id == book.book_id)
        ).scalar_one()
        own.append(CaseBook(book, (last or 0) + 1, amount_fen))
        tx.conn.execute(
            table.insert().values(
                book_id=book.book_id,
                case_id=own[-1].case_id,
                code=code,
                estate_id=case.estate.estate_id,
                title=case.title,
                path=case.path.value,
                state=case.state.value,
                total_fen=case.total_fen,
                amount_fen=amount_fen,
                scope=json.dumps(case.scope, ensure_ascii=False),
                payee=case.payee,
                consent=case.grounds.to_json(),
                drafted_on=case.drafted_on,
                drafted_by=case.drafted_by,
            )
        )
        tx.conn.execute(
            schema.usage_basis.insert().values(
                book_id=book.book_id,
                case_id=own[-1].case_id,
                basis=case.basis,
                weights=case.weights,
            )
        )
        _write_named(tx, case, own[-1])
    return replace(case, code=code, books=tuple(own))


def _write_named(tx: Tx, case: Case, own: CaseBook) -> None:
    """Write what a case repairs, in one of its books."""
    asset = schema.asset
    query = select(asset.c.code, asset.c.asset_id).where(asset.c.code.in_(case.assets))
    ids = {row.code: row.asset_id for row in tx.conn.execute(query)}
    named: list[tuple[int | None, str | None]] = [(ids[code], None) for code in case.assets]
    named += [(None, network) for network in case.networks]
    for item_no, (asset_id, network) in enumerate(named, start=1):
        tx.conn.execute(
            schema.usage_asset.insert().values(
                book_id=own.book.book_id,
                case_id=own.case_id,
                item_no=item_no,
                asset_id=asset_id,
                network=network,
            )
        )


def save_case(tx: Tx, case: Case) -> Case:
    """Write what has changed in a case."""
    table = schema.usage_case
    for own in case.books:
        tx.conn.execute(
            update(table)
            .where(table.c.book_id == own.book.book_id, table.c.case_id == own.case_id)
            .values(
                state=case.state.value,
                amount_fen=own.amount_fen,
                payee=case.payee,
                consent=case.grounds.to_json(),
                approved_on=case.approved_on,
                approved_by=case.approved_by,
                voucher_id=own.voucher_id,
            )
        )
    return case


def voucher_codes(tx: Tx, case: Case) -> list[str]:
    """Return the numbers of the vouchers that paid a case."""
    voucher = schema.voucher
    codes = []
    for own in case.books:
        row = tx.conn.execute(
            select(voucher.c.period, voucher.c.word, voucher.c.no).where(
                voucher.c.book_id == own.book.book_id, voucher.c.voucher_id == own.voucher_id
            )
        ).one_or_none()
        if row is not None:
            codes.append(f"{own.book.code}:{number_of(*row)}")
    return codes


# ---- the frozen scope ----


def write_shares(tx: Tx, case: Case, portions: Iterable[Portion]) -> None:
    """Freeze who bears what. After the approval is written nothing here can change."""
    case_ids = {own.book.book_id: own.case_id for own in case.books}
    insert_rows(
        tx,
        schema.usage_share,
        (
            "book_id",
            "case_id",
            "share_no",
            "payer",
            "sub_id",
            "area",
            "share_fen",
            "principal_fen",
            "earnings_fen",
            "to_collect_fen",
        ),
        (
            (
                portion.book_id,
                case_ids[portion.book_id],
                share_no,
                portion.payer.value,
                portion.sub_id,
                portion.area,
                portion.share_fen,
                portion.principal_fen,
                portion.earnings_fen,
                portion.to_collect_fen,
            )
            for share_no, portion in enumerate(portions, start=1)
        ),
    )


def read_shares(tx: Tx, case: Case) -> list[Portion]:
    """Return the frozen portions: households by code, then the other payers."""
    share, sub = schema.usage_share, schema.sub_account
    portions = [
        Portion(
            row.book_id,
            Payer(row.payer),
            row.sub_id,
            row.code,
            row.area,
            row.share_fen,
            row.principal_fen,
            row.earnings_fen,
        )
        for own in case.books
        for row in tx.conn.execute(
            select(share, sub.c.code)
            .select_from(share)
            .outerjoin(sub, (sub.c.book_id == share.c.book_id) & (sub.c.sub_id == share.c.sub_id))
            .where(share.c.book_id == own.book.book_id, share.c.case_id == own.case_id)
            .order_by(share.c.share_no)
        )
    ]
    places = {payer: place for place, payer in enumerate(Payer)}
    return sorted(portions, key=lambda each: (places[each.payer], each.code or ""))


def digest_of(portions: Iterable[Portion], papers: str | None = None) -> bytes:
    """Return the digest over what a payment rests on: a frozen scope, and the papers of the case.

    Args:
        papers: the digest over the papers that lay before whoever approved.
    """
    text = "".join(
        netstring(
            each.payer.value,
            each.code,
            each.area,
            each.share_fen,
            each.principal_fen,
            each.earnings_fen,
        )
        for each in portions
    )
    if papers is not None:
        text += netstring(papers)
    return hashlib.sha256(text.encode()).digest()
