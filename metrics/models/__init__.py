from metrics.models.own_metric import OwnMetric, OwnMetricVersion

__all__ = ["OwnMetric", "OwnMetricVersion"]
