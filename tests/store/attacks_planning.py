"""Attacks on renovation projects: what was stored, granted and matched is not unsaid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tests.store.attack import Attack, replaced

_WHO: Final = "'甲','2026-02-20T00:00:00Z'"
_DAY: Final = "'2026-02-01'"


def _source(no: int, who_pays: str, memo: str) -> str:
    return (
        f"INSERT INTO project_source VALUES(1,{no},{who_pays},NULL,NULL,NULL,NULL,"
        f"{_DAY},NULL,{memo},NULL,'文',{_WHO})"
    )


# One project of A01 with a water line of 100 fen, 100 fen granted, 60 of it matched.
STORED: Final = (
    f"INSERT INTO project VALUES(1,'GZ-1',1,'改造',NULL,0,{_DAY},{_WHO})",
    "INSERT INTO project_estate VALUES(1,1,1,1990,2,6,600)",
    f"INSERT INTO project_step VALUES(1,1,'STORED',{_DAY},NULL,NULL,NULL,NULL,{_WHO})",
    f"INSERT INTO project_item VALUES(1,1,1,'water','basic','water','供水',{_WHO})",
    f"INSERT INTO project_budget VALUES(1,1,1,100,{_DAY},NULL,{_WHO})",
    f"INSERT INTO project_survey VALUES(1,1,900,{_DAY},'表',{_WHO})",
    _source(1, "'central','财政',NULL,10", "0"),
    _source(2, "'labour','居民',NULL,930", "1"),
    f"INSERT INTO project_grant VALUES(1,1,1,100,{_DAY},NULL,'文',{_WHO})",
    f"INSERT INTO project_match VALUES(1,1,1,1,60,{_DAY},NULL,{_WHO})",
    # and one of each that nothing hangs on
    f"INSERT INTO project VALUES(2,'GZ-2',1,'改造',NULL,0,{_DAY},{_WHO})",
    f"INSERT INTO project_item VALUES(1,2,NULL,'road','basic',NULL,'道路',{_WHO})",
)
_LONELY: Final = {
    "project": "project_id=2",
    "project_item": "item_no=2",
    "project_source": "source_no=2",
}
# Each register, a figure in it that somebody would like to be another, and its next row but one.
_REGISTERS: Final = (
    ("project", "veteran=1", f"4,'GZ-4',1,'改造',NULL,0,{_DAY},{_WHO}"),
    ("project_estate", "household_count=99", "1,3,2,1990,1,1,100"),
    ("project_item", "class='upgrade'", f"1,4,1,'road','basic',NULL,'道路',{_WHO}"),
    ("project_budget", "budget_fen=900", f"1,1,3,200,{_DAY},'涨',{_WHO}"),
    ("project_survey", "wish_permille=1000", f"1,3,950,{_DAY},'表',{_WHO}"),
    (
        "project_step",
        "evidence='文'",
        f"1,3,'PLANNED',{_DAY},2026,NULL,NULL,'文',{_WHO}",
    ),
    (
        "project_source",
        "payer='省'",
        f"1,4,'city','市',NULL,30,NULL,NULL,NULL,NULL,{_DAY},NULL,0,NULL,'文',{_WHO}",
    ),
    ("project_grant", "amount_fen=900", f"1,1,3,50,{_DAY},NULL,'追加',{_WHO}"),
    ("project_match", "amount_fen=90", f"1,3,1,1,10,{_DAY},NULL,{_WHO}"),
)
_SEVERAL_WORDS: Final = frozenset({"project_step", "project_grant", "project_match"})


def _only_grow() -> Iterator[Attack]:
    for table, change, far in _REGISTERS:
        insert = f"{table}_insert:sealed" if table in _SEVERAL_WORDS else f"{table}_insert"
        following = f"{table}_next:sealed" if table in _SEVERAL_WORDS else f"{table}_next"
        yield Attack(
            f"change a row of {table}",
            (f"UPDATE {table} SET {change}",),
            "sealed",
            sqlite=f"{table}_update",
            postgresql=f"{table}_sealed",
            before=STORED,
        )
        yield Attack(
            f"let a row of {table} vanish",
            (f"DELETE FROM {table} WHERE {_LONELY.get(table, '1=1')}",),
            "sealed",
            sqlite=f"{table}_delete",
            postgresql=f"{table}_sealed",
            before=STORED,
        )
        yield Attack(
            f"put a row of {table} out of turn",
            (f"INSERT INTO {table} VALUES({far})",),
            "sealed",
            sqlite=insert,
            postgresql=following,
            before=STORED,
        )


ATTACKS: Final = (
    *_only_grow(),
    Attack(
        "write another budget over one that stands",
        (replaced("project_budget", "budget_no=1", budget_fen="900"),),
        "sealed",
        sqlite="project_budget_insert",
        before=STORED,
        without_sqlite=("project_budget_delete",),
    ),
    Attack(
        "complete a project that never started",
        (f"INSERT INTO project_step VALUES(1,2,'COMPLETED',{_DAY},NULL,NULL,NULL,'文',{_WHO})",),
        "project_state",
        sqlite="project_step_insert:project_state",
        postgresql="project_step_next:project_state",
        before=STORED,
    ),
    Attack(
        "match more than a source gives",
        (f"INSERT INTO project_match VALUES(1,2,1,1,41,{_DAY},NULL,{_WHO})",),
        "source_exhausted",
        sqlite="project_match_insert:source_exhausted",
        postgresql="project_match_next:source_exhausted",
        before=STORED,
    ),
    Attack(
        "take money back that is matched",
        (f"INSERT INTO project_grant VALUES(1,1,2,-41,{_DAY},NULL,'核减',{_WHO})",),
        "source_matched",
        sqlite="project_grant_insert:source_matched",
        postgresql="project_grant_next:source_matched",
        before=STORED,
    ),
)
