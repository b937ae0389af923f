"""`python -m aimline`: the same as the command `aimline`."""

from aimline.cli import main

main()
