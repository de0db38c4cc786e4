"""`manage.py import_facts`: what an operator types and what a script reads."""

import json

import pytest
from django.core.management import CommandError, call_command

from pipeline.models import Deal
from teams.tenancy import tenant
from tests.pipeline.conftest import DEALS


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "deals.csv"
    path.write_text(DEALS)
    return path


def test_a_dry_run_reports_and_changes_nothing(organisation, file, capsys):
    call_command("import_facts", "acme", "deal", str(file), "--dry-run", "--json")
    report = json.loads(capsys.readouterr().out)
    assert report["state"] == "checked"
    assert report["counts"] == {"created": 2, "updated": 0, "unchanged": 0, "refused": 1}
    assert report["first_problems"] == [[3, "error", "close_date", "There is no such date or time."]]
    with tenant(organisation.pk):
        assert not Deal.objects.exists()


def test_a_mapping_file_lays_choices_over_the_guess(organisation, file, tmp_path, capsys):
    mapping = tmp_path / "mapping.json"
    mapping.write_text(
        json.dumps({"words": {"status": {"Engaging": "lost"}}, "matches": {"member": {"Boris Faz": "empty"}}})
    )
    call_command("import_facts", "acme", "deal", str(file), "--mapping", str(mapping))
    assert "1 created" in capsys.readouterr().out
    with tenant(organisation.pk):
        assert Deal.objects.get().owner_id


@pytest.mark.parametrize(
    ("slug", "mapping", "message"),
    [
        ("nobody", "{}", "There is no organisation"),
        ("acme", '{"colums": {}}', "The mapping is not valid: colums."),
        ("acme", '{"columns": {"sum": "close_value"}}', "The mapping is not valid: sum."),
        ("acme", '{"columns": {"amount": "Total"}}', "The column “Total” is not in this file."),
        ("acme", "not json", "not valid JSON"),
    ],
)
def test_a_wrong_call_says_why(organisation, file, tmp_path, slug, mapping, message):
    path = tmp_path / "mapping.json"
    path.write_text(mapping)
    with pytest.raises(CommandError, match=message):
        call_command("import_facts", slug, "deal", str(file), "--mapping", str(path))


def test_a_file_that_is_not_there(organisation, tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_facts", "acme", "deal", str(tmp_path / "missing.csv"))
