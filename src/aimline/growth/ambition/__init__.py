"""How ambitious is a target: how likely is it if nothing changes, and with a strong effort? (growth.md 2)

`judging.judge` takes one question (`cohorts.Question`, `scale.Question`, `fluency.Question`, `same_content.Question` or
`benchmark.Question`, one for each way of comparing) and gives `chances.Chances`; `judging.suggest` turns it round and
gives the targets at which the rating changes.
"""
