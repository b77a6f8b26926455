"""The window for handing utility plant over to operators (设施移交), step by step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.desk.papers import open_paper
from ledger.desk.plant_looks import PlantLooks
from ledger.desk.plant_sheets import handover_sheet
from ledger.desk.trying import tried
from ledger.fund.using.consent import Count
from ledger.renovation.plant import steps
from ledger.renovation.plant.handovers import (
    Handover,
    Paper,
    start,
)
from ledger.renovation.plant.states import State
from ledger.store.vault import vault_of
from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.sheet import Sheet

if TYPE_CHECKING:
    from ledger.store.database import Tx

    Outcome = tuple[Handover, bool]


class PlantDesk(PlantLooks):
    """Hand plant over."""

    def start(
        self,
        *,
        estate: str,
        operator: str,
        assets: Sequence[str],
        stage: str = "surveyed",
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Begin a hand-over of assets to an operator; the same assets again change nothing.

        Args:
            estate, operator, assets: their codes.
            stage: `surveyed`, or `built` for plant that stands already.
            on: the day; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter

        def act(tx: Tx, day: date, _paper: Paper | None) -> Outcome:
            return start(
                tx,
                estate,
                operator,
                assets,
                State(stage.upper()),
                on=day,
                who=counter.who,
                clock=counter.clock,
            )

        return self._act("handover.start", f"{estate} {operator}", act, on=on, dry_run=dry_run)

    def stage(
        self,
        code: str,
        stage: str,
        *,
        on: date | None = None,
        paper: str | None = None,
        note: str | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Record that the design was agreed, the plant built, or the operator has booked it.

        Args:
            code: the hand-over.
            stage: `design_agreed`, `built` or `booked_by_operator`.
            on: the day; today when left out.
            paper: the file that shows it.
            note: what else is to be said, such as the operator's voucher.
            dry_run: do everything, keep nothing.
        """
        return self._step(
            "handover.stage", code, State(stage.upper()), {"note": note}, on, paper, dry_run=dry_run
        )

    def accept(
        self,
        code: str,
        *,
        parties: Sequence[str],
        rejected: bool = False,
        invited_on: date | None = None,
        on: date | None = None,
        paper: str | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Record the joint acceptance: passed, or rejected over its defects.

        Args:
            code: the hand-over.
            parties: who was there.
            rejected: it did not pass.
            invited_on: the day on which the operator was asked to come.
            on: the day; today when left out.
            paper: the sheet that was signed.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter

        def act(tx: Tx, day: date, file: Paper | None) -> Outcome:
            return steps.accept_plant(
                tx,
                code,
                passed=not rejected,
                parties=parties,
                invited_on=invited_on,
                on=day,
                paper=file,
                who=counter.who,
                clock=counter.clock,
            )

        return self._act("handover.accept", code, act, on=on, paper=paper, dry_run=dry_run)

    def vote(
        self,
        code: str,
        *,
        present_area: int,
        present_heads: int,
        agreed_area: int,
        agreed_heads: int,
        paper: str,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Record that the owners decided to hand over; who is concerned is counted here.

        Args:
            code: the hand-over.
            present_area, present_heads: of those who took part.
            agreed_area, agreed_heads: of those who said yes.
            paper: the minutes or the counted ballots.
            on: the day of the vote; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter

        def act(tx: Tx, day: date, file: Paper | None) -> Outcome:
            assert file is not None
            return steps.owners_vote(
                tx,
                code,
                Count(present_area, present_heads),
                Count(agreed_area, agreed_heads),
                on=day,
                paper=file,
                who=counter.who,
                clock=counter.clock,
            )

        return self._act("handover.vote", code, act, on=on, paper=paper, dry_run=dry_run)

    def agree(
        self,
        code: str,
        *,
        number: str,
        case: str,
        paper: str,
        duty_only: bool = False,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Record the agreement with the operator.

        Args:
            code: the hand-over.
            number: the agreement's.
            case: A to E: how it comes to the operator.
            paper: the agreement.
            duty_only: the property stays where it is.
            on: the day; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter

        def act(tx: Tx, day: date, file: Paper | None) -> Outcome:
            assert file is not None
            return steps.agree(
                tx,
                code,
                number,
                case,
                duty_only=duty_only,
                on=day,
                paper=file,
                who=counter.who,
                clock=counter.clock,
            )

        return self._act("handover.agree", code, act, on=on, paper=paper, dry_run=dry_run)

    def inventory(
        self,
        code: str,
        *,
        paper: str,
        keys: int = 0,
        without_drawings: str | None = None,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Record that the plant was handed over by its inventory, with drawings and keys.

        Args:
            code: the hand-over.
            paper: the inventory that was signed.
            keys: how many keys went with it.
            without_drawings: why there are none of some asset.
            on: the day; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter

        def act(tx: Tx, day: date, file: Paper | None) -> Outcome:
            assert file is not None
            return steps.hand_over(
                tx,
                code,
                keys=keys,
                without_drawings=without_drawings,
                on=day,
                paper=file,
                who=counter.who,
                clock=counter.clock,
            )

        return self._act("handover.inventory", code, act, on=on, paper=paper, dry_run=dry_run)

    def refuse(
        self,
        code: str,
        *,
        reason: str,
        on: date | None = None,
        paper: str | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Record that nothing is handed over, and why; it may be accepted later.

        Args:
            code: the hand-over.
            reason: who refused, and why.
            on: the day; today when left out.
            paper: the letter.
            dry_run: do everything, keep nothing.
        """
        return self._step(
            "handover.refuse",
            code,
            State.NOT_TRANSFERRED,
            {"reason": reason},
            on,
            paper,
            dry_run=dry_run,
        )

    def switch(
        self,
        code: str,
        *,
        on: date | None = None,
        paper: str | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Switch the duty: from this day on the operator keeps the assets, not the owners.

        Args:
            code: the hand-over.
            on: the first day; today when left out.
            paper: the notice.
            dry_run: do everything, keep nothing.
        """
        return self._step(
            "handover.switch", code, State.RESPONSIBILITY_SWITCHED, {}, on, paper, dry_run=dry_run
        )

    def defect(
        self,
        code: str,
        *,
        asset: str | None = None,
        what: str | None = None,
        days: int = 30,
        mended: int | None = None,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Write a defect down, or that one was mended.

        Args:
            code: the hand-over.
            asset, what: where the defect is, and what it is.
            days: within how many days it is to be mended.
            mended: the number of a defect that was mended.
            on: the day; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter

        def act(tx: Tx, day: date, _paper: Paper | None) -> Outcome:
            who, clock = counter.who, counter.clock
            if mended is not None:
                return steps.mend_defect(tx, code, mended, on=day, who=who, clock=clock)
            if asset is None or what is None:
                raise InputError(
                    "defect_unsaid",
                    _("没有写明哪项资产有什么缺陷"),
                    _("请写 --asset 编号 和 --what 缺陷；整改后写 --mended 序号"),
                )
            return steps.find_defect(tx, code, asset, what, days, on=day, who=who, clock=clock)

        return self._act("handover.defect", code, act, on=on, dry_run=dry_run)

    def _step(
        self,
        word: str,
        code: str,
        to: State,
        body: dict[str, object],
        on: date | None,
        paper: str | None,
        *,
        dry_run: bool,
    ) -> Sheet:
        counter = self._counter

        def act(tx: Tx, day: date, file: Paper | None) -> Outcome:
            return steps.take_step(
                tx, code, to, body, on=day, paper=file, who=counter.who, clock=counter.clock
            )

        return self._act(word, code, act, on=on, paper=paper, dry_run=dry_run)

    def _act(
        self,
        word: str,
        subject: str,
        act: Callable[[Tx, date, Paper | None], Outcome],
        *,
        on: date | None,
        dry_run: bool,
        paper: str | None = None,
    ) -> Sheet:
        """Do an act in one transaction, its paper kept beside the database."""
        counter = self._counter
        copy = None if paper is None else open_paper(Path(paper))
        file = None if copy is None else Paper(copy.name, copy.sha256)
        with counter.act(word, subject, dry_run=dry_run) as tx:
            handover, is_new = act(tx, on or counter.clock.today, file)
            if copy is not None and not dry_run:
                vault_of(counter.db).keep(copy.path, copy.sha256)
        notes = [] if is_new else [_("早已这样登记，没有改变")]
        sheet = handover_sheet(handover)
        notes = [*notes, *sheet.notes]
        paper_of = sheet.paper
        assert paper_of is not None
        return tried(
            replace(sheet, notes=notes, paper=replace(paper_of, notes=notes)), dry_run=dry_run
        )
