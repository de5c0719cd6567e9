# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Rules about hosts: what they see of a client of a real Exim, and what is done for it."""

import exim_server
import pytest

CLIENT = "192.0.2.66"
SHIPPED = f'rules_file = "{exim_server.TOP / "config/rules.conf"}"\n'
MARKS = "".join(f'category "{category}" {{ tag_at = 0.1 }}\n' for category in ("virus", "policy"))


def sources(exim, helo="mail.example.com", client=CLIENT):
    """The evidence in the log line of a client whose mail is tagged; none: it is not tagged, and there is no line."""
    before = len(exim.verdicts())
    replies = exim.send(client, helo=helo)
    lines = exim.verdicts()[before:]
    assert replies.end[1].ok and len(exim.tags(replies)) == len(lines)
    return [line["evidence"] for line in lines]


@pytest.mark.parametrize("helo, source", [
    ("localhost", "rule:helo-localhost"),
    ("[203.0.113.9]", "rule:helo-other-literal"),
    ("192.0.2.66", "rule:helo-bare-ip"),
    ("host-192-0-2-66.dyn.example.net", "rule:helo-client-address"),
    ("friend", "rule:helo-unqualified"),
    ("mail.example.com", None),
    ("[192.0.2.66]", None),
    ("mail-192-0-2-66.example.net", None),
])
def test_a_name_that_is_odd_is_tagged_where_the_operator_wants_it(exim, helo, source):
    exim.configure(SHIPPED + MARKS)
    assert sources(exim, helo) == ([source] if source else [])


def test_our_own_name_is_known(exim):
    exim.configure(SHIPPED + MARKS)
    assert sources(exim, "mx.example.net") == ["rule:helo-own-name"]
    assert sources(exim, "[127.0.0.1]") == ["rule:helo-own-name"]


def test_as_shipped_no_line_no_event_and_no_answer_is_another(exim, agent):
    exim.configure(SHIPPED)
    for helo in ("localhost", "192.0.2.66", "host-192-0-2-66.dyn.example.net", "friend"):
        assert exim.send(CLIENT, helo=helo).end[1].ok
    agent.settle()
    assert exim.verdicts() == [] and agent.metric("events_total", kind="verdict") == 0
    shown = exim.explain(CLIENT, "--helo", "localhost")
    assert [(row["source"], row["remedy"] != "") for row in shown["evidence"]] == [("rule:helo-localhost", True), ("rule:helo-unqualified", True)]


def test_a_rule_of_the_operators_own_refuses_and_says_so(exim, agent):
    exim.configure(SHIPPED + 'rule "windows" { helo_pattern = "^win-[a-z0-9]{11}$" category = "virus" reason = "a desktop" }\n')
    reply = exim.send(CLIENT, helo="WIN-8A7B6C5D4E3").end[1]
    assert reply.code == 550 and "possible virus" in reply.text[0]
    assert exim.verdicts()[0]["evidence"].startswith("rule:windows")
    agent.settle()
    assert agent.metric("events_total", kind="verdict") == 1


def test_with_a_listing_a_rule_is_told_beside_it(exim):
    exim.configure(SHIPPED)
    exim.list(CLIENT, "virus")
    exim.send(CLIENT, helo="localhost")
    assert exim.verdicts()[0]["evidence"] == "listing:staff:ann,rule:helo-localhost" and exim.verdicts()[0]["score"] == "1.4"


def test_names_are_asked_where_a_rule_wants_them_and_only_there(exim, dns):
    names = 'rule "host-name-none" { enabled = true weight = 0.4 }\nrule "host-name-generic" { enabled = true weight = 0.4 }\n'
    dns.play("in-addr.arpa 192.0.2.66 ptr=192-0-2-66.dyn.example.org\n192-0-2-66.dyn.example.org @ 192.0.2.66\n"
             "in-addr.arpa 192.0.2.67 NXDOMAIN\nin-addr.arpa 192.0.2.68 servfail\n")
    dns.configure(exim, more=SHIPPED + MARKS)
    exim.send(CLIENT)
    assert not dns.queries
    dns.configure(exim, more=SHIPPED + MARKS + names)
    assert sources(exim) == ["rule:host-name-generic"]
    assert sources(exim, client="192.0.2.67") == ["rule:host-name-none"]
    assert sources(exim, client="192.0.2.68") == []
    dns.queries.clear()
    exim.list(CLIENT, "allow")
    exim.send(CLIENT)
    assert not dns.queries


def test_a_name_in_helo_without_an_address(exim, dns):
    dns.play("there.example.org @ 192.0.2.66\ngone.example.org @ NXDOMAIN\nbroken.example.org @ servfail\n")
    dns.configure(exim, more=SHIPPED + MARKS + 'rule "helo-unresolved" { enabled = true }\n')
    assert sources(exim, "gone.example.org") == ["rule:helo-unresolved"]
    assert sources(exim, "there.example.org") == []
    assert sources(exim, "broken.example.org") == []
