"""Money being used (使用): cases from the draft to the settlement, and who bears what."""
