"""Attacks on what is sealed: to change it, to delete it, to write over it, to empty the table."""

from __future__ import annotations

from typing import Final, NamedTuple

from tests.store.attack import Attack, replaced


class Table(NamedTuple):
    """A table of which no row is ever changed or deleted.

    Attributes:
        change: what an attacker would like to change.
        where: a row, for writing it over itself.
    """

    name: str
    change: str = ""
    where: str = ""


SEALED: Final = (
    Table("voucher", "summary='x'", "book_id=1 AND voucher_id=2"),
    Table("line", "amount_fen=amount_fen+1", "book_id=1 AND voucher_id=2 AND line_no=1"),
    Table("share", "amount_fen=amount_fen+1", "book_id=1 AND voucher_id=2 AND sub_id=1"),
    Table("deposit", "amount_fen=1", "book_id=1 AND sub_id=1"),
    Table("close_log", "who='x'", "book_id=1 AND period=202601"),
    Table("snapshot", "amount_fen=0", "book_id=1 AND sub_id=1 AND part=0"),
    Table("account_snapshot", "balance_fen=0", "book_id=1 AND account='1001'"),
    Table("balance_root", "leaf_count=0", "book_id=1 AND estate_id=1"),
    Table("statement", "body='x'", "book_id=1 AND form='01'"),
    Table("trail", "who='x'", "trail_id='t-1'"),
    Table("master_change", "summary='x'", "book_id=1 AND change_id=1"),
    Table("earmark", "amount_fen=1", "book_id=1 AND earmark_id=1"),
    Table("floor_grant", "floor_fen=-99999", "book_id=1 AND grant_id=1"),
    Table("import_file", "row_count=0", "row_count=6"),
    Table("account", "name='x'", "account='1001'"),
    Table("account_rule", "names_estate=1-names_estate", "account='4001' AND fund_type='C'"),
    Table("bank_account", "number='6222-9'", "bank_account_id=1"),
    Table("sub_account", "code='x'", "book_id=1 AND sub_id=1"),
)
# Rows that live, so only their deletion is refused here; the other tables say what may change.
STAYING: Final = (
    Table("book"),
    Table("month"),
    Table("book_head"),
    Table("number"),
    Table("turnover"),
    Table("sub_balance"),
    Table("household"),
    Table("title"),
    Table("usage_case"),
    Table("login"),
    Table("custodian"),
    Table("estate"),
)
USER: Final = "INSERT INTO login VALUES('甲','甲','2026-01-01T00:00:00Z')"
# What is written over by its own key, and the guard that sees it; a voucher is by its request.
WRITTEN_OVER: Final = {
    "line": ("line_open", "voucher_sealed"),
    "share": ("share_open", "voucher_sealed"),
    "close_log": ("close_log_insert:sealed", "sealed"),
    "snapshot": ("snapshot_insert", "close_in_hand"),
    "account_snapshot": ("account_snapshot_insert", "close_in_hand"),
    "balance_root": ("balance_root_insert", "close_in_hand"),
    "statement": ("statement_insert", "close_in_hand"),
    "trail": ("trail_insert", "sealed"),
    "master_change": ("master_change_insert:sealed", "sealed"),
    "import_file": ("import_file_insert", "sealed"),
    "account": ("account_insert", "sealed"),
    "account_rule": ("account_rule_insert:sealed", "sealed"),
    "bank_account": ("bank_account_insert", "sealed"),
    "sub_account": ("sub_account_insert:sealed", "sealed"),
}
# What would refuse the writing over as well.
ALSO: Final = {
    "close_log": ("close_log_insert:month_step", "close_log_insert:log_gap"),
    "master_change": ("master_change_insert:log_gap", "master_change_log"),
    "account_rule": ("account_rule_insert:rule_in_the_past",),
    "sub_account": ("sub_balance_insert",),
}


def _changing(table: Table) -> Attack:
    return Attack(
        f"change a row of {table.name}",
        (f"UPDATE {table.name} SET {table.change} WHERE {table.where}",),
        "sealed",
        sqlite=f"{table.name}_update",
        postgresql=f"{table.name}_sealed",
        # A CHECK or a foreign key that the change breaks must not be what stops it.
        without_sqlite=("ck_all",),
        without_postgresql=("foreign keys",),
    )


def _changing_what_conflicts(table: Table) -> Attack:
    return Attack(
        f"change a row of {table.name}, whatever conflicts",
        (f"UPDATE OR REPLACE {table.name} SET {table.change} WHERE {table.where}",),
        "sealed",
        sqlite=f"{table.name}_update",
        without_sqlite=("ck_all",),
    )


def _deleting(table: Table) -> Attack:
    stays = table in STAYING or table.name == "share"
    return Attack(
        f"delete what is in {table.name}",
        (f"DELETE FROM {table.name}",),
        "sealed",
        sqlite=f"{table.name}_delete",
        postgresql=f"{table.name}_{'stays' if stays else 'sealed'}",
        before=(USER,) if table.name == "login" else (),
        without_postgresql=("foreign keys",),
    )


def _emptying(table: Table) -> Attack:
    return Attack(
        f"empty {table.name} at a stroke",
        (f"TRUNCATE {table.name}",),
        "sealed",
        postgresql=f"{table.name}_{'stays' if table in STAYING else 'sealed'}",
        before=(USER,) if table.name == "login" else (),
        without_postgresql=("foreign keys",),
    )


def _writing_over(table: Table) -> Attack:
    guard, word = WRITTEN_OVER[table.name]
    column, _, value = table.change.partition("=")
    key = {"bank_account": "custodian_id", "sub_account": "estate_id"}.get(table.name, column)
    changed = {key: "2"} if key != column else {column: value}
    return Attack(
        f"write over a row of {table.name}",
        (replaced(table.name, table.where, **changed),),
        word,
        sqlite=guard,
        without_sqlite=ALSO.get(table.name, ()),
    )


ATTACKS: Final = (
    *map(_changing, SEALED),
    *map(_changing_what_conflicts, SEALED),
    *map(_deleting, (*SEALED, *STAYING)),
    *map(_emptying, (*SEALED, *STAYING)),
    *(_writing_over(table) for table in SEALED if table.name in WRITTEN_OVER),
)
