"""On track? The chance that a series reaches its target by the due date, and the classic rules beside it (growth.md 3).

`judging.judge` takes one `series.Series` and says where it stands; `model.follow` runs many at once; `rules` are the
classic rules as choices; `group` is for the share of a group at benchmark; `learning` learns the prior from a group.
"""
