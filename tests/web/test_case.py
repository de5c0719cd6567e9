# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""The page of a reference whose mail is remembered: what decided is named, all of it and nothing else, each with its own way out; and without
a case the page says that it does not know."""

import html
import re
import time

import pytest
from agent import until
from fake_dns import FakeDns
from test_journey import CLIENT, daemon, make_site  # noqa: F401

ZONES = "".join(f'dnsbl "{name}.example.net" {{ removal = "https://{name}.example.net/lookup?ip=%{{ip}}" code "127.0.0.2" {{ category = "open-relay" weight = 0.6 }} }}\n'
                for name in ("one", "two", "three"))
SCRIPT = f"one.example.net {CLIENT} 127.0.0.2\ntwo.example.net {CLIENT} 127.0.0.2\none.example.net * NXDOMAIN\ntwo.example.net * NXDOMAIN\n" \
         "three.example.net * NXDOMAIN\nin-addr.arpa * NXDOMAIN\n"
RULE = 'rule "windows" { helo_pattern = "^win-" category = "virus" remedy = "Look for a program that sends mail by itself." }\n'


def page(site, helo="mail.example.com", code=550, language="en"):
    """The text of the page that a refusal leads to, when the agent has written the case down; and its links."""
    before = site.service.agent.metric("case_verdicts_total")
    reply = site.exim.send(CLIENT, helo=helo)["rcpt"]
    assert reply.code == code, reply
    until(lambda: site.service.agent.metric("case_verdicts_total") > before)
    return look(site, reply, language)


def look(site, reply, language="en"):
    url = re.search(r"blocked\?ref=[0-9A-Z]+", "\n".join(reply.text))[0]
    answer = site.service.get(f"/{url}&lang={language}")
    assert answer.status == 200
    text = answer.text.split("<main", 1)[1].split("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split()), re.findall(r'href="(https://[^"]*)"', text)


@pytest.fixture
def site(make_site):  # noqa: F811
    with FakeDns(SCRIPT) as dns:
        made = make_site(f'{ZONES}{RULE}dns {{ servers = {{"{dns.address}"}} }}\n')
        yield made


def test_public_lists_are_named_when_they_decided_and_only_those(site):
    text, links = page(site)
    assert "We block the server for as long as a public list names it." in text
    assert "not on our own list" not in text and "Our own list" not in text
    assert "one.example.net: a public list" in text and "two.example.net: a public list" in text and "three.example.net" not in text
    assert links == [f"https://{name}.example.net/lookup?ip={CLIENT}" for name in ("one", "two")]


def test_our_own_listing_is_ours_and_no_list_of_others_is_named(make_site):  # noqa: F811
    site = make_site(ZONES + 'dns { servers = {"127.0.0.1:9"} }\n')
    site.exim.list(CLIENT, "open-relay")
    text, links = page(site)
    assert "The block still stands." in text and "Our own list. Once the cause is fixed, whoever runs the server can ask us to take it off" in text and "The server was on our own list." in text
    assert "example.net: a public list" not in text and links == []


def test_a_feed_is_a_list_of_others(make_site):  # noqa: F811
    site = make_site()
    site.exim.import_listings((CLIENT, "spam", "host", "feed:drop", int(time.time()) - 60, "never", "SBL1"))
    text, _ = page(site)
    assert "drop: a list that others run and that we use" in text and "It was on the list “drop”" in text and "Our own list" not in text


def test_a_sign_tells_what_was_seen_and_what_helps(make_site):  # noqa: F811
    site = make_site(RULE)
    text, _ = page(site, helo="WIN-12345678")
    assert "What decided was how the server, or this mail, looked." in text
    assert "HELO WIN-12345678" in text and "Look for a program that sends mail by itself." in text


def test_a_deferral_says_that_the_server_tries_again(make_site):  # noqa: F811
    site = make_site('category "spam" { action = "defer" }\n')
    site.exim.list(CLIENT, "spam")
    text, _ = page(site, code=451)
    assert "Why your mail is delayed" in text and "Your mail is not lost: your server keeps it and tries again by itself." in text


def test_how_often_is_told(site):
    page(site)
    text, _ = page(site)
    assert re.search(r"How often 2 times, first on .* UTC, last on ", text)


def test_without_a_case_the_page_says_what_it_does_not_know(site):
    page(site)
    reply = site.exim.send(CLIENT)["rcpt"]
    until(lambda: site.service.agent.metric("case_verdicts_total") == 2)
    site.exim.wb("forget", CLIENT)
    text, links = look(site, reply)
    assert "The details of this mail are no longer stored here" in text and len(links) == 3
    assert "for as long as a public list names it" not in text


@pytest.mark.parametrize("language, sentence", [("de", "Wir sperren den Server, solange ihn eine öffentliche Liste aufführt."),
                                                ("fr", "Nous bloquons le serveur tant qu’une liste publique le nomme.")])
def test_in_each_language(site, language, sentence):
    assert sentence in page(site, language=language)[0]


def test_a_visitor_learns_nothing_of_cases(site):
    page(site)
    text = site.service.get("/blocked").text
    assert "What decided" not in text and "one.example.net: a public list" not in text
