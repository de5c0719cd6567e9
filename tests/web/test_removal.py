# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""The request for removal: what is wrong with it, what is filed, how it is limited, and its status."""

import fcntl
import re

import pytest

CLIENT, CLIENT6 = "192.0.2.66", "2001:db8:1:2::66"
PROXIED = 'web { trusted_proxies = {"127.0.0.1"} }\n'
FORM = {"address": CLIENT, "how": "by our newsletter\r\nand by hand", "done": "closed the relay", "name": "Änne", "email": "ann@example.com"}
TOKEN = re.compile(r"status/([0-9A-Z]{26})")
DNS_TOKEN = re.compile(r"whyblock=([0-9A-Z]{26})&quot;")


def mistaken(answer):
    """The fields that the summary on the page leads to."""
    return set(re.findall(r'<li><a href="#(\w+)"', answer.text))


def filed(answer):
    """The token of a request that was filed."""
    assert answer.status == 303 and answer.text == "", answer.text
    return TOKEN.search(answer.headers["Location"])[1]


# what is wrong

@pytest.mark.parametrize("field", ["address", "how", "done", "email"])
@pytest.mark.parametrize("value", ["", "   ", None])
def test_what_is_needed(service, field, value):
    form = {**FORM, field: value}
    if value is None:
        del form[field]
    answer = service.post(form)
    assert answer.status == 422 and mistaken(answer) == {field}


@pytest.mark.parametrize("field, value", [
    ("address", "192.0.2"), ("address", "192.0.2.0/24"), ("address", "mail.example.net"), ("address", "192.0.2.66, 192.0.2.67"), ("address", "0.0.0.0"),
    ("address", "224.0.0.1"), ("address", "255.255.255.255"), ("address", "::"), ("address", "ff02::1"), ("address", "[192.0.2.66"), ("address", "fe80::1%eth0"),
    ("email", "nobody"), ("email", "a@b@c.example"), ("email", "a b@c.example"), ("email", "ann@example.com\r\nBcc: x@y.example"), ("email", "<ann@example.com>"),
    ("email", "a@" + "b" * 250 + ".example"), ("ref", "nonsense"), ("ref", "A" * 24), ("name", "two\nlines"), ("how", "x" * 2001), ("done", "ä" * 1001), ("name", "x" * 101)])
def test_what_is_wrong(service, field, value):
    answer = service.post({**FORM, field: value})
    assert answer.status == 422 and mistaken(answer) == {field}
    assert service.metric('removal_requests_total{outcome="mistaken"}') == 1


@pytest.mark.parametrize("address", ["192.0.2.66", " [192.0.2.66] ", "::ffff:192.0.2.66", "2001:db8::1", "10.0.0.1"])
def test_an_address_as_people_write_it(service, address):
    filed(service.post({**FORM, "address": address}))


def test_texts_at_their_longest(service):
    filed(service.post({**FORM, "how": "\u20ac" * 666, "done": "x\r\n" * 1000, "name": "n" * 100}))


@pytest.fixture
def listing(service):
    """A service whose hosts are listed, so that there is something to ask for."""
    service.add("192.0.2.0/24", "open-relay")
    service.add("2001:db8:1::/48", "open-relay")
    return service


def test_a_code_stands_for_the_address(listing):
    service = listing
    filed(service.post({**FORM, "ref": service.code(CLIENT), "address": ""}))
    filed(service.post({**FORM, "ref": f"https://postmaster.example.net/blocked?ref={service.code('192.0.2.67')}", "address": "192.0.2.67"}))


def test_a_code_of_another_address(listing):
    service = listing
    assert mistaken(service.post({**FORM, "ref": service.code("192.0.2.67")})) == {"address"}
    assert mistaken(service.post({**FORM, "ref": service.code(CLIENT6), "address": "2001:db8:1:3::66"})) == {"address"}
    assert mistaken(service.post({**FORM, "ref": service.code(CLIENT6), "address": "2001:db8:1:2::67"})) == {"address"}
    assert mistaken(service.post({**FORM, "ref": service.code(CLIENT6, subnet=True), "address": "2001:db8:1:3::66"})) == {"address"}
    filed(service.post({**FORM, "ref": service.code(CLIENT6), "address": CLIENT6}))


def test_a_neighbours_code_looks_like_one_to_staff(listing):
    """A code of before for IPv6 holds the /64, which hosts of several customers may share."""
    service = listing
    filed(service.post({**FORM, "ref": service.code(CLIENT6.replace("::66", "::99"), subnet=True), "address": CLIENT6}))
    filed(service.post({**FORM, "ref": service.code(CLIENT)}))
    assert re.findall(r"open-relay +(.*?) +open", service.whyblock("removal", "list")) == ["ref64", "ref"]
    assert "of some host in 2001:db8:1:2::/64, it does not say which" in service.whyblock("removal", "show", "1", "--no-dns")


def test_a_code_that_is_not_genuine_is_the_mistake(service):
    answer = service.post({**FORM, "ref": service.code("198.51.100.7", key=bytes(32)), "address": ""})
    assert mistaken(answer) == {"ref"} and "198.51.100.7" not in answer.text


def test_the_form_of_a_code(service):
    code = service.code(CLIENT)
    answer = service.get(f"/remove?ref={code}")
    assert f'value="{code}"' in answer.text


def test_what_was_typed_is_there_again(service):
    answer = service.post({**FORM, "email": "nobody"})
    for text in ("by our newsletter\nand by hand", "closed the relay", "Änne", "nobody", CLIENT):
        assert text in answer.text


# what is filed

def test_its_status(listing):
    service = listing
    answer = service.post({**FORM, "ref": service.code(CLIENT)}, "Accept-Language: fr")
    assert "Cache-Control" in answer.headers and answer.headers["Cache-Control"] == "no-store"
    token = filed(answer)
    for form in (token, token.lower(), f"{token[:5]}-{token[5:]}"):
        status = service.get(f"/status/{form}", "Accept-Language: de")
        assert status.status == 200 and '<html lang="de"' in status.text
        assert DNS_TOKEN.search(status.text) and "a…@example.com" in status.text
    assert service.metric('removal_requests_total{outcome="filed"}') == 1
    # what only staff and the one who asked know is not on it
    assert "ann@example.com" not in status.text


@pytest.mark.parametrize("change", [lambda token: token[:-1], lambda token: token + "0", lambda token: ("1" if token[0] == "0" else "0") + token[1:],
                                    lambda token: token + "/", lambda token: token + "%00", lambda token: "1"])
def test_a_token_that_is_almost_right(service, change):
    token = filed(service.post(FORM))
    assert service.get(f"/status/{change(token)}").status == 404


def test_nobody_learns_whether_an_address_is_listed(make_service, tmp_path):
    """Without a code: the answer about an address that is listed is the one of a service that knows nothing of it."""
    texts = []
    for is_listed in (True, False):
        service = make_service(folder=tmp_path / f"listed-{is_listed}")
        if is_listed:
            service.add(CLIENT, reason="relayed a test")
        token = filed(service.post(FORM))
        answer = service.get(f"/status/{token}")
        # What is random is hidden by its value: a pattern would also find, or break, a part of the other token.
        hidden = {token: "STATUS", DNS_TOKEN.search(answer.text)[1]: "DNS", re.search(r'datetime="([^"]*)"', answer.text)[1]: "TIME"}
        texts.append(re.sub(r"\d+:\d\d UTC", "", re.sub("|".join(hidden), lambda token: hidden[token[0]], answer.text)))
    assert "STATUS" in texts[0] and "DNS" in texts[0]
    assert texts[0] == texts[1]


def test_what_is_filed_has_a_page_of_its_own(service):
    """RFC 9110 section 15.4.4: reloading it sends nothing again."""
    answer = service.post(FORM)
    assert (answer.status, answer.headers["Location"]) == (303, f"status/{filed(answer)}")
    assert service.post({**FORM, "address": "192.0.2.67", "email": "b@example.com", "lang": "de"}).headers["Location"].endswith("?lang=de")


# nothing typed is lost

@pytest.mark.parametrize("language, word", [("de", "Aufhebung beantragen"), ("fr", "Demander la levée du blocage")])
def test_another_language_keeps_what_was_typed(service, language, word):
    """The links are buttons of the form; nothing is checked or filed by them."""
    page = service.get("/remove")
    assert f'name="switch" value="{language}"' in page.text
    answer = service.post({"how": "by our newsletter", "email": "not yet", "lang": "en", "switch": language})
    assert answer.status == 200 and f'<html lang="{language}"' in answer.text and word in answer.text
    assert "by our newsletter" in answer.text and 'value="not yet"' in answer.text and not mistaken(answer)
    assert service.metric('removal_requests_total{outcome="mistaken"}') == 0


def test_letters_of_several_bytes_are_there_again(service):
    """The browser counts characters, the limit bytes."""
    for more in ({}, {"switch": "de"}):
        answer = service.post({**FORM, "how": "ж" * 2000, "name": "ю" * 100, **more})
        assert "ж" * 2000 in answer.text and "ю" * 100 in answer.text


def test_another_language_asks_about_the_mail_address_only_once(service):
    answer = service.post({**FORM, "email": "ann@gmial.com", "seen_email": "ann@gmial.com", "switch": "fr"})
    assert 'name="seen_email" value="ann@gmial.com"' in answer.text


def test_mistakes_are_said_in_the_title_and_by_the_links(service):
    answer = service.post({**FORM, "email": "nobody", "how": ""})
    assert "<title>Error: Request removal" in answer.text
    assert re.findall(r'<li><a href="#(\w+)">([^<]*)</a></li>', answer.text) == [
        ("how", "Say in a few words how the mail was sent."),
        ("email", "We cannot send an answer to this mail address. Enter one such as ann@example.org.")]
    assert "<title>Request removal" in service.get("/remove").text


# the mail address, with a second look

@pytest.mark.parametrize("typed, meant", [("ann@gmial.com", "ann@gmail.com"), ("ann@GMAIL.CON", "ann@gmail.com"), ("ann@example.con", "ann@example.com"),
                                          ("ann@outlok.com", "ann@outlook.com"), ("ann@t-onlin.de", "ann@t-online.de"), ("ann@orangee.fr", "ann@orange.fr")])
def test_an_address_that_looks_mistyped_is_asked_about_once(service, typed, meant):
    answer = service.post({**FORM, "email": typed})
    assert answer.status == 422 and mistaken(answer) == {"email"} and f"Did you mean {meant}?" in answer.text
    seen = re.search(r'name="seen_email" value="([^"]*)"', answer.text)[1]
    assert seen == typed
    assert service.post({**FORM, "email": "ann@gmaill.com", "seen_email": seen}).status == 422        # another one was not seen yet
    filed(service.post({**FORM, "email": typed, "seen_email": seen}))


@pytest.mark.parametrize("typed", ["ann@gmail.com", "ann@mail.com", "ann@example.com", "ann@gmx.de", "ann@yahoo.it", "ann@control.co", "ann@xmail.example"])
def test_an_address_that_does_not(service, typed):
    filed(service.post({**FORM, "email": typed}))


# what is not blocked any more is answered at once

def test_a_host_that_nothing_of_ours_lists(service):
    """Of a genuine code alone: to strangers every host looks the same."""
    answer = service.post({**FORM, "ref": service.code(CLIENT)})
    assert answer.status == 200 and "We do not block this server now" in answer.text and "send your mail again" in answer.text
    assert service.metric('removal_requests_total{outcome="not_blocked"}') == 1
    filed(service.post(FORM))
    assert service.whyblock("removal", "list").count(CLIENT) == 1


def test_a_public_list_may_be_why(make_service):
    """This page does not ask it, so nobody is sent away."""
    service = make_service(config='dnsbl "bl.example.net" { code "127.0.0.2" { category = "open-relay" } }\n')
    filed(service.post({**FORM, "ref": service.code(CLIENT)}))


def test_a_rule_may_be_why(make_service):
    """Without a case nobody knows what decided: who is refused by a rule is not sent away with "not blocked"."""
    service = make_service(config='rule "odd" { helo_pattern = "^win-" category = "open-relay" }\n')
    code = service.code(CLIENT)
    page = service.get(f"/blocked?ref={code}").text
    assert "no longer on our list" not in page and "It is not on our own list now: please send your mail again. If it comes back" in page
    filed(service.post({**FORM, "ref": code}))


def test_the_form_names_the_server_that_a_code_is_about(service):
    answer = service.get(f"/remove?ref={service.code(CLIENT)}")
    assert f"Your code is about the server <strong>{CLIENT}</strong>" in answer.text and 'name="address"' not in answer.text
    assert 'name="address"' in service.get("/remove").text and 'name="address"' in service.get("/remove?ref=nonsense").text


def test_what_is_promised_and_kept(make_service):
    service = make_service(config='removal { answer_within = "36h" keep = "90d" }\n')
    token = filed(service.post(FORM))
    for path in ("/remove", f"/status/{token}"):
        text = service.get(path).text
        assert "We usually answer within 36 hours." in text and "We delete both after 90 days." in text


# limits

def test_one_is_open_already(make_service):
    service = make_service(config=PROXIED)
    service.add(CLIENT, "open-relay")
    mine, stranger, host = ("X-Forwarded-For: 203.0.113.1",), ("X-Forwarded-For: 203.0.113.2",), (f"X-Forwarded-For: {CLIENT}",)
    filed(service.post({**FORM, "ref": service.code(CLIENT)}, *mine))
    # who has the code, or comes from the address, may know that somebody asked
    with_code = service.post({**FORM, "ref": service.code(CLIENT), "email": "b@example.com"}, *stranger)
    from_host = service.post({**FORM, "email": "c@example.com"}, *host)
    # to strangers it is as if nobody had, but for other strangers; and then it is a limit that is used up
    filed(service.post({**FORM, "email": "d@example.com"}, *stranger))
    without = service.post({**FORM, "email": "e@example.com"}, *stranger)
    assert (with_code.status, from_host.status, without.status) == (409, 409, 429)
    already = "There is already a request for this server"
    assert already in with_code.text and already in from_host.text and already not in without.text
    assert with_code.headers["Retry-After"] == without.headers["Retry-After"] == "3600"


def exceeded(service, *visits):
    """The last visit is one too many; the others are filed."""
    *good, (form, headers) = visits
    for some, headers_too in good:
        filed(service.post({**FORM, **some}, *headers_too))
    answer = service.post({**FORM, **form}, *headers)
    assert answer.status == 429 and "Retry-After" in answer.headers and not TOKEN.search(answer.text)
    # What was typed is there again, and who has a code is told to give it.
    for text in ("by our newsletter\nand by hand", "closed the relay", "Änne"):
        assert text in answer.text
    assert "we always keep room for requests with a code" in answer.text
    return answer


def test_limit_for_each_address(make_service):
    service = make_service(config=PROXIED + "removal { per_address = 2 }\n")
    visits = [({"address": f"192.0.2.{i}", "email": f"a{i}@example.com"}, ("X-Forwarded-For: 203.0.113.1",)) for i in range(1, 4)]
    exceeded(service, *visits)
    filed(service.post({**FORM, **visits[2][0]}, "X-Forwarded-For: 203.0.113.9"))


@pytest.mark.parametrize("headers", [("X-Forwarded-For: unknown",), ("X-Forwarded-For: 203.0.113.1,",), ("Forwarded: for=203.0.113.1",), ()])
def test_whom_a_proxy_does_not_name_is_one_visitor(make_service, headers):
    """And no way around the limit; the operator is told once."""
    service = make_service(config=PROXIED + "removal { per_address = 2 }\n")
    visits = [({"address": f"192.0.2.{i}", "email": f"a{i}@example.com"}, headers) for i in range(1, 4)]
    exceeded(service, *visits)
    filed(service.post({**FORM, **visits[2][0]}, "X-Forwarded-For: 203.0.113.9"))
    assert service.log.read_text().count("127.0.0.1 is in web.trusted_proxies and named no visitor") == 1


def test_limit_for_each_day(make_service):
    service = make_service(config=PROXIED + "removal { per_day = 4 }\n")
    visits = [({"address": f"192.0.2.{i}", "email": f"a{i}@example.com"}, (f"X-Forwarded-For: 203.0.113.{i}",)) for i in range(1, 4)]
    service.add("192.0.2.9")
    exceeded(service, *visits)                                      # half of it without a code ...
    filed(service.post({**FORM, "address": "", "ref": service.code("192.0.2.9"), "email": "c@example.com"}, "X-Forwarded-For: 203.0.113.9"))


def test_what_was_kept_long_enough_goes_with_the_timer(listing):
    """Also when no other request comes; not when a clock is wrong, which takes more than half of more than a few."""
    service = listing
    for i in range(1, 5):
        filed(service.post({**FORM, "address": f"192.0.2.{i}", "email": f"a{i}@example.com", "ref": service.code(f"192.0.2.{i}")}))
        if i == 3:
            assert "requests" not in service.whyblock("list", "expire")
    answer = service.whyblock("list", "expire", "--at", "2040-01-01", status=None)
    assert "removed" in answer and "requests" not in answer and len(service.whyblock("removal", "list").splitlines()) >= 4
    assert "removed 4 requests older than removal.keep" in service.whyblock("list", "expire", "--at", "2040-01-01", "--force")


# another site's page, and a busy store

def test_a_form_on_another_sites_page(service):
    assert service.post(FORM, "Sec-Fetch-Site: cross-site").status == 400
    filed(service.post(FORM, "Sec-Fetch-Site: same-origin"))


def test_the_requests_are_busy(service):
    filed(service.post(FORM))
    # a writer that does not come to an end
    with open(service.store / "requests/write.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        answer = service.post({**FORM, "address": "192.0.2.67"})
        assert answer.status == 503 and int(answer.headers["Retry-After"]) > 0
        assert "closed the relay" in answer.text and 'value="192.0.2.67"' in answer.text     # nothing that was typed is lost
        assert service.get("/").status == 200
    filed(service.post({**FORM, "address": "192.0.2.67", "email": "b@example.com"}))


# a reply on the request's own page

def test_a_reply(service):
    token = filed(service.post(FORM))
    page = service.get(f"/status/{token}")
    assert 'name="reply"' in page.text and f'action="../status/{token}"' in page.text
    answer = service.post({"reply": "It was\r\nthe printer.", "lang": "en"}, path=f"/status/{token}")
    assert (answer.status, answer.headers["Location"]) == (303, f"../status/{token}?lang=en")
    assert "Your last message" in service.get(f"/status/{token}").text and "Your message has reached us, too." in service.get(f"/status/{token}").text
    assert "the printer." in service.whyblock("removal", "show", "1", "--no-dns")
    empty = service.post({"reply": " \r\n"}, path=f"/status/{token}")
    assert empty.status == 422 and "Write your reply first." in empty.text and "<title>Error: Request 1" in empty.text
    endless = service.post({"reply": "x" * 2001}, path=f"/status/{token}")
    assert endless.status == 422 and "x" * 2001 in endless.text
    french = service.post({"reply": "half a sent", "switch": "fr"}, path=f"/status/{token}")
    assert french.status == 200 and "half a sent" in french.text and '<html lang="fr"' in french.text
    assert service.post({"reply": "x"}, "Sec-Fetch-Site: cross-site", path=f"/status/{token}").status == 400
    assert service.post({"reply": "x"}, path="/status/" + "0" * 26).status == 404


def test_replies_have_a_limit_which_is_said(service):
    token = filed(service.post(FORM))
    statuses = [service.post({"reply": f"number {i}"}, path=f"/status/{token}").status for i in range(31)]
    assert statuses == [303] * 30 + [429]
    answer = service.post({"reply": "one more"}, path=f"/status/{token}")
    assert "That is enough for one request" in answer.text and "one more" in answer.text
