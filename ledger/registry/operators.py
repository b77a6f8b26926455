"""Operators (专业经营单位): who runs a network, and may take plant over and keep it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import Row, func, or_, select

from ledger.registry.networks import networks, read_network
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import clean_code, clean_name, shown


class Operator(NamedTuple):
    """An operator.

    Attributes:
        networks: what it runs, codes of `networks`, in the order of that list.
    """

    operator_id: int
    code: str
    name: str
    networks: tuple[str, ...]

    @property
    def title(self) -> str:
        """Code and name."""
        return f"{self.code} {self.name}"


def add_operator(
    tx: Tx, code: str, name: str, words: Iterable[str], *, who: str, clock: Clock
) -> tuple[Operator, bool]:
    """Register an operator; return it, and whether it is new.

    The same one again changes nothing.

    Args:
        words: the networks that it runs, by code or in Chinese.

    Raises:
        InputError: `network_unknown`, or what `clean_code` and `clean_name` raise.
        Refused: `operator_exists` where its code or name stands for another.
    """
    code, name = clean_code(code, _("专业经营单位编号")), clean_name(name, _("专业经营单位名称"))
    asked = {read_network(word) for word in words}
    runs = tuple(each for each in networks() if each in asked)
    table = schema.operator
    for row in tx.conn.execute(
        select(table).where(or_(table.c.code == code, table.c.name == name))
    ):
        known = _operator(row)
        if (known.code, known.name, known.networks) == (code, name, runs):
            return known, False
        raise Refused(
            "operator_exists",
            _("已有专业经营单位 {title}，登记的内容不同").format(title=shown(known.title)),
            _("请换一个编号，或直接使用它；运行 wxzj renovation operator list 查看"),
        )
    newest = tx.conn.execute(select(func.max(table.c.operator_id))).scalar_one()
    operator = Operator((newest or 0) + 1, code, name, runs)
    tx.conn.execute(
        table.insert().values(
            operator_id=operator.operator_id,
            code=code,
            name=name,
            networks=",".join(runs),
            who=who,
            at=clock.at,
        )
    )
    return operator, True


def list_operators(tx: Tx) -> list[Operator]:
    """Return all operators by code."""
    table = schema.operator
    return [_operator(row) for row in tx.conn.execute(select(table).order_by(table.c.code))]


def find_operator(tx: Tx, code: str) -> Operator:
    """Return the operator called `code`, or by its name.

    Raises:
        Refused: `operator_unknown`.
    """
    for each in list_operators(tx):
        if code in {each.code, each.name}:
            return each
    raise Refused(
        "operator_unknown",
        _("没有专业经营单位“{code}”").format(code=shown(code)),
        _("请先运行 wxzj renovation operator add 登记"),
    )


def refuse_other_network(operator: Operator, network: str, what: str) -> None:
    """Refuse to give an operator what it does not run.

    Raises:
        Refused: `operator_network`.
    """
    if network not in operator.networks:
        raise Refused(
            "operator_network",
            _("{operator} 不经营{network}：{what}").format(
                operator=shown(operator.title),
                network=networks()[network].title,
                what=shown(what),
            ),
            _("请核对专业经营单位和资产的类别"),
        )


def _operator(row: Row[Any]) -> Operator:
    return Operator(row.operator_id, row.code, row.name, tuple(row.networks.split(",")))
