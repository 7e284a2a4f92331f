"""Documents of a run."""
