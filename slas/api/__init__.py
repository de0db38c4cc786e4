from slas.api.clocks import BreachList, ClockDetail, ClockList, Compliance

__all__ = ["BreachList", "ClockDetail", "ClockList", "Compliance"]
