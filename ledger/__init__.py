"""wxzj: a double-entry ledger for the residential special maintenance fund (住宅专项维修资金)."""

__version__ = "0.1.0"
