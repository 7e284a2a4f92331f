"""A sender's sheets to canonical lines, by a profile: what each row is, what each cell says, and nothing lost."""

from premium.ingest.sender.file import ControlTotal, SenderFile

__all__ = ["ControlTotal", "SenderFile"]
