"""What every table shares."""

from __future__ import annotations

from sqlalchemy import MetaData

metadata = MetaData()

# Small tables that are whole on every node of a distributed database. All others belong to a
# book, and each of their keys begins with book_id.
REFERENCE_TABLES = frozenset(
    {
        "custodian",
        "estate",
        "bank_account",
        "chart",
        "account",
        "account_rule",
        "login",
        "duty_grant",
        "reach_grant",
        "handover",
        "handover_signed",
        "payee",
        "payee_confirmed",
        "import_file",
        "book",
        "rule_value",
        "rule_confirm",
        "project",
        "project_budget",
        "project_estate",
        "project_grant",
        "project_item",
        "project_match",
        "project_source",
        "project_step",
        "project_survey",
        "asset",
        "asset_cost",
        "asset_holding",
        "asset_paper",
        "operator",
        "plant_defect",
        "plant_handover",
        "plant_item",
        "plant_step",
    }
)
