"""All kinds of import by name."""

from pipeline.importers.activity import ACTIVITY
from pipeline.importers.case import CASE
from pipeline.importers.deal import DEAL
from pipeline.importers.fields import Kind
from pipeline.importers.lead import LEAD
from pipeline.importers.measured import READING
from pipeline.importers.member import MEMBER
from pipeline.importers.product import PRODUCT
from pipeline.importers.spend import SPEND

KINDS: dict[str, Kind] = {kind.name: kind for kind in (MEMBER, PRODUCT, LEAD, DEAL, ACTIVITY, READING, SPEND, CASE)}
