from metrics.models.own_metric import OwnMetric, OwnMetricVersion
from metrics.models.rollup import Rollup, RollupDay

__all__ = ["OwnMetric", "OwnMetricVersion", "Rollup", "RollupDay"]
