"""Where line files lie: one Parquet per sender's file, with its receipt inside, put there whole or not at all."""

from premium.ingest.shelf.shelve import Owner, Shelved, Terms, ThereAlreadyError, shelve
from premium.ingest.shelf.slots import Slot, on_shelf

__all__ = ["Owner", "Shelved", "Slot", "Terms", "ThereAlreadyError", "on_shelf", "shelve"]
