from goals.api.objectives import ObjectiveList

__all__ = ["ObjectiveList"]
