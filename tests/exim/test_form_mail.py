# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Mail of web forms and shells at a real Exim: the one line in the DATA ACL sees the message. Which mails are which is in tests/mail."""

import json
import subprocess

import exim_server
import pytest
from agent import Agent, until
from mailbox import Mailbox, settings

CLIENT = "192.0.2.66"
RULES = f'rules_file = "{exim_server.TOP / "config/rules.conf"}"\n'
SHELL = "X-PHP-Script: www.example.net/wp-content/uploads/2026/x.php for 203.0.113.9\r\n"
PLAIN = "X-PHP-Originating-Script: 33:class-phpmailer.php\r\n"
MAIN = (exim_server.TOP / "acl-snippets/message-options.conf").read_text()


@pytest.fixture(scope="module")
def daemon():
    with exim_server.Exim({"rcpt": exim_server.ONE_LINE, "data": exim_server.ONE_LINE}, main=MAIN) as exim:
        yield exim


@pytest.fixture
def exim(daemon):
    daemon.reset()
    daemon.configure(RULES)
    yield daemon
    assert daemon.panic() == []


def test_mail_of_a_script_where_none_belongs_is_refused_and_the_log_says_which(exim):
    end = exim.send(CLIENT, headers=SHELL).end
    assert end[0] == "data" and end[1].code == 550 and "insecure FormMail script" in end[1].text[0]
    line, = exim.verdicts()
    assert line["category"] == "formmail" and line["evidence"] == "rule:form-uploaded-script,rule:form-script"


def test_mail_of_a_good_script_goes_through_without_a_word(exim):
    assert exim.send(CLIENT, headers=PLAIN).end[1].ok and exim.verdicts() == []


def test_the_next_mail_of_the_connection_is_judged_alone(exim):
    with exim.client(CLIENT) as client:
        client.say("EHLO web.example.net")
        for headers, code in ((SHELL, 550), ("", 250), (SHELL, 550)):
            client.say("MAIL FROM:<a@example.net>", "RCPT TO:<user@example.org>", "DATA")
            reply, = client.say(f"{headers}Subject: x\r\n\r\nhello\r\n.".encode())
            assert reply.code == code
    assert len(exim.verdicts()) == 2


@pytest.mark.parametrize("client", [CLIENT, f"64:ff9b::{CLIENT}"])
def test_a_forwarder_is_known_behind_a_translator_too(exim, client):
    taken = ("Received: from web.example.com (web.example.com [203.0.113.80])\r\n\tby forwarder.example.net (Postfix) with ESMTPS id 4XyZ\r\n"
             "\tfor <ann@forwarder.example.net>; Sun, 29 Nov 2026 10:00:00 +0000\r\n")
    assert exim.send(client, headers=taken + SHELL).end[1].ok and exim.verdicts() == []


def test_who_is_exempt_may_send_what_they_like(exim):
    exim.configure(RULES + f'exempt {{ hosts = {{"{CLIENT}"}} }}\n')
    assert exim.send(CLIENT, headers=SHELL).end[1].ok
    exim.configure(RULES + 'category "formmail" { action = "off" }\n')
    assert exim.send(CLIENT, headers=SHELL).end[1].ok


def test_a_recipients_choice_holds_at_data(exim):
    exim.configure(RULES + 'recipient "example.org" { category "formmail" { action = "tag" } }\n')
    replies = exim.send(CLIENT, headers=SHELL)
    assert replies.end[1].ok and "category=formmail" in exim.tags(replies)[0]


def test_a_known_senders_mail_is_put_off(exim, dns):
    dns.play("in-addr.arpa 192.0.2.66 ptr=out.mail.example.net\nout.mail.example.net @ 192.0.2.66\n")
    dns.configure(exim, more=RULES + 'known_senders = "/nonexistent/x"\nsender "Example Mail" { suffixes = {"mail.example.net"} }\n')
    assert exim.send(CLIENT, headers=SHELL).end[1].code == 451
    assert exim.verdicts()[0]["guard"] == "Example Mail"


@pytest.mark.parametrize("label, headers, body", [
    ("a header of a megabyte", "X-A: " + "a" * 1000000, "x"),
    ("ten thousand headers", "".join(f"X-{i}: a\r\n" for i in range(10000)).rstrip(), "x"),
    ("two hundred Received", "".join(f"Received: from a ([192.0.2.{i}]) by b with smtp; Sun, 29 Nov 2026 12:00:00 +0000\r\n" for i in range(200)).rstrip(), "x"),
    ("a body without line ends", PLAIN.rstrip(), "x" * 900000),
    ("other bytes", PLAIN + "X-B: \x01\x02\x7f\xff", "\x80\xff" * 100),
], ids=lambda value: value if len(value) < 40 else "")
def test_odd_messages_go_through(exim, label, headers, body):
    with exim.client(CLIENT) as client:
        client.say("EHLO web.example.net")
        client.say("MAIL FROM:<a@example.net>", "RCPT TO:<user@example.org>", "DATA")
        reply, = client.say(f"{headers}\r\nSubject: x\r\n\r\n{body}\r\n.".encode("latin-1"))
        assert reply.code in (250, 552), label
    assert exim.verdicts() == []


def test_without_line_ends_rules_about_lines_hold_for_nobody():
    body = "Hello\r\nbcc: a@example.com\r\n"
    for main, code in ((MAIN, 550), ("", 250)):
        with exim_server.Exim({"data": exim_server.ONE_LINE}, main=main) as exim:
            exim.configure(RULES + 'rule "form-bcc-in-body" { weight = 1.0 }\n')
            with exim.client(CLIENT) as client:
                client.say("EHLO web.example.net")
                client.say("MAIL FROM:<a@example.net>", "RCPT TO:<user@example.org>", "DATA")
                reply, = client.say(f"{PLAIN}\r\n{body}.".encode())
                assert reply.code == code


def refused_and_asked(exim, tmp_path):
    """A mail of a script is refused, and whoever runs the host asks with what came back; returns the code, and where mails go."""
    box = Mailbox(tmp_path)
    exim.configure(RULES + settings(box))
    exim.wb("init", "--group", exim.group)
    reply = exim.send(CLIENT, headers=SHELL).end[1]
    assert reply.code == 550
    mail = "From: ann@example.com\nSubject: Blocked\nMessage-ID: <1@example.com>\n\n" + "\n".join(reply.lines)
    assert "removal=filed" in exim.wb("removal", "receive", "--sender", "ann@example.com", input=mail)
    return exim.verdicts()[0]["ref"], box


def test_an_approval_lets_in_what_a_rule_about_the_mail_has_refused(exim, tmp_path):
    """Nothing stands against the host itself: the case of the reference says what decided."""
    with Agent(exim) as agent:
        code, box = refused_and_asked(exim, tmp_path)
        until(lambda: agent.metric("case_verdicts_total") >= 1)
    shown = " ".join(exim.wb("removal", "show", "1", "--no-dns").split())
    assert "Now accepted a rule about the mail decided, form-uploaded-script: it holds again when such a mail comes" in shown
    assert "approve 1 would add allow for 192.0.2.66/32 until" in shown and "rule form-uploaded-script refused its mail" in shown
    assert [row["number"] for row in json.loads(exim.wb("--json", "removal", "list", "--would", "allow", "--no-dns"))] == [1]
    ref = json.loads(exim.wb("--json", "ref", "--no-dns", code))
    assert (ref["blocked_now"], ref["rule"]) == (None, "form-uploaded-script")
    assert "depends on the mail: nothing stands against the host; a rule about the mail" in " ".join(exim.wb("ref", "--no-dns", code).split())

    exim.wb("removal", "approve", "1")
    assert CLIENT in box.last.text and "we make an exception" in " ".join(box.last.text.split())
    assert exim.send(CLIENT, headers=SHELL).end[1].ok
    ref = json.loads(exim.wb("--json", "ref", "--no-dns", code))
    assert ref["blocked_now"] is False


def test_without_the_case_an_approval_allows_too(exim, tmp_path):
    code, _ = refused_and_asked(exim, tmp_path)
    shown = " ".join(exim.wb("removal", "show", "1", "--no-dns").split())
    assert "is not known: no case of the reference is kept" in shown and "would add allow" in shown
    exim.wb("removal", "approve", "1")
    assert exim.send(CLIENT, headers=SHELL).end[1].ok


def test_a_denial_does_not_say_that_nothing_blocks_it(exim, tmp_path):
    with Agent(exim) as agent:
        refused_and_asked(exim, tmp_path)
        until(lambda: agent.metric("case_verdicts_total") >= 1)
    run = subprocess.run([exim_server.WHYBLOCK, "-c", exim.conf, "removal", "deny", "1", "--reason", "the script is still there"],
                         capture_output=True, text=True)
    assert run.returncode == 0 and "nothing blocks" not in run.stderr, run
