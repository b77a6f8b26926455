"""The money of projects (改造资金): sources in their order, and what each may pay for."""
