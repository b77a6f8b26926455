"""The desk: where people are served. The public Python API of wxzj.

    >>> from ledger.desk import open_desk
    >>> desk = open_desk("wxzj.db")  # doctest: +SKIP
    >>> desk.report.trial_balance()  # doctest: +SKIP

Each window (`desk.fund`, `desk.period`, …) is loaded when first used, so that a command pays
only for what it needs. What reads and what acts gives a `Sheet` back.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Self

from ledger.desk.counter import Counter, clock_now
from ledger.desk.renovation_windows import RenovationWindows
from ledger.values.clock import Clock

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from ledger.desk.adjust import AdjustDesk
    from ledger.desk.advance import AdvanceDesk
    from ledger.desk.assets import AssetDesk
    from ledger.desk.book import BookDesk
    from ledger.desk.browse import BrowseDesk
    from ledger.desk.campaign import CampaignDesk
    from ledger.desk.custody import CustodyDesk
    from ledger.desk.dues import DuesDesk
    from ledger.desk.earnings import EarningsDesk
    from ledger.desk.export import ExportDesk
    from ledger.desk.foreign import ForeignDesk
    from ledger.desk.freezes import FreezeDesk
    from ledger.desk.fund import FundDesk
    from ledger.desk.handover import HandoverDesk
    from ledger.desk.houses import HousesDesk
    from ledger.desk.imprest import ImprestDesk
    from ledger.desk.invest import InvestDesk
    from ledger.desk.leaving import LeavingDesk
    from ledger.desk.lost import LostDesk
    from ledger.desk.moving import MovingDesk
    from ledger.desk.ownership import OwnershipDesk
    from ledger.desk.papers import PapersDesk
    from ledger.desk.payees import PayeeDesk
    from ledger.desk.period import PeriodDesk
    from ledger.desk.planning import PlanningDesk
    from ledger.desk.plant import PlantDesk
    from ledger.desk.receipts import ReceiptDesk
    from ledger.desk.refund import RefundDesk
    from ledger.desk.registry import RegistryDesk
    from ledger.desk.replenish import ReplenishDesk
    from ledger.desk.report import ReportDesk
    from ledger.desk.rules import RulesDesk
    from ledger.desk.steps import StepsDesk
    from ledger.desk.suspense import SuspenseDesk
    from ledger.desk.usage import UsageDesk
    from ledger.desk.usage_holds import UsageHoldsDesk
    from ledger.desk.usage_money import UsageMoneyDesk
    from ledger.desk.users import UserDesk
    from ledger.desk.voting import VotingDesk
    from ledger.desk.voucher import VoucherDesk
    from ledger.values.sheet import Sheet


class Desk(RenovationWindows):
    """All windows over one database, for one person at one moment."""

    def __init__(self, counter: Counter) -> None:
        self.counter = counter

    @cached_property
    def book(self) -> BookDesk:
        """Make, upgrade, check and back up a database."""
        from ledger.desk.book import BookDesk

        return BookDesk(self.counter)

    @cached_property
    def asset(self) -> AssetDesk:
        """Assets, and the operators who may keep them."""
        from ledger.desk.assets import AssetDesk

        return AssetDesk(self.counter)

    @cached_property
    def plant(self) -> PlantDesk:
        """Utility plant that is handed over to operators (设施移交)."""
        from ledger.desk.plant import PlantDesk

        return PlantDesk(self.counter)

    @cached_property
    def browse(self) -> BrowseDesk:
        """Look about, page by page."""
        from ledger.desk.browse import BrowseDesk

        return BrowseDesk(self.counter)

    @cached_property
    def registry(self) -> RegistryDesk:
        """Custodians, bank accounts, estates, households."""
        from ledger.desk.registry import RegistryDesk

        return RegistryDesk(self.counter)

    @cached_property
    def ownership(self) -> OwnershipDesk:
        """Who owns the households, and changes of owners (过户)."""
        from ledger.desk.ownership import OwnershipDesk

        return OwnershipDesk(self.counter)

    @cached_property
    def houses(self) -> HousesDesk:
        """Houses that become other houses (分割, 合并)."""
        from ledger.desk.houses import HousesDesk

        return HousesDesk(self.counter)

    @cached_property
    def planning(self) -> PlanningDesk:
        """Lists of a case that go to the owners (清册, 意见表)."""
        from ledger.desk.planning import PlanningDesk

        return PlanningDesk(self.counter)

    @cached_property
    def papers(self) -> PapersDesk:
        """The papers of a case (附件)."""
        from ledger.desk.papers import PapersDesk

        return PapersDesk(self.counter)

    @cached_property
    def steps(self) -> StepsDesk:
        """The steps of a case (程序)."""
        from ledger.desk.steps import StepsDesk

        return StepsDesk(self.counter)

    @cached_property
    def freezes(self) -> FreezeDesk:
        """Households whose sub-account is frozen (冻结)."""
        from ledger.desk.freezes import FreezeDesk

        return FreezeDesk(self.counter)

    @cached_property
    def voting(self) -> VotingDesk:
        """Who may vote on a case, and their ballots (表决)."""
        from ledger.desk.voting import CASES, VotingDesk

        return VotingDesk(self.counter, CASES)

    @cached_property
    def campaign_voting(self) -> VotingDesk:
        """Who may vote on a campaign, and their ballots (续筹表决)."""
        from ledger.desk.voting import CAMPAIGNS, VotingDesk

        return VotingDesk(self.counter, CAMPAIGNS)

    @cached_property
    def voucher(self) -> VoucherDesk:
        """Draft, check, post, reverse and show vouchers."""
        from ledger.desk.voucher import VoucherDesk

        return VoucherDesk(self.counter)

    @cached_property
    def user(self) -> UserDesk:
        """Add and list users (操作员)."""
        from ledger.desk.users import UserDesk

        return UserDesk(self.counter)

    @cached_property
    def handover(self) -> HandoverDesk:
        """Hand one user's work over to another (会计工作交接)."""
        from ledger.desk.handover import HandoverDesk

        return HandoverDesk(self.counter)

    @cached_property
    def payee(self) -> PayeeDesk:
        """Bank details of payees, under dual control."""
        from ledger.desk.payees import PayeeDesk

        return PayeeDesk(self.counter)

    @cached_property
    def fund(self) -> FundDesk:
        """Take in deposits (归集)."""
        from ledger.desk.fund import FundDesk

        return FundDesk(self.counter)

    @cached_property
    def usage(self) -> UsageDesk:
        """Spend the fund on repairs (使用)."""
        from ledger.desk.usage import UsageDesk

        return UsageDesk(self.counter)

    @cached_property
    def money(self) -> UsageMoneyDesk:
        """Pay cases in parts, settle them, take back and recover (拨付、结算、追回)."""
        from ledger.desk.usage_money import UsageMoneyDesk

        return UsageMoneyDesk(self.counter)

    @cached_property
    def holds(self) -> UsageHoldsDesk:
        """Hold approved cases up, open them again, give up what is lost, name payees."""
        from ledger.desk.usage_holds import UsageHoldsDesk

        return UsageHoldsDesk(self.counter)

    @cached_property
    def imprest(self) -> ImprestDesk:
        """Draw, settle and give back imprest (备用金)."""
        from ledger.desk.imprest import ImprestDesk

        return ImprestDesk(self.counter)

    @cached_property
    def replenish(self) -> ReplenishDesk:
        """Refill what fell low (续筹)."""
        from ledger.desk.replenish import ReplenishDesk

        return ReplenishDesk(self.counter)

    @cached_property
    def dues(self) -> DuesDesk:
        """Fix, list and follow up what is due at first (首期应交)."""
        from ledger.desk.dues import DuesDesk

        return DuesDesk(self.counter)

    @cached_property
    def campaign(self) -> CampaignDesk:
        """Campaigns of refilling: plan, vote, notices, what came in (续筹方案)."""
        from ledger.desk.campaign import CampaignDesk

        return CampaignDesk(self.counter)

    @cached_property
    def advance(self) -> AdvanceDesk:
        """Book what developers pay in advance, and give it to households (单位预交)."""
        from ledger.desk.advance import AdvanceDesk

        return AdvanceDesk(self.counter)

    @cached_property
    def foreign(self) -> ForeignDesk:
        """Book money that is not the fund's, and give it back (误入)."""
        from ledger.desk.foreign import ForeignDesk

        return ForeignDesk(self.counter)

    @cached_property
    def moving(self) -> MovingDesk:
        """Move deposits to the households that they belong to (改记)."""
        from ledger.desk.moving import MovingDesk

        return MovingDesk(self.counter)

    @cached_property
    def receipts(self) -> ReceiptDesk:
        """Keep the register of receipts (票据)."""
        from ledger.desk.receipts import ReceiptDesk

        return ReceiptDesk(self.counter)

    @cached_property
    def refund(self) -> RefundDesk:
        """Give a deposit back to who paid it (退款)."""
        from ledger.desk.refund import RefundDesk

        return RefundDesk(self.counter)

    @cached_property
    def custody(self) -> CustodyDesk:
        """Hand estates over to other keepers (划转)."""
        from ledger.desk.custody import CustodyDesk

        return CustodyDesk(self.counter)

    @cached_property
    def leaving(self) -> LeavingDesk:
        """Close sub-accounts that hold nothing (销户)."""
        from ledger.desk.leaving import LeavingDesk

        return LeavingDesk(self.counter)

    @cached_property
    def adjust(self) -> AdjustDesk:
        """Put errors of former years right (以前年度调整)."""
        from ledger.desk.adjust import AdjustDesk

        return AdjustDesk(self.counter)

    @cached_property
    def lost(self) -> LostDesk:
        """Owe and pay what lost houses held (灭失)."""
        from ledger.desk.lost import LostDesk

        return LostDesk(self.counter)

    @cached_property
    def invest(self) -> InvestDesk:
        """Put pooled money into term deposits and treasury bonds."""
        from ledger.desk.invest import InvestDesk

        return InvestDesk(self.counter)

    @cached_property
    def earnings(self) -> EarningsDesk:
        """Record interest, charges and common income (增值收益)."""
        from ledger.desk.earnings import EarningsDesk

        return EarningsDesk(self.counter)

    @cached_property
    def rules(self) -> RulesDesk:
        """Show and change the rules of a custodian (规则)."""
        from ledger.desk.rules import RulesDesk

        return RulesDesk(self.counter)

    @cached_property
    def suspense(self) -> SuspenseDesk:
        """Book and assign money that nobody has claimed (待认领)."""
        from ledger.desk.suspense import SuspenseDesk

        return SuspenseDesk(self.counter)

    @cached_property
    def period(self) -> PeriodDesk:
        """Check, carry and close months (结账)."""
        from ledger.desk.period import PeriodDesk

        return PeriodDesk(self.counter)

    @cached_property
    def report(self) -> ReportDesk:
        """Statements, ledgers and lists."""
        from ledger.desk.report import ReportDesk

        return ReportDesk(self.counter)

    @cached_property
    def export(self) -> ExportDesk:
        """Hand the books to other programs."""
        from ledger.desk.export import ExportDesk

        return ExportDesk(self.counter)

    def close(self) -> None:
        """Let go of the database."""
        self.counter.close()

    def __enter__(self) -> Self:
        """Stand at the desk until the block ends."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_desk(where: str, user: str | None = None, *, clock: Clock | None = None) -> Desk:
    """Stand at the desk of the database `where`.

    Args:
        where: a path of a SQLite file, or a database URL.
        user: who stands there; may be left out while there are no users.
        clock: the moment; the machine's own when left out.
    """
    return Desk(Counter(where, user, clock or clock_now()))


def write_xlsx(sheet: Sheet, path: Path) -> None:
    """Write a sheet, as people see it, to a new workbook at `path`."""
    from ledger.reports.xlsx import write_workbook

    write_workbook(sheet, path)
