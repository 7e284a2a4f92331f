"""A profile proposed from a sender's files: evidence beside every line, and a question where nothing proves an answer."""

from premium.ingest.guess.propose import Proposal, guess

__all__ = ["Proposal", "guess"]
