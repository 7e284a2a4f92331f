"""A sender's sheets to canonical lines, by a profile: what each row is, what each cell says, and nothing lost."""

from premium.ingest.sender.file import ControlTotal, SenderFile
from premium.ingest.sender.read import match_file, read_sender

__all__ = ["ControlTotal", "SenderFile", "match_file", "read_sender"]
