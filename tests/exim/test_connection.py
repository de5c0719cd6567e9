# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""State of a connection, and what the log says of it."""

import os
import re

import pytest
from conftest import as_new
from exim_server import ONE_LINE, PHASES, Exim, geoip

CLIENT = "192.0.2.66"
RCPTS = [f"RCPT TO:<user{n}@example.org>" for n in range(5)]
MESSAGE = ["DATA", "Subject: x\r\nX-Whyblock: of a stranger\r\n\r\nHello\r\n."]


def test_the_log_line(exim, geoip_files):
    exim.configure(geoip=geoip(geoip_files["maxmind-country"], geoip_files["maxmind-asn"]))
    exim.list(CLIENT, "open-relay")
    exim.send(CLIENT)
    line, = [line for line in exim.log() if " whyblock: " in line]
    assert re.fullmatch(r'\S+ \S+ whyblock: action=reject category=open-relay client=192\.0\.2\.66 country=US asn=64496 '
                        r'as_org="Example Net" score=1\.0 threshold=1\.0 evidence=listing:staff:ann reason=.* checks=1 us=\d+', line)


def test_refused_messages_are_checked_once_and_logged_once_each(exim):
    exim.list(CLIENT, "open-relay")
    with exim.client(CLIENT) as client:
        replies = client.say("HELO x", *["MAIL FROM:<>", *RCPTS, "RSET"] * 3)
    assert [reply.code for reply in replies].count(550) == 15
    assert [(verdict["action"], verdict["checks"]) for verdict in exim.verdicts()] == [("reject", "1")] * 3


def test_tagged_messages_are_checked_once_and_logged_once_each(exim):
    exim.configure('category "open-relay" { action = "tag" }\n')
    exim.list(CLIENT, "open-relay")
    with exim.client(CLIENT) as client:
        replies = client.say("HELO x", *["MAIL FROM:<>", *RCPTS, *MESSAGE] * 3)
    assert [len(exim.tags({"data": reply})) for reply in replies if "id=" in reply.lines[0]] == [1, 1, 1]
    assert [(verdict["action"], verdict["checks"]) for verdict in exim.verdicts()] == [("tag", "1")] * 3


@pytest.mark.parametrize("commands", [
    ["EHLO a", "EHLO b", "HELO c", "MAIL FROM:<>", "RCPT TO:<u@example.org>"],
    ["EHLO a", "MAIL FROM:<a@example.com>", "RSET", "MAIL FROM:<b@example.com>", "RCPT TO:<u@example.org>"],
    ["EHLO a", "RCPT TO:<u@example.org>", "MAIL FROM:<>", "RCPT TO:<u@example.org>", "RCPT TO:<u@example.org>"],
])
def test_one_line_for_one_message(exim, commands):
    exim.list(CLIENT, "open-relay")
    with exim.client(CLIENT) as client:
        assert client.say(*commands)[-1].code == 550
    assert [verdict["checks"] for verdict in exim.verdicts()] == ["1"]


@pytest.fixture(scope="module")
def everywhere():
    """The one line in all ACLs, and a look at its result in the DATA ACL."""
    look = ("\n  warn logwrite = got ${dlfunc{/usr/lib/exim4/whyblock.so}{whyblock_get}{category}}"
            "/${dlfunc{/usr/lib/exim4/whyblock.so}{whyblock_get}{action}}"
            "/${dlfunc{/usr/lib/exim4/whyblock.so}{whyblock_get}{nonsense}}")
    acl = dict.fromkeys(PHASES, ONE_LINE)
    with Exim({**acl, "data": acl["data"] + look}) as daemon:
        yield daemon


@pytest.fixture
def exim_everywhere(everywhere):
    yield from as_new(everywhere)


@pytest.mark.parametrize("action, headers", [("log", 0), ("tag", 1)])
def test_in_all_acls_one_line_for_the_connection_and_one_for_each_message(exim_everywhere, action, headers):
    exim = exim_everywhere
    exim.configure(f'category "open-relay" {{ action = "{action}" }}\n')
    exim.list(CLIENT, "open-relay")
    with exim.client(CLIENT) as client:
        client.say("HELO x")
        assert len(exim.verdicts()) == 1
        replies = client.say(*["MAIL FROM:<>", *RCPTS, *MESSAGE] * 2)
    assert [len(exim.tags({"data": reply})) for reply in replies if "id=" in reply.lines[0]] == [headers] * 2
    assert [(verdict["action"], verdict["checks"]) for verdict in exim.verdicts()] == [(action, "1")] * 3


def test_get_gives_the_fields_of_the_last_verdict(exim_everywhere):
    exim_everywhere.configure('category "open-relay" { action = "log" }\n')
    exim_everywhere.list(CLIENT, "open-relay")
    exim_everywhere.send(CLIENT)
    assert [line for line in exim_everywhere.log() if line.endswith(" got open-relay/log/")]


def test_local_submission_has_no_client_and_is_accepted(exim):
    exim.configure('on_error = "defer"\n')
    exim.list(CLIENT, "open-relay")
    (exim.store / "published/recent-1").chmod(0)
    assert exim.send(CLIENT).end[1].code == 451
    said = exim.exim("-C", exim.exim_conf, "-bs", input="HELO x\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.org>\r\nQUIT\r\n")
    assert "250 Accepted" in said


def test_nothing_stays_open_between_phases(exim, geoip_files):
    """No store and no GeoIP file: an idle connection must not hold a reader's slot, nor a file that is being replaced."""
    exim.configure(geoip=geoip(geoip_files["maxmind-country"], geoip_files["maxmind-asn"]))
    exim.list(CLIENT, "open-relay")
    with exim.client(CLIENT) as client:
        client.say("HELO x", "MAIL FROM:<>", "RCPT TO:<user@example.org>")
        process, = exim.connections()
        in_use = [os.path.realpath(path) for path in process.glob("fd/*")] + (process / "maps").read_text().split()
    assert str(exim.so) in in_use                        # this is the process that loaded us
    assert [path for path in in_use if path.endswith((".mdb", ".mmdb", ".conf"))] == []


@pytest.mark.parametrize("call", ["{whyblock}{nonsense}", "{whyblock_decide}", "{whyblock_decide}{192.0.2.66}",
                                  "{whyblock_decide}{192.0.2.66}{}{}{}{}{}"])
def test_wrong_use_accepts_and_says_so(call):
    with Exim({"rcpt": f"require acl = ${{dlfunc{{/usr/lib/exim4/whyblock.so}}{call}}}"}) as exim:
        exim.list(CLIENT, "open-relay")
        assert exim.send(CLIENT).end[1].ok
        assert [line for line in exim.log() if " whyblock: " in line and "fault=" in line]
        assert exim.panic() == []
