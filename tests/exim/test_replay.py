# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""whyblock replay against the truth: what it says an edit of the configuration would have done is what a real Exim does, when the edit is
applied and the very connections come again. What it cannot know it says, and no connection that differs is missing from both."""

import concurrent.futures
import functools
import json
import time

import pytest
from agent import Agent, until
from exim_server import SITE, geoip
from test_done import DoneExim

NETWORK = "198.51.100."
ZONES = ("bl1", "bl2", "bl3", "bl4")
# What the DNS says: ZONE, last octets, code.
SCRIPT = "".join(f"{zone}.example.net {NETWORK}{octet} {code}\n" for zone, octets, code in [
    ("bl1", (4, 6, 8, 9, 13, 14, 21, 22), "127.0.0.2"), ("bl1", (23,), "127.0.0.3"), ("bl2", (5, 6, 11, 24), "127.0.0.2"), ("bl2", (7,), "127.0.0.9"),
    ("bl3", (17, 18), "127.0.0.10"), ("bl4", (15, 5), "127.0.0.2"), ("wl", (8,), "127.0.2.3")] for octet in octets) + "".join(
    f"{zone}.example.net * NXDOMAIN\n" for zone in (*ZONES, "wl")) + (
    f"in-addr.arpa {NETWORK}9 ptr=mta9.mailer.example\nmta9.mailer.example @ {NETWORK}9\n"
    f"in-addr.arpa {NETWORK}21 ptr=mta21.other.example\nmta21.other.example @ {NETWORK}21\n"
    "in-addr.arpa * NXDOMAIN\nmailer.example * NXDOMAIN\nother.example * NXDOMAIN\n")
DAY_S = 86400


def listings(now):
    """Rows of `whyblock list import`."""
    old = now - 10 * DAY_S
    return [(f"{NETWORK}1", "open-relay", "host", "staff:ann", old, "never", ""), (f"{NETWORK}2", "spam", "range", "staff:ann", old, "never", ""),
            (f"{NETWORK}3", "virus", "host", "feed:bad", old, "never", ""), (f"{NETWORK}16", "virus", "host", "feed:bad", now - 60, "never", ""),
            (f"{NETWORK}19", "spam", "host", "staff:ann", now - 60, "never", ""), (f"{NETWORK}24", "open-relay", "host", "staff:ann", now - 60, "never", "")]


# The connections: last octet, HELO, recipient.
CONNECTIONS = [(octet, {10: "localhost", 11: "localhost", 20: "win-12345678abc"}.get(octet, "mail.example.com"),
                {13: "postmaster", 14: "two"}.get(octet, "one")) for octet in range(1, 26)]

PARTS = {
    "mode": 'mode = "enforce"',
    "sender_action": 'sender_action = "defer"',
    "sender": 'sender "Mailer" { suffixes = {"mailer.example"} }',
    "exempt": f'exempt {{ hosts = {{"{NETWORK}12"}} }}',
    "recipient": 'recipient "two@example.org" { category "spam-source" { action = "tag" } }',
    "spam-source": 'category "spam-source" { }',
    "spam": 'category "spam" { grace = "3d" }',
    "virus": 'category "virus" { }',
    "open-relay": 'category "open-relay" { }',
    "policy": 'category "policy" { tag_at = 0.5 grace = "1s" }',
    "rule": 'rule "local" { helo = {"localhost"} category = "spam-source" weight = 0.6 }',
    "rule2": 'rule "nobody" { helo_pattern = "^nobody$" category = "virus" }',
    "bl1": 'dnsbl "bl1.example.net" { code "127.0.0.2" { category = "spam-source" } code "127.0.0.3" { category = "policy" weight = 0.3 } }',
    "bl2": 'dnsbl "bl2.example.net" { code "127.0.0.2" { category = "spam-source" weight = 0.5 } }',
    "bl3": 'dnsbl "bl3.example.net" { code "127.0.0.10" { category = "policy" weight = 0.8 } }',
    "bl4": "",
    "wl": 'dnswl "wl.example.net" { code "127.0.2.3" { trust = 2 } }',
}
# One edit each: its parts in the place of those above.
EDITS = {
    "a lower threshold": {"spam-source": 'category "spam-source" { threshold = 0.5 }'},
    "a higher threshold": {"spam-source": 'category "spam-source" { threshold = 1.5 }'},
    "a milder action": {"spam-source": 'category "spam-source" { action = "defer" }'},
    "a tag": {"open-relay": 'category "open-relay" { action = "tag" }'},
    "a category off": {"virus": 'category "virus" { action = "off" }'},
    "deferred below": {"spam-source": 'category "spam-source" { defer_at = 0.5 }'},
    "a higher weight": {"bl2": 'dnsbl "bl2.example.net" { code "127.0.0.2" { category = "spam-source" weight = 1.0 } }'},
    "a lower weight": {"bl1": 'dnsbl "bl1.example.net" { code "127.0.0.2" { category = "spam-source" weight = 0.4 } code "127.0.0.3" { category = "policy" weight = 0.3 } }'},
    "a new code": {"bl2": 'dnsbl "bl2.example.net" { code "127.0.0.2" { category = "spam-source" weight = 0.5 } code "127.0.0.9" { category = "virus" } }'},
    "another category of a code": {"bl1": 'dnsbl "bl1.example.net" { code "127.0.0.2" { category = "policy" } code "127.0.0.3" { category = "policy" weight = 0.3 } }'},
    "a zone less": {"bl1": ""},
    "a zone more": {"bl4": 'dnsbl "bl4.example.net" { code "127.0.0.2" { category = "spam-source" } }'},
    "no allow list": {"wl": ""},
    "no guard": {"sender_action": 'sender_action = "off"'},
    "another known sender": {"sender": 'sender "Other" { suffixes = {"other.example"} }'},
    "no known sender": {"sender": ""},
    "grace": {"virus": 'category "virus" { grace = "2d" }'},
    "grace of what zones say": {"spam-source": 'category "spam-source" { grace = "2d" }'},
    "a lower threshold, with grace": {"policy": 'category "policy" { threshold = 0.7 grace = "1s" }'},
    "a shorter grace": {"spam": 'category "spam" { grace = "1d" }'},
    "a floor": {"spam-source": 'category "spam-source" { floor = 0.9 }'},
    "neighbours": {"mode": 'mode = "enforce"\nneighbours_weight = 0.6'},
    "no grace": {"spam": 'category "spam" { }'},
    "a heavier rule": {"rule": 'rule "local" { helo = {"localhost"} category = "spam-source" weight = 1.0 }'},
    "a rule less": {"rule": ""},
    "a rule about a country": {"rule": 'rule "here" { countries = {"DE", "US", "NL"} category = "virus" weight = 1.0 scope = "host" }'},
    "a rule more": {"rule2": 'rule "nobody" { helo_pattern = "^nobody$" category = "virus" }\nrule "windows" { helo_pattern = "^(win-.*|localhost)$" category = "virus" }'},
    "a host exempt": {"exempt": f'exempt {{ hosts = {{"{NETWORK}12" "{NETWORK}4"}} }}'.replace('" "', '", "')},
    "a host no longer exempt": {"exempt": "exempt { hosts = {} }"},
    "a recipient exempt": {"exempt": f'exempt {{ hosts = {{"{NETWORK}12"}} recipients = {{"one", "postmaster"}} }}'},
    "a recipient no longer exempt": {"exempt": f'exempt {{ hosts = {{"{NETWORK}12"}} recipients = {{}} }}'},
    "no recipient's choice": {"recipient": ""},
    "another recipient's choice": {"recipient": 'recipient "one@example.org" { category "spam-source" { action = "log" } }'},
    "monitoring": {"mode": 'mode = "monitor"'},
}


def more(edit):
    return "\n".join(part for part in {**PARTS, **edit}.values() if part)


@pytest.fixture(scope="module")
def counting():
    with DoneExim() as exim:
        yield exim


def reply_code(exim, connection):
    octet, helo, recipient = connection
    with exim.client(f"{NETWORK}{octet}") as client:
        replies = client.say(f"HELO {helo}", "MAIL FROM:<ann@example.com>", f"RCPT TO:<{recipient}@example.org>", "QUIT")
    return octet, replies[2].code


def connect(exim):
    """Each connection once: {octet: action}, by what the log says and Exim answered."""
    before = len(exim.verdicts())
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        codes = dict(pool.map(functools.partial(reply_code, exim), CONNECTIONS))
    lines = {line["client"]: line for line in exim.verdicts()[before:]}
    actions = {}
    for octet, code in codes.items():
        line = lines.get(f"{NETWORK}{octet}", {"action": "accept"})
        action = line["action"] if line.get("mode") != "monitor" or line["action"] == "accept" else "log"
        assert code == {"reject": 550, "defer": 451}.get(action, 250), (octet, code, line)
        actions[octet] = action
    return actions


def replay(exim, text, *logs):
    other = exim.folder / "other.conf"
    other.write_text(text)
    other.chmod(0o644)
    return json.loads(exim.wb("--json", "replay", "--all", "--config", other, *logs, status=0))


ORDER = ["accept", "log", "tag", "defer", "reject"]


def find_wrong(said, before, after, told):
    """Rows of a replay that the truth belies, and what differs and is in none: {octet: action} before and after; told: octets that it knows."""
    rows = {int(row["client"].rsplit(".", 1)[1]): row for row in said["rows"]}
    for octet in sorted(told):
        row = rows.get(octet)
        if row is None and after[octet] != before[octet] or row is not None and row["after"] not in (None, after[octet]):
            yield octet, before[octet], after[octet], row
        elif row is not None and row["after"] is None and not ORDER.index(row["least"]) <= ORDER.index(after[octet]) <= ORDER.index(row["most"]):
            yield octet, "outside", after[octet], row


def test_what_replay_says_is_what_exim_does(counting, dns, tmp_path):
    exim = counting
    exim.reset()
    dns.play(SCRIPT)

    def text(edit):
        return f'store = "{exim.store}"\n{SITE}{geoip()}{dns.settings(more=more(edit))}'

    exim.configure(dns.settings(more=more({})))
    exim.import_listings(*listings(int(time.time())))
    with Agent(exim) as agent:
        before = connect(exim)
        until(lambda: agent.metric("events_total", kind="done") == len(CONNECTIONS))
        until(lambda: agent.metric("case_verdicts_waiting") == 0)
    cases = {case["client"]: case for case in json.loads(exim.wb("--json", "case", "--all"))}
    log = tmp_path / "mainlog"
    log.write_bytes((exim.folder / "log/mainlog").read_bytes())
    with_line = {int(line["client"].rsplit(".", 1)[1]) for line in exim.verdicts()}
    with_case = {octet for octet, _, _ in CONNECTIONS if f"{NETWORK}{octet}" in cases}
    assert set(before.values()) == {"accept", "tag", "defer", "reject"}
    same = replay(exim, text({}))
    assert (same["changed"], same["unknown"], same["connections_without_case"]) == (0, 0, len(CONNECTIONS) - len(with_case))
    known, wrong = {}, []
    for name, edit in EDITS.items():
        said = replay(exim, text(edit))
        said_of_log = replay(exim, text(edit), log)
        exim.configure(dns.settings(more=more(edit)))
        after = connect(exim)
        exim.configure(dns.settings(more=more({})))
        differs = {octet for octet in after if after[octet] != before[octet]}
        wrong += [(name, *found) for found in find_wrong(said, before, after, with_case)]
        wrong += [(name, "log", *found) for found in find_wrong(said_of_log, before, after, with_line)]
        without = len(differs - with_case)
        assert without <= said["connections_without_case"], name
        known[name] = (said["changed"], said["unknown"], without, said_of_log["changed"], said_of_log["unknown"])
        assert said["changed"] + said["unknown"] + said["same"] == said["verdicts"], name
    print(json.dumps(known, indent=1))
    assert wrong == []


def test_a_shadow_says_what_replay_says(counting, dns):
    """The second configuration decides as each event comes, and nothing is another one because of it."""
    exim = counting
    exim.reset()
    dns.play(SCRIPT)
    edit = {"spam-source": 'category "spam-source" { threshold = 0.5 }', "virus": 'category "virus" { action = "off" }'}
    other = exim.folder / "shadow.conf"
    other.write_text(f'store = "{exim.store}"\n{SITE}{geoip()}{dns.settings(more=more(edit))}')
    other.chmod(0o644)
    exim.configure(dns.settings(more=f'cases {{ shadow = "{other}" }}\n{more({})}'))
    exim.import_listings(*listings(int(time.time())))
    with Agent(exim) as agent, agent.follow() as events:
        connect(exim)
        until(lambda: agent.metric("events_total", kind="done") == len(CONNECTIONS) and agent.metric("case_verdicts_waiting") == 0)
        counted = {outcome: agent.metric("shadow_verdicts_total", outcome=outcome) for outcome in ("same", "changed", "unknown")}
        newly = agent.metric("shadow_newly_refused_total")
        assert f"Shadow ({other})" in (stats := exim.wb("stats", exim.folder / "log/mainlog")) and f"{counted['changed']} otherwise" in stats
        told = [event for event in iter(lambda: events.next(timeout=0.2), None) if event["event"] == "verdict"]
    said = replay(exim, other.read_text())
    assert counted == {outcome: said[outcome] for outcome in counted} and newly == said["newly_refused"]
    assert counted["changed"] > 0 and counted["unknown"] > 0
    marked = {row["client"]: row["after"] or f"{row['least']} or {row['most']}" for row in said["rows"]}
    assert {event["client"]: event["shadow"] for event in told if "shadow" in event} == marked
    remembered = {case["client"]: case["shadow"] for case in json.loads(exim.wb("--json", "case", "--all")) if "shadow" in case}
    assert remembered == marked
