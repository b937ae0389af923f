"""What a release would disclose: a planner that shows as much as it may, and the attacker it has to withstand."""

from aimline.growth.disclosure.planning import Plan, plan

__all__ = ["Plan", "plan"]
