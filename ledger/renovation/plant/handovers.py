"""The register of hand-overs of plant: what goes to whom, its steps, its defects."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import NamedTuple

from sqlalchemy import func, select

from ledger.registry.assets import Asset, find_asset, read_assets
from ledger.registry.estates import Estate, find_estate
from ledger.registry.operators import Operator, find_operator, list_operators, refuse_other_network
from ledger.renovation.plant.states import FIRST, SWITCHED, State, state_word
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import InputError, Refused
from ledger.values.i18n import _
from ledger.values.reach import refuse_estate
from ledger.values.text import shown


class Paper(NamedTuple):
    """A file that shows a step: its name, and the digest of its bytes."""

    name: str
    sha256: bytes


class Step(NamedTuple):
    """A step of a hand-over.

    Attributes:
        body: what was said of it, by words of ours.
    """

    step_no: int
    state: State
    on: date
    body: Mapping[str, object]
    paper: Paper | None
    who: str


class Defect(NamedTuple):
    """A defect that was found.

    Attributes:
        days: within how many days it is to be mended.
        mended_on: None while it is open.
    """

    defect_no: int
    asset: str
    what: str
    days: int
    found_on: date
    mended_on: date | None

    @property
    def due_on(self) -> date:
        """The last day on which it is mended in time."""
        return self.found_on + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Handover:
    """A hand-over of plant to an operator.

    Attributes:
        steps: oldest first; there is always one.
    """

    handover_id: int
    code: str
    estate: Estate
    operator: Operator
    assets: tuple[Asset, ...]
    steps: tuple[Step, ...]
    defects: tuple[Defect, ...]

    @property
    def state(self) -> State:
        """How far it is."""
        return self.steps[-1].state

    @property
    def open_defects(self) -> list[Defect]:
        """The defects that nobody has mended."""
        return [each for each in self.defects if each.mended_on is None]

    def defects_on(self, day: date) -> list[Defect]:
        """The defects that were found and not mended at the end of `day`."""
        return [
            each
            for each in self.defects
            if each.found_on <= day and (each.mended_on is None or each.mended_on > day)
        ]

    def last(self, state: State) -> Step | None:
        """Return the newest step into a state."""
        return next((each for each in reversed(self.steps) if each.state is state), None)


def start(
    tx: Tx,
    estate: str,
    operator: str,
    codes: Sequence[str],
    state: State,
    *,
    on: date,
    who: str,
    clock: Clock,
) -> tuple[Handover, bool]:
    """Begin a hand-over; return it, and whether it is new. The same assets again change nothing.

    Args:
        codes: the assets that are handed over together.
        state: `SURVEYED`, or `BUILT` for plant that stands already.

    Raises:
        InputError: `handover_empty`.
        Refused: `estate_unknown`, `operator_unknown`, `operator_network`, `asset_unknown`,
            `asset_elsewhere`, `asset_operated`, `asset_promised`, `date_in_future`,
            `handover_state`.
    """
    place, firm = find_estate(tx, estate), find_operator(tx, operator)
    if not codes:
        raise InputError(
            "handover_empty", _("没有写明移交哪些资产"), _("请加 --asset 编号，可写多次")
        )
    if on > clock.today:
        raise Refused("date_in_future", _("日期 {on} 在今天之后").format(on=on), _("请核对日期"))
    assets = [find_asset(tx, code) for code in sorted(set(codes))]
    for known in list_handovers(tx, estate):
        same = [each.code for each in known.assets] == [each.code for each in assets]
        if same and known.operator == firm and known.state not in SWITCHED:
            return known, False
    for asset in assets:
        _refuse_asset(tx, asset, place, firm, on)
    if state not in FIRST:
        raise Refused(
            "handover_state",
            _("移交不能从“{state}”开始").format(state=state_word(state)),
            _("请从查勘（surveyed）开始，已有设施从建成（built）开始"),
        )
    handover_id = _write(tx, place, firm, assets, who, clock)
    add_step(tx, handover_id, Step(1, state, on, {}, None, who), clock=clock)
    return _by_id(tx, handover_id), True


def _refuse_asset(tx: Tx, asset: Asset, place: Estate, firm: Operator, on: date) -> None:
    if asset.estate.estate_id != place.estate_id:
        raise Refused(
            "asset_elsewhere",
            _("资产 {asset} 在小区 {where}，不在 {estate}").format(
                asset=shown(asset.title), where=asset.estate.code, estate=place.code
            ),
            _("请核对资产编号；运行 wxzj renovation asset list --estate {estate} 查看").format(
                estate=place.code
            ),
        )
    refuse_other_network(firm, asset.network, asset.title)
    if asset.keeper_on(on).operator == firm and asset.owner_on(on).operator == firm:
        raise Refused(
            "asset_operated",
            _("资产 {asset} 已由{operator}负责").format(
                asset=shown(asset.title), operator=shown(firm.name)
            ),
            _("请核对资产编号和专业经营单位"),
        )
    item, step = schema.plant_item, schema.plant_step
    running = tx.conn.execute(
        select(item.c.handover_id).where(item.c.asset_id == asset.asset_id)
    ).scalars()
    for handover_id in list(running):
        state = State(
            tx.conn.execute(
                select(step.c.state)
                .where(step.c.handover_id == handover_id)
                .order_by(step.c.step_no.desc())
                .limit(1)
            ).scalar_one()
        )
        if state not in SWITCHED | {State.NOT_TRANSFERRED}:
            raise promised(asset, _by_id(tx, handover_id).code)


def promised(asset: Asset, code: str) -> Refused:
    """Return the refusal of an asset that another hand-over holds."""
    return Refused(
        "asset_promised",
        _("资产 {asset} 正在移交 {code} 里").format(asset=shown(asset.title), code=code),
        _("请等它完成或终止；运行 wxzj renovation handover show {code} 查看").format(code=code),
    )


def _write(
    tx: Tx, place: Estate, firm: Operator, assets: Sequence[Asset], who: str, clock: Clock
) -> int:
    table = schema.plant_handover
    known = set(tx.conn.execute(select(table.c.code)).scalars())
    names = (f"YJ-{place.code}-{no:03d}" for no in count(1))
    code = next(name for name in names if name not in known)
    newest = tx.conn.execute(select(func.max(table.c.handover_id))).scalar_one()
    handover_id = (newest or 0) + 1
    tx.conn.execute(
        table.insert().values(
            handover_id=handover_id,
            code=code,
            estate_id=place.estate_id,
            operator_id=firm.operator_id,
            who=who,
            at=clock.at,
        )
    )
    for asset in assets:
        tx.conn.execute(
            schema.plant_item.insert().values(handover_id=handover_id, asset_id=asset.asset_id)
        )
    return handover_id


def add_step(tx: Tx, handover_id: int, step: Step, *, clock: Clock) -> None:
    """Write a step down."""
    tx.conn.execute(
        schema.plant_step.insert().values(
            handover_id=handover_id,
            step_no=step.step_no,
            state=step.state.value,
            dated_on=step.on,
            body=json.dumps(dict(step.body), ensure_ascii=False, sort_keys=True),
            paper=None if step.paper is None else step.paper.name,
            sha256=None if step.paper is None else step.paper.sha256,
            who=step.who,
            at=clock.at,
        )
    )


def find_handover(tx: Tx, code: str) -> Handover:
    """Return the hand-over called `code`.

    Raises:
        Refused: `handover_unknown`, `out_of_reach`.
    """
    table = schema.plant_handover
    found = tx.conn.execute(
        select(table.c.handover_id).where(table.c.code == code)
    ).scalar_one_or_none()
    if found is None:
        raise Refused(
            "handover_unknown",
            _("没有设施移交“{code}”").format(code=shown(code)),
            _("请运行 wxzj renovation handover list 查看"),
        )
    handover = _by_id(tx, found)
    estate = handover.estate
    refuse_estate(tx.reach, estate.estate_id, estate.custodian_id, code)
    return handover


def list_handovers(tx: Tx, estate: str | None = None) -> list[Handover]:
    """Return the hand-overs within reach by code, of one estate where it is named."""
    table = schema.plant_handover
    query = select(table.c.handover_id).order_by(table.c.code)
    if estate is not None:
        query = query.where(table.c.estate_id == find_estate(tx, estate).estate_id)
    found = [_by_id(tx, handover_id) for handover_id in list(tx.conn.execute(query).scalars())]
    return [
        each
        for each in found
        if tx.reach.holds_estate(each.estate.estate_id, each.estate.custodian_id)
    ]


def _by_id(tx: Tx, handover_id: int) -> Handover:
    table, item, step = schema.plant_handover, schema.plant_item, schema.plant_step
    row = tx.conn.execute(select(table).where(table.c.handover_id == handover_id)).one()
    own = select(item.c.asset_id).where(item.c.handover_id == handover_id)
    assets = tuple(read_assets(tx, own))
    steps = tuple(
        Step(
            each.step_no,
            State(each.state),
            each.dated_on,
            json.loads(each.body),
            None if each.paper is None else Paper(each.paper, bytes(each.sha256)),
            each.who,
        )
        for each in tx.conn.execute(
            select(step).where(step.c.handover_id == handover_id).order_by(step.c.step_no)
        )
    )
    operators = {each.operator_id: each for each in list_operators(tx)}
    return Handover(
        handover_id,
        row.code,
        assets[0].estate,
        operators[row.operator_id],
        assets,
        steps,
        tuple(_defects(tx, handover_id, {each.asset_id: each.code for each in assets})),
    )


def _defects(tx: Tx, handover_id: int, codes: Mapping[int, str]) -> list[Defect]:
    table = schema.plant_defect
    found: dict[int, Defect] = {}
    for row in tx.conn.execute(
        select(table)
        .where(table.c.handover_id == handover_id)
        .order_by(table.c.defect_no, table.c.act)  # FOUND before MENDED
    ):
        if row.act == "FOUND":
            found[row.defect_no] = Defect(
                row.defect_no, codes[row.asset_id], row.what, row.days, row.dated_on, None
            )
        else:
            found[row.defect_no] = found[row.defect_no]._replace(mended_on=row.dated_on)
    return list(found.values())
