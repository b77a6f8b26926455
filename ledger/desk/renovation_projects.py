"""The window for renovation projects (改造项目): the store, what is said of each, how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ledger.desk.counter import Counter
from ledger.desk.renovation_sheets import project_sheet, projects_sheet
from ledger.desk.trying import tried
from ledger.intake.project_file import project_file
from ledger.intake.reader import read_rows
from ledger.registry.custodians import find_custodian
from ledger.registry.files import unchanged_note
from ledger.renovation.planning.flow import Taking, take_step
from ledger.renovation.planning.importing import import_projects
from ledger.renovation.planning.projects import (
    State,
    find_project,
    list_projects,
    read_items,
)
from ledger.renovation.planning.storing import (
    NewProject,
    add_item,
    add_project,
    add_survey,
    set_budget,
)
from ledger.renovation.planning.works import find_work
from ledger.renovation.planning.writing import NewEstate, NewItem
from ledger.values.i18n import _
from ledger.values.sheet import Sheet


class ProjectsDesk:
    """Keep the store of projects (项目储备库)."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def bring(
        self,
        path: str,
        *,
        unit_wan: bool = False,
        use_cached: bool = False,
        custodian: str | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Put the projects of a file into the store, all of them or none.

        Args:
            path: a CSV, XLSX or XLS file, a row for each cost line.
            unit_wan: amounts are in 万元.
            use_cached: take the stored results of formulas.
            custodian: who keeps estates that are not registered yet; that of `book init`.
            dry_run: do everything, keep nothing.

        Raises:
            BadRows: every row that cannot be read, or that a rule refuses.
        """
        counter = self._counter
        intake = read_rows(
            path, project_file(), unit_wan=unit_wan, use_cached=use_cached, go_on=True
        )
        with counter.act("project.import", path, dry_run=dry_run) as tx:
            done = import_projects(
                tx, intake, custodian=custodian, who=counter.who, clock=counter.clock
            )
            projects = [project for project, _is_new in done.projects]
            items = read_items(tx, projects)
        notes = [*intake.notices]
        if done.taken is not None:
            notes.append(unchanged_note(done.taken))
        else:
            new = sum(is_new for _project, is_new in done.projects)
            notes.append(
                _("新入库 {new} 个项目，原已入库 {known} 个").format(
                    new=new, known=len(projects) - new
                )
            )
        return tried(projects_sheet(projects, items, notes=notes), dry_run=dry_run)

    def add(  # noqa: PLR0913 # one for each thing that a person says
        self,
        code: str,
        *,
        name: str,
        built_year: int,
        estates: Sequence[tuple[str, str | None]],
        items: Sequence[tuple[str, int]],
        buildings: int | None = None,
        households: int | None = None,
        area: int | None = None,
        unit: str | None = None,
        veteran: bool = False,
        wish: int | None = None,
        wish_evidence: str | None = None,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Put a project into the store; the same again changes nothing.

        Args:
            code: its number, which stays.
            name: what people call it.
            built_year: when its estates were built.
            estates: codes, each with a name where it is not registered yet.
            items: kinds of works, each with what it may cost in fen.
            buildings, households, area: of the estate, area in 0.01 m²; those of the registry when
                left out.
            unit: who carries it out (实施主体).
            veteran: whether veterans settled by the state live there.
            wish: how many residents wish for it, in permille.
            wish_evidence: what shows that.
            on: the day; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        only = estates[0][0] if len(estates) == 1 else None
        wished = NewProject(
            code,
            name,
            [
                NewEstate(estate, built_year, title, buildings, households, area)
                for estate, title in estates
            ],
            [NewItem(find_work(work), fen, only) for work, fen in items],
            unit,
            veteran,
            wish,
            wish_evidence,
            on,
        )
        with counter.act("project.add", code, dry_run=dry_run) as tx:
            project, is_new = add_project(tx, wished, who=counter.who, clock=counter.clock)
            sheet = project_sheet(tx, project, notes=unchanged(is_new=is_new))
        return tried(sheet, dry_run=dry_run)

    def list(
        self,
        *,
        custodian: str | None = None,
        state: str | None = None,
    ) -> Sheet:
        """List the projects within reach with the four factors of the subsidy.

        Args:
            custodian: only those of one keeper.
            state: only those in a state, a word of `State`.
        """
        with self._counter.look() as tx:
            keeper = None if custodian is None else find_custodian(tx, custodian).custodian_id
            wanted = None if state is None else State(state.upper())
            projects = list_projects(tx, custodian_id=keeper, state=wanted)
            return projects_sheet(projects, read_items(tx, projects))

    def show(self, code: str) -> Sheet:
        """Show a project: estates, cost lines, what became of it."""
        with self._counter.look() as tx:
            return project_sheet(tx, find_project(tx, code))

    def item(  # one for each thing that a person says
        self,
        code: str,
        work: str,
        amount_fen: int,
        *,
        estate: str | None = None,
        title: str | None = None,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Add a cost line to a project."""
        counter = self._counter
        new = NewItem(find_work(work), amount_fen, estate, title)
        with counter.act("project.item", f"{code} {work}", dry_run=dry_run) as tx:
            _item, is_new = add_item(tx, code, new, on=on, who=counter.who, clock=counter.clock)
            sheet = project_sheet(tx, find_project(tx, code), notes=unchanged(is_new=is_new))
        return tried(sheet, dry_run=dry_run)

    def budget(
        self,
        code: str,
        item: int,
        amount_fen: int,
        *,
        reason: str,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Give a cost line another budget."""
        counter = self._counter
        with counter.act("project.budget", f"{code} {item}", dry_run=dry_run) as tx:
            _item, is_new = set_budget(
                tx,
                code,
                item,
                amount_fen,
                reason=reason,
                on=on,
                who=counter.who,
                clock=counter.clock,
            )
            sheet = project_sheet(tx, find_project(tx, code), notes=unchanged(is_new=is_new))
        return tried(sheet, dry_run=dry_run)

    def wish(
        self,
        code: str,
        permille: int,
        *,
        evidence: str,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Write down how many residents wish for a project, in permille."""
        counter = self._counter
        with counter.act("project.wish", f"{code} {permille}", dry_run=dry_run) as tx:
            project, is_new = add_survey(
                tx, code, permille, evidence=evidence, on=on, who=counter.who, clock=counter.clock
            )
            sheet = project_sheet(tx, project, notes=unchanged(is_new=is_new))
        return tried(sheet, dry_run=dry_run)

    def step(  # one for each thing that a person says
        self,
        code: str,
        state: str,
        *,
        evidence: str,
        on: date | None = None,
        year: int | None = None,
        from_on: date | None = None,
        until_on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Take a step of a project: planned, started, completed, handed_over, closed and so on."""
        counter = self._counter
        taking = Taking(State(state.upper()), evidence, on, year, from_on, until_on)
        with counter.act("project.step", f"{code} {state}", dry_run=dry_run) as tx:
            project, is_new = take_step(tx, code, taking, who=counter.who, clock=counter.clock)
            sheet = project_sheet(tx, project, notes=unchanged(is_new=is_new))
        return tried(sheet, dry_run=dry_run)


def unchanged(*, is_new: bool) -> list[str]:
    """Say that the same again changed nothing, where it did not."""
    return [] if is_new else [_("早已登记，没有改变任何数据")]
