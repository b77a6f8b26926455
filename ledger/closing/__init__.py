"""The close: checklist, bank reconciliation, carry-forward, seal, and the audit of it all."""
