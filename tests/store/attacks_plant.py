"""Attacks on utility plant: who keeps an asset decides who pays for its repair."""

from __future__ import annotations

from typing import Final

from tests.store.attack import Attack

_AT: Final = "'甲','2026-01-01T00:00:00Z'"
_USERS: Final = tuple(
    f"INSERT INTO login VALUES('{name}','{name}','2026-01-01T00:00:00Z')" for name in "甲乙"
)


def _operator(operator_id: int = 1) -> str:
    named = f"'W{operator_id}','水司{operator_id}'"
    return f"INSERT INTO operator VALUES({operator_id},{named},'water',{_AT})"


def _held(role: str, turn: int, holder: str, since: str, *, of: int = 1) -> str:
    """Return the statement that gives an asset to the owners, or to the operator by a hand-over."""
    operator = "1" if holder == "OPERATOR" else "NULL"
    handover = "1" if turn > 1 else "NULL"
    return (
        f"INSERT INTO asset_holding VALUES({of},'{role}',{turn},'{holder}',{operator},'{since}',"
        f"{handover},'登记',{_AT})"
    )


def _asset(asset_id: int = 1, keeper: str = "OWNERS") -> tuple[str, ...]:
    values = f"{asset_id},'ZC-{asset_id}',1,'water','泵','地下室',NULL,1000,'台',NULL,NULL,NULL"
    return (
        _held("OWNER", 1, "OWNERS", "2026-01-01", of=asset_id),
        _held("KEEPER", 1, keeper, "2026-01-01", of=asset_id),
        f"INSERT INTO asset VALUES({values},'2026-01-01',{_AT})",
    )


def _handover(handover_id: int = 1) -> str:
    return f"INSERT INTO plant_handover VALUES({handover_id},'YJ-{handover_id}',1,1,{_AT})"


def _item(handover_id: int = 1) -> str:
    return f"INSERT INTO plant_item VALUES({handover_id},1)"


def _step(no: int, state: str, on: str = "2026-01-05", who: str = "甲", of: int = 1) -> str:
    return (
        f"INSERT INTO plant_step VALUES({of},{no},'{state}','{on}','{{}}',NULL,NULL,'{who}',"
        "'2026-01-05T00:00:00Z')"
    )


def _cost(no: int, source: str = "370101", evidence: str = "final") -> str:
    return (
        f"INSERT INTO asset_cost VALUES(1,{no},'{source}',100,'{evidence}',NULL,'2026-01-05',{_AT})"
    )


def _paper(no: int) -> str:
    return f"INSERT INTO asset_paper VALUES(1,{no},'drawing','竣工图',$DIGEST,5,'2026-01-05',{_AT})"


def _defect(no: int, act: str = "FOUND", on: str = "2026-01-05") -> str:
    return f"INSERT INTO plant_defect VALUES(1,{no},'{act}',1,'漏水',10,'{on}',{_AT})"


BASE: Final = (_operator(), *_asset())
RUNNING: Final = (*BASE, _handover(), _item(), _step(1, "BUILT"))
AGREED: Final = (
    *RUNNING,
    _step(2, "JOINT_ACCEPTANCE"),
    _step(3, "OWNERS_DECIDED"),
    _step(4, "AGREEMENT_SIGNED"),
)
HANDED: Final = (*AGREED, _step(5, "HANDED_OVER"))
SWITCHED: Final = (*HANDED, _step(6, "RESPONSIBILITY_SWITCHED", "2026-02-01"))
_NAMED: Final = "INSERT INTO usage_asset VALUES(1,{case},1,1,NULL)"
_DRAFTED: Final = "UPDATE usage_case SET state='DRAFTED' WHERE case_id=2"
_PAID: Final = (
    "INSERT INTO usage_payment(book_id,case_id,payment_no,kind,amount_fen,fund_fen,payee,"
    "ordered_on,to_state,voucher_id,who) VALUES(1,1,9,'advance',100,100,'甲公司',"
    "'2026-02-20','PAYING',2,'甲')"
)
# Table, an existing row, a column that is changed to another text, and a row out of turn.
_REGISTERS: Final = (
    ("operator", BASE, "networks", _operator(7)),
    ("asset_holding", SWITCHED, "reason", _held("KEEPER", 7, "OPERATOR", "2026-02-01")),
    ("asset_cost", (*BASE, _cost(1)), "who", _cost(7)),
    ("asset_paper", (*BASE, _paper(1)), "name", _paper(7)),
    ("plant_handover", RUNNING, "who", _handover(7)),
    ("plant_item", (*RUNNING, *_asset(2)), "", "INSERT INTO plant_item VALUES(1,2)"),
    ("plant_step", RUNNING, "body", _step(7, "JOINT_ACCEPTANCE")),
    ("plant_defect", (*RUNNING, _defect(1)), "what", _defect(7)),
)
_ALONE: Final = frozenset(
    {"operator", "asset_cost", "asset_paper", "plant_handover", "plant_defect"}
)


def _sealed() -> tuple[Attack, ...]:
    """Return, for each register, a row changed, a row taken away, and a row out of its turn."""
    attacks = []
    for table, before, column, stray in _REGISTERS:
        attacks += [
            Attack(
                f"rewrite a row of {table}",
                (
                    f"UPDATE {table} SET {column}={column}||'x'"
                    if column
                    else f"UPDATE {table} SET asset_id=2",
                ),
                "sealed",
                sqlite=f"{table}_update",
                postgresql=f"{table}_sealed",
                before=before,
            ),
            Attack(
                f"let a row of {table} vanish",
                (f"DELETE FROM {table}",),
                "sealed",
                sqlite=f"{table}_delete",
                before=before,
            ),
        ]
        single = table in _ALONE
        attacks.append(
            Attack(
                f"slip a row into {table} out of its turn",
                (stray,),
                "sealed",
                sqlite=f"{table}_insert" if single else f"{table}_insert:sealed",
                postgresql=f"{table}_next" if single else f"{table}_next:sealed",
                before=before,
            )
        )
    return tuple(attacks)


ASSETS: Final = (
    Attack(
        "register an asset out of turn",
        _asset(7),
        "sealed",
        sqlite="asset_insert:sealed",
        postgresql="asset_next:sealed",
        before=BASE,
    ),
    Attack(
        "register an asset that nobody keeps",
        (_asset()[0], _asset()[2]),
        "asset_unheld",
        sqlite="asset_insert:asset_unheld",
        postgresql="asset_next:asset_unheld",
        before=(_operator(),),
    ),
    Attack(
        "turn a pump into a lift",
        ("UPDATE asset SET network='lift'",),
        "sealed",
        sqlite="asset_update",
        postgresql="asset_filled",
        before=BASE,
    ),
    Attack(
        "let a warranty that has ended go on",
        ("UPDATE asset SET warranty_until='2030-01-01'",),
        "sealed",
        sqlite="asset_update",
        postgresql="asset_filled",
        before=(*BASE, "UPDATE asset SET warranty_until='2026-01-31'"),
    ),
    Attack(
        "let an asset vanish",
        ("DELETE FROM asset",),
        "sealed",
        sqlite="asset_delete",
        postgresql="asset_stays",
        before=BASE,
        without_postgresql=("foreign keys",),
    ),
    Attack(
        "keep an asset from the day on which another keeps it",
        (_held("KEEPER", 2, "OPERATOR", "2026-01-01"),),
        "asset_dates",
        sqlite="asset_holding_insert:asset_dates",
        postgresql="asset_holding_next:asset_dates",
        before=(
            *BASE,
            _handover(),
            _item(),
            *(
                _step(no, state, "2026-01-01")
                for no, state in enumerate(
                    (
                        "BUILT",
                        "JOINT_ACCEPTANCE",
                        "AGREEMENT_SIGNED",
                        "HANDED_OVER",
                        "RESPONSIBILITY_SWITCHED",
                    ),
                    start=1,
                )
            ),
        ),
    ),
    Attack(
        "push an asset off to an operator without a switch of the duty",
        (_held("KEEPER", 2, "OPERATOR", "2026-02-01"),),
        "handover_state",
        sqlite="asset_holding_insert:handover_state",
        postgresql="asset_holding_next:handover_state",
        before=HANDED,
    ),
)
HANDOVERS: Final = (
    Attack(
        "hand one asset over twice at once",
        (_item(2),),
        "asset_promised",
        sqlite="plant_item_insert:asset_promised",
        postgresql="plant_item_next:asset_promised",
        before=(*RUNNING, _handover(2)),
    ),
    Attack(
        "switch the duty of what nobody accepted",
        (_step(2, "RESPONSIBILITY_SWITCHED"),),
        "handover_state",
        sqlite="plant_step_insert:handover_state",
        postgresql="plant_step_next:handover_state",
        before=RUNNING,
    ),
    Attack(
        "accept plant before it was built",
        (_step(2, "JOINT_ACCEPTANCE", "2026-01-01"),),
        "handover_dates",
        sqlite="plant_step_insert:handover_dates",
        postgresql="plant_step_next:handover_dates",
        before=RUNNING,
    ),
    Attack(
        "accept plant with a defect that nobody mended",
        (_step(2, "JOINT_ACCEPTANCE"),),
        "handover_defects",
        sqlite="plant_step_insert:handover_defects",
        postgresql="plant_step_next:handover_defects",
        before=(*RUNNING, _defect(1)),
    ),
    Attack(
        "agree and switch the duty alone",
        (_step(6, "RESPONSIBILITY_SWITCHED", "2026-02-01"),),
        "handover_own",
        sqlite="plant_step_insert:handover_own",
        postgresql="plant_step_next:handover_own",
        before=(*_USERS, *HANDED),
    ),
)
USAGE: Final = (
    Attack(
        "say after the approval that something else was repaired",
        (_NAMED.format(case=1),),
        "scope_frozen",
        sqlite="usage_asset_insert",
        postgresql="usage_asset_fresh",
        before=BASE,
    ),
    Attack(
        "let a case repair another asset",
        ("UPDATE usage_asset SET asset_id=NULL,network='lift'",),
        "sealed",
        sqlite="usage_asset_update",
        postgresql="usage_asset_sealed",
        before=(*BASE, _DRAFTED, _NAMED.format(case=2)),
    ),
    Attack(
        "forget what a case repairs",
        ("DELETE FROM usage_asset",),
        "sealed",
        sqlite="usage_asset_delete",
        before=(*BASE, _DRAFTED, _NAMED.format(case=2)),
    ),
    Attack(
        "pay for what an operator keeps",
        (_PAID,),
        "asset_operated",
        sqlite="usage_payment_keeper",
        postgresql="usage_payment_keeper",
        before=(_operator(), *_asset(keeper="OPERATOR"), _NAMED.format(case=1)),
        without_sqlite=("usage_asset_insert",),
        without_postgresql=("usage_asset_fresh",),
    ),
)
ATTACKS: Final = (*_sealed(), *ASSETS, *HANDOVERS, *USAGE)
