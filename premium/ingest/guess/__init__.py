"""A profile proposed from a sender's files: evidence beside every line, a question where nothing proves the answer."""
