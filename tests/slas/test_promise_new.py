import pytest

from slas.models import Promise
from teams.tenancy import tenant
from tests.factories.slas import make_agreement, make_promise, put_in_force
from tests.factories.teams import make_calendar

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(organisation):
    with tenant(organisation.pk):
        return make_agreement()


@pytest.fixture
def calendar(organisation):
    with tenant(organisation.pk):
        return make_calendar(is_default=True).calendar


@pytest.fixture
def form(client_of, sales_manager, draft, calendar):
    """Send the form of a kind of promise, with what its browser would send."""
    client = client_of(sales_manager)

    def send(kind, **values):
        url = client.organisation_url("slas:promise_new", draft.agreement_id) + f"?kind={kind}"
        start = client.get(url).context["form"]
        sent = {name: start[name].value() or "" for name in start.fields if name != "ladder"}
        usual = {"amount": 4, "target": 20, "calendar": calendar.pk, "known_fields": ["product_id"]}
        return client.post(url, sent | {name: usual[name] for name in usual if name in sent} | values)

    return send


def reason(response):
    assert response.status_code == 422
    return " ".join(error for errors in response.context["form"].errors.values() for error in errors)


@pytest.mark.parametrize("kind", Promise.Kind.values)
def test_every_kind_can_be_promised(form, draft, kind):
    assert form(kind).status_code == 302
    with tenant(draft.organisation_id):
        assert Promise.objects.get().kind == kind


def test_first_asks_what_is_promised(client_of, sales_manager, draft):
    client = client_of(sales_manager)
    response = client.get(client.organisation_url("slas:promise_new", draft.agreement_id))
    assert all(f"kind={kind}" in response.text for kind in Promise.Kind.values)


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("first_touch", {"amount": 0}, "at least a minute"),
        ("first_touch", {"amount": 5000, "unit": "days"}, "at most a year"),
        ("first_touch", {"warn_percents": "80, 50"}, "Warnings come before"),
        ("first_touch", {"warn_percents": "half"}, "Write percentages"),
        ("first_touch", {"ladder_0": "heads", "ladder_1": 100, "ladder_2": "owner", "ladder_3": 150}, "in a circle"),
        ("first_touch", {"ladder_0": "manager", "ladder_1": 150, "ladder_2": "heads", "ladder_3": 100}, "told later"),
        ("first_touch", {"ladder_0": "manager"}, "Each step names"),
        ("quality", {"target": 101}, "at most 100"),
        ("volume", {"target": 0}, "1"),
        ("completeness", {"known_fields": []}, "required"),
    ],
)
def test_what_nobody_can_keep_is_refused_with_the_reason(form, kind, values, expected):
    assert expected in reason(form(kind, **values))


def test_the_same_twice_is_refused(form):
    form("first_touch")
    assert "There is such a promise already" in reason(form("first_touch"))


def test_a_ladder_is_kept_as_it_was_chosen(form, draft):
    form("first_touch", warn_percents="50, 80", ladder_0="manager", ladder_1=100, ladder_2="heads", ladder_3=200)
    with tenant(draft.organisation_id):
        promise = Promise.objects.get()
    assert (promise.warn_percents, promise.ladder) == ([50, 80], [["manager", 100], ["heads", 200]])


def test_the_form_shows_the_ladder_as_it_is_kept(client_of, sales_manager, draft):
    with tenant(draft.organisation_id):
        promise = make_promise(version=draft, ladder=[["manager", 100], ["heads", 200]])
    client = client_of(sales_manager)
    shown = client.get(client.organisation_url("slas:promise_edit", promise.pk)).text
    assert shown.count('value="manager" selected') == shown.count('value="heads" selected') == 1
    assert ('name="ladder_1" value="100"' in shown, 'name="ladder_3" value="200"' in shown) == (True, True)


def test_two_editors_of_a_promise_see_each_other(client_of, sales_manager, draft):
    with tenant(draft.organisation_id):
        promise = make_promise(version=draft)
        put = {"side": "sales", "start_stage": "mql", "unit": "hours", "calendar": promise.calendar_id}
    client = client_of(sales_manager)
    url = client.organisation_url("slas:promise_edit", promise.pk)
    values = put | {"on_reassignment": "keep", "version": 1}
    assert client.post(url, values | {"amount": 3}).status_code == 302
    conflict = client.post(url, values | {"amount": 2})
    assert (conflict.status_code, conflict.context["form"].differences[0].theirs) == (409, "3")
    assert client.post(url, values | {"amount": 2, "version": 2}).status_code == 302


def test_what_is_in_force_is_not_changed(client_of, sales_manager, draft):
    with tenant(draft.organisation_id):
        promise = make_promise(version=draft)
        put_in_force(draft)
    client = client_of(sales_manager)
    client.post(client.organisation_url("slas:promise_delete", promise.pk))
    with tenant(draft.organisation_id):
        assert Promise.objects.filter(pk=promise.pk).exists()
    assert client.get(client.organisation_url("slas:promise_new", draft.agreement_id)).status_code == 404


def test_a_promise_is_taken_out(client_of, sales_manager, draft):
    with tenant(draft.organisation_id):
        promise = make_promise(version=draft)
    client = client_of(sales_manager)
    client.post(client.organisation_url("slas:promise_delete", promise.pk))
    with tenant(draft.organisation_id):
        assert not Promise.objects.exists()
