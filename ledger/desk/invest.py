"""The window for what the pooled money is put into: term deposits and treasury bonds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from ledger.desk.counter import Counter
from ledger.desk.trying import tried
from ledger.fund.earning.investing import Invested, Purchase, Redemption, buy, redeem
from ledger.fund.earning.investments import Kind, list_investments, read_standing
from ledger.fund.refilling.replenish import choose
from ledger.registry.books import Book, list_books
from ledger.store.database import Tx
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet


class InvestDesk:
    """Buy, take back and list term deposits and treasury bonds."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def buy(  # one for each thing that a certificate tells
        self,
        *,
        kind: Kind,
        amount_fen: int,
        ref: str,
        due_on: date,
        rate_ppm: int,
        details: dict[str, str | None],
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Buy, once for each certificate; with users it waits to be checked.

        Args:
            kind: `term` or `bond`.
            amount_fen: the cash that is paid.
            ref: the certificate's number.
            due_on: the day on which it is paid back.
            rate_ppm: the yearly rate, in parts per million.
            details: `name` of a bond, `bank_account` (may be left out where only one is
                registered), `consent` to a bond, and `bank_ref`, the bank's number.
            on: the day of the payment; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        purchase = Purchase(kind, amount_fen, ref, due_on, rate_ppm, on=on, **details)
        with counter.act("invest.buy", f"{kind} {ref}", dry_run=dry_run) as tx:
            done = buy(tx, purchase, who=counter.who, clock=counter.clock)
        return tried(_sheet(done, "invest_buy", _("存入定期、购买国债")), dry_run=dry_run)

    def redeem(
        self,
        investment: str,
        *,
        interest_fen: int,
        amount_fen: int | None = None,
        bank_ref: str | None = None,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Take back, once; with users it waits to be checked.

        Args:
            investment: its code, or its certificate's number.
            interest_fen: what the bank paid beside the principal.
            amount_fen: a part of a term deposit; all of it when left out.
            bank_ref: the bank's number of the receipt.
            on: the day of the bank; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        wanted = Redemption(investment, interest_fen, amount_fen, bank_ref, on)
        with counter.act("invest.redeem", investment, dry_run=dry_run) as tx:
            done = redeem(tx, wanted, who=counter.who, clock=counter.clock)
        return tried(_sheet(done, "invest_redeem", _("收回定期存款、国债")), dry_run=dry_run)

    def list(
        self,
        *,
        book: str | None = None,
        custodian: str | None = None,
        on: date | None = None,
        everything: bool = False,
    ) -> Sheet:
        """List what is held by the day on which it is paid back, and for how many days more.

        Args:
            book: only this book's.
            custodian: only this custodian's.
            on: how many days are left on this day; today when left out.
            everything: also what was paid back, returned or reversed.
        """
        day = on or self._counter.clock.today
        with self._counter.look() as tx:
            chosen = choose(tx, book=book, custodian=custodian).book_ids
            rows = [
                row
                for each in list_books(tx)
                if each.book_id in chosen and tx.reach.holds_estate(None, each.custodian_id)
                for row in _rows(tx, each, day)
                if everything or row[-1] not in {"redeemed", "undone"}
            ]
        return _listed(sorted(rows, key=lambda row: (str(row[9]), str(row[0]))), day)


def _rows(tx: Tx, book: Book, day: date) -> Iterator[tuple[object, ...]]:
    for one in list_investments(tx, book):
        standing = read_standing(tx, one)
        yield (
            one.code,
            one.kind,
            one.name,
            one.ref,
            one.bank_account,
            one.principal_fen,
            standing.held_fen,
            one.rate_ppm,
            one.start_on,
            one.due_on,
            (one.due_on - day).days,
            standing.state(day),
        )


def _listed(rows: Sequence[tuple[object, ...]], day: date) -> Sheet:
    held_fen = sum(int(str(row[6])) for row in rows)
    columns = (
        Column("investment", _("编号")),
        Column("kind", _("种类")),
        Column("name", _("名称")),
        Column("ref", _("存单或凭证号")),
        Column("bank_account", _("专户")),
        Column("principal_fen", _("本金（元）"), "fen"),
        Column("held_fen", _("尚存（元）"), "fen"),
        Column("rate_ppm", _("年利率（百万分）"), "int"),
        Column("start_on", _("起息"), "date"),
        Column("due_on", _("到期"), "date"),
        Column("days_left", _("剩余天数"), "int"),
        Column("state", _("状态")),
    )
    plain = Sheet(
        kind="investments",
        title=_("定期存款和国债"),
        columns=columns,
        rows=rows,
        fields={"on": day, "held_fen": held_fen},
        labels=(
            Column("on", _("截至"), "date"),
            Column("held_fen", _("合计（元）"), "fen"),
        ),
    )
    told = [(row[0], _kinds()[str(row[1])], *row[2:11], _states()[str(row[11])]) for row in rows]
    return replace(plain, paper=replace(plain, rows=told))


def _kinds() -> dict[str, str]:
    return {"term": _("定期存款"), "bond": _("国债")}


def _states() -> dict[str, str]:
    return {
        "waiting": _("待审核过账"),
        "held": _("未到期"),
        "due": _("已到期"),
        "redeemed": _("已收回"),
        "undone": _("已退回或注销"),
    }


def _sheet(done: Invested, kind: str, title: str) -> Sheet:
    one = done.investment
    notes = []
    if done.replayed:
        notes.append(_("同一笔已经登记过，没有重复入账"))
    if done.is_draft:
        notes.append(_("等待另一人审核后过账：wxzj voucher check {code}").format(code=done.code))
    if done.is_early:
        notes.append(_("提前支取：利息按银行实付登记"))
    return Sheet(
        kind=kind,
        title=title,
        columns=(
            Column("investment", _("编号")),
            Column("voucher", _("凭证")),
            Column("on", _("日期"), "date"),
            Column("ref", _("存单或凭证号")),
            Column("due_on", _("到期"), "date"),
            Column("principal_fen", _("本金（元）"), "fen"),
            Column("interest_fen", _("利息（元）"), "fen"),
        ),
        rows=[
            (
                one.code,
                done.code,
                done.on,
                one.ref,
                one.due_on,
                abs(done.principal_fen),
                done.interest_fen,
            )
        ],
        fields={"replayed": done.replayed, "draft": done.is_draft, "early": done.is_early},
        notes=notes,
    )
