# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""whyblock accuracy: what is booked of a real Exim's refusals, and each way in which one is found to be wrong."""

import json

import pytest
from agent import Agent, until
from test_done import DoneExim

KNOWN = 'sender "Mailer" { suffixes = {"mailer.example"} }\n'


@pytest.fixture(scope="module")
def counting():
    with DoneExim() as exim:
        yield exim


def connect(exim, *clients):
    for client in clients:
        with exim.client(client) as connection:
            connection.say("HELO mail.example.com", "MAIL FROM:<ann@example.com>", "RCPT TO:<one@example.org>")


def accuracy(exim):
    """{source: (hosts, wrong, reversals that there are)}"""
    return {row["source"]: (row["hosts"], row["wrong"], {name: count for name, count in row["reversals"].items() if count})
            for row in json.loads(exim.wb("--json", "accuracy"))}


def test_each_source_is_booked_once_for_each_host_and_what_is_taken_back_counts_against_it(counting, dns):
    exim = counting
    exim.reset()
    dns.play("bl.example.net 192.0.2.4 127.0.0.2 127.0.0.3\nbl.example.net 192.0.2.5 127.0.0.2\nbl.example.net * NXDOMAIN\n"
             "in-addr.arpa 192.0.2.5 ptr=mta.mailer.example\nmta.mailer.example @ 192.0.2.5\nin-addr.arpa * NXDOMAIN\n")
    exim.configure(dns.settings('dnsbl "bl.example.net" { code "127.0.0.2" { category = "spam-source" } code "127.0.0.3" { category = "spam-source" weight = 0.2 } }',
                                more=KNOWN + 'category "virus" { grace = "1d" }\n'))
    exim.list("192.0.2.1", "spam")
    exim.list("192.0.2.2", "spam")
    exim.import_listings(("192.0.2.3", "open-relay", "host", "feed:bad", 1795000000, "never", ""))
    exim.list("192.0.2.6", "virus")
    with Agent(exim) as agent:
        connect(exim, *(f"192.0.2.{n}" for n in range(1, 7)), "192.0.2.1", "192.0.2.1")
        until(lambda: agent.metric("events_total", kind="done") == 8 and agent.metric("case_verdicts_waiting") == 0)
        expected = {"staff": (3, 0, {}), "feed:bad": (1, 0, {}), "zone:bl.example.net": (2, 1, {"guard": 1}),
                    "code:bl.example.net:127.0.0.2": (2, 1, {"guard": 1})}
        assert accuracy(exim) == expected
        # A listing that was a mistake is of its own source alone; why else it goes says nothing.
        exim.wb("list", "remove", "192.0.2.2", "spam", "--reason", "Mistake: it was another host")
        exim.wb("list", "remove", "192.0.2.1", "spam", "--reason", "they have mended it")
        assert accuracy(exim) == {**expected, "staff": (3, 1, {"mistake": 1})}
        # Within its grace, and then its mail was accepted.
        exim.wb("list", "remove", "192.0.2.6", "virus")
        connect(exim, "192.0.2.6", "192.0.2.1")
        until(lambda: agent.metric("events_total", kind="done") == 10 and agent.metric("case_verdicts_waiting") == 0)
    assert accuracy(exim) == {**expected, "staff": (3, 2, {"mistake": 1, "grace": 1})}
    text = exim.wb("accuracy")
    assert "staff" in text and all(len(line) <= 80 for line in text.splitlines())
    exim.wb("forget", "192.0.2.2")
    assert accuracy(exim)["staff"] == (2, 1, {"grace": 1})



def test_a_source_below_the_floor_rejects_nobody_alone_until_the_floor_is_gone(counting):
    exim = counting
    exim.reset()
    hosts = [f"198.51.100.{n}" for n in range(1, 31)]
    floor = 'category "spam" { floor = 0.9 }\n'
    exim.configure(floor)
    exim.import_listings(*((host, "spam", "host", "feed:bad", 1795000000, "never", "") for host in hosts))
    exim.list("192.0.2.2", "spam")

    def code(client):
        with exim.client(client) as connection:
            return connection.say("HELO mail.example.com", "MAIL FROM:<ann@example.com>", "RCPT TO:<one@example.org>")[-1].code

    def lowered(agent):
        """What the agent has counted, as it does when it starts and then once an hour."""
        agent.end()
        agent.start()
        until(lambda: (exim.store / "seen/lowered-1").exists() and (exim.store / "seen/lowered-1").stat().st_mtime_ns > before)
        return agent.metric("sources_lowered")

    before = 0
    with Agent(exim) as agent:
        assert {code(host) for host in (*hosts, "192.0.2.2")} == {550}
        until(lambda: agent.metric("events_total", kind="done") == len(hosts) + 1 and agent.metric("case_verdicts_waiting") == 0)
        assert lowered(agent) == 0 and code(hosts[-1]) == 550
        for host in hosts[:10]:
            exim.wb("list", "remove", host, "spam", "--reason", "mistake: not theirs")
        before = (exim.store / "seen/lowered-1").stat().st_mtime_ns
        assert lowered(agent) == 1
        assert code(hosts[-1]) == 451 and code("192.0.2.2") == 550      # never staff's
        (verdict,) = exim.verdicts(hosts[-1])[-1:]
        assert verdict["action"] == "defer" and verdict["evidence"] == "listing:feed:bad"
        status = exim.wb("status", status=None)
        assert "feed:bad was wrong about 10 of 30 hosts" in " ".join(status.split())
        assert "below the floor of spam: rejects nobody alone" in exim.wb("accuracy")
        assert {row["source"]: row["lowered"] for row in json.loads(exim.wb("--json", "accuracy"))} == {"feed:bad": ["spam"], "staff": []}
        # What cannot be read makes it softer, and says so.
        path = exim.store / "seen/lowered-1"
        good = path.read_bytes()
        path.write_bytes(good[:-1])
        assert code(hosts[-2]) == 451 and "lowered sources" in exim.verdicts(hosts[-2])[-1]["notice"]
        path.write_bytes(good)
        exim.configure("")
        assert code(hosts[-1]) == 550
        exim.configure(floor)
        path.unlink()
        assert code(hosts[-1]) == 550
