# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""whyblock_prefetch in the connect ACL: the questions leave before the client has said a word."""

import pytest
from conftest import as_new
from dnsbl_case import BL, status
from exim_server import ONE_LINE, Exim

CLIENT = "192.0.2.66"
PREFETCH = "require acl = ${dlfunc{/usr/lib/exim4/whyblock.so}{whyblock_prefetch}}"
TO = "RCPT TO:<user@example.org>"


@pytest.fixture(scope="module")
def daemon():
    with Exim({"connect": PREFETCH, "rcpt": ONE_LINE}) as daemon:
        yield daemon


@pytest.fixture(scope="module")
def pumping_daemon():
    """The same line in the HELO and MAIL ACLs, too, as the snippet says."""
    with Exim({"connect": PREFETCH, "helo": PREFETCH, "mail": PREFETCH, "rcpt": ONE_LINE}) as daemon:
        yield daemon


@pytest.fixture(scope="module")
def slow_daemon():
    """The site keeps its clients waiting at HELO for longer than the deadline."""
    with Exim({"connect": PREFETCH, "helo": "warn delay = 1s", "rcpt": ONE_LINE}) as daemon:
        yield daemon


@pytest.fixture
def exim(daemon):
    yield from as_new(daemon)


@pytest.fixture
def pumping_exim(pumping_daemon):
    yield from as_new(pumping_daemon)


@pytest.fixture
def slow_exim(slow_daemon):
    yield from as_new(slow_daemon)


def test_the_questions_are_sent_before_helo_and_once(exim, dns):
    zones = [f"z{number}.example.net" for number in range(8)]
    dns.configure(exim, *(BL.replace("bl.example.net", zone) for zone in zones), deadline=6)
    dns.play("".join(f"{zone} * NXDOMAIN\n" for zone in zones))
    with exim.client(CLIENT) as client:                # the greeting comes when the connect ACL is done
        asked = sorted(f"66.2.0.192.{zone}" for zone in zones)
        dns.wait_for(len(zones))
        assert sorted(name for name, _ in dns.queries) == asked
        client.say("HELO x")
        for _ in range(3):
            replies = client.say("MAIL FROM:<>", *[TO] * 5, "DATA", "Subject: x\r\n\r\nHello\r\n.")
            assert replies[-1].code == 250
    assert sorted(name for name, _ in dns.queries) == asked


def test_the_answers_are_used_at_rcpt(exim, dns):
    dns.configure(exim, BL)
    dns.play(f"bl.example.net {CLIENT} 127.0.0.2")
    with exim.client(CLIENT) as client:
        for _ in range(3):
            assert [reply.code for reply in client.say("RSET", "HELO x", "MAIL FROM:<>", *[TO] * 5)[3:]] == [550] * 5
    assert dns.names("bl.example.net") == ["66.2.0.192"] and len(dns.names("bl.example.net", probes=True)) == 1


SLOW = "delay=0.08"                                    # not there yet when the connect ACL is done


@pytest.mark.parametrize("before", [["HELO x", "MAIL FROM:<>"], ["NOOP", "NOOP", "HELO x"]])
def test_the_probe_leaves_before_rcpt_when_helo_and_mail_take_in_what_has_come(pumping_exim, dns, before):
    exim = pumping_exim
    dns.configure(exim, BL)
    dns.play(f"bl.example.net {CLIENT} 127.0.0.2 {SLOW}\nbl.example.net * {SLOW} NXDOMAIN")
    with exim.client(CLIENT) as client:
        client.say(*before[:-1])
        dns.wait_for_answers(1)
        client.say(before[-1])
        dns.wait_for(2)                                # nobody has said RCPT yet
        assert len(dns.names("bl.example.net", probes=True)) == 1
        assert client.say(*["MAIL FROM:<>"] * ("HELO x" == before[-1]), TO)[-1].code == 550
    assert len(dns.queries) == 2


def test_with_prefetch_in_the_connect_acl_alone_it_leaves_at_rcpt(exim, dns):
    dns.configure(exim, BL)
    dns.play(f"bl.example.net {CLIENT} 127.0.0.2 {SLOW}")
    with exim.client(CLIENT) as client:
        dns.wait_for_answers(1)
        client.say("HELO x", "MAIL FROM:<>")
        assert len(dns.queries) == 1
        assert client.say(TO)[0].code == 550
    assert len(dns.queries) == 2


@pytest.mark.parametrize("probe, listed, probes", [("after", False, 0), ("after", True, 1), ("with", False, 1), ("with", True, 1)])
def test_a_zone_may_be_probed_beside_each_question(exim, dns, probe, listed, probes):
    dns.configure(exim, BL.replace("{ code", f'{{ probe = "{probe}" code', 1))
    dns.play(f"bl.example.net {CLIENT} {'127.0.0.2' if listed else 'NXDOMAIN'} delay=0.3")
    with exim.client(CLIENT) as client:
        dns.wait_for(1 + (probe == "with"))            # the answer is on its way: nobody knows of a hit
        assert client.say("HELO x", "MAIL FROM:<>", TO)[-1].code == (550 if listed else 250)
    assert len(dns.names("bl.example.net", probes=True)) == probes and len(dns.names("bl.example.net")) == 1


def test_a_zone_that_is_probed_beside_each_question_and_lists_the_world_blocks_nobody(exim, dns):
    dns.configure(exim, BL.replace("{ code", '{ probe = "with" code', 1))
    dns.play("bl.example.net * 127.0.0.2")
    assert exim.send(CLIENT).end[1].code == 250
    assert "lists the world" in exim.verdicts(CLIENT)[0]["notice"]


@pytest.mark.parametrize("answer", ["silence", "servfail", "garbage", "203.0.113.9", "127.255.255.254", "127.0.0.2 wrong-id"])
def test_no_answer_to_a_prefetch_blocks_a_clean_host(exim, dns, answer):
    dns.configure(exim, BL, deadline=0.3)
    dns.play(f"bl.example.net * {answer}")
    assert exim.send(CLIENT).end[1].code == 250


@pytest.mark.parametrize("more, listing", [
    ('exempt { hosts = {"192.0.2.0/24"} }', None),
    ("", "allow"),
    ("", "formmail"),                                  # refused whatever the zones say
])
def test_nobody_is_asked_about_a_host_whose_verdict_is_certain(exim, dns, more, listing):
    dns.configure(exim, BL, more=more)
    dns.play(f"bl.example.net {CLIENT} 127.0.0.2")
    if listing:
        exim.list(CLIENT, listing, *(["--ttl", "1h"] if listing != "allow" else []))
    code = exim.send(CLIENT).end[1].code
    # A listing as heavy as the zone's word, in a category that stands before or after the zone's.
    assert code == (550 if listing == "formmail" else 250)
    assert listing == "formmail" or dns.queries == []


def test_without_zones_nothing_is_asked(exim, dns):
    exim.list(CLIENT, "formmail")
    assert exim.send(CLIENT).end[1].code == 550 and dns.queries == []


def test_a_client_that_hangs_up_at_once(exim, dns):
    dns.configure(exim, BL, deadline=0.3)
    dns.play("bl.example.net * silence")
    for last in range(1, 10):
        with exim.client(f"192.0.2.{last}") as client:
            client.say("QUIT")
    assert status(exim)["bl.example.net"]["state"] == "good"
    assert exim.verdicts() == []


def test_a_listed_client_that_is_slower_than_the_deadline_is_refused_all_the_same(slow_exim, dns):
    """Its answer has lain in the socket all the time; only the probe is still to be sent."""
    exim = slow_exim
    dns.configure(exim, BL, deadline=0.3)
    dns.play(f"bl.example.net {CLIENT} 127.0.0.2\nbl.example.net * delay=0.02 NXDOMAIN")
    assert [exim.send(CLIENT).end[1].code for _ in range(3)] == [550] * 3
    assert status(exim)["bl.example.net"]["state"] == "good"


def test_a_client_that_is_slower_than_the_deadline_puts_no_zone_to_rest(slow_exim, dns):
    """A packet was lost, and while the client was silent nobody asked again."""
    exim = slow_exim
    dns.configure(exim, BL, deadline=0.3)
    for last in (1, 2, 3):
        dns.play("bl.example.net * delay=0.02 NXDOMAIN drop-first=1")
        assert exim.send(f"192.0.2.{last}").end[1].code == 250
    assert status(exim)["bl.example.net"]["state"] == "good"
