"""The desk: who may do what, one transaction, one line in the operation log. The public API."""
