"""Plain functions over plain values: no clock, no disk, no network, no framework."""
