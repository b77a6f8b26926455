"""Attacks on the seal: vouchers that do not balance, are misplaced, unnumbered or unchecked."""

from __future__ import annotations

from typing import Final

from tests.store.attack import Attack, raw

USERS: Final = (
    "INSERT INTO login VALUES('甲','甲','2026-01-01T00:00:00Z')",
    "INSERT INTO login VALUES('乙','乙','2026-01-01T00:00:00Z')",
)
DEBIT: Final = "'1001','D',1000,NULL,1,NULL"
CREDIT: Final = "'4001','C',1000,1,NULL,NULL"
# Kept figures look for themselves whether a voucher is the next of the log.
KEPT_SQLITE: Final = ("turnover_insert", "turnover_update", "book_head_update")
KEPT_POSTGRESQL: Final = (
    *("turnover_insert", "turnover_update", "sub_balance_kept", "number_kept", "book_head_step"),
    "foreign keys",
)


def seal(name: str, sql: tuple[str, ...], word: str, **more: tuple[str, ...]) -> Attack:
    """Return an attack that one refusal of the seal stops, on both databases."""
    guard = f"voucher_seal:{word}"
    return Attack(name, sql, word, guard, guard, **more)


def _charge(sub: str, fen: int, verb: str = "INSERT") -> tuple[str, ...]:
    """Return a repair of the estate A01 that takes `fen` from a sub-account."""
    lines = (f"'5001','D',{fen},1,NULL,NULL", f"'1001','C',{fen},NULL,1,NULL")
    shares = (f"{sub},0,1,-{fen},NULL",)
    return raw(lines=lines, shares=shares, verb=verb, word="'付'", debit_fen=str(fen))


BALANCE: Final = (
    seal(
        "post more debit than credit",
        raw(lines=("'1001','D',2000,NULL,1,NULL", CREDIT), debit_fen="2000"),
        "unbalanced",
    ),
    seal("claim more lines than there are", raw(line_count="3"), "unbalanced"),
    seal("claim another total", raw(debit_fen="999"), "unbalanced"),
    seal("post without any line", raw(lines=(), shares=(), line_count="2"), "unbalanced"),
    seal("take money in without saying whose it is", raw(shares=()), "shares_differ"),
    seal("give a household more than came in", raw(shares=("1,0,2,5000,1",)), "shares_differ"),
    seal(
        "give a household what the bank paid in interest",
        raw(
            lines=("'1001','D',1000,NULL,1,NULL", "'4101','C',1000,1,NULL,NULL"),
            shares=("1,0,2,1000,1",),
        ),
        "sub_account_wrong",
    ),
    seal(
        "hang a share on the line of the bank",
        raw(shares=("1,0,1,-1000,1", "2,0,2,1000,1")),
        "shares_differ",
        without_sqlite=("voucher_seal:sub_account_wrong",),
        without_postgresql=("voucher_seal:sub_account_wrong",),
    ),
    seal(
        "claim more shares than there are",
        raw(share_count="2"),
        "share_count_wrong",
        without_sqlite=("voucher_post:sub_account_unknown",),
        without_postgresql=("voucher_seal:sub_account_unknown",),
    ),
    seal(
        "hang a share on no line",
        raw(shares=("1,0,2,1000,1", "2,0,9,5000,1")),
        "share_count_wrong",
    ),
)
PLACE: Final = (
    seal(
        "use an account of the other type of fund",
        raw(lines=(DEBIT, "'3002','C',1000,1,NULL,NULL"), shares=()),
        "account_unknown",
        without_postgresql=("voucher_seal:share_count_wrong",),
    ),
    seal("book a line for another estate", raw(estate_id="2"), "estate_wrong"),
    seal(
        "take deposits in for no estate",
        raw(lines=(DEBIT, "'4201','C',1000,NULL,NULL,NULL"), shares=(), estate_id="NULL"),
        "estate_wrong",
    ),
    Attack(
        "invent an estate",
        raw(lines=(DEBIT, "'4201','C',1000,99,NULL,NULL"), shares=(), estate_id="99"),
        "estate_unknown",
        sqlite="voucher_seal:estate_unknown",
    ),
    seal(
        "pay into the account of another custodian",
        raw(lines=("'1001','D',1000,NULL,4,NULL", CREDIT)),
        "bank_account_wrong",
    ),
    seal(
        "pay into the account of the other type of fund",
        raw(lines=("'1001','D',1000,NULL,3,NULL", CREDIT)),
        "bank_account_wrong",
    ),
    seal(
        "pay into no account",
        raw(lines=("'1001','D',1000,NULL,NULL,NULL", CREDIT)),
        "bank_account_wrong",
    ),
    Attack(
        "pay into an account that is not there",
        raw(lines=("'1001','D',1000,NULL,99,NULL", CREDIT)),
        "bank_account_wrong",
        sqlite="voucher_seal:bank_account_wrong",
    ),
    seal(
        "give the money to a household of another estate",
        raw(shares=("5,0,2,1000,1",)),
        "sub_account_wrong",
    ),
    seal(
        "give the money to a sub-account of another control account",
        raw(shares=("8,0,2,1000,1",)),
        "sub_account_wrong",
    ),
    Attack(
        "give the money to nobody",
        raw(shares=("99,0,2,1000,1",)),
        "sub_account_unknown",
        sqlite="voucher_post:sub_account_unknown",
        postgresql="voucher_seal:sub_account_unknown",
        without_sqlite=("voucher_seal:sub_account_wrong",),
        without_postgresql=("voucher_seal:sub_account_wrong",),
    ),
)
NUMBER: Final = (
    seal(
        "leave a place of the log out",
        raw(ahead=2),
        "log_gap",
        without_sqlite=KEPT_SQLITE,
        without_postgresql=KEPT_POSTGRESQL,
    ),
    seal(
        "leave a number out",
        raw(no="99"),
        "number_gap",
        without_sqlite=("number_insert", "number_update"),
    ),
    seal(
        "begin a word with another number than one",
        raw(word="'转'", no="7"),
        "number_gap",
        without_sqlite=("number_insert",),
    ),
    seal("invent a kind of voucher", raw(kind="'BONUS'"), "voucher_word_unknown"),
    seal("invent a word of numbers", raw(word="'赠'"), "voucher_word_unknown"),
    seal(
        "post into a closed month",
        raw(period="202601", dated_on="'2026-01-20'"),
        "month_closed",
    ),
    Attack(
        "post under a request that was posted",
        raw(request_key="'维修'"),
        "uq_voucher_request_key",
        postgresql="uq_voucher_request_key",
    ),
    Attack(
        "write a voucher over another by its request",
        raw(request_key="'维修'", verb="INSERT OR REPLACE"),
        "voucher_exists",
        sqlite="voucher_seal:voucher_exists",
    ),
    Attack(
        "date a voucher outside of its month",
        raw(dated_on="'2026-03-01'"),
        "ck_voucher_dated_on",
        sqlite="ck_voucher_dated_on",
        postgresql="ck_voucher_dated_on",
    ),
)
PEOPLE: Final = (
    seal(
        "post as nobody, now that there are users",
        raw(maker="'丙'"),
        "maker_missing",
        before=USERS,
        without_sqlite=("voucher_seal:checker_missing",),
        without_postgresql=("voucher_seal:checker_missing",),
    ),
    seal(
        "post unchecked, now that there are users",
        raw(poster="'乙'"),
        "checker_missing",
        before=USERS,
    ),
    seal(
        "post unposted, now that there are users",
        raw(checker="'乙'"),
        "checker_missing",
        before=USERS,
    ),
    seal("invent a checker", raw(checker="'丙'", poster="'乙'"), "checker_missing", before=USERS),
    Attack(
        "check one's own voucher",
        raw(checker="'甲'", poster="'甲'"),
        "ck_voucher_checker",
        sqlite="ck_voucher_checker",
        postgresql="ck_voucher_checker",
    ),
)
OVERDRAFT: Final = (
    Attack(
        "spend more than a household has",
        _charge("1", 90001),
        "overdraft",
        sqlite="sub_balance_floor",
        postgresql="ck_sub_balance_overdraft",
        without_sqlite=("ck_all",),
    ),
    Attack(
        "spend what is set aside for an approved repair",
        _charge("3", 60001),
        "overdraft",
        sqlite="sub_balance_floor",
        postgresql="ck_sub_balance_overdraft",
        without_sqlite=("ck_all",),
    ),
    Attack(
        "go below a floor that was granted",
        _charge("4", 100501),
        "overdraft",
        sqlite="sub_balance_floor",
        postgresql="ck_sub_balance_overdraft",
        without_sqlite=("ck_all",),
    ),
    Attack(
        "have what conflicts ignored, so that the voucher stands and the balance stays",
        _charge("1", 90001, verb="INSERT OR IGNORE"),
        "overdraft",
        sqlite="sub_balance_floor",
        without_sqlite=("voucher_post:sub_account_unknown",),
    ),
    Attack(
        "have the statement fail half-way, so that the voucher stands and the balance stays",
        _charge("1", 90001, verb="INSERT OR FAIL"),
        "overdraft",
        sqlite="sub_balance_floor",
        without_sqlite=("ck_all",),
    ),
)
CARRY: Final = (
    seal(
        "take money from the bank by a closing voucher",
        raw(
            lines=("'3001','D',1000,1,NULL,NULL", "'1001','C',1000,NULL,1,NULL"),
            shares=(),
            kind="'CLOSING'",
            word="'结'",
            estate_id="NULL",
        ),
        "carry_wrong",
    ),
    seal(
        "move the households' fund to what is not given out by a closing voucher",
        raw(
            lines=("'3001','D',1000,1,NULL,NULL", "'3101','C',1000,1,NULL,NULL"),
            shares=(),
            kind="'CLOSING'",
            word="'结'",
            estate_id="NULL",
        ),
        "carry_wrong",
    ),
    seal(
        "move the fund of one estate to another by a closing voucher",
        raw(
            lines=("'3001','D',1000,1,NULL,NULL", "'3001','C',1000,2,NULL,NULL"),
            shares=(),
            kind="'CARRY'",
            word="'结'",
            estate_id="NULL",
        ),
        "carry_wrong",
    ),
    Attack(
        "carry a part of what was earned only",
        raw(
            lines=("'3001','D',1000,1,NULL,NULL", "'5001','C',1000,1,NULL,NULL"),
            shares=(),
            kind="'CLOSING'",
            word="'结'",
            estate_id="NULL",
        ),
        "carry_wrong",
        sqlite="voucher_post:carry_wrong",
        postgresql="voucher_seal:carry_wrong",
    ),
    seal(
        "give money to a household by a closing voucher",
        raw(
            lines=("'3001','D',20000,1,NULL,NULL", "'5001','C',20000,1,NULL,NULL"),
            debit_fen="20000",
            shares=("1,0,1,-20000,NULL",),
            kind="'CLOSING'",
            word="'结'",
            estate_id="NULL",
        ),
        "shares_differ",
    ),
)
ATTACKS: Final = (*BALANCE, *PLACE, *NUMBER, *PEOPLE, *OVERDRAFT, *CARRY)
