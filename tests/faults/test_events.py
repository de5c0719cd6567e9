# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Events under load: a queue that is full, a million of them, an agent that is killed again and again. Figures are printed."""

import ipaddress
import random
import socket
import statistics
import threading
import time

import pytest
from agent import Agent
from exim_server import Exim

LISTED, CLEAN = "192.0.2.66", "192.0.2.1"
ROOM = 4096                                            # events that may wait, unless net.core.somaxconn says less
RECIPIENTS = 90
MILLION, ADDRESSES = 1_000_000, 100_000
CLIENT_AT, KIND_AT = 27, 1                             # in a packet


@pytest.fixture(scope="module")
def exim():
    with Exim(main="smtp_accept_max_per_connection = 0\n") as exim:
        exim.list(LISTED, "open-relay")
        with Agent(exim):                              # the socket is there from now on
            pass
        yield exim


def refuse(exim, count):
    """So many refused recipients, in messages of RECIPIENTS each; how many events the log calls lost."""
    before = len(exim.verdicts())
    for at in range(0, count, RECIPIENTS):
        with exim.client(LISTED) as client:
            client.say("HELO x", "MAIL FROM:<>", *[f"RCPT TO:<u{number}@example.org>" for number in range(min(RECIPIENTS, count - at))])
            client.say("RSET", "MAIL FROM:<>", "RCPT TO:<last@example.org>")      # whose line tells of what was lost before
    lost = 0
    for verdict in exim.verdicts()[before:]:
        word, _, number = verdict.get("event", "").partition(":")
        lost += int(number or 1) if word else 0
    return lost


def sent_by(count):
    """How many events refuse(count) makes."""
    return count + -(-count // RECIPIENTS)


def test_what_waits_arrives_and_what_is_lost_is_in_the_log(exim):
    with Agent(exim) as agent:
        agent.stop()
        assert refuse(exim, 3900) == 0                 # with the last of each: 3,944
        lost = refuse(exim, 900)
        agent.go_on()
        agent.settle()
        arrived = agent.metric("events_total", kind="verdict")
        print(f"\nsent {sent_by(3900) + sent_by(900)}, waiting for a stopped agent and then taken in {arrived}, lost by the log {lost}")
        assert lost > 0 and arrived + lost == sent_by(3900) + sent_by(900)
        assert refuse(exim, 90) == 0


def reply_times(exim, count):
    times = []
    for _ in range(count):
        with exim.client(LISTED) as client:
            client.say("HELO x", "MAIL FROM:<>")
            start = time.monotonic()
            assert client.say("RCPT TO:<u@example.org>")[0].code == 550
            times.append((time.monotonic() - start) * 1e3)
    return times


def interval(times, turns=400):
    """The 99th percentile, and where 95 % of those of samples drawn again lie."""
    def p99(values):
        return sorted(values)[int(len(values) * 0.99)]
    drawn = sorted(p99(random.choices(times, k=len(times))) for _ in range(turns))
    return p99(times), drawn[int(turns * 0.025)], drawn[int(turns * 0.975)]


def test_no_connection_waits(exim):
    """With an agent, with one that is stopped and whose queue is full, and without one: by turns, since the machine is never the same."""
    found = {"none": [], "runs": [], "full": []}
    socket_file, aside = exim.store / "run/events", exim.store / "run/aside"
    with Agent(exim) as agent:
        agent.stop()
        refuse(exim, 4500)
        for _ in range(10):
            found["full"] += reply_times(exim, 60)
            socket_file.rename(aside)
            found["none"] += reply_times(exim, 60)
            aside.rename(socket_file)
    with Agent(exim):
        for _ in range(10):
            found["runs"] += reply_times(exim, 60)
            socket_file.rename(aside)
            found["none"] += reply_times(exim, 60)
            aside.rename(socket_file)
    print()
    for name, times in found.items():
        print("agent %s: RCPT answered after %.2f ms in the middle, 99 %% under %.2f (%.2f to %.2f)" % (name, statistics.median(times), *interval(times)))
    assert interval(found["full"])[1] <= interval(found["none"])[2] and interval(found["runs"])[1] <= interval(found["none"])[2]


def test_a_million_events_of_many_addresses(exim):
    """As Exim sends them: a packet of each kind, with other addresses in it."""
    packets = []
    path = str(exim.store / "run/events")
    exim_socket = exim.store / "run/events"
    exim_socket.unlink()
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listening:
        listening.bind(path)
        listening.listen(8)
        exim_socket.chmod(0o666)
        refuse(exim, 1)
        connection, _ = listening.accept()
        packets.append(connection.recv(9000))
        connection.close()
    done = bytearray(packets[0][:CLIENT_AT + 16]) + b"\0\0" + b"\1accepted\x003\0" + b"\0\0"
    done[KIND_AT] = 1
    packets.append(bytes(done))
    addresses = [ipaddress.IPv6Address((0x20010db8 << 96) | random.getrandbits(64) << 32).packed for _ in range(ADDRESSES)]
    with Agent(exim) as agent:
        before = agent.metric("resident_memory_bytes")
        for number in range(MILLION):
            packet = bytearray(packets[number & 1])
            packet[CLIENT_AT:CLIENT_AT + 16] = addresses[random.randrange(ADDRESSES)]
            packet[10:14] = number.to_bytes(4, "big")  # another connection each
            with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as sender:
                sender.connect(path)
                sender.send(packet)
        agent.settle()
        after = agent.metric("resident_memory_bytes")
        assert agent.metric("events_total", kind="verdict") == agent.metric("events_total", kind="done") == MILLION // 2
        print(f"\nafter {MILLION} events of {ADDRESSES} addresses: {after / 1e6:.1f} MB in use, {before / 1e6:.1f} at the beginning; "
              f"{agent.metric('messages')} messages, {agent.metric('networks')} networks")
        assert after < 64e6


def test_an_agent_that_is_killed_two_hundred_times(exim):
    wrong, count, over = [], [0], threading.Event()

    def load():
        while not over.is_set():
            for client, code in ((LISTED, 550), (CLEAN, 250)):
                with exim.client(client) as connection:
                    if connection.say("HELO x", "MAIL FROM:<>", "RCPT TO:<u@example.org>")[-1].code != code:
                        wrong.append(client)
                    count[0] += 1

    workers = [threading.Thread(target=load) for _ in range(3)]
    for worker in workers:
        worker.start()
    try:
        agent = Agent(exim)
        for _ in range(200):
            agent.start()
            agent.settle()
            agent.kill()
    finally:
        over.set()
        for worker in workers:
            worker.join()
    lost = sum(verdict.get("event", "").startswith("lost") for verdict in exim.verdicts())
    print(f"\nagent killed 200 times under {count[0]} connections: {len(wrong)} wrong verdicts; {lost} lines say that an event was lost")
    assert not wrong and exim.panic() == []
