# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Name servers that do not work, told apart from zones that do not: the reply, the log, on_error, `dnsbl status` and `dnsbl check` of each fault."""

import json

import pytest
from dnsbl_case import BL, Zones, outcome, settle

CLIENT = "192.0.2.66"
OTHER = BL.replace("bl.example.net", "bl.example.org")          # another operator's
NOBODY = "127.0.0.1:1"
BY_SERVER = {                                                     # what it answers to everything; what is said of it
    "silence": "no answer", "servfail": "SERVFAIL", "refused": "REFUSED", "formerr": "FORMERR", "garbage-id": "no answer",
    "empty truncate-always": "the answer was truncated", "empty wrong-question": "no answer"}


def broken(answer, *zones):
    """A server that answers so to everything."""
    return f". * {answer}\n" + "".join(f"{zone} * {answer} notest\n" for zone in zones)


def dnsbl_status(exim):
    settle(exim)
    run = exim.wb("--json", "dnsbl", "status", status=None)
    rows = json.loads(run)
    return {row.get("zone") or "@" + row["name_server"]: row for row in rows}


def is_good(exim):
    settle(exim)
    exim.wb("dnsbl", "status", status=0)
    return True


@pytest.mark.parametrize("on_error", ["accept", "defer"])
@pytest.mark.parametrize("sections", [(BL,), (BL, OTHER)], ids=["one zone", "two operators"])
@pytest.mark.parametrize("answer", BY_SERVER)
def test_a_name_server_that_does_not_work_is_a_fault_and_no_zones(exim, dns, agent, answer, sections, on_error):
    dns.configure(exim, *sections, deadline=0.6, more=f'on_error = "{on_error}"')
    dns.play(broken(answer, "bl.example.net", "bl.example.org"))
    wanted = {"accept": 250, "defer": 451}[on_error]
    for number in range(2):                            # the second one knows of it from the agent, and says so, too
        assert outcome(exim, CLIENT)[0] == wanted
        line, = exim.verdicts()[number:]
        assert line["fault"] == f"dns: no name server works: {dns.address}: {BY_SERVER[answer]}" and "notice" not in line
        found = dnsbl_status(exim)
        assert found[f"@{dns.address}"]["state"] == "suspended" and found["bl.example.net"]["state"] == "good"
    exim.wb("dnsbl", "status", status=1)
    exim.wb("dnsbl", "check", status=1)
    assert dnsbl_status(exim)["bl.example.net"]["state"] == "good"
    # It is back.
    dns.play(f"bl.example.net {CLIENT} 127.0.0.2\nbl.example.org * NXDOMAIN")
    assert outcome(exim, CLIENT)[0] == 550
    exim.wb("dnsbl", "check", status=0)
    assert is_good(exim)


@pytest.mark.parametrize("server", [NOBODY, "[2001:db8::53]:53"], ids=["refused", "unreachable"])
@pytest.mark.parametrize("on_error", ["accept", "defer"])
def test_nobody_is_there(exim, dns, on_error, server):
    dns.configure(exim, BL, deadline=0.4, server=server, more=f'on_error = "{on_error}"')
    assert outcome(exim, CLIENT)[0] == {"accept": 250, "defer": 451}[on_error]
    assert exim.verdicts()[-1]["fault"].startswith("dns")
    exim.wb("dnsbl", "check", status=1)


@pytest.mark.parametrize("sections", [(BL,), (BL, OTHER)], ids=["one zone", "two operators"])
@pytest.mark.parametrize("answer", BY_SERVER)
def test_a_zone_that_does_not_work_is_suspended_and_defers_nobody(exim, dns, agent, answer, sections):
    dns.configure(exim, *sections, deadline=0.6, more='on_error = "defer"')
    dns.play(broken(answer, "bl.example.net").partition("\n")[2] + f"bl.example.org {CLIENT} NXDOMAIN\n")
    assert outcome(exim, CLIENT)[0] == 250
    line, = exim.verdicts()
    assert "fault" not in line and line["notice"] == f"bl.example.net: {BY_SERVER[answer]}"
    found = dnsbl_status(exim)
    assert found["bl.example.net"]["state"] == "suspended" and f"@{dns.address}" not in found
    assert outcome(exim, CLIENT)[0] == 250 and len(exim.verdicts()) == 1
    assert len(set(dns.names("bl.example.net"))) == 1
    exim.wb("dnsbl", "check", status=1)


def test_one_operators_zone_that_fails_to_everybody_defers_nobody_for_ever(exim, dns, agent):
    dns.configure(exim, BL, deadline=0.6, more='on_error = "defer"')
    dns.play("bl.example.net * servfail notest")
    for last in range(1, 8):
        assert outcome(exim, f"192.0.2.{last}")[0] == 250
        settle(exim)


def test_a_slow_server_works(exim, dns, agent):
    dns.configure(exim, BL, deadline=5)
    dns.play(f"bl.example.net {CLIENT} 127.0.0.2 delay=0.4\nbl.example.net * NXDOMAIN delay=0.4")
    assert outcome(exim, CLIENT) == (550, "open-relay")
    assert is_good(exim)


@pytest.fixture
def second():
    with Zones("") as server:
        yield server


@pytest.mark.parametrize("dead", [0, 1], ids=["the first", "the second"])
@pytest.mark.parametrize("answer", [None, *BY_SERVER], ids=lambda answer: answer or "nobody there")
def test_one_of_two_servers_is_dead(exim, dns, second, agent, answer, dead):
    """The other one is asked soon, the first good answer counts; the dead one is named, and then asked behind it."""
    servers = [dns, second]
    servers[dead].play(broken(answer or "silence", "bl.example.net"))
    servers[1 - dead].play(f"bl.example.net {CLIENT} 127.0.0.2")
    addresses = [server.address for server in servers]
    if answer is None:
        addresses[dead] = NOBODY
    dns.configure(exim, BL, deadline=5, server='", "'.join(addresses), more='on_error = "defer"')
    assert outcome(exim, "192.0.2.1")[0] == 250 and outcome(exim, CLIENT) == (550, "open-relay")
    assert not any("fault" in line for line in exim.verdicts())
    found = dnsbl_status(exim)
    if dead == 1:                                      # nobody had to ask it
        assert f"@{addresses[1]}" not in found and second.queries == []
        return
    assert found[f"@{addresses[0]}"]["state"] == "suspended" and found["bl.example.net"]["state"] == "good"
    notices = [line["notice"] for line in exim.verdicts() if "notice" in line]
    assert notices and all(notice.startswith(f"name server {addresses[0]}: ") for notice in notices)
    dns.queries.clear()
    assert outcome(exim, "192.0.2.2")[0] == 250 and outcome(exim, CLIENT) == (550, "open-relay")
    assert dns.queries == []                           # the second one has answered at once


def test_both_servers_are_dead(exim, dns, second, agent):
    for server in (dns, second):
        server.play(broken("silence", "bl.example.net"))
    dns.configure(exim, BL, deadline=0.6, server=f'{dns.address}", "{second.address}', more='on_error = "defer"')
    assert outcome(exim, "192.0.2.1")[0] == 451
    found = dnsbl_status(exim)
    assert {name for name, row in found.items() if row["state"] == "suspended"} == {f"@{dns.address}", f"@{second.address}"}
    dns.queries.clear()
    second.queries.clear()
    assert outcome(exim, "192.0.2.2")[0] == 451
    assert dns.names("bl.example.net") and second.names("bl.example.net")         # both at once: they may be back
    assert exim.verdicts()[-1]["fault"] == f"dns: no name server works: {dns.address}: no answer; {second.address}: no answer"
    second.play(f"bl.example.net {CLIENT} 127.0.0.2")
    assert outcome(exim, CLIENT) == (550, "open-relay")
    found = dnsbl_status(exim)
    assert f"@{second.address}" not in found and found[f"@{dns.address}"]["state"] == "suspended"


def test_without_an_agent_the_check_tells_which_server_is_dead(exim, dns, second):
    dns.play(broken("silence", "bl.example.net"))
    second.play("bl.example.net * NXDOMAIN")
    dns.configure(exim, BL, deadline=2, server=f'{dns.address}", "{second.address}')
    exim.wb("dnsbl", "check", status=1)
    assert dnsbl_status(exim)[f"@{dns.address}"]["state"] == "suspended"
    dns.queries.clear()
    assert outcome(exim, "192.0.2.1")[0] == 250 and dns.queries == []
    dns.play("bl.example.net * NXDOMAIN")
    exim.wb("dnsbl", "check", status=0)
    assert is_good(exim)
