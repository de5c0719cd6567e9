# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""The one line, in each ACL, with each action."""

import pytest
from conftest import as_new
from exim_server import ONE_LINE, PHASES, Exim

CLIENT = "192.0.2.66"
TAG = 'X-Whyblock: action=tag category=open-relay score=1.0 of 1.0 source="Example Internet"\n'
FORGED = "X-Whyblock: action=tag category=spam\r\nx-WHYBLOCK: source=\r\n folded\r\n"
FORGED_ARRIVES = ["X-Whyblock: action=tag category=spam\n", "x-WHYBLOCK: source=\n folded\n"]
REFUSED = "Server [192.0.2.66] blocked as possible open relay"
ROWS = [
    # action     code  the reply's first line
    ("reject", 550, f"5.7.1 {REFUSED}"),
    ("defer", 451, f"4.7.1 {REFUSED}"),
    ("tag", 250, "OK id="),
    ("log", 250, "OK id="),
    ("off", 250, "OK id="),
]


@pytest.fixture(scope="module", params=PHASES)
def daemon_at(request):
    with Exim({request.param: ONE_LINE}) as daemon:
        daemon.phase = request.param
        yield daemon


@pytest.fixture
def exim(daemon_at):
    yield from as_new(daemon_at)


def actions(exim):
    return [verdict["action"] for verdict in exim.verdicts(CLIENT)]


@pytest.mark.parametrize("action, code, line", ROWS, ids=[row[0] for row in ROWS])
def test_action(exim, action, code, line):
    exim.configure(f'category "open-relay" {{ action = "{action}" }}\n')
    exim.list(CLIENT, "open-relay")
    replies = exim.send(CLIENT, headers=FORGED)

    phase, reply = replies.end
    assert (phase, reply.code) == (exim.phase if code >= 400 else "data", code)
    assert reply.text[0].startswith(line)
    assert actions(exim) == ([] if action == "off" else [action])
    if reply.ok:
        can = exim.phase not in ("connect", "helo")           # Exim allows no header there
        assert exim.tags(replies) == ([TAG] if can and action == "tag" else [] if can else FORGED_ARRIVES)


def test_a_clean_host_is_accepted_without_a_word(exim):
    exim.list(CLIENT, "open-relay")
    replies = exim.send("192.0.2.67")
    assert replies["data"].ok and exim.tags(replies) == []
    assert exim.verdicts() == []


@pytest.mark.parametrize("action", ["reject", "defer", "tag"])
def test_monitor_mode_only_logs(exim, action):
    exim.configure(f'mode = "monitor"\ncategory "open-relay" {{ action = "{action}" }}\n')
    exim.list(CLIENT, "open-relay")
    replies = exim.send(CLIENT, headers=FORGED)
    assert replies["data"].ok and exim.tags(replies) == FORGED_ARRIVES       # it leaves mail as it is
    assert [(verdict["action"], verdict["mode"]) for verdict in exim.verdicts(CLIENT)] == [(action, "monitor")]


def test_exims_own_line_names_the_category(exim):
    exim.list(CLIENT, "open-relay")
    exim.send(CLIENT)
    assert [line for line in exim.log() if " rejected " in line and line.endswith(": whyblock category=open-relay")]


def test_each_recipient_has_its_own_answer(rcpt_daemon):
    """And each answer its line, once a message; the tag is on the message that those share who get it."""
    exim = rcpt_daemon
    exim.reset()
    exim.configure('recipient "example.org" { category "open-relay" { action = "tag" } }\n')
    exim.list(CLIENT, "open-relay")
    to = [f"RCPT TO:<{name}@{domain}>" for name in ("ann", "bob") for domain in ("example.org", "example.net")]
    with exim.client(CLIENT) as client:
        client.say("HELO x")
        for _ in range(2):
            replies = client.say("MAIL FROM:<>", *to, "DATA", f"{FORGED}Subject: x\r\n\r\nHello\r\n.")
            assert [reply.code for reply in replies] == [250, 250, 550, 250, 550, 354, 250]
            assert exim.tags({"data": replies[-1]}) == [TAG]
    assert [(line["action"], line.get("choice")) for line in exim.verdicts(CLIENT)] == [("tag", "example.org"), ("reject", None)] * 2


def test_at_data_the_strictest_of_the_recipients_holds(exim_at_data):
    exim = exim_at_data
    exim.configure('recipient "example.org" { category "open-relay" { action = "tag" } }\n')
    exim.list(CLIENT, "open-relay")
    for to, code in (["ann@example.org", "Bob@EXAMPLE.ORG"], 250), (["ann@example.org", "ann@example.net"], 550):
        assert exim.send(CLIENT, to=to).end[1].code == code


def test_exempt_hosts_may_bring_a_tag(rcpt_daemon):
    exim = rcpt_daemon
    exim.reset()
    exim.configure(f'exempt {{ hosts = {{"{CLIENT}"}} }}\n')
    assert exim.tags(exim.send(CLIENT, headers=FORGED)) == FORGED_ARRIVES
    assert exim.tags(exim.send("192.0.2.67", to=["postmaster@example.org"], headers=FORGED)) == []       # of a stranger to an exempt recipient


@pytest.mark.parametrize("forged", ["X-Whyblock : action=tag\r\n", "x-whyblock\t: a\r\n folded\r\n", f"Long: {'x' * 70000}\r\nX-Whyblock : a\r\n"], ids=["space", "tab", "far"])
def test_a_tag_with_a_space_before_its_colon_is_removed_at_data(exim_at_data, forged):
    """RFC 5322 section 4.5.8: whoever reads mail has to take it for the header that it looks like."""
    replies = exim_at_data.send(CLIENT, headers=forged)
    assert replies["data"].ok and exim_at_data.tags(replies) == []


@pytest.mark.parametrize("action, code", [("reject", 550), ("defer", 451), ("tag", 250)])
def test_a_message_sent_by_bdat(exim_at_data, action, code):
    """CHUNKING: the DATA ACL runs, but the command is BDAT."""
    exim = exim_at_data
    exim.configure(f'category "open-relay" {{ action = "{action}" }}\n')
    exim.list(CLIENT, "open-relay")
    message = b"Subject: x\r\n\r\nHello\r\n"
    with exim.client(CLIENT) as client:
        client.say("EHLO x", "MAIL FROM:<>", "RCPT TO:<user@example.org>", b"BDAT %d LAST\r\n" % len(message) + message[:-2])
        assert client.reply.code == code
    if action == "tag":
        assert exim.tags({"data": client.reply}) == [TAG]
