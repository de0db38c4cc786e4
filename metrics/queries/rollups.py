from metrics.models import Rollup
from pipeline.models import Touched
from pipeline.sources import ROLLED_UP


def usable() -> frozenset[tuple[str, str]]:
    """Sources and scopes that can be read from their rollup: not while facts of the source wait to be added up again."""
    kept = set(Rollup.objects.order_by("pk").values_list("source", "scope"))
    if not kept:
        return frozenset()
    waiting = set(Touched.objects.order_by("source").values_list("source", flat=True).distinct())
    stale = {source.key for source in ROLLED_UP if source.fact in waiting}
    return frozenset((source, scope) for source, scope in kept if source not in stale)
