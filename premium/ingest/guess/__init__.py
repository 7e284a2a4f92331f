"""A profile proposed from a sender's files: evidence beside every line, a question where nothing proves the answer."""

from premium.ingest.guess.propose import Proposal, guess

__all__ = ["Proposal", "guess"]
