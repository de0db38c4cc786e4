"""What the kinds of metric mean, one formula each: the reference that the SQL of the engine is proven against."""
