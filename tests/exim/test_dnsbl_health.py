# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""What the processes tell each other about zones: a few wait for a zone that is gone, and then nobody does."""

import pytest
from dnsbl_case import BL, outcome, status

CLIENT = "192.0.2.66"
DEAD = BL.replace("bl.", "dead.")


@pytest.mark.parametrize("on_error", ["accept", "defer"])
def test_a_zone_that_never_answers_is_asked_a_few_times_then_rests(exim, dns, on_error):
    dns.configure(exim, DEAD, BL, deadline=0.2, more=f'on_error = "{on_error}"')
    dns.play("dead.example.net * silence\nbl.example.net * NXDOMAIN")
    assert {outcome(exim, f"192.0.2.{last}")[0] for last in range(1, 21)} == {250}
    assert len(set(dns.names("dead.example.net"))) <= 3 and len(set(dns.names("bl.example.net"))) == 20
    assert len(dns.names("dead.example.net")) <= 9     # c-ares asks up to three times
    rows = status(exim)
    assert (rows["dead.example.net"]["state"], rows["bl.example.net"]["state"]) == ("suspended", "good")
    notes = [verdict["notice"] for verdict in exim.verdicts() if "notice" in verdict]
    assert len(notes) == 1 and "dead.example.net" in notes[0]
    assert "suspended" in exim.wb("explain", CLIENT)


def test_a_zone_that_comes_back_is_good_again(exim, dns):
    dns.configure(exim, DEAD, deadline=0.2)
    dns.play("dead.example.net * silence")
    for last in range(1, 4):
        exim.send(f"192.0.2.{last}")
    assert status(exim)["dead.example.net"]["state"] == "suspended"
    dns.play(f"dead.example.net {CLIENT} 127.0.0.2")
    assert outcome(exim, CLIENT)[0] == 250 and dns.queries == []
    exim.wb("dnsbl", "check")
    assert status(exim)["dead.example.net"]["state"] == "good"
    assert outcome(exim, CLIENT)[0] == 550


def test_a_single_timeout_does_not_rest_a_zone(exim, dns):
    dns.configure(exim, BL, deadline=0.2)
    for _ in range(3):
        dns.play("bl.example.net * silence")
        exim.send("192.0.2.1")
        dns.play("bl.example.net * NXDOMAIN")
        exim.send("192.0.2.1")
    assert status(exim)["bl.example.net"]["state"] == "good"


def test_a_fifth_zone_at_rest_is_kept_apart(exim, dns):
    """Each zone has its own state; those that answer go on."""
    dns.configure(exim, *(BL.replace("bl.", f"z{number}.") for number in range(5)))
    dns.play("".join(f"z{number}.example.net * NXDOMAIN\n" for number in range(4)) + "z4.example.net * 203.0.113.9")
    for last in range(1, 5):
        exim.send(f"192.0.2.{last}")
    assert [row["state"] for row in status(exim).values()] == ["good"] * 4 + ["suspended"]
    assert [len(dns.names(f"z{number}.example.net")) for number in range(5)] == [4, 4, 4, 4, 1]


@pytest.mark.parametrize("damage", ["missing", "garbage", "forbidden"])
def test_without_the_health_folder_zones_are_asked_and_nobody_is_blocked(exim, dns, damage):
    dns.configure(exim, BL)
    dns.play(f"bl.example.net {CLIENT} 127.0.0.2\nbl.example.net 192.0.2.67 203.0.113.9")
    exim.send("192.0.2.67")
    data = exim.store / "health/data.mdb"
    if damage == "missing":
        for path in data.parent.iterdir():
            path.unlink()
        data.parent.rmdir()
    elif damage == "garbage":
        data.write_bytes(b"\xff" * 65536)
    else:
        data.chmod(0)
    assert outcome(exim, CLIENT)[0] == 550
    assert outcome(exim, "192.0.2.1")[0] == 250
    assert outcome(exim, "192.0.2.67")[0] == 250


def test_a_failed_test_is_not_forgotten_by_who_saw_the_zone_before(exim, dns):
    """A connection that began before the test writes what it learns after it: a time-out is no reason to ask the zone again."""
    dns.configure(exim, BL, deadline=0.3)
    dns.play("bl.example.net * NXDOMAIN notest\nbl.example.net 192.0.2.1 silence")
    with exim.client("192.0.2.1") as client:
        client.say("HELO x", "MAIL FROM:<>")
        client.sock.sendall(b"RCPT TO:<user@example.org>\r\n")
        dns.wait_for(1)                                # the connection has read the zones' health, and waits
        exim.wb("dnsbl", "check", status=1)
        assert status(exim)["bl.example.net"]["state"] == "failed"
        client.getreply()
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
