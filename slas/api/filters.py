"""The filters of the pages of clocks, as OpenAPI describes them."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from slas.forms.breaches import STATES
from slas.models import Clock
from slas.queries.clocks import ANY_BREACH

IDS = {
    "promise": "The `line` of a promise.",
    "version": "The `version_id` of an agreement.",
    "team": "A `team_id`.",
    "source": "A `lead_source_id`.",
    "owner": "An `owner_id`; for those who see everybody's clocks.",
}
SHARED = [
    OpenApiParameter("period", description="2026, 2026-Q3, 2026-08 or 2026-W33: that in which the clock started."),
    *(OpenApiParameter(name, OpenApiTypes.UUID, description=text) for name, text in IDS.items()),
]
CURSOR = OpenApiParameter("cursor", description="Given out in `next`.")
CLOCKS = [*SHARED, OpenApiParameter("state", enum=[ANY_BREACH, *Clock.State.values]), CURSOR]
BREACHES = [*SHARED, OpenApiParameter("state", enum=[key for key, _label in STATES]), CURSOR]
