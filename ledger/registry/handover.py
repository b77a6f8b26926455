"""会计工作交接: the work of one user goes to another, under the eyes of a third.

会计基础工作规范 ch. 2 sec. 3: a list is drawn up, a third person supervises, and all who take part
sign. Duties and reach go over with the last signature and not before.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from ledger.registry.duties import grant_duty, read_duties, refuse_unknown_user, revoke_duty
from ledger.registry.reach import grant_reach, read_places, revoke_reach
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import shown


@dataclass(frozen=True, slots=True)
class Handover:
    """A handing over of one user's work.

    Attributes:
        handover_id: its number.
        giver, taker, supervisor: three different users; the supervisor drew the list up.
        on: the day of the list.
        is_absent: the giver cannot sign, as `reason` says; the supervisor answers for the list.
        items: what the list names, as kind and text, as it stood when it was drawn up.
        signed: who signed, in the order they did.
    """

    handover_id: int
    giver: str
    taker: str
    supervisor: str
    on: date
    reason: str
    is_absent: bool
    items: tuple[tuple[str, str], ...]
    signed: tuple[str, ...] = ()

    @property
    def signers(self) -> frozenset[str]:
        """Whose signatures it needs; the supervisor's is that of drawing it up."""
        return frozenset({self.taker} if self.is_absent else {self.giver, self.taker})

    @property
    def is_done(self) -> bool:
        """Whether everybody signed, so that the work went over."""
        return self.signers <= set(self.signed)


def list_handovers(tx: Tx) -> list[Handover]:
    """Return all of them, the oldest first."""
    table, sign = schema.handover, schema.handover_signed
    signed: dict[int, list[str]] = {}
    for row in tx.conn.execute(select(sign).order_by(sign.c.handover_id, sign.c.sign_no)):
        signed.setdefault(row.handover_id, []).append(row.name)
    return [
        Handover(
            row.handover_id,
            row.giver,
            row.taker,
            row.supervisor,
            row.handed_on,
            row.reason,
            bool(row.is_absent),
            tuple((kind, text) for kind, text in json.loads(row.items)),
            tuple(signed.get(row.handover_id, ())),
        )
        for row in tx.conn.execute(select(table).order_by(table.c.handover_id))
    ]


def open_handover(  # noqa: PLR0913 # what the law's list names
    tx: Tx,
    giver: str,
    taker: str,
    items: Sequence[tuple[str, str]],
    *,
    on: date,
    reason: str,
    is_absent: bool,
    who: str,
    clock: Clock,
) -> tuple[Handover, bool]:
    """Draw the list up; return it, and whether it is new.

    One between the same two that waits for signatures is not drawn up again.

    Raises:
        Refused: `user_unknown`, `handover_people`, `handover_without_duty`, `date_in_future`.
    """
    for name in (giver, taker):
        refuse_unknown_user(tx, name)
    if len({giver, taker, who}) != len((giver, taker, who)):
        raise Refused(
            "handover_people",
            _("移交人、接管人和监交人要是三个人"),
            _("请由第三名用户（--as）监交"),
        )
    if on > clock.today:
        raise Refused("date_in_future", _("日期 {on} 在今天之后").format(on=on), _("请核对日期"))
    if not read_duties(tx).get(giver):
        raise Refused(
            "handover_without_duty",
            _("{who} 没有登记岗位，没有可以移交的").format(who=shown(giver)),
            _("请先用 wxzj user grant 登记岗位"),
        )
    for known in list_handovers(tx):
        if (known.giver, known.taker) == (giver, taker) and not known.is_done:
            return known, False
    table = schema.handover
    newest = tx.conn.execute(select(func.max(table.c.handover_id))).scalar_one()
    drawn = Handover((newest or 0) + 1, giver, taker, who, on, reason, is_absent, tuple(items))
    tx.conn.execute(
        table.insert().values(
            handover_id=drawn.handover_id,
            giver=giver,
            taker=taker,
            supervisor=who,
            handed_on=on,
            reason=reason,
            is_absent=int(is_absent),
            items=json.dumps([list(item) for item in items], ensure_ascii=False),
            at=clock.at,
        )
    )
    return drawn, True


def sign_handover(tx: Tx, handover_id: int, *, who: str, clock: Clock) -> tuple[Handover, bool]:
    """Sign; with the last signature duties and reach go over. Return it, and whether it is new.

    Raises:
        Refused: `handover_unknown`, `handover_not_ours`.
    """
    found = [each for each in list_handovers(tx) if each.handover_id == handover_id]
    if not found:
        raise Refused(
            "handover_unknown",
            _("没有第 {number} 号交接").format(number=handover_id),
            _("请运行 wxzj user handover list 查看"),
        )
    drawn = found[0]
    if who not in drawn.signers:
        raise Refused(
            "handover_not_ours",
            _("第 {number} 号交接不由 {who} 签字").format(number=handover_id, who=shown(who)),
            _("由移交人和接管人签字：{names}").format(
                names="、".join(shown(name) for name in sorted(drawn.signers))
            ),
        )
    if who in drawn.signed:
        return drawn, False
    tx.conn.execute(
        schema.handover_signed.insert().values(
            handover_id=handover_id, sign_no=len(drawn.signed) + 1, name=who, at=clock.at
        )
    )
    signed = next(each for each in list_handovers(tx) if each.handover_id == handover_id)
    if signed.is_done:
        _go_over(tx, signed, clock)
    return signed, True


def _go_over(tx: Tx, done: Handover, clock: Clock) -> None:
    """Give the taker what the giver had, then take it from the giver: the registrar stays."""
    reason = _("会计工作交接第 {number} 号").format(number=done.handover_id)
    who = done.supervisor
    duties = sorted(read_duties(tx).get(done.giver, ()))
    for duty in duties:
        grant_duty(tx, done.taker, duty, who=who, clock=clock)
    for duty in duties:
        revoke_duty(tx, done.giver, duty, who=who, reason=reason, clock=clock)
    for place in tuple(read_places(tx).get(done.giver, ())):
        grant_reach(tx, done.taker, place, who=who, clock=clock)
        revoke_reach(tx, done.giver, place, who=who, reason=reason, clock=clock)
