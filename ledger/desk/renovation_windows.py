"""The desk's windows for renovation, each loaded when first used."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.desk.common_income import CommonIncomeDesk
    from ledger.desk.counter import Counter
    from ledger.desk.operating import OperatingDesk
    from ledger.desk.renovation_book import ProjectBookDesk
    from ledger.desk.renovation_contributions import ContributionsDesk
    from ledger.desk.renovation_plan import PlanDesk
    from ledger.desk.renovation_projects import ProjectsDesk
    from ledger.desk.renovation_report import RenovationReportDesk
    from ledger.desk.renovation_sources import SourcesDesk


class RenovationWindows:
    """Windows over projects, their money, and what households bear."""

    counter: Counter

    @cached_property
    def common_income(self) -> CommonIncomeDesk:
        """Keep common income until it reaches the fund (公共收益)."""
        from ledger.desk.common_income import CommonIncomeDesk

        return CommonIncomeDesk(self.counter)

    @cached_property
    def contributions(self) -> ContributionsDesk:
        """Keep what households bear of a project (居民出资)."""
        from ledger.desk.renovation_contributions import ContributionsDesk

        return ContributionsDesk(self.counter)

    @cached_property
    def operating(self) -> OperatingDesk:
        """Reckon write-off, entries and tax of an operator's plant (测算)."""
        from ledger.desk.operating import OperatingDesk

        return OperatingDesk(self.counter)

    @cached_property
    def plans(self) -> PlanDesk:
        """Propose yearly plans of renovation (年度计划)."""
        from ledger.desk.renovation_plan import PlanDesk

        return PlanDesk(self.counter)

    @cached_property
    def projects(self) -> ProjectsDesk:
        """Keep the store of renovation projects (项目储备库)."""
        from ledger.desk.renovation_projects import ProjectsDesk

        return ProjectsDesk(self.counter)

    @cached_property
    def project_book(self) -> ProjectBookDesk:
        """Record what happens to a project's money and works (项目资金备查账)."""
        from ledger.desk.renovation_book import ProjectBookDesk

        return ProjectBookDesk(self.counter)

    @cached_property
    def renovation_report(self) -> RenovationReportDesk:
        """Show renovation in figures."""
        from ledger.desk.renovation_report import RenovationReportDesk

        return RenovationReportDesk(self.counter)

    @cached_property
    def sources(self) -> SourcesDesk:
        """Keep the sources of a project's money (改造资金)."""
        from ledger.desk.renovation_sources import SourcesDesk

        return SourcesDesk(self.counter)
