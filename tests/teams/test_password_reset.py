from django.urls import reverse

from tests.factories.teams import make_user


def test_whoever_asks_is_told_the_same_and_an_unknown_address_is_led_to_no_closed_door(client, db, mailoutbox):
    user, url = make_user(password="a long pass phrase"), reverse("account_reset_password")
    known, unknown = (client.post(url, {"email": email}) for email in (user.email, "nobody@example.com"))
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    to_user, to_nobody = mailoutbox
    assert "/password/reset/key/" in to_user.body
    assert "by invitation" in to_nobody.body
    assert "signup" not in to_nobody.body
