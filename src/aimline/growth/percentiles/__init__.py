"""Student growth percentiles: how a student's score compares with those of students who had the same scores before.

The method is that of Betebenner's percentiles as published by the R package SGP (growth.md 4): cubic B-splines of up to
four earlier scores, one hundred exact quantile regressions a cohort, and a count of the fitted values below the score.
"""
