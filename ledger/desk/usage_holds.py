"""The window for approved cases that are held up, opened again, given up; and for their payees."""

from __future__ import annotations

from datetime import date

from ledger.desk.counter import Counter
from ledger.desk.trying import tried
from ledger.desk.usage_money_sheets import payee_sheet, state_sheet
from ledger.fund.using import payees, recovery
from ledger.fund.using.cases import State
from ledger.fund.using.disputes import TOLD
from ledger.fund.using.disputing import Said, dispute
from ledger.registry.users import has_users
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet


class UsageHoldsDesk:
    """Hold cases up, open them again, give up what is lost, name payees."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def write_off(
        self, code: str, *, reason: str, on: date | None = None, dry_run: bool = False
    ) -> Sheet:
        """Give up what was not recovered of a cancelled case, as a second person."""
        counter = self._counter
        with counter.act("usage.write_off", f"{code} {reason}", dry_run=dry_run) as tx:
            case, left_fen = recovery.write_off(
                tx, code, reason=reason, on=on, who=counter.who, clock=counter.clock
            )
        sheet = state_sheet(
            _("核销 {code}"),
            case,
            {"left_fen": left_fen},
            (Column("left_fen", _("未追回，仍由各户承担"), "fen"),),
        )
        return tried(sheet, dry_run=dry_run)

    def suspend(
        self, code: str, *, reason: str, on: date | None = None, dry_run: bool = False
    ) -> Sheet:
        """Hold a case up: a dispute, a court."""
        return self._hold("usage.suspend", code, State.SUSPENDED, reason, on, dry_run=dry_run)

    def reopen(
        self, code: str, *, reason: str, on: date | None = None, dry_run: bool = False
    ) -> Sheet:
        """Open a paid case again for a defect."""
        return self._hold("usage.reopen", code, State.REOPENED, reason, on, dry_run=dry_run)

    def _hold(
        self, act: str, code: str, to: State, reason: str, on: date | None, *, dry_run: bool
    ) -> Sheet:
        counter = self._counter
        with counter.act(act, f"{code} {reason}", dry_run=dry_run) as tx:
            case = recovery.hold_up(
                tx, code, to, reason=reason, on=on, who=counter.who, clock=counter.clock
            )
        return tried(state_sheet("{code}", case), dry_run=dry_run)

    def resume(
        self, code: str, *, reason: str, on: date | None = None, dry_run: bool = False
    ) -> Sheet:
        """Bring a case back to where it was before it was held up."""
        counter = self._counter
        with counter.act("usage.resume", f"{code} {reason}", dry_run=dry_run) as tx:
            case = recovery.resume(
                tx, code, reason=reason, on=on, who=counter.who, clock=counter.clock
            )
        return tried(state_sheet("{code}", case), dry_run=dry_run)

    def dispute(
        self,
        code: str,
        household: str,
        *,
        reason: str,
        on: date,
        resolved: str | None = None,
        paper_no: int | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Write down that a household disputes its share, or how that ended.

        Args:
            code: of the case.
            household: the code of the house.
            reason: what it says, or what was found.
            on: the day of it.
            resolved: `confirmed`, or `changed`, which is refused: shares change by a correction.
            paper_no: the number of the paper that shows it.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        said = Said(household, reason, on, resolved, paper_no)
        with counter.act("usage.dispute", f"{code} {household}", dry_run=dry_run) as tx:
            case, row, is_new = dispute(tx, code, said, who=counter.who, clock=counter.clock)
        notes = [] if is_new else [_("早已这样登记，没有改变")]
        if row.act == TOLD:
            notes.append(
                _("核准时这一户的份额不从分户账支取，另行向其收取；其他户照常")
                if case.approved_on is None
                else _("已核准，各户的支取不变；其他户照常")
            )
        sheet = Sheet(
            kind="usage_dispute",
            title=_("{case} 分摊争议").format(case=case.code),
            fields={
                "case": case.code,
                "household": household,
                "open": row.act == TOLD,
                "on": row.on,
                "reason": row.reason,
                "paper_no": row.paper_no,
                "changed": is_new,
            },
            labels=(
                Column("household", _("房屋编号")),
                Column("open", _("争议未了结"), "flag"),
                Column("on", _("日期"), "date"),
                Column("reason", _("原因")),
            ),
            notes=notes,
        )
        return tried(sheet, dry_run=dry_run)

    def payee(
        self,
        code: str,
        *,
        name: str,
        role: str,
        paper: str,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Name somebody else who may be paid for a case, with the contract or invoice."""
        counter = self._counter
        with counter.act("usage.payee", f"{code} {name}", dry_run=dry_run) as tx:
            payee, is_new = payees.name_payee(
                tx, code, name, role, paper, on=on, who=counter.who, clock=counter.clock
            )
            waits = has_users(tx) and payee.confirmed_by is None
        notes = [] if is_new else [_("已经登记过，没有改动")]
        if waits:
            notes.append(
                _("等待另一人确认：wxzj fund usage confirm-payee {code}").format(code=code)
            )
        return tried(payee_sheet(code, payee, notes), dry_run=dry_run)

    def confirm_payee(self, code: str, *, name: str, dry_run: bool = False) -> Sheet:
        """Confirm a payee whom somebody else named."""
        counter = self._counter
        with counter.act("usage.confirm_payee", f"{code} {name}", dry_run=dry_run) as tx:
            payee, is_new = payees.confirm_payee(
                tx, code, name, who=counter.who, clock=counter.clock
            )
        notes = [] if is_new else [_("已经确认过，没有改动")]
        return tried(payee_sheet(code, payee, notes), dry_run=dry_run)
