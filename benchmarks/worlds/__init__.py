"""Seeded worlds: records of a program in which every fault is known, for samples, tests and benchmarks."""

from benchmarks.worlds.big import big
from benchmarks.worlds.planted import Planted
from benchmarks.worlds.season import season

__all__ = ["Planted", "big", "season"]
