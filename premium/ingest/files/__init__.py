"""Files as senders wrote them, opened under limits: sheets of text cells, and nothing understood yet."""
