"""The operator's side (专业经营单位): what it received, what it writes off, what the tax counts."""
