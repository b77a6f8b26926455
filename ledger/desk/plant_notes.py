"""What is said below a case of who keeps the assets that it repairs."""

from __future__ import annotations

from ledger.fund.using.cases import Case
from ledger.fund.using.plant import concerned
from ledger.renovation.plant.handovers import list_handovers
from ledger.renovation.plant.states import SWITCHED, state_word
from ledger.store.database import Tx
from ledger.values.i18n import _


def keeper_notes(tx: Tx, case: Case) -> list[str]:
    """Say who keeps each asset of a case on its first day, and how far a hand-over of it is."""
    assets = concerned(tx, case)
    if not assets:
        return []
    running = {
        asset.code: each
        for each in list_handovers(tx, case.estate.code)
        for asset in each.assets
        if each.state not in SWITCHED
    }
    notes = []
    for asset in assets:
        told = _("{asset} 由{keeper}负责维护").format(
            asset=asset.title, keeper=asset.keeper_on(case.drafted_on).title
        )
        handover = running.get(asset.code)
        if handover is not None:
            told = _("{told}（移交 {code}：{state}）").format(
                told=told, code=handover.code, state=state_word(handover.state)
            )
        notes.append(told)
    return notes
