"""`python -m premium.cli` is `premium`."""

from premium.cli import main

main()
