# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Grace: what is new is put off and not refused, and the reply says until when."""

import datetime
import re
import time

from dnsbl_case import BL

CLIENT = "192.0.2.66"
GRACE_S = 4 * 3600
GRACE = 'category "open-relay" { grace = "4h" }'


def at(when):
    return datetime.datetime.fromisoformat(when.replace("Z", "+00:00")).timestamp()


def shifted(when, seconds):
    return datetime.datetime.fromtimestamp(at(when) + seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def action(exim, client, when):
    return exim.explain(client, "--at", when)["verdict"]["action"]


def test_a_listing_is_refused_when_it_is_as_old_as_the_grace(exim):
    now_s = int(time.time())
    exim.configure(GRACE)
    exim.import_listings((CLIENT, "open-relay", "host", "staff:ann", now_s - GRACE_S + 600, "-", "new"),
                         ("192.0.2.67", "open-relay", "host", "staff:ann", now_s - GRACE_S, "-", "old"))
    reply = exim.send(CLIENT).end[1]
    until = datetime.datetime.fromtimestamp(now_s + 600, datetime.timezone.utc)
    assert reply.code == 451 and f"4.7.1 not refused before {until:%Y-%m-%d %H:%M} UTC" in reply.text
    assert exim.verdicts()[0]["refused_from"] == f"{until:%Y-%m-%dT%H:%M:%SZ}"
    reply = exim.send("192.0.2.67").end[1]
    assert reply.code == 550 and "not refused" not in reply.text


def test_a_zone_is_as_old_as_the_agent_knows_and_a_pool_gains_nothing(exim, dns, agent):
    dns.configure(exim, BL, more=GRACE)
    dns.play("".join(f"bl.example.net 192.0.2.{last} 127.0.0.2\n" for last in (66, 67, 68)))
    before_s = int(time.time())
    assert exim.send(CLIENT).end[1].code == 451
    agent.settle()
    assert agent.metric("first_seen") == 1
    exim.send("192.0.2.67")
    from_ = exim.verdicts("192.0.2.67")[0]["refused_from"]
    assert before_s + GRACE_S <= at(from_) <= time.time() + GRACE_S
    # Of the pool one that never came.
    assert [action(exim, "192.0.2.68", when) for when in (shifted(from_, -1), from_)] == ["defer", "reject"]
    agent.kill()
    assert action(exim, CLIENT, from_) == "reject"
    agent.start()
    exim.send("192.0.2.68")
    assert exim.verdicts("192.0.2.68")[0]["refused_from"] == from_
    agent.settle()
    assert agent.metric("first_seen") == 1
    shown = exim.wb("explain", CLIENT, status=1)
    assert f"within its grace of 4h, until {from_}" in shown and f" 1.0    first seen {shifted(from_, -GRACE_S)}\n" in shown


def test_without_an_agent_a_zone_stays_a_451(exim, dns):
    dns.configure(exim, BL, more=GRACE)
    dns.play(f"bl.example.net {CLIENT} 127.0.0.2")
    for _ in range(2):
        assert exim.send(CLIENT).end[1].code == 451
    assert action(exim, CLIENT, "2036-01-01T00:00:00Z") == "defer"
    assert all(re.fullmatch(r"\d{4}-.*Z", verdict["refused_from"]) for verdict in exim.verdicts())


def test_without_grace_the_agent_keeps_nothing(exim, dns, agent):
    dns.configure(exim, BL)
    dns.play(f"bl.example.net {CLIENT} 127.0.0.2")
    assert exim.send(CLIENT).end[1].code == 550
    agent.settle()
    assert agent.metric("first_seen") == 0 and list((exim.store / "seen").iterdir()) == []
