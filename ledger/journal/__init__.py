"""The journal: charts, vouchers, the rules of posting, and the one writer of them all."""
