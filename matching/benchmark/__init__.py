"""Timing of the engine on synthetic profiles, beside other ways to the same lists."""
