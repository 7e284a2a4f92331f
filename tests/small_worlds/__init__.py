"""Random small worlds, aimed at the odd corners of the contract: seeded draws, one step per module."""
