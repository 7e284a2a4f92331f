"""A sender's sheets to canonical lines, by a profile: what each row is, what each cell says, and nothing lost."""

from premium.ingest.sender.file import ControlTotal, SenderFile, UnreadTotal
from premium.ingest.sender.meant import match_file
from premium.ingest.sender.read import read_sender

__all__ = ["ControlTotal", "SenderFile", "UnreadTotal", "match_file", "read_sender"]
