"""The memo book of a project (项目资金备查账): money in, works, settlement, where the value went."""
