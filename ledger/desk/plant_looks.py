"""The window at which hand-overs of plant are looked at: lists, forms, the status report."""

from __future__ import annotations

from datetime import date

from ledger.desk.counter import Counter
from ledger.desk.plant_sheets import handover_sheet, handovers_sheet, paper_sheet, status_sheet
from ledger.registry.asset_costs import read_costs
from ledger.registry.asset_papers import read_papers
from ledger.registry.assets import list_assets
from ledger.registry.networks import read_network
from ledger.registry.operators import find_operator
from ledger.renovation.plant.handovers import find_handover, list_handovers
from ledger.values.sheet import Sheet


class PlantLooks:
    """Look at hand-overs."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def list(self, *, estate: str | None = None) -> Sheet:
        """List hand-overs, of one estate where it is named."""
        with self._counter.look() as tx:
            return handovers_sheet(list_handovers(tx, estate))

    def show(self, code: str) -> Sheet:
        """Show one hand-over whole: its assets, its steps, its defects."""
        with self._counter.look() as tx:
            return handover_sheet(find_handover(tx, code))

    def print(self, code: str, form: str) -> Sheet:
        """Lay a form of a hand-over out: `inventory`, `agreement` or `acceptance`."""
        with self._counter.look() as tx:
            handover = find_handover(tx, code)
            costs = read_costs(tx, [each.asset_id for each in handover.assets])
            papers = {each.code: read_papers(tx, each) for each in handover.assets}
        return paper_sheet(handover, form, costs, papers)

    def status(
        self,
        *,
        estate: str | None = None,
        network: str | None = None,
        operator: str | None = None,
        on: date | None = None,
    ) -> Sheet:
        """Show how far each asset's hand-over is, by network and operator.

        Args:
            estate, network, operator: only this one's.
            on: the day whose keeper counts; today when left out.
        """
        with self._counter.look() as tx:
            code = None if network is None else read_network(network)
            firm = None if operator is None else find_operator(tx, operator)
            assets = list_assets(tx, estate, code)
            handovers = list_handovers(tx, estate)
            costs = read_costs(tx, [each.asset_id for each in assets])
        return status_sheet(assets, handovers, costs, firm, on or self._counter.clock.today)
