"""How much growth is usual, likely and needed: numbers that want NumPy and SciPy, and no Django.

A room beside `exchange`: it knows the domain and nothing else of the house. Importing it loads neither NumPy nor
SciPy; its modules do, so a page or a quick command imports them inside the function that computes.
"""
