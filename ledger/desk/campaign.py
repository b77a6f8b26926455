"""The window for campaigns of refilling the fund (续筹): plan, vote, tell, urge, waive, stop."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ledger.desk.campaign_sheets import plan_sheet, step_sheet, vote_sheet, waiver_sheet
from ledger.desk.campaign_status_sheet import status_sheet
from ledger.desk.counter import Counter
from ledger.desk.notice_sheets import delivered_sheet, given_sheet, notice_sheet
from ledger.desk.opinions import campaign_opinions
from ledger.desk.trying import tried
from ledger.desk.voting import figures
from ledger.fund.refilling import campaign_plan, campaign_vote, campaign_waivers, notices
from ledger.fund.refilling.campaign import find_campaign
from ledger.fund.refilling.campaign_plan import Order
from ledger.fund.refilling.campaign_rules import Target
from ledger.fund.refilling.campaign_status import read_entries, read_notices
from ledger.fund.refilling.campaign_vote import Result
from ledger.fund.using.consent import Ruleset
from ledger.registry.banks import accounts_of_books
from ledger.values.i18n import _
from ledger.values.sheet import Sheet


class CampaignDesk:
    """Refill the fund, household by household. Nothing here books anything."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def plan(  # noqa: PLR0913 # one for each thing that a person says
        self,
        *,
        estate: str,
        target: str | None = None,
        permille: int | None = None,
        standard_fen: int | None = None,
        amount_fen: int | None = None,
        scopes: Sequence[str] = (),
        everyone: bool = False,
        times: int = 1,
        every_months: int = 12,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Freeze who pays how much; the same plan on the same day is one campaign.

        Args:
            estate: its code.
            target: initial, current_standard, ratio or decided; the place's rule when left out.
            permille: of the initial amount, for `ratio`.
            standard_fen: per m².
            amount_fen: decided for all together, borne by area.
            scopes: buildings, stairs or doors; none for the whole estate.
            everyone: all homes of the scope, not those alone whose money ran low.
            times: instalments, 1 for a lump.
            every_months: between two instalments.
            on: the day whose balances count; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        order = Order(
            estate=estate,
            target=None if target is None else Target(target),
            permille=permille,
            standard_fen=standard_fen,
            total_fen=amount_fen,
            scope=scopes,
            everyone=everyone,
            times=times,
            every_months=every_months,
            on=on,
        )
        with counter.act("replenish.plan", estate, dry_run=dry_run) as tx:
            planned = campaign_plan.plan(tx, order, who=counter.who, clock=counter.clock)
        return tried(plan_sheet(planned), dry_run=dry_run)

    def vote(  # noqa: PLR0913 # the figures of a ballot, each by area and by number
        self,
        code: str,
        *,
        present_area: int | None = None,
        present_heads: int | None = None,
        agreed_area: int | None = None,
        agreed_heads: int | None = None,
        objected_area: int = 0,
        objected_heads: int = 0,
        ruleset: str | None = None,
        due_on: date | None = None,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Record how the owners voted on a campaign, where it passed.

        Without any figure the ballots are counted.

        Args:
            code: of the campaign.
            present_area: of those who took part.
            present_heads: the same.
            agreed_area: of those who said yes.
            agreed_heads: the same.
            objected_area: of those who said no; decides in an objection vote only.
            objected_heads: the same.
            ruleset: the rules of the day when left out.
            due_on: the last day of the first instalment; counted from the vote when left out.
            on: the day of the vote; today when left out.
            dry_run: do everything, keep nothing.

        Raises:
            InputError: `vote_figures` where some of the figures are left out.
        """
        counter = self._counter
        result = Result(
            figures(
                present_area=present_area,
                present_heads=present_heads,
                agreed_area=agreed_area,
                agreed_heads=agreed_heads,
                objected_area=objected_area,
                objected_heads=objected_heads,
            ),
            None if ruleset is None else Ruleset(ruleset),
            on,
            due_on,
        )
        with counter.act("replenish.vote", code, dry_run=dry_run) as tx:
            campaign, counted = campaign_vote.record_vote(
                tx, code, result, who=counter.who, clock=counter.clock
            )
        return tried(vote_sheet(campaign, counted), dry_run=dry_run)

    def opinions(self, code: str) -> Sheet:
        """Print the list on which each owner signs, those too who have nothing to pay."""
        with self._counter.look() as tx:
            return campaign_opinions(tx, find_campaign(tx, code), self._counter.clock.today)

    def fall_back(self, code: str, *, on: date | None = None, dry_run: bool = False) -> Sheet:
        """Put the place's rule in the place of a campaign on which nobody decided in time."""
        counter = self._counter
        with counter.act("replenish.fallback", code, dry_run=dry_run) as tx:
            planned = campaign_vote.fall_back(tx, code, on=on, who=counter.who, clock=counter.clock)
        return tried(plan_sheet(planned), dry_run=dry_run)

    def notice(
        self,
        code: str,
        *,
        households: Sequence[str] = (),
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Write the notices that are due: told, urged, published. Again the same day: none.

        Args:
            code: of the campaign.
            households: some only; all when none is named.
            on: the day of the notices; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        with counter.act("replenish.notice", code, dry_run=dry_run) as tx:
            given = notices.give_notices(
                tx, code, households=households, on=on, who=counter.who, clock=counter.clock
            )
            banks = accounts_of_books(tx, [own.book for own in given.campaign.books])
        return tried(given_sheet(given, banks), dry_run=dry_run)

    def delivered(
        self,
        code: str,
        *,
        manner: str,
        households: Sequence[str] = (),
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Record that the newest notices arrived; the time to pay runs from then.

        Args:
            code: of the campaign.
            manner: a word of `notices.MANNERS`.
            households: some only; all that wait for it when none is named.
            on: the day of the delivery; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        with counter.act("replenish.delivered", code, dry_run=dry_run) as tx:
            campaign, codes = notices.record_deliveries(
                tx,
                code,
                households=households,
                manner=manner,
                on=on,
                who=counter.who,
                clock=counter.clock,
            )
        day = on or counter.clock.today
        return tried(delivered_sheet(campaign, codes, manner, day), dry_run=dry_run)

    def waive(
        self,
        code: str,
        household: str,
        *,
        reason: str,
        amount_fen: int | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Ask that a household need not pay; with users it counts when another grants it."""
        counter = self._counter
        with counter.act("replenish.waive", f"{code} {household}", dry_run=dry_run) as tx:
            waiver = campaign_waivers.ask(
                tx,
                code,
                household,
                amount_fen=amount_fen,
                reason=reason,
                who=counter.who,
                clock=counter.clock,
            )
        return tried(waiver_sheet(waiver), dry_run=dry_run)

    def grant_waiver(self, code: str, household: str, *, dry_run: bool = False) -> Sheet:
        """Grant what was asked for a household, as somebody else."""
        counter = self._counter
        with counter.act("replenish.grant", f"{code} {household}", dry_run=dry_run) as tx:
            waiver = campaign_waivers.grant(
                tx, code, household, who=counter.who, clock=counter.clock
            )
        return tried(waiver_sheet(waiver), dry_run=dry_run)

    def stop(
        self, code: str, *, reason: str, on: date | None = None, dry_run: bool = False
    ) -> Sheet:
        """Stop a campaign: nobody is told or urged any more; what was paid stays paid."""
        counter = self._counter
        with counter.act("replenish.stop", f"{code} {reason}", dry_run=dry_run) as tx:
            campaign, is_new = campaign_vote.stop(
                tx, code, reason=reason, on=on, who=counter.who, clock=counter.clock
            )
        notes = [] if is_new else [_("这个方案已经停止，没有改动")]
        return tried(step_sheet(campaign, notes), dry_run=dry_run)

    def status(
        self, code: str, *, by: str = "stair", late: bool = False, on: date | None = None
    ) -> Sheet:
        """Show what came in, by stair or by household; only who is late, where that is asked.

        Args:
            code: of the campaign.
            by: stair or household.
            late: only households in arrears, by household.
            on: as things stood at the end of this day; today when left out.
        """
        day = on or self._counter.clock.today
        with self._counter.look() as tx:
            campaign = find_campaign(tx, code)
            entries = read_entries(tx, campaign, day)
        return status_sheet(campaign, entries, day, by="household" if late else by, late=late)

    def notices(self, code: str, *, on: date | None = None) -> Sheet:
        """Show the register of notices of a campaign, with the text of each.

        Args:
            code: of the campaign.
            on: only those of this day.
        """
        with self._counter.look() as tx:
            campaign = find_campaign(tx, code)
            entries = read_entries(tx, campaign, on or self._counter.clock.today)
            told = read_notices(tx, campaign, on or self._counter.clock.today)
            banks = accounts_of_books(tx, [own.book for own in campaign.books])
        chosen = [each for each in told if on is None or each.dated_on == on]
        return notice_sheet(campaign, entries, chosen, banks)
