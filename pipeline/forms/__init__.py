from pipeline.forms.fairness import FairnessFilter
from pipeline.forms.hand_off import AssignForm, RejectForm
from pipeline.forms.imports import MappingForm, MatchForm, SettingsForm, UploadForm, field_name
from pipeline.forms.lead_definitions import LeadDefinitionForm
from pipeline.forms.leads import LeadFilter
from pipeline.forms.reading_series import ReadingSeriesForm
from pipeline.forms.readings import ReadingFilter, ReadingForm
from pipeline.forms.routing import CapacityForm, RoutingRuleForm

__all__ = [
    "AssignForm",
    "CapacityForm",
    "FairnessFilter",
    "LeadDefinitionForm",
    "LeadFilter",
    "MappingForm",
    "MatchForm",
    "ReadingFilter",
    "ReadingForm",
    "ReadingSeriesForm",
    "RejectForm",
    "RoutingRuleForm",
    "SettingsForm",
    "UploadForm",
    "field_name",
]
