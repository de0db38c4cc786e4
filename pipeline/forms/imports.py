"""Is the input well-formed? What an import's choices are, and what the choices become."""

from hashlib import blake2b
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pipeline.actions.references import CREATE, EMPTY, MATCH, REFUSE
from pipeline.importers import guessing
from pipeline.importers.fields import Field, Kind, Parse
from pipeline.importers.kinds import KINDS
from pipeline.importers.messages import FILE_MESSAGES, TARGET_LABELS
from pipeline.importers.reading import ENCODINGS, MAX_BYTES, MIB
from pipeline.models import CrmImport
from pipeline.queries.names import known_names
from pipeline.rules import dates, text
from teams.rules.calendars import time_zones

MOST_ASKED = 100
COLUMN, CONSTANT = "column:", "="
DELIMITER_NAMES = {",": _("Comma (,)"), ";": _("Semicolon (;)"), "\t": _("Tab"), "|": _("Vertical bar (|)")}


def field_name(prefix: str, *names: str) -> str:
    """The name of a form's field about `names`, which come from a file: so an answer goes to its question, never to a place."""
    return f"{prefix}_{blake2b('\x1f'.join(names).encode(), digest_size=8).hexdigest()}"


class UploadForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is in the file"))
    source = forms.CharField(
        label=_("Source system"),
        max_length=100,
        help_text=_("The CRM the file comes from. Its formats and columns are remembered for the next file."),
        widget=forms.TextInput(attrs={"list": "sources", "autocomplete": "off"}),
    )
    file = forms.FileField(
        label=_("CSV file"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv"}),
        error_messages={"required": _("Choose a file.")},
    )

    def __init__(self, *args: Any, with_people: bool, is_too_big: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [choice for choice in CrmImport.Kind.choices if with_people or choice[0] != CrmImport.Kind.MEMBER]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        if is_too_big:
            limit = {"limit": MAX_BYTES // MIB}
            self.fields["file"].error_messages["required"] = str(FILE_MESSAGES["too_big"]) % limit

    def clean_source(self) -> str:
        try:
            source = text.clean(self.cleaned_data["source"])
        except text.UnsafeText as error:
            raise forms.ValidationError(_("The text holds invisible control characters.")) from error
        if not source:
            raise forms.ValidationError(_("Say where the file comes from."))
        return source


class SettingsForm(forms.Form):
    """Formats of one file. Each column that holds dates has a format of its own."""

    encoding = forms.ChoiceField(label=_("Encoding"), choices=[(name, name) for name in ENCODINGS])
    delimiter = forms.ChoiceField(label=_("Columns are separated by"), choices=list(DELIMITER_NAMES.items()))
    decimal = forms.ChoiceField(
        label=_("Decimal mark"), choices=[(".", _("Point (1,234.56)")), (",", _("Comma (1.234,56)"))]
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone of times in the file"),
        choices=[(zone, zone) for zone in sorted(time_zones())],
        help_text=_("For times that do not name their zone. Dates without a time stay as they are."),
    )

    def __init__(self, *args: Any, crm_import: CrmImport, **kwargs: Any) -> None:
        stored = crm_import.settings
        super().__init__(*args, initial=stored | kwargs.pop("initial", {}), **kwargs)
        known = dict.fromkeys(_mapped_moments(crm_import), "iso") | stored["dates"]
        self.columns = [column for column in stored["header"] if column in known]
        formats = [(form.key, form.example) for form in dates.FORMATS.values()]
        for column in self.columns:
            self.fields[field_name("date", column)] = forms.ChoiceField(
                label=column, choices=formats, initial=known[column], help_text=self._doubt(stored, column)
            )

    def _doubt(self, stored: dict[str, Any], column: str) -> str:
        if not stored.get("rivals", {}).get(column):
            return ""
        return str(_("The dates in this column fit more than one format. Please check."))

    @property
    def date_fields(self) -> list[forms.BoundField]:
        return [self[field_name("date", column)] for column in self.columns]

    @property
    def values(self) -> dict[str, Any]:
        chosen = {name: self.cleaned_data[name] for name in ("encoding", "delimiter", "decimal", "time_zone")}
        named = {column: self.cleaned_data[field_name("date", column)] for column in self.columns}
        return chosen | {"dates": named, "rivals": {}, "is_sure": True}


def _mapped_moments(crm_import: CrmImport) -> list[str]:
    """Columns that feed dates, also where their values do not look like any."""
    kind = KINDS[crm_import.kind]
    columns = crm_import.mapping.get("columns", {}).items()
    return [column for name, column in columns if kind.field(name).parse in (Parse.MOMENT, Parse.DAY)]


class MappingForm(forms.Form):
    """Which column feeds which field; a stage can also be the same for every row. Values: "column:<name>" or "=<choice>"."""

    def __init__(self, *args: Any, crm_import: CrmImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind: Kind = KINDS[crm_import.kind]
        self.stored, self.header = crm_import.mapping, crm_import.settings["header"]
        for field in self.kind.fields:
            self.fields[field.name] = forms.ChoiceField(
                label=field.label,
                choices=self._choices(field),
                required=field.is_required,
                initial=self._initial(field),
                error_messages={"required": _("Choose a column: it is needed for every row.")},
            )

    def _choices(self, field: Field) -> list[tuple[str, Any]]:
        columns = [(f"{COLUMN}{name}", name) for name in self.header if name]
        if field.choices is None:
            return [("", _("Not in this file")), *columns]
        same = [(f"{CONSTANT}{value}", label) for value, label in field.choices()]
        grouped: list[tuple[Any, Any]] = [(_("Column"), columns), (_("The same in every row"), same)]
        return [("", _("Not in this file")), *grouped]

    def _initial(self, field: Field) -> str:
        if field.name in self.stored.get("constants", {}):
            return f"{CONSTANT}{self.stored['constants'][field.name]}"
        column = self.stored.get("columns", {}).get(field.name)
        return f"{COLUMN}{column}" if column in self.header else ""

    def mapping(self, crm_import: CrmImport, rows: list[Any]) -> dict[str, Any]:
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        columns = {name: value.removeprefix(COLUMN) for name, value in chosen.items() if value.startswith(COLUMN)}
        constants = {name: value.removeprefix(CONSTANT) for name, value in chosen.items() if value.startswith(CONSTANT)}
        kept = {
            name: value
            for name, value in self.stored.get("constants", {}).items()
            if name not in columns and self.kind.field(name).parse is not Parse.WORD
        }
        words = guessing.words(self.kind, self.header, rows, columns)
        for name, known in self.stored.get("words", {}).items():
            if name in words:
                words[name] |= {word: choice for word, choice in known.items() if word in words[name]}
        return {"columns": columns, "constants": kept | constants, "words": words}


class MatchForm(forms.Form):
    """What stage words mean and what unknown names stand for."""

    def __init__(self, *args: Any, crm_import: CrmImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind: Kind = KINDS[crm_import.kind]
        self.mapping = crm_import.mapping
        self.words: list[tuple[str, str, str]] = []
        self.names: list[tuple[str, dict[str, Any], str]] = []
        for field, words in self.mapping.get("words", {}).items():
            self._ask_words(self.kind.field(field), words)
        for target, entries in crm_import.report.get("unknown", {}).items():
            self._ask_names(target, entries[:MOST_ASKED])

    def _ask_words(self, field: Field, words: dict[str, str]) -> None:
        choices = field.choices() if field.choices else []
        for word, choice in words.items():
            name = field_name("word", field.name, word)
            self.fields[name] = forms.ChoiceField(label=word, choices=choices, initial=choice, required=False)
            self.words.append((field.name, word, name))

    def _ask_names(self, target: str, entries: list[dict[str, Any]]) -> None:
        known = known_names(target)
        may_create = all(field.may_create for field in self.kind.fields if field.to == target)
        for entry in entries:
            name = field_name("name", target, entry["name"])
            self.fields[name] = forms.ChoiceField(
                label=entry["name"],
                choices=_name_choices(entry, known, may_create),
                initial=entry["choice"],
                required=False,
            )
            self.names.append((target, entry, name))

    @property
    def word_fields(self) -> list[forms.BoundField]:
        return [self[name] for _field, _word, name in self.words]

    @property
    def name_fields(self) -> list[tuple[str, dict[str, Any], forms.BoundField]]:
        return [(TARGET_LABELS[target], entry, self[name]) for target, entry, name in self.names]

    @property
    def chosen_mapping(self) -> dict[str, Any]:
        words: dict[str, dict[str, str]] = {}
        for field, word, name in self.words:
            words.setdefault(field, {})[word] = self.cleaned_data[name] or self.mapping["words"][field][word]
        return self.mapping | {"words": words}

    @property
    def chosen_matches(self) -> dict[str, dict[str, str]]:
        matches: dict[str, dict[str, str]] = {}
        for target, entry, name in self.names:
            matches.setdefault(target, {})[entry["name"]] = self.cleaned_data[name] or entry["choice"]
        return matches


def _name_choices(entry: dict[str, Any], known: list[str], may_create: bool) -> list[tuple[str, Any]]:
    first: list[tuple[Any, Any]] = [(CREATE, _("Create it"))] if may_create else []
    if entry["closest"]:
        first = [(f"{MATCH}{entry['closest']}", _("It is %(name)s") % {"name": entry["closest"]}), *first]
    others = [(f"{MATCH}{name}", name) for name in known if name != entry["closest"]]
    chosen = entry["choice"]
    if chosen.startswith(MATCH) and chosen.removeprefix(MATCH) not in {*known, entry["closest"]}:
        others.append((chosen, chosen.removeprefix(MATCH)))
    rest = [(EMPTY, _("Leave it empty")), (REFUSE, _("Refuse these rows"))]
    spellings: list[tuple[Any, Any]] = [(_("It is another spelling of"), others)] if others else []
    return [*first, *rest, *spellings]
