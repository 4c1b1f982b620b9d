"""Whatever leaves the machine."""
