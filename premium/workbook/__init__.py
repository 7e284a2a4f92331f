"""A workbook nobody trusts, read in a process of its own: `python -m premium.workbook`, which only `ingest` starts.

Nothing here imports polars, nor anything else of ours: the process has little memory, and must not need more.
"""
