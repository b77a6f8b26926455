"""What is to become of houses, decided and written down before any money moves.

With users the money waits in a draft to be checked, and the plan lies beside the draft.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select

from ledger.fund.houses.houses import House
from ledger.journal.drafts import Kept
from ledger.registry.lineage import Figures
from ledger.registry.ownership import Owner
from ledger.registry.titles import Title
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.ratio import Ratio

_RECUT: Final = '{"recut": '  # how the plan of a whole estate begins; `recut` reads it


@dataclass(frozen=True, slots=True)
class NewHouse:
    """A house that a split or a merge is to make.

    Attributes:
        unit: the predecessor's when left out.
        due_fen: its initial amount due; shared by area when left out.
        owners: the predecessor's when none is named.
    """

    room: str
    area: int
    due_fen: int | None = None
    unit: str | None = None
    owners: tuple[Owner, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asks for.

    Attributes:
        area_reason: why the areas do not add up; they must without one.
    """

    codes: tuple[str, ...]
    parts: tuple[NewHouse, ...]
    on: date
    reason: str
    area_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Into:
    """A house that is to come.

    Attributes:
        sub_id: its sub-account, opened and empty.
        due_fen: None to have it shared by area.
        titles: of its owners, without numbers and days.
    """

    sub_id: int
    code: str
    estate_id: int
    building: str
    unit: str
    room: str
    area: int
    due_fen: int | None
    titles: tuple[Title, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Houses that go, and those that they become.

    Attributes:
        codes: of the houses that go.
        area_gap: how much more area there is after than before.
        reason: why, with the reason of a gap.
    """

    act: str
    book_id: int
    codes: tuple[str, ...]
    into: tuple[Into, ...]
    on: date
    area_gap: int
    reason: str
    who: str

    def same_as(self, other: Plan) -> bool:
        """Tell whether another plan makes the same houses of the same, whoever drew it up."""
        return self._said() == other._said()

    def _said(self) -> tuple[object, ...]:
        heirs = tuple((each.code, each.area, each.due_fen) for each in self.into)
        return self.act, self.book_id, sorted(self.codes), sorted(heirs), self.on

    def to_json(self) -> str:
        """Write the plan as one line."""
        return json.dumps(
            {
                "act": self.act,
                "book_id": self.book_id,
                "codes": self.codes,
                "on": self.on.isoformat(),
                "area_gap": self.area_gap,
                "reason": self.reason,
                "who": self.who,
                "into": [
                    {
                        "sub_id": each.sub_id,
                        "code": each.code,
                        "estate_id": each.estate_id,
                        "building": each.building,
                        "unit": each.unit,
                        "room": each.room,
                        "area": each.area,
                        "due_fen": each.due_fen,
                        "titles": [
                            [title.owner, title.id_no, title.phone, *title.share]
                            for title in each.titles
                        ],
                    }
                    for each in self.into
                ],
            },
            ensure_ascii=False,
        )

    @staticmethod
    def from_json(text: str) -> Plan:
        """Read what `to_json` wrote."""
        said = json.loads(text)
        into = [
            Into(
                **{
                    **each,
                    "titles": tuple(
                        Title(0, owner, id_no, phone, None, None, Ratio(num, den))
                        for owner, id_no, phone, num, den in each["titles"]
                    ),
                }
            )
            for each in said.pop("into")
        ]
        return Plan(
            **{
                **said,
                "codes": tuple(said["codes"]),
                "on": date.fromisoformat(said["on"]),
                "into": tuple(into),
            }
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """A house in the proof: what it has, and its interest integral up to the day.

    Attributes:
        integral: in fen·days.
    """

    code: str
    figures: Figures
    integral: int


@dataclass(frozen=True, slots=True)
class Reshaped:
    """What became of a request to split or merge.

    Attributes:
        before, after: the houses that go and those that come; their sums are equal.
        code: of the voucher, or of the draft that waits; None where there is no money.
        changed: false where the very same was done, or waits, already.
    """

    plan: Plan
    before: tuple[Standing, ...]
    after: tuple[Standing, ...]
    code: str | None
    is_draft: bool
    changed: bool


def stands(house: House, on: date) -> Standing:
    """Return a house as the proof shows it."""
    return Standing(house.door.code, house.figures, house.integral(on))


def keep_plan(tx: Tx, plan: Plan, draft_id: int) -> None:
    """Lay a plan beside the draft of its voucher."""
    tx.conn.execute(
        schema.draft_house.insert().values(
            book_id=plan.book_id, draft_id=draft_id, plan=plan.to_json()
        )
    )


def waiting_plan(tx: Tx, kept: Kept) -> Plan | None:
    """Return the plan beside a draft, None where there is none."""
    table = schema.draft_house
    text = tx.conn.execute(
        select(table.c.plan).where(
            table.c.book_id == kept.draft.book_id, table.c.draft_id == kept.draft_id
        )
    ).scalar_one_or_none()
    return None if text is None or _RECUT in text else Plan.from_json(text)


def waiting_plans(tx: Tx, book_id: int) -> list[tuple[int, Plan]]:
    """Return the plans of a book that wait, with their drafts' ids."""
    table, draft = schema.draft_house, schema.draft
    rows = tx.conn.execute(
        select(table.c.draft_id, table.c.plan)
        .join(draft, (draft.c.book_id == table.c.book_id) & (draft.c.draft_id == table.c.draft_id))
        .where(table.c.book_id == book_id, draft.c.state.in_(("DRAFT", "CHECKED")))
        .order_by(table.c.draft_id)
    )
    return [(row.draft_id, Plan.from_json(row.plan)) for row in rows if _RECUT not in row.plan]
