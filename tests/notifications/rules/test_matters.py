import pytest

from notifications.rules.matters import matter_of

GOAL = "01991d3e-0000-7000-8000-000000000001"
PERIOD = "01991d3e-0000-7000-8000-000000000002"


@pytest.mark.parametrize(
    ("url", "matter"),
    [
        (f"/o/acme/goals/{GOAL}/talk/", f"goals/{GOAL}"),
        (f"/o/acme/goals/{GOAL}/review/{PERIOD}/", f"goals/{GOAL}"),
        (f"/o/renamed/goals/{GOAL}/", f"goals/{GOAL}"),
        (f"/o/acme/objectives/{GOAL}/talk/", f"objectives/{GOAL}"),
        ("/o/acme/clocks/?state=running", "clocks/"),
        ("/o/acme/audit/", "audit/"),
        ("", "audit_head"),
    ],
)
def test_what_is_told_of_one_record_is_one_matter(url: str, matter: str) -> None:
    assert matter_of(url=url, kind="audit_head") == matter
