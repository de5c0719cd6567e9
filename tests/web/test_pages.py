# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""What each page says to whom, with which headers."""

import re
import time
import urllib.parse

import pytest
from conftest import LANGUAGES

CLIENT, CLIENT6 = "192.0.2.66", "2001:db8:1:2::66"
PROXIED = 'web { trusted_proxies = {"127.0.0.1"} }\n'
FORM = {"how": "by our newsletter", "done": "closed the relay", "name": "Ann", "email": "ann@example.com"}
ROUTES = ["/", "/blocked", "/blocked?ref=nonsense", "/blocked?ref={code}", "/category/spam", "/category/none", "/remove", "/remove?ref={code}",
          "/status/none", "/style.css", "/healthz", "/metrics", "/robots.txt", "/nothing", "/a/b/c"]
POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


# As a mail program shows it: with text enough that the code stands far behind its beginning.
BOUNCE = "This message was created automatically by mail delivery software.\n" * 12 + """
  user@example.org
    host mx.example.net [203.0.113.25]
    SMTP error from remote mail server after RCPT TO:<user@example.org>:
    550-5.7.1 Server [192.0.2.66] blocked as possible open relay
    550-5.7.1 https://postmaster.example.net/blocked?ref={code}
    550 5.7.1 ref {code}
"""


def words(answer):
    """The page's text without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.text))


@pytest.fixture
def listed(service):
    service.add(CLIENT, "open-relay", "--ttl", "7d", reason="relayed a test")
    service.genuine = service.code(CLIENT)
    return service


# headers

@pytest.mark.parametrize("route", ROUTES)
def test_headers_and_size_of_every_page(listed, route):
    for language in LANGUAGES:
        answer = listed.get(route.format(code=listed.genuine), f"Accept-Language: {language}")
        assert answer.headers["Content-Security-Policy"] == POLICY
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Cross-Origin-Opener-Policy"] == answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Set-Cookie" not in answer.headers and "Server" not in answer.headers
        assert len(answer.body) < 50_000
        if answer.headers["Content-Type"].startswith("text/html"):
            assert answer.headers["Content-Language"] == language
            assert f'<html lang="{language}"' in answer.text
            # nothing is fetched from elsewhere
            assert set(re.findall(r'<link rel="stylesheet" href="([^"]*)"', answer.text)) <= {"../" * n + "style.css" for n in range(3)}
            assert not re.search(r"<(script|img|iframe|object|embed|video|audio|base)\b|\sstyle=|\son\w+=|http-equiv", answer.text, re.I)


@pytest.mark.parametrize("route, control", [
    ("/", "no-store"), ("/blocked", "no-store"), ("/remove", "no-store"), ("/status/x", "no-store"), ("/nothing", "no-store"),
    ("/category/spam", "public, max-age=300"), ("/style.css", "public, max-age=3600")])
def test_what_may_be_kept(service, route, control):
    answer = service.get(route)
    assert answer.headers["Cache-Control"] == control
    assert ("Vary" in answer.headers) == (route == "/category/spam")


def test_the_style_sheet_is_sent_once(service):
    first = service.get("/style.css")
    assert first.headers["Content-Type"] == "text/css; charset=utf-8"
    again = service.get("/style.css", f"If-None-Match: {first.headers['ETag']}")
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", first.headers["ETag"])


@pytest.mark.parametrize("route", ROUTES)
def test_head_is_get_without_a_body(listed, route):
    route = route.format(code=listed.genuine)
    answer, head = listed.get(route), listed.get(route, method="HEAD")
    assert (head.status, head.body) == (answer.status, b"")
    if route != "/metrics":
        assert head.headers["Content-Length"] == answer.headers["Content-Length"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT", "BREW"])
def test_other_methods(service, method):
    for path, allow in [("/", "GET, HEAD"), ("/remove", "GET, HEAD, POST"), ("/nothing", "GET, HEAD")]:
        answer = service.get(path, method=method)
        assert (answer.status, answer.headers["Allow"]) == (405, allow)
    assert service.post({}, path="/").status == 405


# the page of a code

def test_a_genuine_code(listed):
    answer = listed.get(f"/blocked?ref={listed.genuine}")
    assert answer.status == 200
    for part in (CLIENT, "open relay", "The block still stands", "relayed a test", time.strftime("%Y", time.gmtime(time.time() + 7 * 86400))):
        assert part in words(answer)


@pytest.mark.parametrize("language, end, ttl", [("en", "The block ends on", "7d"), ("de", "Die Sperre endet am", "7d"),
                                                ("fr", "Le blocage prend fin le", "7d")])
def test_the_end_stands_beside_the_block_that_it_is_of(make_service, language, end, ttl):
    """Beside the words about the mail, which is put off for now, "it" would be that mail."""
    service = make_service(config='category "open-relay" { grace = "4h" }\n')
    service.add(CLIENT, "open-relay", "--ttl", ttl)
    said = words(service.get(f"/blocked?ref={service.code(CLIENT, action='defer')}", f"Accept-Language: {language}"))
    not_yet = {"en": "is not refused yet", "de": "werden noch nicht abgewiesen", "fr": "ne sont pas encore refusés"}[language]
    assert 0 < said.index(not_yet) < said.index(end)


@pytest.mark.parametrize("language, none", [("en", "The block has no end date"), ("de", "Die Sperre hat kein Enddatum"),
                                            ("fr", "Le blocage n’a pas de date de fin")])
def test_a_block_without_end(make_service, language, none):
    """Beside "not refused yet" that would only confuse."""
    service = make_service(config='category "open-relay" { grace = "4h" }\n')
    for category, action in (("spam", "reject"), ("open-relay", "defer")):
        service.add(CLIENT, category)
        said = words(service.get(f"/blocked?ref={service.code(CLIENT, category, action=action)}", f"Accept-Language: {language}"))
        assert (none in said) == (category == "spam")
        service.whyblock("list", "remove", CLIENT)


@pytest.mark.parametrize("change", [
    lambda code: "-".join(code[i:i + 4] for i in range(0, len(code), 4)), str.lower, lambda code: f"ref+{code}",
    lambda code: "".join(f"%{ord(c):02X}" for c in code), lambda code: urllib.parse.quote(BOUNCE.format(code=code)),
    lambda code: urllib.parse.quote("https://eur01.safelinks.protection.outlook.com/?url=" + urllib.parse.quote(f"https://x.example/blocked?ref={code}", "")
                                    + "&data=05|02|")])
def test_as_people_give_it(listed, change):
    assert listed.get(f"/blocked?ref={change(listed.genuine)}").status == 200


def test_one_that_is_no_longer_listed(listed):
    listed.whyblock("list", "remove", CLIENT)
    answer = listed.get(f"/blocked?ref={listed.genuine}")
    assert "The block still stands" not in words(answer) and "relayed a test" not in words(answer)


def test_an_allowed_one(listed):
    listed.add(CLIENT, "allow", reason="wrong")
    assert "The block still stands" not in words(listed.get(f"/blocked?ref={listed.genuine}"))


def test_a_key_that_was_changed_counts_at_once(listed):
    old, other = listed.genuine, listed.key.read_text()
    listed.whyblock("ref", "rotate")
    assert listed.get(f"/blocked?ref={old}").status == listed.get(f"/blocked?ref={listed.code(CLIENT)}").status == 200
    listed.key.write_text("".join(line + "\n" for line in listed.key.read_text().splitlines() if line not in other.splitlines()))
    assert listed.get(f"/blocked?ref={old}").status == 404


def test_an_ipv6_client(service):
    """The code says which: refused when it is, and nothing of its neighbours."""
    code = service.code(CLIENT6)
    service.add("2001:db8:1:2::67", reason="a neighbour")
    answer = service.get(f"/blocked?ref={code}")
    assert CLIENT6 in answer.text and "The block still stands" not in words(answer) and "neighbour" not in words(answer)
    service.add(CLIENT6, reason="one address")
    answer = service.get(f"/blocked?ref={code}")
    assert "The block still stands" in words(answer) and "one address" in words(answer) and "neighbour" not in words(answer)
    hyphens = "-".join(code[i:i + 4] for i in range(0, 44, 4))
    assert hyphens in answer.text and service.get(f"/blocked?ref={hyphens}").text.count(CLIENT6) == answer.text.count(CLIENT6)


def test_a_part_of_an_ipv6_clients_network(service):
    """By a code of before, which does not say the address."""
    code = service.code(CLIENT6, subnet=True)
    assert "The block still stands" not in words(service.get(f"/blocked?ref={code}"))
    service.add(CLIENT6, reason="one address")
    service.add("2001:db8:1:3::1", reason="a neighbour")
    answer = service.get(f"/blocked?ref={code}")
    assert "The block still stands" in words(answer) and "one address" in words(answer) and "neighbour" not in words(answer)
    assert CLIENT6 not in answer.text                       # the code does not hold it


def test_every_listing_of_the_category_counts(service):
    service.add("192.0.2.0/24", "open-relay", "--ttl", "30d", reason="the network")
    service.add(CLIENT, "open-relay", "--ttl", "1d", reason="the host")
    answer = words(service.get(f"/blocked?ref={service.code(CLIENT)}"))
    assert "the network" in answer and "the host" not in answer       # the block lasts as long as the longest


def test_nothing_that_only_staff_may_know(service):
    service.add(CLIENT, reason="hit trap spamtrap@trap.example, key abc.zen.dq.spamhaus.net", source="staff:annegret")
    service.configure('dnsbl "secretkey.zen.dq.spamhaus.net" {}\n' + PROXIED)
    service.stop()
    service.start()
    for answer in (service.get(f"/blocked?ref={service.code(CLIENT)}", "X-Forwarded-For: 203.0.113.9"),
                   service.get("/blocked", f"X-Forwarded-For: {CLIENT}")):
        assert "hit trap [address]" in answer.text
        for secret in ("spamtrap", "trap.example", "abc.", "secretkey", "annegret", "staff"):
            assert secret not in answer.text.lower()


# who learns nothing

FORGERIES = {
    "a code of another site": lambda service: service.code(CLIENT, key=bytes(range(32))),
    "one bit": lambda service: service.genuine[:-1] + ("0" if service.genuine[-1] != "0" else "1"),
    "another client": lambda service: service.code("192.0.3.66")[:15] + service.genuine[15:],
    "nonsense": lambda service: "A" * 24,
    "too short": lambda service: service.genuine[:-4],
    "too long": lambda service: service.genuine + "0000",
    "an address": lambda service: CLIENT,
    "very long": lambda service: "A" * 7000,
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_code_that_is_not_genuine(listed, forgery):
    answer = listed.get(f"/blocked?ref={FORGERIES[forgery](listed)}")
    assert answer.status == 404
    assert "relayed" not in answer.text and "open relay" not in answer.text
    if forgery != "an address":
        assert CLIENT not in answer.text
    assert listed.metric('references_total{outcome="unknown"}') == 1


def test_every_bit_of_a_code_counts(listed):
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    plain = listed.get("/blocked?ref=" + "A" * 24).text
    for place in range(24):
        for bit in range(5):
            symbol = alphabet[alphabet.index(listed.genuine[place]) ^ 1 << bit]
            forged = listed.genuine[:place] + symbol + listed.genuine[place + 1:]
            answer = listed.get(f"/blocked?ref={forged}")
            assert answer.status == 404 and answer.text.replace(forged, "A" * 24) == plain


def test_a_visitor_may_ask_about_their_own_address(make_service):
    service = make_service(config=PROXIED)
    service.add(CLIENT, reason="relayed a test")
    for path in ("/blocked", "/blocked?ref="):
        answer = service.get(path, f"X-Forwarded-For: {CLIENT}")
        assert answer.status == 200 and "relayed a test" in answer.text and CLIENT in answer.text
    other = service.get("/blocked", "X-Forwarded-For: 192.0.2.67")
    assert other.status == 200 and "relayed a test" not in other.text and CLIENT not in other.text


# Which visitor a trusted proxy's header names: None is nobody.
FORWARDED = [
    ([], None),
    ([CLIENT], CLIENT),
    ([f"203.0.113.1, {CLIENT}"], CLIENT),
    ([f"{CLIENT}, 203.0.113.1"], "203.0.113.1"),
    ([CLIENT, "203.0.113.1"], "203.0.113.1"),
    (["203.0.113.1", f" {CLIENT}\t"], CLIENT),
    ([f"{CLIENT}:555"], CLIENT),
    ([f"::ffff:{CLIENT}"], CLIENT),
    ([f"[::ffff:{CLIENT}]:443"], CLIENT),
    (["2001:db8::1"], "2001:db8::1"),
    (["[2001:db8::1]"], "2001:db8::1"),
    (["[2001:db8::1]:443"], "2001:db8::1"),
    ([f"{CLIENT},"], None),
    ([f"{CLIENT}, unknown"], None),
    ([f"{CLIENT}, _hidden"], None),
    ([f"{CLIENT}, 192.0.2.66.1"], None),
    ([f"{CLIENT}, [2001:db8::1"], None),
    ([f"{CLIENT}, " + "1" * 3000], None),
    ([CLIENT, ""], None),
]


@pytest.mark.parametrize("lines, visitor", FORWARDED)
def test_only_the_last_entry_of_a_trusted_proxy(make_service, lines, visitor):
    service = make_service(config=PROXIED)
    answer = service.get("/", *[f"X-Forwarded-For: {line}" for line in lines])
    assert answer.status == 200
    shown = {address for address in (CLIENT, "203.0.113.1", "2001:db8::1", "127.0.0.1") if address in answer.text}
    assert shown == ({visitor} if visitor else set())


def test_a_forged_header_of_anybody_else(listed):
    for header in ("X-Forwarded-For", "x-forwarded-for", "Forwarded", "X-Real-IP"):
        answer = listed.get("/blocked", f"{header}: {CLIENT}")
        assert CLIENT not in answer.text and "relayed" not in answer.text
    assert listed.get("/metrics", f"X-Forwarded-For: {CLIENT}").status == 404
    assert listed.get("/metrics", "X-Forwarded-For: 127.0.0.1").status == 404


def test_metrics_for_those_who_may(make_service):
    service = make_service(config=PROXIED)
    assert service.get("/metrics", f"X-Forwarded-For: {CLIENT}").status == 404
    assert service.get("/metrics", "X-Forwarded-For: 127.0.0.1").status == 200
    assert service.get("/metrics").status == 200
    # what the proxy lets through and does not name in a way that is read is not the proxy itself
    for header in ("X-Forwarded-For: unknown", "X-Forwarded-For:", "Forwarded: for=192.0.2.66", "Forwarded: for=127.0.0.1"):
        assert service.get("/metrics", header).status == 404
    for line in service.get("/metrics").text.splitlines():
        assert re.fullmatch(r'# (HELP|TYPE) whyblock_web_\w+ .+|whyblock_web_\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? \d+', line)


def test_a_guessed_status_token(service):
    plain = service.get("/status/" + "0" * 26)
    assert plain.status == 404
    for token in ("A" * 26, "x", "%27%22%3Cscript%3E", "0" * 26 + "/x", "1", "..%2f..%2fetc"):
        answer = service.get(f"/status/{token}")
        assert answer.status == 404 and "<script" not in answer.text


# languages

def test_a_language_that_was_chosen_is_kept(listed):
    answer = listed.get(f"/blocked?ref={listed.genuine}&lang=fr", "Accept-Language: de")
    assert '<html lang="fr"' in answer.text and answer.headers["Content-Language"] == "fr"
    assert f"ref={listed.genuine}&amp;lang=de" in answer.text
