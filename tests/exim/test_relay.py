# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""A host whose mails each have another sender domain: Exim tells, the agent counts, and the next mail shows it. Who looks alike, and is none."""

import pytest
from agent import Agent, until
from exim_server import ONE_LINE, TOP
from test_done import DoneExim

CLIENT = "192.0.2.66"
RULES = f'rules_file = "{TOP / "config/rules.conf"}"\ncategory "open-relay" {{ tag_at = 0.1 }}\n'
SIGN = "rule:relay-sender-changes"
TO = ["one@example.org"]
TAKEN = "Received: from hp ([203.0.113.7])\r\n\tby relay.example with ESMTP id 4ABC\r\n\tfor <{}>; Sun, 29 Nov 2026 12:00:01 +0000\r\n"
FORWARDED = TAKEN.format("ann@relay.example")
LIST = "List-Id: <l.example.net>\r\n" + TAKEN.format("l@relay.example")


class RelayExim(DoneExim):
    """The snippet done.conf, and the one line in the DATA ACL."""

    def _exim_configuration(self):
        self.acl = {"data": ONE_LINE}
        self.main = (TOP / "acl-snippets/message-options.conf").read_text()
        return super()._exim_configuration()


@pytest.fixture(scope="module")
def daemon():
    with RelayExim() as exim:
        yield exim


@pytest.fixture
def exim(daemon):
    daemon.reset()
    daemon.configure(RULES)
    yield daemon
    assert daemon.panic() == []


def send(exim, senders, client=CLIENT, **more):
    """A connection for each."""
    for sender in senders:
        assert exim.send(client, to=TO, sender=sender, **more).end[1].ok


def evidence(exim, client=CLIENT, sender="x@next.example"):
    """What the next mail is evidence for, by its line."""
    before = len(exim.verdicts(client))
    send(exim, [sender], client)
    return [line.get("evidence") for line in exim.verdicts(client)[before:]]


def changing(count=12):
    return [f"a@x{number}.example" for number in range(count)]


def test_a_sender_domain_that_changes_with_each_mail(exim):
    with Agent(exim) as agent:
        send(exim, changing())
        until(lambda: agent.metric("sender_changes") == 1)
        assert evidence(exim) == [SIGN] and evidence(exim, "192.0.2.67") == []
        verdict, = exim.verdicts()
        assert (verdict["action"], verdict["category"], verdict["score"]) == ("tag", "open-relay", "0.2")
        mail = exim.folder / "mail.eml"
        mail.write_text(f"Received: from x ([{CLIENT}]) by mx.example.net with esmtp (Exim 4.96); Sun, 29 Nov 2026 12:00:02 +0000\nSubject: x\n\nx\n")
        row, = exim.explain(CLIENT, "--message", mail)["evidence"]
        assert row["source"] == SIGN and row["weight"] == 0.2 and "different sender domain" in row["reason"]
        assert (agent.metric("sender_hosts"), agent.metric("sender_hosts_evicted_total"), agent.metric("sender_changes_unwritten_total")) == (2, 0, 0)
        send(exim, changing(), "192.0.2.67")           # the file is written again
        until(lambda: agent.metric("sender_changes") == 2)
        assert evidence(exim, "192.0.2.67") == [SIGN]


def test_mails_of_one_connection_count_alike_and_staff_sees_numbers_alone(exim):
    with Agent(exim) as agent, agent.follow() as events:
        with exim.client(CLIENT) as connection:
            connection.say("EHLO x")
            for sender in changing():
                connection.say(f"MAIL FROM:<{sender}>", f"RCPT TO:<{TO[0]}>", "RCPT TO:<two@example.org>", "DATA")
                reply, = connection.say("Subject: x\r\n\r\nhello\r\n.")
                assert reply.ok
            connection.say("QUIT")
        event = events.next()
        assert (event["event"], event["messages"], event["domains"]) == ("done", 12, 12)
        until(lambda: agent.metric("sender_changes") == 1)
        assert evidence(exim) == [SIGN]


# Who looks alike: each of these is followed by another host that does change, so that the file is known to be written behind it.
OTHERS = {
    "nine mails": (changing(9), {}),
    "a mail server of one firm": (["a@firm.example", "b@firm.example", "c@mail.firm.example"] * 5, {}),
    "a provider with few domains": ([f"u{number}@p{number % 4}.example" for number in range(20)], {}),
    "a forwarder that rewrites senders": ([f"SRS0=a{number}=TT=x{number}.example=ann@f.example" for number in range(12)], {}),
    "a forwarder that does not": (changing(), {"headers": FORWARDED}),
    "a list": ([f"l-bounces+{number}=x{number}.example@l.example.net" for number in range(12)], {}),
    "a list that keeps its authors as senders": (changing(), {"headers": LIST}),
    "bounces": ([""] * 12, {}),
    "a user of ours": (changing(), {"login": "ann"}),
}


@pytest.mark.parametrize("who", OTHERS)
def test_who_looks_alike_is_no_relay(exim, who):
    senders, more = OTHERS[who]
    exim.configure(RULES + "exempt { authenticated = false }\n")
    with Agent(exim) as agent:
        send(exim, senders, **more)
        send(exim, changing(), "192.0.2.67")
        until(lambda: agent.metric("sender_changes") == 1)
        assert evidence(exim) == [] and evidence(exim, "192.0.2.67") == [SIGN]


def test_who_is_exempt_is_not_counted(exim):
    exim.configure(RULES + f'exempt {{ hosts = {{"{CLIENT}"}} }}\n')
    with Agent(exim) as agent:
        send(exim, changing())
        agent.settle()
        assert agent.metric("sender_hosts") == 0


def test_without_a_good_file_there_is_no_evidence(exim):
    with Agent(exim) as agent:
        send(exim, changing())
        until(lambda: agent.metric("sender_changes") == 1)
        agent.end()
        path = agent.run / "senders-1"
        assert path.stat().st_mode & 0o777 == 0o640 and path.stat().st_gid == agent.run.stat().st_gid
        assert evidence(exim) == [SIGN]                # until its day is over
        good = path.read_bytes()
        path.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
        before = len(exim.verdicts())
        send(exim, ["x@next.example"])
        line, = exim.verdicts()[before:]
        assert line["action"] == "accept" and "senders-1: is damaged: run systemctl restart whyblock-agent" in line["notice"]
        path.unlink()
        assert evidence(exim) == []
        agent.start()
        assert path.stat().st_size == 32 and evidence(exim) == []


def test_a_rule_that_is_off_reads_no_file(exim):
    with Agent(exim) as agent:
        (agent.run / "senders-1").write_bytes(b"damaged")
        assert evidence(exim) != []
        exim.configure(RULES + 'rule "relay-sender-changes" { enabled = false }\n')
        assert evidence(exim) == []
