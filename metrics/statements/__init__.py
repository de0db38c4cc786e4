"""The SQL of the engine."""

from metrics.statements.shapes import Group, Shape, shape_of
from metrics.statements.slices import per_slice

__all__ = ["Group", "Shape", "per_slice", "shape_of"]
