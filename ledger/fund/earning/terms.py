"""By which rules a distribution is reckoned, as they are in force on the day of credit (结息日)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from ledger.registry.rulebook import flag_rule, int_rule, number_or_none, rule_on, text_rule
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.interest import Classes, Method, Order, Span

_HIGH: Final = "interest.carried_rate_ppm"
_LOW: Final = "interest.current_rate_ppm"
_FLAT: Final = "interest.flat_rate_ppm"
_SCALE: Final = "scale"
_PIECEWISE: Final = "piecewise"


class Rates(NamedTuple):
    """The yearly rates of some days of a period, in parts per million.

    Attributes:
        first, last: the days, both included.
        high_ppm: of carried money, or of accounts that did not change.
        low_ppm: of money that came within the period, or of accounts that changed.
    """

    first: date
    last: date
    high_ppm: int
    low_ppm: int


@dataclass(frozen=True, slots=True)
class Terms:
    """The parameters of a run.

    Attributes:
        by_area: shared by floor area instead of the integral.
        capitalise: what is given out becomes principal; earnings otherwise.
        min_balance_fen: whoever holds less at the end of the period gets nothing.
        day_base, classes, order, rates, scales: of a run by rates; of a pooled run they say
            nothing. `scales`: where more is promised than was earned, all get less in
            proportion; refused otherwise.
    """

    method: Method = Method.POOLED
    by_area: bool = False
    capitalise: bool = False
    min_balance_fen: int = 0
    day_base: int = 360
    classes: Classes = Classes.SINGLE
    order: Order = Order.NEW_FIRST
    rates: tuple[Rates, ...] = ()
    scales: bool = False

    def as_row(self) -> dict[str, Any]:
        """Return the terms as the register keeps them."""
        row = asdict(self)
        if self.method is Method.POOLED:
            for name in ("day_base", "classes", "order", "rates", "scales"):
                del row[name]
        else:
            row["rates"] = [
                [each.first.isoformat(), each.last.isoformat(), each.high_ppm, each.low_ppm]
                for each in self.rates
            ]
        return row

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Terms:
        """Read terms from the register."""
        words = {**row, "method": Method(row["method"])}
        if words["method"] is not Method.POOLED:
            words["classes"] = Classes(row["classes"])
            words["order"] = Order(row["order"])
            words["rates"] = tuple(
                Rates(date.fromisoformat(first), date.fromisoformat(last), high, low)
                for first, last, high, low in row["rates"]
            )
        return cls(**words)


def year_start(tx: Tx, custodian_id: int, on: date) -> str:
    """Return the first day of the interest year, `MM-DD`."""
    return text_rule(tx, custodian_id, "interest.year_start", on)


def read_terms(
    tx: Tx, custodian_id: int, span: Span, *, method: Method | None = None, by_area: bool = False
) -> Terms:
    """Read the rules of a custodian for a period: those of its last day.

    Args:
        method: another than the rule says.

    Raises:
        Refused: `interest_rate_missing`, where a rate is needed and not set.
    """
    on = span.last
    if method is None:
        method = Method(text_rule(tx, custodian_id, "interest.method", on))
    plain = Terms(
        method,
        by_area,
        flag_rule(tx, custodian_id, "interest.capitalise", on),
        int_rule(tx, custodian_id, "interest.min_balance_fen", on),
    )
    if method is Method.POOLED:
        return plain
    classes = Classes.SINGLE
    if method is Method.RATE_TABLE:
        classes = Classes(text_rule(tx, custodian_id, "interest.class_rule", on))
    names = (_FLAT, _FLAT) if classes is Classes.SINGLE else (_HIGH, _LOW)
    if text_rule(tx, custodian_id, "interest.rate_pick", on) == _PIECEWISE:
        rates = _piecewise(tx, custodian_id, span, names)
    else:
        high, low = (_rate(tx, custodian_id, name, on) for name in names)
        rates = (Rates(*span, high, low),)
    return Terms(
        plain.method,
        by_area,
        plain.capitalise,
        plain.min_balance_fen,
        int_rule(tx, custodian_id, "interest.day_base", on),
        classes,
        Order(text_rule(tx, custodian_id, "interest.withdrawal_order", on)),
        rates,
        text_rule(tx, custodian_id, "interest.shortfall", on) == _SCALE,
    )


def _piecewise(tx: Tx, custodian_id: int, span: Span, names: tuple[str, str]) -> tuple[Rates, ...]:
    """Part a period where one of two rates changes."""
    parts, first = [], span.first
    while first <= span.last:
        ends = [rule_on(tx, custodian_id, name, first).until for name in names]
        last = min([span.last, *(end for end in ends if end is not None)])
        high, low = (_rate(tx, custodian_id, name, first) for name in names)
        parts.append(Rates(first, last, high, low))
        first = last + timedelta(days=1)
    return tuple(parts)


def _rate(tx: Tx, custodian_id: int, name: str, on: date) -> int:
    rate = number_or_none(tx, custodian_id, name, on)
    if rate is None:
        raise Refused(
            "interest_rate_missing",
            _("没有设定 {on} 的利率 {rule}").format(on=on.isoformat(), rule=name),
            _("请运行 wxzj registry rules set {rule} 百万分数 --from 日期 --source 依据").format(
                rule=name
            ),
        )
    return rate
