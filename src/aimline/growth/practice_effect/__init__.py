"""Does the plan work? How much of it was done, beside what came of it.

`doses` tells "not tried enough" from "tried, not working"; `effects` sets a strategy's result against the growth that
was to be expected. Only totals that their owners share come in here, never those of a single person.
"""
