"""Reference packs: the published and the chosen numbers that stand in until there are own data (growth.md 1).

Every number has a citation and a note on its licence. Packs that may be passed on are shipped with their numbers, the
others as empty templates that a licensed school fills from its own copy.
"""
