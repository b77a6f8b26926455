"""The window for operators and assets (专业经营单位, 资产): register, take files in, list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from ledger.desk.asset_sheets import (
    asset_sheet,
    assets_sheet,
    cost_sheet,
    operators_sheet,
    papers_sheet,
)
from ledger.desk.counter import Counter
from ledger.desk.papers import open_paper
from ledger.desk.trying import tried
from ledger.intake.asset_file import asset_file
from ledger.intake.reader import read_rows
from ledger.registry.asset_costs import read_costs, set_cost
from ledger.registry.asset_entry import NewAsset, add_asset, fill_asset
from ledger.registry.asset_import import import_assets
from ledger.registry.asset_papers import AssetPaper, attach_paper
from ledger.registry.assets import find_asset, list_assets
from ledger.registry.networks import read_network
from ledger.registry.operators import add_operator, find_operator, list_operators
from ledger.renovation.plant.margins import fill_in_order, share_pro_rata
from ledger.store.vault import vault_of
from ledger.values.i18n import _
from ledger.values.sheet import Sheet


class AssetDesk:
    """Keep the register of assets and of operators."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def add_operator(
        self, code: str, name: str, *, networks: Sequence[str], dry_run: bool = False
    ) -> Sheet:
        """Register an operator; the same one again changes nothing.

        Args:
            code: letters and digits.
            name: its name.
            networks: what it runs, by code or in Chinese.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        with counter.act("operator.add", f"{code} {name}", dry_run=dry_run) as tx:
            operator, is_new = add_operator(
                tx, code, name, networks, who=counter.who, clock=counter.clock
            )
            counter.regardless(tx)
        sheet = operators_sheet([operator])
        return tried(
            replace(sheet, notes=[] if is_new else [_("早已这样登记，没有改变")]), dry_run=dry_run
        )

    def operators(self) -> Sheet:
        """List the operators."""
        with self._counter.look(anywhere=True) as tx:
            return operators_sheet(list_operators(tx))

    def add(  # noqa: PLR0913 # one for each thing that a person says
        self,
        *,
        estate: str,
        network: str,
        name: str,
        location: str,
        quantity_milli: int,
        unit: str,
        boundary: str | None = None,
        maker: str | None = None,
        in_service_on: date | None = None,
        warranty_until: date | None = None,
        code: str | None = None,
        since: date | None = None,
        owner: str = "owners",
        keeper: str | None = None,
        ground: str | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Register an asset; the same one again changes nothing.

        Args:
            estate, network: where it stands, and to which network it belongs.
            name, location: what and where it is.
            quantity_milli, unit: how much of it, in thousandths of its unit.
            boundary: where the operator's part ends.
            maker: who made it.
            in_service_on, warranty_until: its first day of use, the last of the warranty.
            code: the asset's; made from the estate's where left out.
            since: the first day of its first owner and keeper.
            owner: `owners`, `government` or an operator's code.
            keeper: likewise; the owner when left out.
            ground: why an operator owns or keeps it without a hand-over.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        new = NewAsset(
            estate,
            network,
            name,
            location,
            quantity_milli,
            unit,
            boundary,
            maker,
            in_service_on,
            warranty_until,
            code,
            since,
            owner,
            keeper,
            ground,
        )
        with counter.act("asset.add", f"{estate} {name}", dry_run=dry_run) as tx:
            asset, is_new = add_asset(tx, new, who=counter.who, clock=counter.clock)
        sheet = asset_sheet(asset, counter.clock.today)
        return tried(
            replace(sheet, notes=[] if is_new else [_("早已这样登记，没有改变")]), dry_run=dry_run
        )

    def import_file(
        self, path: str, *, unit_wan: bool = False, use_cached: bool = False, dry_run: bool = False
    ) -> Sheet:
        """Register the assets of a file, all or nothing; the same file again changes nothing.

        Args:
            path: a CSV, XLSX or XLS file.
            unit_wan: amounts are in 万元.
            use_cached: take the stored results of formulas.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        intake = read_rows(path, asset_file(), unit_wan=unit_wan, use_cached=use_cached, go_on=True)
        with counter.act("asset.import", path, dry_run=dry_run) as tx:
            taken = import_assets(tx, intake, who=counter.who, clock=counter.clock)
            if not taken.fresh:
                counter.regardless(tx)
        sheet = assets_sheet(taken.fresh, counter.clock.today)
        return tried(
            replace(
                sheet,
                fields={"new": len(taken.fresh), "known": taken.known_count},
                notes=taken.notes,
            ),
            dry_run=dry_run,
        )

    def fill(
        self,
        code: str,
        *,
        in_service_on: date | None = None,
        warranty_until: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Write down what was not known yet of an asset.

        Args:
            code: the asset.
            in_service_on: the day it came into use.
            warranty_until: the last day of the builder's warranty.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        with counter.act("asset.fill", code, dry_run=dry_run) as tx:
            asset, is_new = fill_asset(
                tx,
                code,
                in_service_on=in_service_on,
                warranty_until=warranty_until,
                who=counter.who,
                clock=counter.clock,
            )
        sheet = asset_sheet(asset, counter.clock.today)
        return tried(
            replace(sheet, notes=[] if is_new else [_("早已这样登记，没有改变")]), dry_run=dry_run
        )

    def attach(
        self, code: str, *, path: str, kind: str, on: date | None = None, dry_run: bool = False
    ) -> Sheet:
        """Keep a drawing or another paper of an asset; the same file again changes nothing.

        Args:
            code: the asset.
            path: the file.
            kind: a word of `asset_papers.KINDS`.
            on: the day of the paper; today when left out.
            dry_run: do everything, keep nothing, not even the copy.
        """
        counter = self._counter
        copy = open_paper(Path(path))
        size = copy.path.stat().st_size
        paper = AssetPaper(0, kind, copy.name, copy.sha256, size, on or counter.clock.today)
        with counter.act("asset.attach", f"{code} {copy.name}", dry_run=dry_run) as tx:
            asset, entered, is_new = attach_paper(
                tx, code, paper, who=counter.who, clock=counter.clock
            )
            if not dry_run:
                vault_of(counter.db).keep(copy.path, copy.sha256)
        return tried(papers_sheet(asset, [entered], is_new=is_new), dry_run=dry_run)

    def cost(
        self,
        code: str,
        *,
        by_source: Sequence[tuple[str, int]],
        evidence: str,
        paper: str | None = None,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Write down what an asset cost, by source; a later cost takes the place of the former.

        Args:
            code: the asset.
            by_source: sources and fen.
            evidence: a word of `asset_costs.EVIDENCE`.
            paper: the file that shows it.
            on: its day; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        copy = None if paper is None else open_paper(Path(paper))
        with counter.act("asset.cost", code, dry_run=dry_run) as tx:
            cost, is_new = set_cost(
                tx,
                code,
                by_source,
                evidence,
                on=on or counter.clock.today,
                sha256=None if copy is None else copy.sha256,
                who=counter.who,
                clock=counter.clock,
            )
            if copy is not None and not dry_run:
                vault_of(counter.db).keep(copy.path, copy.sha256)
            asset = find_asset(tx, code)
        sheet = cost_sheet([(asset, cost)])
        return tried(
            replace(sheet, notes=[] if is_new else [_("早已这样登记，没有改变")]), dry_run=dry_run
        )

    def costs(self, *, estate: str | None = None, network: str | None = None) -> Sheet:
        """Show the table of sources × assets, with both margins.

        Args:
            estate, network: only this one's.
        """
        with self._counter.look() as tx:
            assets = list_assets(tx, estate, None if network is None else read_network(network))
            costs = read_costs(tx, [each.asset_id for each in assets])
        return cost_sheet(
            [(each, costs[each.asset_id]) for each in assets if each.asset_id in costs]
        )

    def spread(
        self,
        *,
        by_source: Sequence[tuple[str, int]],
        by_asset: Sequence[tuple[str, int]],
        evidence: str,
        in_order: bool = False,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Spend sources on assets so that both margins hold to the fen, and write the costs down.

        Args:
            by_source: sources and fen, in their order.
            by_asset: assets and what each cost, in fen.
            evidence: a word of `asset_costs.EVIDENCE`.
            in_order: one source after another; in proportion when left out.
            on: the day of the costs; today when left out.
            dry_run: do everything, keep nothing.

        Raises:
            Refused: `margins_differ`, or what `set_cost` refuses.
        """
        counter = self._counter
        way = fill_in_order if in_order else share_pro_rata
        table = way([fen for _name, fen in by_source], [fen for _code, fen in by_asset])
        with counter.act(
            "asset.cost", " ".join(code for code, _fen in by_asset), dry_run=dry_run
        ) as tx:
            costs = []
            for place, (code, _fen) in enumerate(by_asset):
                own = [
                    (name, row[place])
                    for (name, _whole), row in zip(by_source, table, strict=True)
                    if row[place]
                ]
                cost, _is_new = set_cost(
                    tx,
                    code,
                    own,
                    evidence,
                    on=on or counter.clock.today,
                    sha256=None,
                    who=counter.who,
                    clock=counter.clock,
                )
                costs.append((find_asset(tx, code), cost))
        return tried(cost_sheet(costs), dry_run=dry_run)

    def list(
        self,
        *,
        estate: str | None = None,
        network: str | None = None,
        operator: str | None = None,
        on: date | None = None,
    ) -> Sheet:
        """List assets and who owns and keeps each on a day.

        Args:
            estate: one estate's only.
            network: one network's only, by code or in Chinese.
            operator: only what this operator keeps.
            on: the day; today when left out.
        """
        day = on or self._counter.clock.today
        with self._counter.look() as tx:
            code = None if network is None else read_network(network)
            keeper = None if operator is None else find_operator(tx, operator)
            assets = list_assets(tx, estate, code)
        if keeper is not None:
            assets = [each for each in assets if each.keeper_on(day).operator == keeper]
        return assets_sheet(assets, day)

    def show(self, code: str, *, on: date | None = None) -> Sheet:
        """Show one asset whole: what it is, and who owned and kept it when.

        Args:
            code: the asset.
            on: the day whose owner and keeper stand above; today when left out.
        """
        with self._counter.look() as tx:
            asset = find_asset(tx, code)
        return asset_sheet(asset, on or self._counter.clock.today)
