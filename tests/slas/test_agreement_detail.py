import pytest

from slas.actions import agreements, promises
from slas.models import AgreementVersion, Promise
from teams.models import Department
from teams.tenancy import tenant
from tests.factories.slas import make_agreement, make_promise, put_in_force
from tests.factories.teams import NOW, make_department, make_membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(organisation, sales_manager, marketing_manager):
    """Both managers head their departments; marketing promises twenty MQLs a week, sales a first touch."""
    with tenant(organisation.pk):
        version = make_agreement(
            name="Hand-over",
            marketing=make_department(Department.Kind.MARKETING, name="Demand", head=marketing_manager),
            sales=make_department(name="Field", head=sales_manager),
        )
        make_promise(version=version, warn_percents=[50, 80], ladder=[["manager", 100]])
        promised = {"kind": "volume", "side": "marketing", "start_stage": "mql", "target": 20}
        promises.add(version=version, values=promised, by=None, at=NOW)
        return AgreementVersion.objects.select_related("agreement").get(pk=version.pk)


def shown(client, agreement_version, **query):
    return client.get(client.organisation_url("slas:agreement_detail", agreement_version.agreement_id), query)


def sign(client, version, as_side, **values):
    url = client.organisation_url("slas:agreement_sign", version.agreement_id)
    return client.post(url, {"side": as_side, "revision": version.revision} | values, follow=True)


def test_is_a_playbook_in_plain_sentences(client_of, viewer, draft):
    response = shown(client_of(viewer), draft)
    marketing, sales = response.context["playbook"].sides
    assert marketing.lines[0].words.sentence == (
        "Demand brings at least 20 leads a week to “Marketing-qualified (MQL)”."
    )
    assert sales.lines[0].words.sentence == (
        "Field reaches out to every lead within 4 hours after it becomes “Marketing-qualified (MQL)”."
    )
    assert "The owner is warned when 50%, 80% of the time has passed." in sales.lines[0].words.notes
    assert "At 100% of the time the owner’s manager is told." in sales.lines[0].words.notes
    assert not sales.signing.may_sign
    assert "slas:promise_new" not in response.text


def test_two_signatures_put_it_in_force(client_of, draft, sales_manager, marketing_manager):
    assert "You have signed." in sign(client_of(sales_manager), draft, "sales").text
    response = sign(client_of(marketing_manager), draft, "marketing")
    assert response.context["version"].is_in_force
    assert all(part.signing.is_current for part in response.context["playbook"].sides)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"revision": "1"}, "The draft has changed since you opened it"),
        ({"side": "marketing"}, "You cannot sign for this department"),
        ({"side": "nobody"}, "You cannot sign for this department"),
    ],
)
def test_a_signature_that_does_not_count_says_why(client_of, draft, sales_manager, values, reason):
    response = sign(client_of(sales_manager), draft, "sales", **values)
    assert reason in response.text
    assert response.context["version"].is_draft


def test_a_new_version_says_what_differs(client_of, draft, sales_manager):
    with tenant(draft.organisation_id):
        put_in_force(draft)
    client = client_of(sales_manager)
    client.post(client.organisation_url("slas:agreement_draft", draft.agreement_id))
    with tenant(draft.organisation_id):
        second = AgreementVersion.objects.select_related("agreement").get(number=2)
        touch = Promise.objects.select_related("version", "calendar").get(version=second, kind="first_touch")
        values = {"amount": 2, "unit": "hours", "calendar": touch.calendar, "kind": "first_touch"}
        promises.edit(promise=touch, values=values, by=make_membership(), at=NOW)
        volume = Promise.objects.select_related("version").get(version=second, kind="volume")
        promises.remove(promise=volume, by=make_membership(), at=NOW)
    page = shown(client, draft, version=2)
    changed, gone = page.context["playbook"].changes.lines
    assert "within <del>4</del> hours" in page.text and "within <ins>2</ins> hours" in page.text
    assert ("within 4 hours" in changed.before.sentence, "within 2 hours" in changed.after.sentence) == (True, True)
    assert (gone.before.sentence[:6], gone.after) == ("Demand", None)
    assert shown(client, draft).context["version"].number == 1


def test_a_version_that_is_not_there_is_not_found(client_of, viewer, draft):
    assert shown(client_of(viewer), draft, version=9).status_code == 404


def test_an_agreement_is_begun_and_thrown_away(client_of, draft, sales_manager):
    with tenant(draft.organisation_id):
        one, other = make_department(Department.Kind.MARKETING), make_department()
    client = client_of(sales_manager)
    new = client.organisation_url("slas:agreement_new")
    begun = client.post(new, {"name": "Second", "marketing": one.pk, "sales": other.pk}, follow=True)
    assert "This draft has no promise yet." in begun.text
    again = client.post(new, {"name": "Third", "marketing": one.pk, "sales": other.pk})
    assert (again.status_code, "has another agreement already" in again.text) == (422, True)
    itself = client.post(new, {"name": "Third", "marketing": one.pk, "sales": one.pk})
    assert "Choose two different departments." in itself.text
    client.post(client.organisation_url("slas:agreement_discard", begun.context["agreement"].pk))
    assert len(client.get(client.organisation_url("slas:agreement_list")).context["rows"]) == 1


def test_the_text_is_changed_and_two_editors_see_each_other(client_of, draft, sales_manager):
    client = client_of(sales_manager)
    url = client.organisation_url("slas:agreement_edit", draft.agreement_id)
    with tenant(draft.organisation_id):
        other = agreements.edit(
            version=draft, revision=None, values={"introduction": "Theirs"}, by=make_membership(), at=NOW
        )
    conflict = client.post(url, {"introduction": "Mine", "version": draft.revision})
    assert (conflict.status_code, "Theirs" in conflict.text) == (409, True)
    client.post(url, {"introduction": "Mine", "version": other.revision})
    assert "Mine" in shown(client, draft).text
    ahead = client.post(url, {"introduction": "Mine", "applies_from": "2199-01-01", "version": other.revision + 1})
    assert (ahead.status_code, "Choose a moment in the past" in ahead.text) == (422, True)
