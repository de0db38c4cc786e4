from tests.goals.conftest import goal, objective, sales_team, today

__all__ = ["goal", "objective", "sales_team", "today"]
