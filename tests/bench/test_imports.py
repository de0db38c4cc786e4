import pytest

from bench import imports as bench
from pipeline.actions import scripted
from pipeline.models import Activity, Deal
from teams.tenancy import tenant
from tests.factories.teams import NOW

FIELDS = {
    "activity": ("external_id", "kind", "day", "occurred_at", "owner__full_name", "product__name"),
    "deal": ("external_id", "status", "stage", "opened_day", "closed_day", "amount_minor", "owner__full_name"),
}


@pytest.mark.parametrize(("kind", "model"), [("activity", Activity), ("deal", Deal)])
def test_ours_and_the_peer_store_the_same_facts(db, kind, model):
    ours, peers = bench.made("ours"), bench.made("peers")
    file = "".join(bench.lines(kind, 300)).encode()
    with tenant(ours.pk):
        scripted.import_file(
            kind=kind, source="CRM", file_name="f.csv", chunks=[file], choices={}, is_check=False, at=NOW
        )
        stored = list(model.objects.order_by("external_id").values_list(*FIELDS[kind]))
    bench.save(peers, kind, 300)
    with tenant(peers.pk):
        assert list(model.objects.order_by("external_id").values_list(*FIELDS[kind])) == stored
    assert len(stored) == 300
