"""What stands in each line of the statements (财会〔2020〕7号 part 4): figures in, rows out. Pure.

The close freezes these rows and the reports draw them, so a closed month shows the same figures
for ever. Opening vouchers count as what was there before, never as movement. Vouchers of prior
years' corrections (以前年度调整) restate the opening of the year on both sides. The statement of
income reads turnover without closing vouchers; a reversal has the kind of its original and so
drops out with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final, NamedTuple

from ledger.journal.balances import Figures, Movement
from ledger.journal.voucher import CLOSING_KINDS, Kind

TRIAL_BALANCE: Final = "trial_balance"
BALANCE_SHEET: Final = "balance_sheet"
INCOME: Final = "income"
NET_ASSETS: Final = "net_assets"
FORMS: Final = (TRIAL_BALANCE, BALANCE_SHEET, INCOME, NET_ASSETS)

ASSETS: Final = {"银行存款": "1001", "国债投资": "1101", "备用金": "1201"}
LIABILITIES: Final = {"应付房屋灭失返还资金": "2001"}
COMMODITY, SOLD_PUBLIC, UNDISTRIBUTED = "3001", "3002", "3101"
NET: Final = (COMMODITY, SOLD_PUBLIC, UNDISTRIBUTED)
REVENUE: Final = {
    "交存收入": "4001",
    "存款利息收入": "4101",
    "国债利息收入": "4102",
    "经营收入": "4201",
    "共用设施处置收入": "4301",
    "其他收入": "4901",
}
EXPENDITURE: Final = {"维修支出": "5001", "返还支出": "5101", "其他支出": "5901"}

# What income and expenditure of a year never contain.
_NOT_OF_THE_YEAR: Final = CLOSING_KINDS | {Kind.OPENING, Kind.ADJUST}


def forms_of(kind: str) -> tuple[str, ...]:
    """Return the statements of a kind of book: 会住维01 to 03 are the fund's alone."""
    return FORMS if kind == "FUND" else (TRIAL_BALANCE,)


class Account(NamedTuple):
    """An account of the chart: its name, and the side on which it normally stands."""

    account: str
    name: str
    side: str


class Form(NamedTuple):
    """A statement as scripts see it: the keys of its rows, the rows, and what stands beside."""

    kind: str
    keys: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    totals: Mapping[str, int] = {}


class TrialRow(NamedTuple):
    """An account in the trial balance; balances are positive on the debit side."""

    account: str
    opening_fen: int
    debit_fen: int
    credit_fen: int

    @property
    def closing_fen(self) -> int:
        """The balance at the end."""
        return self.opening_fen + self.debit_fen - self.credit_fen


def trial_rows(figures: Figures, *, before_closing: bool = False) -> list[TrialRow]:
    """Return the accounts with an opening balance, movement or a balance, in order of code."""
    opening = dict(figures.year_opening)
    debit: dict[str, int] = {}
    credit: dict[str, int] = {}
    for moved in figures.movements:
        if moved.period < figures.period or moved.kind is Kind.OPENING:
            opening[moved.account] = opening.get(moved.account, 0) + moved.net_fen
        elif not (before_closing and moved.kind is Kind.CLOSING):
            debit[moved.account] = debit.get(moved.account, 0) + moved.debit_fen
            credit[moved.account] = credit.get(moved.account, 0) + moved.credit_fen
    rows = (
        TrialRow(account, opening.get(account, 0), debit.get(account, 0), credit.get(account, 0))
        for account in sorted(opening.keys() | debit.keys())
    )
    # An account whose red letters took all back had movement all the same, though no amount.
    return [row for row in rows if row.account in debit or row.opening_fen]


def trial_balance(
    figures: Figures, accounts: Mapping[str, Account], *, before_closing: bool = False
) -> Form:
    """Return the trial balance of a month; balances stand on the account's own side."""
    rows = trial_rows(figures, before_closing=before_closing)
    written = []
    for row in rows:
        account = accounts[row.account]
        sign = 1 if account.side == "D" else -1
        written.append(
            (
                row.account,
                account.name,
                sign * row.opening_fen,
                row.debit_fen,
                row.credit_fen,
                sign * row.closing_fen,
                "借" if account.side == "D" else "贷",
            )
        )
    keys = ("account", "name", "opening_fen", "debit_fen", "credit_fen", "closing_fen", "side")
    totals = {
        "debit_fen": sum(row.debit_fen for row in rows),
        "credit_fen": sum(row.credit_fen for row in rows),
    }
    return Form(TRIAL_BALANCE, keys, tuple(written), totals)


def balance_sheet(figures: Figures) -> Form:
    """Return 会住维01表: the balances at the beginning of the year and at the end of the month."""
    opening = _summed(figures, figures.movements, {Kind.OPENING, Kind.ADJUST})
    closing = _summed(figures, figures.movements, set(Kind))

    def both(line: str, accounts: Iterable[str], sign: int) -> tuple[object, ...]:
        own = tuple(accounts)
        return (
            line,
            sign * sum(opening.get(account, 0) for account in own),
            sign * sum(closing.get(account, 0) for account in own),
        )

    rows = (
        *(both(line, [account], 1) for line, account in ASSETS.items()),
        both("资产总计", ASSETS.values(), 1),
        *(both(line, [account], -1) for line, account in LIABILITIES.items()),
        both("负债合计", LIABILITIES.values(), -1),
        both("维修资金", (COMMODITY, SOLD_PUBLIC), -1),
        both("商品住宅维修资金", (COMMODITY,), -1),
        both("已售公有住房维修资金", (SOLD_PUBLIC,), -1),
        both("待分配累计收益", (UNDISTRIBUTED,), -1),
        both("净资产合计", NET, -1),
        both("负债和净资产总计", (*LIABILITIES.values(), *NET), -1),
    )
    return Form(BALANCE_SHEET, ("line", "opening_year_fen", "closing_fen"), rows)


def as_carried(figures: Figures, closes_to: Mapping[str, str]) -> Figures:
    """Return `figures` as they would stand once what is not closed yet has been carried over.

    The forms have no line for a surplus in the making, so
    an open month is shown as its close would leave it; a closed month stays as it is.
    """
    left: dict[str, int] = {}
    for account in closes_to:
        left[account] = figures.year_opening.get(account, 0)
    for moved in figures.movements:
        if moved.account in left:
            left[moved.account] += moved.net_fen
    carried = []
    for account, fen in left.items():
        if fen:
            debit, credit = max(-fen, 0), max(fen, 0)
            carried += [
                Movement(account, Kind.CLOSING, figures.period, debit, credit),
                Movement(closes_to[account], Kind.CLOSING, figures.period, credit, debit),
            ]
    return Figures(figures.period, figures.year_opening, (*figures.movements, *carried))


def _summed(
    figures: Figures, movements: Iterable[Movement], kinds: Collection[Kind]
) -> dict[str, int]:
    """Return the balances that the year's opening and the movements of `kinds` make."""
    balances = dict(figures.year_opening)
    for moved in movements:
        if moved.kind in kinds:
            balances[moved.account] = balances.get(moved.account, 0) + moved.net_fen
    return balances


def income(figures: Figures) -> Form:
    """Return 会住维02表: what came in and went out in the month and in the year so far."""
    own = [moved for moved in figures.movements if moved.kind not in _NOT_OF_THE_YEAR]

    def line(name: str, accounts: Iterable[str], sign: int) -> tuple[object, ...]:
        wanted = frozenset(accounts)
        moved = [each for each in own if each.account in wanted]
        return (
            name,
            sign * sum(each.net_fen for each in moved if each.period == figures.period),
            sign * sum(each.net_fen for each in moved),
        )

    rows = (
        line("本期收入", REVENUE.values(), -1),
        *(line(name, [account], -1) for name, account in REVENUE.items()),
        line("本期支出", EXPENDITURE.values(), 1),
        *(line(name, [account], 1) for name, account in EXPENDITURE.items()),
        line("本期收支差额", (*REVENUE.values(), *EXPENDITURE.values()), -1),
    )
    return Form(INCOME, ("line", "month_fen", "year_fen"), rows)


def net_assets(figures: Figures) -> Form:
    """Return 会住维03表: how the net assets came from the year before to the end of the month.

    What closing, distribution and correction vouchers do not explain moved between keepers or,
    on an estate's sheet, between estates: it stands in the row of transfers, so that the table
    always adds up.
    """
    explained = CLOSING_KINDS | {Kind.OPENING, Kind.ADJUST, Kind.DISTRIBUTION}

    def row(line: str, kinds: Collection[Kind], *, opening: bool = False) -> tuple[object, ...]:
        nothing = Figures(figures.period, {}, ())
        held = _summed(figures if opening else nothing, figures.movements, kinds)
        columns = [-held.get(account, 0) for account in NET]
        return (line, *columns, sum(columns))

    rows = (
        row("上年年末余额", {Kind.OPENING}, opening=True),
        row("以前年度调整", {Kind.ADJUST}),
        row("本年年初余额", {Kind.OPENING, Kind.ADJUST}, opening=True),
        row("本年收支差额", CLOSING_KINDS),
        row("本年分配累计收益", {Kind.DISTRIBUTION}),
        row("本年划转", set(Kind) - explained),
        row("本年年末余额", set(Kind), opening=True),
    )
    keys = ("line", "commodity_fen", "sold_public_fen", "undistributed_fen", "total_fen")
    return Form(NET_ASSETS, keys, rows)


def make_form(
    kind: str, figures: Figures, accounts: Mapping[str, Account], *, before_closing: bool = False
) -> Form:
    """Return the form called `kind`."""
    if kind == TRIAL_BALANCE:
        return trial_balance(figures, accounts, before_closing=before_closing)
    return {BALANCE_SHEET: balance_sheet, INCOME: income, NET_ASSETS: net_assets}[kind](figures)
