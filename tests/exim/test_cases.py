# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""What the agent remembers of verdicts as cases, and how support finds them: by address, code, recipient and more."""

import fcntl
import json
import subprocess

from agent import until
from exim_server import WHYBLOCK
from made_events import SETTINGS, MadeEvents, send
from main_log import MainLog

CLIENT = "192.0.2.66"
OTHER = "192.0.2.67"


def cases(exim, *arguments, status=0):
    """The cases that `whyblock case --json` finds."""
    return json.loads(exim.wb("--json", "case", *arguments, status=status))


def written(agent, verdicts):
    """Waits until so many verdicts are in the store."""
    until(lambda: agent.metric("case_verdicts_total") >= verdicts)


def mail(exim, client, sender, *recipients):
    with exim.client(client) as connection:
        connection.say("HELO mail.example.com", f"MAIL FROM:<{sender}>")
        return connection.say(*(f"RCPT TO:<{recipient}>" for recipient in recipients))


def test_a_refusal_is_found_by_address_code_recipient_and_sender(exim, agent):
    exim.wb("init", "--group", exim.group)   # makes a key: replies have codes
    exim.list(CLIENT, "open-relay", reason="relays for anybody")
    (reply,) = mail(exim, CLIENT, "ann@example.com", "bob@example.org")
    mail(exim, OTHER, "ann@example.com", "bob@example.org")
    written(agent, 1)
    (case,) = cases(exim, CLIENT)
    assert (case["client"], case["times"], case["action"], case["category"], case["blocked_now"]) == (CLIENT, 1, "reject", "open-relay", True)
    assert case["mails"] == [{"sender": "ann@example.com", "recipient": "bob@example.org", "times": 1}]
    code = case["ref"]
    for arguments in ([code], ["--recipient", "BOB@example.org"], ["--sender", "ann@example.com"], ["--recipient", "@example.org"],
                      ["--recipient", "<bob@example.org>"],
                      ["--category", "open-relay"], ["--source", "staff"], ["--since", "1h"], ["192.0.2.0/24"]):
        assert [found["client"] for found in cases(exim, *arguments)] == [CLIENT], arguments
    for arguments in (["--recipient", "bob@example.net"], ["--sender", "bob@example.org"], ["--category", "spam"], ["--source", "feed"],
                      ["--since", "2100-01-01"], [OTHER]):
        assert cases(exim, *arguments, status=1) == [], arguments


def test_a_bounce_is_found_by_its_empty_sender(exim, agent):
    exim.list(CLIENT, "open-relay")
    mail(exim, CLIENT, "ann@example.com", "bob@example.org")
    exim.list(OTHER, "spam")
    mail(exim, OTHER, "", "bob@example.org")
    written(agent, 2)
    for sender in ("", "<>"):
        assert [found["client"] for found in cases(exim, "--sender", sender)] == [OTHER]


def test_the_same_host_and_verdict_is_one_case(exim, agent):
    exim.list(CLIENT, "open-relay")
    mail(exim, CLIENT, "ann@example.com", "bob@example.org", "carl@example.org")
    mail(exim, CLIENT, "ann@example.com", "bob@example.org")
    written(agent, 3)
    (case,) = cases(exim, CLIENT)
    assert case["times"] == 3 and [(row["recipient"], row["times"]) for row in case["mails"]] == [("bob@example.org", 2), ("carl@example.org", 1)]
    exim.wb("list", "remove", CLIENT, "open-relay")
    exim.list(CLIENT, "spam")
    mail(exim, CLIENT, "ann@example.com", "bob@example.org")
    written(agent, 4)
    assert [(case["category"], case["times"]) for case in cases(exim, CLIENT)] == [("spam", 1), ("open-relay", 3)]


def settled(agent):
    """Waits until all is in the store that was sent."""
    agent.settle()
    until(lambda: agent.metric("case_verdicts_waiting") == 0)


def verdicts(exim):
    return sum(case["times"] for case in cases(exim, "--all"))


def test_none_of_many_is_lost(exim, agent):
    """A hundred thousand in a minute: tests/faults/test_cases.py."""
    for packet in MadeEvents(clients=300).packets(2000):
        send(exim.store / "run/events", packet)
    settled(agent)
    assert (agent.metric("case_verdicts_total"), agent.metric("case_verdicts_lost_total")) == (2000, 0)
    assert verdicts(exim) == 2000 and agent.metric("cases_new_total") == len(cases(exim, "--all"))


def test_the_agent_waits_for_nobody_who_writes_cases(exim, agent):
    """A command that was stopped holds the turn: the agent takes events in and answers, remembers the latest, and writes them later."""
    made = MadeEvents(clients=300)
    for packet in made.packets(100):
        send(exim.store / "run/events", packet)
    settled(agent)
    with (exim.store / "cases/turn.lock").open("r+b") as turn:
        fcntl.lockf(turn, fcntl.LOCK_EX)
        for packet in made.packets(3000):
            send(exim.store / "run/events", packet)
        agent.settle()
        assert agent.metric("case_verdicts_waiting") >= 3000 and agent.metric("case_verdicts_total") == 100
        assert agent.metric("cases_unwritten_total") == 0            # nothing is wrong
        for packet in made.packets(3000):
            send(exim.store / "run/events", packet)
        agent.settle()
        lost = agent.metric("case_verdicts_lost_total")
        assert 0 < lost <= 3000 and agent.metric("case_verdicts_waiting") == 4096
    settled(agent)
    assert agent.metric("case_verdicts_total") + lost == 6100 and verdicts(exim) == 6100 - lost


def test_an_import_does_not_keep_the_agent_off(exim, agent):
    """It has a transaction behind the other; after each of them the agent is next."""
    exim.configure(SETTINGS)
    log = exim.folder / "old-log"
    log.write_text("".join(MainLog(share=100).lines(20_000)))
    made, sent = MadeEvents(clients=300), 0
    importing = subprocess.Popen([WHYBLOCK, "-c", exim.conf, "--json", "cases", "import", log], stdout=subprocess.PIPE, text=True)
    while importing.poll() is None:
        for packet in made.packets(60):
            send(exim.store / "run/events", packet)
        sent += 60
        before = agent.metric("case_verdicts_total")
        agent.settle()
    settled(agent)
    imported = json.loads(importing.communicate()[0])["verdicts"]
    assert imported > 10_000 and before > 0 and agent.metric("case_verdicts_lost_total") == 0
    assert agent.metric("case_verdicts_total") == sent and verdicts(exim) == sent + imported


def test_who_reads_slowly_does_not_let_the_store_grow(exim, agent):
    """`whyblock case --all | less`: an old transaction that is open would keep all pages that others free."""
    packets = [packet for packet in MadeEvents(clients=2000).packets(2000) if packet[1] == 0]
    data = exim.store / "cases/data.mdb"

    def write_all():
        for packet in packets:                         # a batch is written at once: many transactions
            send(exim.store / "run/events", packet)
        settled(agent)
        return data.stat().st_size

    write_all()
    reading = subprocess.Popen([WHYBLOCK, "-c", exim.conf, "case", "--all"], stdout=subprocess.PIPE, bufsize=0, pipesize=4096)
    try:
        reading.stdout.read(100)                       # now it has begun, and waits for somebody who reads on
        sizes = [write_all() for _ in range(4)]
        assert sizes[-1] - sizes[1] < 1 << 20, sizes
    finally:
        reading.kill()
        reading.communicate()
