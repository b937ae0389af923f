"""Strengths, gaps, groups and trends in results: what stands out, and what could be chance (growth.md 5).

`rates` and `differences` measure, `shrinking` pulls small groups towards what is expected of them, `discoveries` keeps
chance from looking like a finding, `showing` says what a number of students may carry, `priorities` ranks.
"""
