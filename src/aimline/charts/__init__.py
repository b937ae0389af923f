"""Values become SVG, with the same data as a table and a sentence."""
