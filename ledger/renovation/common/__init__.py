"""Common income (公共收益) while a property company holds it: what is whose, and what is due."""
