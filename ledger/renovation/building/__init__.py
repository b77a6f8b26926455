"""A project's memo book (项目资金备查账): money in, works, where the value went."""
