# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""acl-snippets/done.conf: one event for each connection, with what it did in all, and no reply that is another one because of it."""

import re
import subprocess

import pytest
from agent import Agent
from exim_server import EXIM, PUBLISHED, TOP, Exim

CLIENT = "192.0.2.66"
INSTALLED = "/etc/exim4/whyblock-done.conf"
# A site's own RCPT ACL, with unknown recipients, refusals of its own, and whyblock's line.
CHECK_RCPT = """
acl_check_rcpt:
  defer  local_parts = later
         message = come later
  deny   local_parts = never
         message = 5.7.1 not here
         log_message = never
  require verify = recipient
""" + PUBLISHED + """
  accept
"""
ROUTERS = """
begin routers
known:
  driver = accept
  domains = example.org
  local_parts = one : two : three : later : never : postmaster
  transport = nowhere
begin transports
nowhere:
  driver = appendfile
  file = /dev/null
"""


class DoneExim(Exim):
    """The site's ACL, called by the snippet's, or (counts false) by Exim itself."""

    def __init__(self, counts=True, has_file=True):
        super().__init__(acl={})
        self.counts, self.has_file = counts, has_file

    def _exim_configuration(self):
        text = super()._exim_configuration()
        snippet = (TOP / "acl-snippets/done.conf").read_text().replace("$smtp_notquit_reason}}", f"$smtp_notquit_reason}}{{store={self.store}}}}}")
        self.done_conf = self.folder / "whyblock-done.conf"
        if self.has_file:
            self.done_conf.write_text(self.local(snippet))
        main = "".join(re.findall(r"^#     ((?:acl_smtp_\w+|event_action) = \$.*\n)", snippet, re.M)) if self.counts else "acl_smtp_rcpt = acl_check_rcpt\n"
        text = text.replace("acl_smtp_rcpt = acl_rcpt\n", main)
        text = text.replace("begin acl\n", f"begin acl\n{self.local(CHECK_RCPT)}\n.include_if_exists {INSTALLED}\n") + ROUTERS
        return text.replace(INSTALLED, str(self.done_conf))


@pytest.fixture(scope="module")
def counting():
    with DoneExim() as exim:
        yield exim


@pytest.fixture(scope="module")
def plain():
    with DoneExim(counts=False) as exim:
        yield exim


NAMES = ("one", "two", "later", "never", "nobody", "three", "noone")
TOLD = {"asked": 14, "accepted": 6, "unknown": 4}


def dialogue(exim, client, *, end="QUIT", sender="a@example.com", login=False):
    """Two messages to all of them; the replies to RCPT as they came."""
    with exim.client(client) as connection:
        connection.say("EHLO x")
        if login:
            connection.say("AUTH PLAIN AGFubgBzZWNyZXQ=")              # ann, secret
        replies = []
        for _ in range(2):
            connection.say(f"MAIL FROM:<{sender}>")
            replies += [connection.say(f"RCPT TO:<{name}@example.org>")[0].lines for name in NAMES]
            connection.say("RSET")
        if end:
            connection.say(end)
        else:
            connection.sock.close()
            connection.sock = None
    return replies


def test_one_event_for_each_connection_with_its_counts(counting):
    counting.reset()
    with Agent(counting) as agent, agent.follow() as events:
        dialogue(counting, CLIENT)
        event = events.next()
        assert {key: event[key] for key in TOLD} == TOLD and "end" not in event and (event["event"], event["client"]) == ("done", CLIENT)
        dialogue(counting, CLIENT, end=None)
        event = events.next()
        assert {key: event[key] for key in TOLD} == TOLD and event["end"] == "connection-lost"
        assert agent.metric("networks") == 1 and agent.metric("events_total", kind="done") == 2
    assert counting.panic() == []


@pytest.mark.parametrize("how", [{"sender": ""}, {"login": True}])
def test_unknown_recipients_of_a_bounce_or_a_user_are_not_counted(counting, how):
    counting.reset()
    with Agent(counting) as agent, agent.follow() as events:
        dialogue(counting, CLIENT, **how)
        event = events.next()
        assert {key: event[key] for key in TOLD} == {**TOLD, "unknown": 0}


MISTAKES = ("MAIL FROM:<a b>", "NONSENSE", "MAIL FROM:<a b>")


def test_errors_of_syntax_are_counted_where_exim_tells_of_them(counting):
    """By its events smtp:fail:*, since 4.100. They change no reply, and one error too many ends the connection as before."""
    tells = exim_version() >= (4, 100)
    counting.reset()
    with Agent(counting) as agent, agent.follow() as events:
        with counting.client(CLIENT) as connection:
            connection.say("EHLO x")
            assert [connection.say(line)[0].code for line in MISTAKES] == [501, 500, 501]
            connection.say("QUIT")
        event = events.next()
        assert (event["errors"], event.get("end")) == (3 if tells else 0, None)
        if tells:                                                       # an older one runs no ACL then
            with counting.client(CLIENT) as connection:
                connection.say("EHLO x")
                for line in MISTAKES + MISTAKES[:1]:
                    connection.say(line)
            event = events.next()
            assert (event["errors"], event["end"]) == (4, "bad-command-synprot")
        assert agent.metric("reports_total") == (2 if tells else 0)
    assert counting.panic() == []


def test_replies_and_log_are_those_of_the_sites_own_acl(counting, plain):
    said = {}
    for exim in (counting, plain):
        exim.reset()
        exim.list("192.0.2.67", "open-relay")
        said[exim] = [dialogue(exim, client) for client in (CLIENT, "192.0.2.67")], [line.split(" ", 2)[2] for line in exim.log() if "rejected" in line]
    assert said[counting] == said[plain]
    assert any("550 5.7.1 not here" in lines[0] for lines in said[plain][0][0])


def test_without_the_agent_or_the_object_nothing_changes(counting):
    counting.reset()
    before = dialogue(counting, CLIENT)
    counting.so.unlink()
    assert dialogue(counting, CLIENT) == before
    assert counting.panic() == []


def test_without_its_file_mail_flows(plain):
    """Whoever removes the package, or tidies up, takes it away while Exim's main section still asks for it."""
    with DoneExim() as counting:
        counting.done_conf.unlink()
        assert dialogue(counting, CLIENT) == dialogue(plain, CLIENT)
        assert counting.panic() == []
    with DoneExim(has_file=False) as counting:
        assert dialogue(counting, CLIENT) == dialogue(plain, CLIENT)
        assert counting.panic() == []


MANY = 2**32 - 1
COUNTS = {"": (0, 0, 0, 0), ",": (0, 0, 0, 0), "1": (1, 0, 0, 0), "x,y": (0, 0, 0, 0), "9" * 40 + ",,,": (MANY, 0, 0, 0),
          f"{MANY},{MANY + 1}": (MANY, MANY, 0, 0), "1,2,3,4,5,6": (1, 2, 3, 4), "-1,2,3,4,\x01": (0, 2, 3, 4)}


@pytest.mark.parametrize("counts", COUNTS)
def test_any_text_is_taken(exim, agent, counts):
    with agent.follow() as events:
        said = exim_be(exim, f"<${{dlfunc{{{exim.so}}}{{whyblock_done}}{{192.0.2.66}}{{{counts}}}{{store={exim.store}}}}}>")
        assert said == "<>"
        event = events.next()
    assert tuple(event[key] for key in (*TOLD, "errors")) == COUNTS[counts]


def test_what_was_accepted_of_a_network_is_counted(exim, agent):
    with agent.follow() as events:
        for client, count, total in (("192.0.2.66", 2, 2), ("192.0.2.66", 3, 5), ("192.0.2.67", 1, 1), ("192.0.2.67", 0, 1),
                                     ("2001:db8::1", 1, 1), ("2001:db8::2", 1, 2), ("2001:db8:0:1::1", 0, 0)):
            exim_be(exim, f"${{dlfunc{{{exim.so}}}{{whyblock_done}}{{{client}}}{{{count},{count},0,0,}}{{store={exim.store}}}}}")
            assert events.next()["accepted_of_network"] == total
    assert agent.metric("networks") == 3


def exim_version():
    said = subprocess.run([EXIM, "-C", "/dev/null", "-bV"], capture_output=True, text=True).stdout
    return tuple(int(number) for number in said.split()[2].split("."))


def exim_be(exim, text):
    return subprocess.run([EXIM, "-C", exim.exim_conf, "-be", text], capture_output=True, text=True, check=True).stdout.strip()
