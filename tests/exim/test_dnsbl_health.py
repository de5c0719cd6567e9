# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""What the processes tell each other about zones: one waits for a zone that is gone, and then nobody does."""

import os
import subprocess

import pytest
from agent import Agent
from dnsbl_case import BL, outcome, status

CLIENT = "192.0.2.66"
DEAD = BL.replace("bl.", "dead.")


@pytest.mark.parametrize("on_error", ["accept", "defer"])
def test_a_zone_that_never_answers_costs_one_connection_its_deadline(exim, dns, agent, on_error):
    dns.configure(exim, DEAD, BL, deadline=0.2, more=f'on_error = "{on_error}"')
    dns.play("dead.example.net * silence\nbl.example.net * NXDOMAIN")
    assert outcome(exim, "192.0.2.1")[0] == 250
    agent.settle()
    assert {outcome(exim, f"192.0.2.{last}")[0] for last in range(2, 21)} == {250}
    assert len(set(dns.names("dead.example.net"))) == 1 and len(set(dns.names("bl.example.net"))) == 20
    assert len(dns.names("dead.example.net")) <= 3     # c-ares asks up to three times
    rows = status(exim)
    assert (rows["dead.example.net"]["state"], rows["bl.example.net"]["state"]) == ("suspended", "good")
    notes = [verdict["notice"] for verdict in exim.verdicts() if "notice" in verdict]
    assert notes == ["dead.example.net: no answer"]
    assert "suspended" in exim.wb("explain", CLIENT)
    assert agent.metric("suspensions", kind="zone") == 1


def test_a_rest_outlives_the_agent(exim, dns, agent):
    dns.configure(exim, DEAD, deadline=0.2)
    dns.play("dead.example.net * silence")
    exim.send("192.0.2.1")
    agent.settle()
    agent.kill()
    exim.send("192.0.2.2")
    agent.start()
    exim.send("192.0.2.3")
    assert len(set(dns.names("dead.example.net"))) == 1 and agent.metric("suspensions", kind="zone") == 1


@pytest.mark.parametrize("damage", ["garbage", "folder"])
def test_a_damaged_file_of_the_agents_is_mended_when_it_starts(exim, dns, agent, damage):
    dns.configure(exim, BL)
    dns.play("bl.example.net * NXDOMAIN")
    path = agent.run / "zones-1"
    path.write_bytes(b"\1" * 100) if damage == "garbage" else path.mkdir()
    exim.send("192.0.2.1")
    assert "systemctl restart whyblock-agent" in exim.verdicts()[-1]["notice"]
    agent.kill()
    agent.start()
    exim.send("192.0.2.2")
    assert len(exim.verdicts()) == 1


def test_a_zone_that_comes_back_is_good_again(exim, dns, agent):
    dns.configure(exim, DEAD, deadline=0.2)
    dns.play("dead.example.net * silence")
    exim.send("192.0.2.1")
    agent.settle()
    assert status(exim)["dead.example.net"]["state"] == "suspended"
    dns.play(f"dead.example.net {CLIENT} 127.0.0.2")
    assert outcome(exim, CLIENT)[0] == 250 and dns.queries == []
    exim.wb("dnsbl", "check")
    assert status(exim)["dead.example.net"]["state"] == "good"
    assert outcome(exim, CLIENT)[0] == 550


def test_without_an_agent_a_silent_zone_rests_from_its_next_test_on(exim, dns):
    dns.configure(exim, DEAD, BL, deadline=0.2)
    dns.play("dead.example.net * silence\nbl.example.net * NXDOMAIN")
    for last in (1, 2):
        exim.send(f"192.0.2.{last}")
    assert len(set(dns.names("dead.example.net"))) == 2     # each has waited
    exim.wb("dnsbl", "check", status=1)
    assert status(exim)["dead.example.net"]["state"] == "suspended"
    dns.play("dead.example.net * silence\nbl.example.net * NXDOMAIN")
    exim.send("192.0.2.3")
    assert dns.names("dead.example.net") == [] and len(dns.names("bl.example.net")) == 1


@pytest.fixture
def readonly(exim):
    """Its store on a file system that can only be read, and the run folder on one of its own, as /run is; undone afterwards."""
    run = exim.store / "run"
    run.mkdir()
    group = exim.store.joinpath("published").stat().st_gid

    def mount(*arguments):
        done = subprocess.run(["mount", *map(str, arguments)], capture_output=True, text=True)
        if done.returncode != 0:
            pytest.skip(f"this system lets nobody mount: {done.stderr.strip()}")

    def make():
        mount("--bind", exim.store, exim.store)
        mount("-t", "tmpfs", "tmpfs", run)
        mount("-o", "remount,ro,bind", exim.store)
        os.chown(run, 0, group)
        run.chmod(0o2750)
    yield make
    for path in (run, exim.store):
        subprocess.run(["umount", path], capture_output=True)


def test_a_store_that_can_only_be_read_keeps_no_zone_from_resting(exim, dns, readonly):
    dns.configure(exim, DEAD, deadline=0.2)
    dns.play("dead.example.net * silence")
    readonly()
    with pytest.raises(OSError):
        (exim.store / "published/zones-1").write_bytes(b"")
    with Agent(exim) as agent:
        exim.send("192.0.2.1")
        agent.settle()
        exim.send("192.0.2.2")
    assert len(set(dns.names("dead.example.net"))) == 1


def test_a_fifth_zone_at_rest_is_kept_apart(exim, dns, agent):
    """Each zone has its own state; those that answer go on."""
    dns.configure(exim, *(BL.replace("bl.", f"z{number}.") for number in range(5)))
    dns.play("".join(f"z{number}.example.net * NXDOMAIN\n" for number in range(4)) + "z4.example.net * 203.0.113.9")
    exim.send("192.0.2.1")
    agent.settle()
    for last in range(2, 5):
        exim.send(f"192.0.2.{last}")
    assert [row["state"] for row in status(exim).values()] == ["good"] * 4 + ["suspended"]
    assert [len(dns.names(f"z{number}.example.net")) for number in range(5)] == [4, 4, 4, 4, 1]


@pytest.mark.parametrize("where", ["published", "run"])
@pytest.mark.parametrize("damage", ["garbage", "forbidden", "link", "folder", "fifo"])
def test_without_the_states_of_zones_all_are_asked_and_nobody_is_blocked(exim, dns, where, damage):
    dns.configure(exim, BL)
    dns.play(f"bl.example.net {CLIENT} 127.0.0.2")
    path = exim.store / where / "zones-1"
    path.parent.mkdir(mode=0o750, exist_ok=True)
    os.chown(path.parent, -1, exim.store.joinpath("published").stat().st_gid)
    path.unlink(missing_ok=True)
    if damage == "garbage":
        path.write_bytes(b"\1" * 1000)
    elif damage == "forbidden":
        path.touch(0)
    elif damage == "link":
        path.symlink_to("/etc/passwd")
    elif damage == "folder":
        path.mkdir()
    else:
        os.mkfifo(path)
    assert outcome(exim, CLIENT)[0] == 550
    assert outcome(exim, "192.0.2.1")[0] == 250
    assert all("zones-1" in verdict["notice"] for verdict in exim.verdicts())
    exim.wb("dnsbl", "status", status=74)


def test_a_failed_test_is_not_forgotten_by_who_saw_the_zone_before(exim, dns, agent):
    """A connection that began before the test tells what it learns after it: a time-out is no reason to ask the zone again."""
    dns.configure(exim, BL, deadline=0.3)
    dns.play("bl.example.net * NXDOMAIN notest\nbl.example.net 192.0.2.1 silence")
    with exim.client("192.0.2.1") as client:
        client.say("HELO x", "MAIL FROM:<>")
        client.sock.sendall(b"RCPT TO:<user@example.org>\r\n")
        dns.wait_for(1)                                # the connection has read the zones' health, and waits
        exim.wb("dnsbl", "check", status=1)
        assert status(exim)["bl.example.net"]["state"] == "failed"
        client.getreply()
    agent.settle()
    assert status(exim)["bl.example.net"]["state"] == "failed"


def test_check_tells_a_resolver_that_strips_answers_from_dead_zones(exim, dns):
    zones = ["zen.spamhaus.org", "bl.spamcop.net", "psbl.surriel.com"]
    dns.configure(exim, *(f'dnsbl "{zone}" {{}}' for zone in zones))
    dns.play("".join(f"{zone} * nodata notest\n" for zone in zones))
    exim.wb("dnsbl", "check", status=1)
    assert "rebind" in exim.wb("check-config", status=None)
    dns.play("".join(f"{zone} * nodata {'notest' if zone[0] == 'b' else ''}\n" for zone in zones))
    exim.wb("dnsbl", "check", status=1)
    said = exim.wb("check-config", status=None)
    assert "bl.spamcop.net" in said and "rebind" not in said
