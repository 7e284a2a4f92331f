"""A profile tried on a file before anybody relies on it, and two files of one sender held beside each other."""

from premium.ingest.trial.check import Check, check
from premium.ingest.trial.drift import Drift, drift

__all__ = ["Check", "Drift", "check", "drift"]
