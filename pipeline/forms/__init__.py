from pipeline.forms.imports import MappingForm, MatchForm, SettingsForm, UploadForm, field_name
from pipeline.forms.lead_definitions import LeadDefinitionForm
from pipeline.forms.leads import LeadFilter
from pipeline.forms.reading_series import ReadingSeriesForm
from pipeline.forms.readings import ReadingFilter, ReadingForm

__all__ = [
    "LeadDefinitionForm",
    "LeadFilter",
    "MappingForm",
    "MatchForm",
    "ReadingFilter",
    "ReadingForm",
    "ReadingSeriesForm",
    "SettingsForm",
    "UploadForm",
    "field_name",
]
