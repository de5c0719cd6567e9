# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""What Exim's processes tell the agent: which verdicts, once or for each recipient, and what becomes of them when nobody listens."""

import json
import socket
import subprocess
import sys
import threading

import pytest
from agent import until
from dnsbl_case import BL
from environment import ENVIRONMENT
from exim_server import EXIM, WHYBLOCK, Client

CLIENT = "192.0.2.66"
CLEAN = "192.0.2.1"


def recipients(exim, client, *names, messages=1):
    """One connection with so many messages to each of these; the replies to RCPT."""
    with exim.client(client) as connection:
        connection.say("HELO mail.example.com")
        replies = []
        for _ in range(messages):
            connection.say("MAIL FROM:<sender@example.com>")
            replies += connection.say(*(f"RCPT TO:<{name}@example.org>" for name in names))
            connection.say("RSET")
    return replies


def test_each_refused_recipient_is_told_and_joined_to_its_message(exim, agent):
    exim.list(CLIENT, "open-relay", reason="relays for anybody")
    with agent.follow() as events:
        recipients(exim, CLIENT, "one", "two", messages=2)
        told = [events.next() for _ in range(4)]
        assert events.next(timeout=0) is None
    assert [(event["message"], event["event_of_message"], event["recipient"]) for event in told] == [
        (1, 1, "one@example.org"), (1, 2, "two@example.org"), (2, 1, "one@example.org"), (2, 2, "two@example.org")]
    assert {event["pid"] for event in told} == {told[0]["pid"]} and all(event["refused"] for event in told)
    event = told[0]
    assert (event["event"], event["client"], event["action"], event["category"], event["helo"], event["sender"]) == (
        "verdict", CLIENT, "reject", "open-relay", "mail.example.com", "sender@example.com")
    (row,) = event["evidence"]
    assert (row["category"], row["scope"], row["weight"], row["reason"], row["counts"]) == ("open-relay", "host", 1, "relays for anybody", True)
    assert row["source"].startswith("listing:staff:") and CLIENT in row["detail"]
    agent.settle()
    assert agent.metric("recipients_refused_total") == 4 and agent.metric("messages") == 2
    assert "event" not in exim.verdicts()[0]


def test_of_a_clean_client_and_of_one_that_is_exempt_nothing_is_told(exim, agent):
    exim.list(CLIENT, "open-relay")
    exim.list(CLIENT, "allow")
    recipients(exim, CLEAN, "one", "two")
    recipients(exim, CLIENT, "one", "two")
    agent.settle()
    assert agent.metric("events_total", kind="verdict") == 0


def test_evidence_below_the_threshold_is_told_once_a_message_and_logged(exim, agent):
    exim.configure('category "open-relay" { threshold = 2 }')
    exim.list(CLIENT, "open-relay")
    with agent.follow() as events:
        assert all(reply.code == 250 for reply in recipients(exim, CLIENT, "one", "two", messages=2))
        told = [events.next() for _ in range(2)]
        assert events.next(timeout=0) is None
    assert [(event["message"], event["action"], event["refused"]) for event in told] == [(1, "accept", False), (2, "accept", False)]
    verdicts = exim.verdicts(CLIENT)
    assert [verdict["action"] for verdict in verdicts] == ["accept"] * 2
    assert verdicts[0]["below"] == "open-relay:1.0/2.0" and verdicts[0]["evidence"].startswith("listing:staff:")
    assert "category" not in verdicts[0]


def test_log_accepts_turns_the_line_off_and_not_the_event(exim, agent):
    exim.configure('log_accepts = false\ncategory "open-relay" { threshold = 2 }')
    exim.list(CLIENT, "open-relay")
    recipients(exim, CLIENT, "one", "two", messages=2)
    assert exim.verdicts() == [] and agent.metric("events_total", kind="verdict") == 2


def test_a_message_that_was_told_for_less_still_gets_its_line_and_each_refusal(exim, agent):
    """Without log_accepts the first recipient of a message leaves an event and no line; the line of the refused one must not be missing."""
    exim.configure('log_accepts = false\ncategory "open-relay" { threshold = 2 }')
    exim.list(CLIENT, "open-relay")
    with exim.client(CLIENT) as connection:
        connection.say("HELO x", "MAIL FROM:<>", "RCPT TO:<one@example.org>")
        exim.list(CLIENT, "spam")                      # the connection has gathered what it knows: the next one sees it
    recipients(exim, CLIENT, "one", messages=2)
    assert [verdict["action"] for verdict in exim.verdicts()] == ["reject", "reject"]
    agent.settle()
    assert agent.metric("events_total", kind="verdict") == 3


def test_nothing_is_sent_in_a_trial(exim, agent):
    exim.list(CLIENT, "open-relay")
    run = subprocess.run([EXIM, "-C", exim.exim_conf, "-bh", CLIENT], input="HELO x\r\nMAIL FROM:<>\r\nRCPT TO:<a@example.org>\r\nQUIT\r\n",
                         capture_output=True, text=True)
    assert "550" in run.stdout and agent.metric("events_total", kind="verdict") == 0
    run = subprocess.run([EXIM, "-C", exim.exim_conf, "-bs", "-oMa", CLIENT], input="HELO x\r\nMAIL FROM:<>\r\nRCPT TO:<a@example.org>\r\nQUIT\r\n",
                         capture_output=True, text=True)
    assert "550" in run.stdout and agent.metric("events_total", kind="verdict") == 1


def test_exim_under_inetd_tells_of_its_clients(exim, agent):
    exim.list(CLIENT, "open-relay")
    with socket.create_server(("127.0.0.1", 0)) as inetd:
        def serve():
            connection, _ = inetd.accept()
            with connection:
                subprocess.run([EXIM, "-C", exim.exim_conf, "-bs"], stdin=connection, stdout=connection, stderr=subprocess.DEVNULL)
        server = threading.Thread(target=serve)
        server.start()
        with Client(inetd.getsockname()[1], CLIENT) as client:
            assert client.say("HELO x", "MAIL FROM:<>", "RCPT TO:<a@example.org>")[-1].code == 550
        server.join()
    agent.settle()
    assert agent.metric("events_total", kind="verdict") == 1


def test_without_an_agent_that_ever_ran_nothing_is_lost(exim):
    exim.list(CLIENT, "open-relay")
    recipients(exim, CLIENT, "one")
    assert "event" not in exim.verdicts()[0]


def test_a_dead_agent_costs_the_event_and_the_line_says_so(exim, agent):
    exim.list(CLIENT, "open-relay")
    agent.kill()
    replies = recipients(exim, CLIENT, "one", "two", "three", messages=2)
    assert [reply.code for reply in replies] == [550] * 6
    # A line for each message: the second one tells of what was lost since.
    assert [verdict["event"] for verdict in exim.verdicts()] == ["lost", "lost:3"]
    agent.start()
    recipients(exim, CLIENT, "one")
    agent.settle()
    assert agent.metric("events_total", kind="verdict") == 1 and "event" not in exim.verdicts()[-1]


def test_an_agent_that_is_back_learns_once_what_it_missed(exim, agent):
    exim.list(CLIENT, "open-relay")
    with exim.client(CLIENT) as connection:
        agent.kill()
        connection.say("HELO x", "MAIL FROM:<>", "RCPT TO:<one@example.org>", "RCPT TO:<two@example.org>")
        agent.start()
        with agent.follow() as events:
            connection.say("RCPT TO:<three@example.org>", "RCPT TO:<four@example.org>")
            told = [events.next() for _ in range(2)]
    assert [(event["event"], event.get("events_lost")) for event in told] == [("verdict", 2), ("verdict", None)]
    assert agent.metric("events_lost_total") == 2 and agent.metric("refusals_total", category="open-relay", source=told[0]["evidence"][0]["source"]) == 2


def test_what_waits_for_a_stopped_agent_arrives_in_its_order(exim, agent):
    exim.list(CLIENT, "open-relay")
    with agent.follow() as events:
        agent.stop()
        recipients(exim, CLIENT, *(f"user{number}" for number in range(90)))
        agent.go_on()
        assert [events.next()["recipient"] for _ in range(90)] == [f"user{number}@example.org" for number in range(90)]
    assert "event" not in exim.verdicts()[0]


def test_another_users_events_are_refused(exim, agent):
    send = f"""
import os, socket, sys
os.setgroups([int(sys.argv[2])]); os.setgid(int(sys.argv[1])); os.setuid(65534)
s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
try:
    s.connect("{agent.run}/events")
    s.send(b"x")
except OSError as error:
    print(error.strerror)
"""
    def send_as(group, supplementary):
        return subprocess.run([sys.executable, "-c", send, str(group), str(supplementary)], capture_output=True, text=True, check=True).stdout
    (agent.run / "events").chmod(0o666)                # what the socket's mode keeps out already
    agent.run.chmod(0o755)
    readers = agent.run.stat().st_gid
    send_as(65534, 65534)
    send_as(65534, readers)                            # a member of the group is not Exim
    agent.settle()
    assert agent.metric("events_not_taken_total", why="stranger") == 2 and agent.metric("events_not_taken_total", why="malformed") == 0
    agent.run.chmod(0o2750)
    assert "denied" in send_as(65534, 65534)


@pytest.mark.parametrize("packet", [b"", b"\1", b"\2" * 100, b"\1\0" + b"\xff" * 8190, b"\1" * 9000], ids=["empty", "cut", "version", "noise", "long"])
def test_packets_that_are_no_events_are_counted(exim, agent, packet):
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as peer:
        peer.connect(str(agent.run / "events"))
        peer.send(packet)
    why = "malformed" if packet else "empty"
    until(lambda: agent.metric("events_not_taken_total", why=why) != 0)
    exim.list(CLIENT, "open-relay")
    recipients(exim, CLIENT, "one")
    agent.settle()
    assert agent.metric("events_total", kind="verdict") == 1


def test_silent_peers_are_bounded(exim, agent):
    peers = [socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) for _ in range(300)]
    for peer in peers:
        peer.connect(str(agent.run / "events"))
    until(lambda: agent.metric("events_not_taken_total", why="empty") >= 300 - 256)
    exim.list(CLIENT, "open-relay")
    recipients(exim, CLIENT, "one")
    agent.settle()
    assert agent.metric("events_total", kind="verdict") == 1
    for peer in peers:
        peer.close()


def test_a_verdict_is_in_whyblocks_words_whatever_a_stranger_says(exim, agent):
    exim.list(CLIENT, "open-relay")
    with agent.follow() as events:
        with exim.client(CLIENT) as connection:
            replies = connection.say("HELO x", b'MAIL FROM:<"\x1b[2J\xff\xc3\xa4"@example.com>', "RCPT TO:<one@example.org>")
        assert [reply.code for reply in replies[1:]] == [250, 550]
        raw = events.line()
    assert all(32 <= byte < 127 for byte in raw) and b"[2J" in raw


def forged(kind, *fields):
    """A packet as verdict/event.c walks it, with these fields, which no Exim would send."""
    head = bytes([1, kind]) + (1_790_000_000).to_bytes(8, "big") + bytes(4 + 8 + 4 + 1) + bytes(10) + b"\xff\xff" + bytes([192, 0, 2, 66]) + bytes(2)
    return head + bytes([len(fields)]) + b"".join(key + b"\0" + value + b"\0" for key, value in fields) + bytes(2)


NUMBERS = {b"0.5": "0.5", b"15": "15", b'1,"action":"accept"}\n{"event":"forged"': None, b"1e5": None, b"0x10": None, b"nan": None, b"1.": None, b"-1": None,
           b"9" * 19: None, b"\x1b[2J": None, b"\xff": None}


@pytest.mark.parametrize("value", NUMBERS)
@pytest.mark.parametrize("kind, key", [(0, b"score"), (1, b"asked")])
def test_what_whoever_is_exim_invents_is_one_line_of_json_and_printable(exim, agent, kind, key, value):
    with agent.follow() as events:
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as peer:
            peer.connect(str(agent.run / "events"))
            peer.send(forged(kind, (key, value), (b"\x1b]0;\xffkey", b"\x1b[31m\xff")))
        raw = events.line()
        assert raw is not None and all(32 <= byte != 127 for byte in raw)
        event = json.loads(raw.decode("utf-8"))
        assert event["client"] == CLIENT and (NUMBERS[value] is not None) == isinstance(event[key.decode()], (int, float))
        assert NUMBERS[value] is None or str(event[key.decode()]) == NUMBERS[value]
        agent.settle()
        assert events.line(timeout=0) is None          # nor is there a second one


def test_what_waits_when_the_agent_is_stopped_is_taken_in(exim, agent):
    """A restart under load loses nothing that was sent, and says so of what comes while there is none."""
    exim.list(CLIENT, "open-relay")
    with agent.follow() as events:
        agent.stop()
        recipients(exim, CLIENT, *(f"n{number}" for number in range(70)))    # more than one batch, and no more than a follower has room for
        agent.process.terminate()
        agent.go_on()
        told = [events.next() for _ in range(70)]
        assert agent.process.wait() == 0
    assert [event["event_of_message"] for event in told] == list(range(1, 71))
    recipients(exim, CLIENT, "late")
    assert exim.verdicts()[-1]["event"].startswith("lost")


def test_metrics_are_served_after_too_many_have_asked(exim, agent):
    peers = [socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) for _ in range(40)]
    for peer in peers:
        peer.connect(str(agent.run / "metrics"))
    for peer in peers:
        peer.close()
    assert agent.metric("events_total", kind="verdict") == 0


def test_a_second_agent_of_a_store_ends_and_the_first_goes_on(exim, agent):
    second = subprocess.run([*agent.command], capture_output=True, text=True, env=ENVIRONMENT)
    assert second.returncode == 74 and "another whyblock-agent serves this store" in second.stderr
    exim.list(CLIENT, "open-relay")
    recipients(exim, CLIENT, "one")
    agent.settle()
    assert agent.metric("events_total", kind="verdict") == 1


def test_zones_that_time_out_or_refuse_are_told_once(exim, agent, dns):
    dns.configure(exim, BL, deadline=0.2)
    dns.play(f"bl.example.net {CLIENT} 203.0.113.9")
    with agent.follow() as events:
        recipients(exim, CLIENT, "one", "two")
        event = events.next()
        assert events.next(timeout=0) is None
    assert event["zones"] == [{"zone": "bl.example.net", "finding": "refused", "why": event["zones"][0]["why"]}] and "203.0.113.9" in event["zones"][0]["why"]


def test_follow_says_what_is_wrong_without_an_agent(exim):
    assert "--follow" in exim.wb("events", "--help")
    run = subprocess.run([WHYBLOCK, "-c", exim.conf, "events", "--follow"], capture_output=True, text=True)
    assert run.returncode == 74 and "systemctl start whyblock-agent" in run.stderr
