"""Clean tables in, findings out: the rules of the contract as SQL files in a visible plan."""
