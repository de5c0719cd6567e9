# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Reports make listings: a spamtrap, a real scanner, recipients that nobody has; and who is never listed by them.

CLAMD: clamd's program, where it is not in the PATH.
"""

import concurrent.futures
import os
import re
import shutil
import socket
import subprocess
import time

import pytest
from agent import Agent, until
from exim_server import EXIM, PUBLISHED, TOP, Exim
from test_done import DoneExim

CLIENT = "192.0.2.66"
MARK = "WHYBLOCK-TEST-MALWARE"                        # what the tests' own signature finds
FOUND = "Whyblock.Test.Malware.UNOFFICIAL"            # as clamd names it
ADMITTED = 'report "malware" { except = {"Heuristics.*", "PUA.*"} }'
TRAPS = "# comment\n\ntrap@example.org\nspaced@example.org \t\r\n*@old.example.org\nharvested-*@example.org\n"


class ReportExim(DoneExim):
    """The snippets trap.conf, done.conf (which includes it) and malware.conf, as they say; scans false: whyblock's own line at DATA instead."""
    scans = True

    def _exim_configuration(self):
        self.traps = self.folder / "traps"
        self.traps.write_text(TRAPS)
        for name in ("trap", "malware"):
            (self.folder / f"whyblock-{name}.conf").write_text(self.local((TOP / f"acl-snippets/{name}.conf").read_text()))
        self.acl = {"data": f"accept condition = ${{if !exists{{{self.folder}/clamd.sock}}}}\n.include_if_exists {self.folder}/whyblock-malware.conf\n  deny malware = */defer_ok\n       message = malware ($malware_name)\n"
                    if self.scans else PUBLISHED}
        self.main = f"av_scanner = clamd:{self.folder}/clamd.sock"
        text = super()._exim_configuration()
        self.done_conf.write_text(self.done_conf.read_text().replace("/etc/exim4/", f"{self.folder}/"))
        return text

    def local(self, acl_text):
        text = super().local(acl_text).replace("/etc/whyblock/traps", str(self.folder / "traps"))
        return re.sub(r"(\{whyblock_report\}.*\{\$sender_host_address\})(?:\{\})?", rf"\1{{store={self.store}}}", text)

    def reset(self):
        super().reset()
        if hasattr(self, "traps"):
            self.traps.write_text(TRAPS)
            self.traps.chmod(0o644)


@pytest.fixture(scope="module")
def daemon():
    with ReportExim() as exim:
        yield exim


@pytest.fixture
def exim(daemon):
    daemon.reset()
    yield daemon
    assert daemon.panic() == []


def code(exim, client, to="one@example.org", **more):
    return exim.send(client, to=[to], **more).end[1].code


def listed(exim):
    """(prefix, category, reason) of each listing that a report has made."""
    rows = [line.split("\t") for line in exim.wb("list", "export").splitlines()[1:]]
    return sorted((row[0], row[1], row[6]) for row in rows if row[3].startswith("report:"))


def result(agent, name):
    return agent.metric("report_outcomes_total", outcome=name)


def decided(agent, count=1):
    """Until so many reports have come, and nothing is left to do for any of them."""
    until(lambda: agent.metric("reports_total") == count and agent.metric("reports_waiting") == 0)


def unknown_recipients(exim, client, unknown=12, of=20, sender="a@example.com", login=False):
    """One connection that asks for so many."""
    with exim.client(client) as connection:
        connection.say("EHLO x")
        if login:
            connection.say("AUTH PLAIN AGFubgBzZWNyZXQ=")
        connection.say(f"MAIL FROM:<{sender}>")
        replies = connection.say(*(f"RCPT TO:<{'nobody' + str(number) if number < unknown else 'one'}@example.org>" for number in range(of)))
        connection.say("QUIT")
    return [reply.code for reply in replies]


# Spamtraps

@pytest.mark.parametrize("trap", ["trap@example.org", "TRAP@Example.ORG", "spaced@example.org", "anybody@old.example.org", "harvested-7@example.org"])
def test_who_writes_to_a_trap_is_refused_in_its_next_connection(exim, trap):
    with Agent(exim) as agent:
        assert code(exim, CLIENT, trap) == 550        # nobody has it: it looks like any other such address
        began = time.monotonic()
        decided(agent)
        reply = exim.send(CLIENT, to=["one@example.org"]).end[1]
        assert time.monotonic() - began < 1
    assert (reply.code, reply.text[0]) == (550, f"5.7.1 Server [{CLIENT}] blocked as a source of spam")
    (prefix, category, reason), = listed(exim)
    assert (prefix, category, reason.lower()) == (f"{CLIENT}/32", "spam-source", f"mail to the spamtrap {trap}".lower())
    verdict, = exim.verdicts(CLIENT)
    assert verdict["evidence"] == "listing:report:trap"
    assert exim.explain(CLIENT)["evidence"][0]["reason"] == reason


def test_who_writes_to_others_is_not(exim):
    with Agent(exim) as agent:
        for recipient in ("one@example.org", "nobody@example.org", "trap@example.net", "nottrap@example.org"):
            code(exim, CLIENT, recipient)
        agent.settle()
        assert agent.metric("events_total", kind="report") == 0


def test_it_ends_by_itself(exim):
    """By the clock of whoever asks: what is published says until when."""
    with Agent(exim) as agent:
        code(exim, CLIENT, "trap@example.org")
        decided(agent)
    now = time.time()
    for hours, accept in ((23, False), (25, True)):
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now + hours * 3600))
        assert exim.explain(CLIENT, "--at", at)["accept"] is accept


def test_no_trap_counts_without_its_file_or_the_object(exim):
    with Agent(exim) as agent:
        exim.traps.unlink()
        assert code(exim, CLIENT, "trap@example.org") == 550
        exim.traps.write_text(TRAPS)
        exim.so.unlink()
        assert code(exim, CLIENT, "trap@example.org") == 550
        assert code(exim, CLIENT) == 250
        agent.settle()
        assert agent.metric("events_total", kind="report") == 0


@pytest.mark.parametrize("mode, text", [(0, TRAPS), (0o600, TRAPS), (0o644, "^(\n(\n[\n*(@example.net\n\\E(\n${run{x}}\n")])
def test_no_slip_in_the_file_stops_mail(exim, mode, text):
    exim.traps.write_text(text)
    exim.traps.chmod(mode)
    with Agent(exim) as agent:
        assert code(exim, CLIENT, "trap@example.org") == 550
        assert code(exim, CLIENT) == 250
        agent.settle()
        assert agent.metric("events_total", kind="report") == 0


def test_exims_group_may_read_the_file(exim):
    exim.traps.chmod(0o640)
    shutil.chown(exim.traps, group=exim.group)
    with Agent(exim) as agent:
        code(exim, CLIENT, "trap@example.org")
        decided(agent)
    assert len(listed(exim)) == 1


# Who is never listed

@pytest.mark.parametrize("more", [{"sender": ""}, {"login": "ann"}])
def test_bounces_and_users_are_not_reported(exim, more):
    with Agent(exim) as agent:
        exim.send(CLIENT, to=["trap@example.org"], **more)
        agent.settle()
        assert agent.metric("events_total", kind="report") == 0


class CallingExim(ReportExim):
    """An ACL of the site's own, behind the line of whyblock or with that at connect, which asks nothing itself."""
    CALL = "warn set acl_c_seen = ${dlfunc{/usr/lib/exim4/whyblock.so}{whyblock_report}{trap}{seen}{$sender_host_address}}"

    def __init__(self, phase):
        super().__init__()
        self.phase = phase

    def _exim_configuration(self):
        self.acl = {"rcpt": (PUBLISHED + "\n  " if self.phase == "rcpt" else "") + self.CALL, "connect": PUBLISHED if self.phase == "connect" else ""}
        return Exim._exim_configuration(self)


KNOWN = [("192.0.2.1", {}, 1), ("192.0.2.2", {"sender": ""}, 0), ("192.0.2.3", {"login": "ann"}, 0), ("198.51.100.7", {}, 0)]


@pytest.mark.parametrize("phase", ["rcpt", "connect"])
def test_an_acl_that_asks_nothing_reports_nobody_whom_the_last_verdict_knows(phase):
    with CallingExim(phase) as exim:
        exim.configure('exempt { authenticated = false hosts = {"198.51.100.0/24"} }')
        for client, more, wanted in KNOWN:
            with Agent(exim) as agent, agent.follow() as events:
                exim.send(client, **more)
                agent.settle()
                # At connect nobody knows yet who sends, nor who will log in.
                count = agent.metric("events_total", kind="report")
                assert count == (1 if phase == "connect" and more else wanted), client
                if count and phase == "rcpt":
                    event = events.next()
                    assert (event["sender"], event["recipient"], event["helo"]) == ("sender@example.com", "user@example.org", "mail.example.com")
        assert exim.panic() == []


@pytest.mark.parametrize("before, after, count", [("", "a@example.com", 1), ("a@example.com", "", 0), ("a@example.com", "b@example.com", 1)])
def test_what_a_message_before_it_was_says_nothing(exim, before, after, count):
    """Else one recipient of a bounce would hide all that a connection writes to traps."""
    with Agent(exim) as agent, agent.follow() as events:
        with exim.client(CLIENT) as connection:
            connection.say("HELO x", f"MAIL FROM:<{before}>", "RCPT TO:<one@example.org>", "RSET", f"MAIL FROM:<{after}>", "RCPT TO:<trap@example.org>")
            agent.settle()
            assert agent.metric("events_total", kind="report") == count
        if count:
            event = events.next()
            assert (event["event"], event["sender"], event.get("recipient")) == ("report", after, None)


def test_an_acl_that_says_who_sends_reports_no_bounce():
    with CallingExim("connect") as exim:
        call = f"{{whyblock_report}}{{trap}}{{seen}}{{{CLIENT}}}{{store={exim.store}}}"
        with Agent(exim) as agent:
            for sender, count in (("", 0), ("a@example.com", 1)):
                subprocess.run([EXIM, "-C", exim.exim_conf, "-be", f"${{dlfunc{{{exim.so}}}{call}{{{sender}}}}}"], capture_output=True, check=True)
                agent.settle()
                assert agent.metric("events_total", kind="report") == count


def test_exempt_and_allowed_hosts_and_private_space_are_not_listed(exim):
    exim.configure('exempt { hosts = {"198.51.100.0/24"} }')
    exim.list("203.0.113.0/24", "allow")
    with Agent(exim) as agent:
        for client in ("198.51.100.7", "203.0.113.7", "10.0.0.7"):
            code(exim, client, "trap@example.org")
        decided(agent, 3)
        assert [result(agent, name) for name in ("exempt", "allowed", "private", "listed")] == [1, 1, 1, 0]
    assert listed(exim) == []


def test_known_senders_are_not_listed_nor_who_may_be_one(exim, dns):
    dns.configure(exim, deadline=1, more=f'known_senders = "{TOP}/config/known-senders.conf"\n')
    dns.play("in-addr.arpa 198.18.0.1 ptr=mail-1.google.com\nmail-1.google.com @ 198.18.0.1\n"
             "in-addr.arpa 198.18.0.2 ptr=mail-2.google.com\nmail-2.google.com @ 203.0.113.9\n"
             "in-addr.arpa 198.18.0.3 silence\nin-addr.arpa 198.18.0.4 NXDOMAIN\n")
    with Agent(exim) as agent:
        for number in range(1, 5):
            code(exim, f"198.18.0.{number}", "trap@example.org")
        decided(agent, 4)
        assert [result(agent, name) for name in ("known-sender", "no-name", "listed")] == [1, 1, 2]
        said = agent.end()
    assert [prefix for prefix, _, _ in listed(exim)] == ["198.18.0.2/32", "198.18.0.4/32"]
    assert "198.18.0.3/32: reported (trap), but not listed" in said


def test_a_host_whose_mail_is_accepted_is_not_listed(exim):
    with Agent(exim) as agent:
        with exim.client(CLIENT) as connection:
            connection.say("HELO x", "MAIL FROM:<a@example.com>", *["RCPT TO:<one@example.org>"] * 10, "QUIT")
        agent.settle()
        code(exim, CLIENT, "trap@example.org")
        decided(agent)
        assert result(agent, "accepted") == 1 and listed(exim) == []
        code(exim, CLIENT, "trap@example.org")        # ten recipients for each report
        decided(agent, 2)
        assert result(agent, "listed") == 1


def test_whose_mail_is_accepted_outlives_the_agent(exim):
    with Agent(exim) as agent:
        with exim.client(CLIENT) as connection:
            connection.say("HELO x", "MAIL FROM:<a@example.com>", *["RCPT TO:<one@example.org>"] * 10, "QUIT")
        agent.settle()
        agent.end()
    with Agent(exim) as agent:
        code(exim, CLIENT, "trap@example.org")
        decided(agent)
        assert result(agent, "accepted") == 1 and agent.metric("reports_done_seen") == 1


def test_a_trial_reports_nothing(exim):
    with Agent(exim) as agent:
        subprocess.run([EXIM, "-C", exim.exim_conf, "-bh", CLIENT], input="HELO x\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<trap@example.org>\r\nQUIT\r\n",
                       capture_output=True, text=True, check=False)
        agent.settle()
        assert agent.metric("events_total", kind="report") == 0


# Form mail

class FormExim(ReportExim):
    scans = False


RULES = f'rules_file = "{TOP / "config/rules.conf"}"\n'
SHELL = "X-PHP-Script: www.example.net/wp-content/uploads/x.php for 203.0.113.9\r\n"
WEAK = "X-PHP-Originating-Script: 33:m1.php\r\n"


@pytest.fixture(scope="module")
def form_daemon():
    with FormExim() as exim:
        yield exim


@pytest.fixture
def forms(form_daemon):
    form_daemon.reset()
    form_daemon.configure(RULES)
    yield form_daemon
    assert form_daemon.panic() == []


def counted(exim, client="198.18.0.9"):
    """A connection that tells what it did: without one for a day nobody is listed for form mail."""
    with exim.client(client) as connection:
        connection.say("EHLO x", "MAIL FROM:<a@example.com>", "QUIT")


def test_a_host_whose_form_mail_is_refused_is_listed_for_six_hours(forms):
    with Agent(forms) as agent:
        counted(forms)
        agent.settle()
        assert forms.send(CLIENT, to=["one@example.org"], headers=SHELL).end[1].code == 550
        decided(agent)
        assert code(forms, CLIENT) == 550
        assert listed(forms) == [(f"{CLIENT}/32", "formmail", "www.example.net/wp-content/uploads/x.php for 203.0.113.9")]
        in_time, late = (time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 6 * 3600 + more)) for more in (-60, 60))
        assert forms.explain(CLIENT, "--at", in_time)["verdict"]["action"] == "reject"
        assert forms.explain(CLIENT, "--at", late)["verdict"]["action"] == "accept"


def test_a_rule_of_no_group_refuses_the_message_alone(forms):
    """It holds for mail that a list hands on, too."""
    forms.configure(RULES + 'rule "ours" { header = {"X-Mailer"} header_pattern = "^OldForm" category = "formmail" }\n')
    with Agent(forms) as agent:
        counted(forms)
        agent.settle()
        headers = "List-Id: <users.example.net>\r\nX-Mailer: OldForm 1.0\r\n"
        assert forms.send(CLIENT, to=["one@example.org"], headers=headers).end[1].code == 550
        agent.settle()
        assert agent.metric("reports_total") == 0 and listed(forms) == []
    assert code(forms, CLIENT) == 250


class DataExim(FormExim):
    """The line of whyblock stands in the DATA ACL alone."""

    def _exim_configuration(self):
        before, behind = super()._exim_configuration().split("acl_check_rcpt:\n", 1)
        return before + "acl_check_rcpt:\n" + behind.replace(self.local(PUBLISHED), "", 1)


@pytest.mark.parametrize("action", ["defer", "reject"])
def test_what_is_refused_for_something_else_is_no_form_mail(action):
    """Else a good script's mail, put off for its country or by a DNSBL, would have its host listed."""
    with DataExim() as exim:
        exim.configure(RULES + f'category "policy" {{ action = "{action}" }}\n')
        exim.list(CLIENT, "policy")
        with Agent(exim) as agent:
            counted(exim)
            agent.settle()
            headers = "X-PHP-Originating-Script: 33:class-phpmailer.php\r\n"
            phase, reply = exim.send(CLIENT, to=["one@example.org"], sender="www-data@web.example.net", headers=headers).end
            assert phase == "data" and reply.code in (451, 550)
            agent.settle()
            assert exim.verdicts(CLIENT)[0]["category"] == "policy" and agent.metric("reports_total") == 0


def test_weak_signs_list_by_the_third_message(forms):
    with Agent(forms) as agent:
        counted(forms)
        for name in ("one", "one", "one", "two", "three"):     # three recipients
            assert listed(forms) == []
            forms.send(CLIENT, to=[f"{name}@example.org"], headers=WEAK)
            agent.settle()
        decided(agent)
        assert [row[1] for row in listed(forms)] == ["formmail"]


def test_without_what_connections_did_nobody_is_listed_for_form_mail(forms):
    with Agent(forms) as agent:
        with forms.client(CLIENT) as connection:
            connection.say("EHLO x", "MAIL FROM:<a@example.com>", "RCPT TO:<one@example.org>", "DATA")
            reply, = connection.say(f"{SHELL}\r\nhello\r\n.".encode())
            assert reply.code == 550
            decided(agent)
            assert listed(forms) == [] and result(agent, "listed") == 0


# Recipients that nobody has, and what is no SMTP

def test_three_connections_with_many_unknown_recipients(exim):
    with Agent(exim) as agent:
        for number in range(3):
            assert code(exim, CLIENT) == 250
            assert unknown_recipients(exim, CLIENT) == [550] * 12 + [250] * 8     # those that somebody has speak not for it
            agent.settle()
        decided(agent, 3)
        reply = exim.send(CLIENT, to=["one@example.org"]).end[1]
    assert reply.text[0] == f"5.7.1 Server [{CLIENT}] blocked as a source of spam"
    assert listed(exim) == [(f"{CLIENT}/32", "spam-source", "3 reports, the last one: 12 of 20 recipients are unknown here")]


@pytest.mark.parametrize("how", [{"sender": ""}, {"login": True}, {"unknown": 5, "of": 12}, {"unknown": 9, "of": 9}])
def test_connections_that_do_not_count(exim, how):
    with Agent(exim) as agent:
        for _ in range(4):
            unknown_recipients(exim, CLIENT, **how)
        agent.settle()
        assert agent.metric("reports_total") == 0 and agent.metric("events_total", kind="done") == 4


def test_what_is_no_smtp_lists_as_well(exim):
    with Agent(exim) as agent:
        for _ in range(5):
            with exim.client(CLIENT) as connection:
                connection.sock.sendall(b"nonsense\r\n" * 10)
                while connection.sock.recv(4096):
                    pass
                connection.sock.close()
                connection.sock = None
        decided(agent, 5)
        reply = exim.send(CLIENT, to=["one@example.org"]).end[1]
    assert reply.text[0] == f"5.7.1 Server [{CLIENT}] blocked for possible virus or trojan activity"


# A real scanner

@pytest.fixture(scope="module")
def clamd(daemon):
    """A private clamd with one signature of ours."""
    program = os.environ.get("CLAMD") or shutil.which("clamd", path=f"{os.environ['PATH']}:/usr/sbin")
    if not program:
        pytest.skip("clamd is not here (Debian: clamav-daemon; or set CLAMD)")
    folder = daemon.folder / "clamd"
    folder.mkdir()
    (folder / "own.ndb").write_text(f"{FOUND.removesuffix('.UNOFFICIAL')}:0:*:{MARK.encode().hex()}\n")
    path = daemon.folder / "clamd.sock"
    (folder / "clamd.conf").write_text(f"LocalSocket {path}\nDatabaseDirectory {folder}\nForeground yes\nUser root\n")
    with open(folder / "log", "w") as log:
        process = subprocess.Popen([program, "-c", folder / "clamd.conf"], stdout=log, stderr=log)

    def answers():
        assert process.poll() is None, (folder / "log").read_text()
        try:
            with socket.socket(socket.AF_UNIX) as peer:
                peer.connect(str(path))
                peer.sendall(b"PING\n")
                return peer.recv(16) == b"PONG\n"
        except OSError:
            return False
    until(answers)
    yield program
    process.terminate()
    process.wait()


def send_malware(exim, client, **more):
    return exim.send(client, to=["one@example.org"], headers=f"X-Sample: {MARK}\r\n", **more).end


def test_malware_lists(exim, clamd):
    exim.configure(ADMITTED)
    with Agent(exim) as agent:
        phase, reply = send_malware(exim, CLIENT)
        assert (phase, reply.lines[-1]) == ("data", f"550 malware ({FOUND})")
        decided(agent)
        reply = exim.send(CLIENT, to=["one@example.org"]).end[1]
    assert (reply.code, reply.text[0]) == (550, f"5.7.1 Server [{CLIENT}] blocked for possible virus or trojan activity")
    assert listed(exim) == [(f"{CLIENT}/32", "virus", FOUND)]


def test_what_is_only_suspected_does_not(exim, clamd):
    with Agent(exim) as agent:
        assert send_malware(exim, CLIENT)[1].code == 550
        decided(agent)
        assert result(agent, "excepted") == 1 and listed(exim) == []


@pytest.mark.parametrize("more", [{"sender": ""}, {"login": "ann"}])
def test_malware_of_a_bounce_or_a_user_is_not_reported(exim, clamd, more):
    exim.configure(ADMITTED)
    with Agent(exim) as agent:
        assert send_malware(exim, CLIENT, **more)[1].code == 550
        agent.settle()
        assert agent.metric("events_total", kind="report") == 0


# Many at once, and nobody there

def crowd(exim, clients):
    """The seconds that each waits for the answer to RCPT, all connected at once."""
    def one(client):
        with exim.client(client) as connection:
            connection.say("HELO x", "MAIL FROM:<a@example.com>")
            began = time.monotonic()
            assert connection.say("RCPT TO:<trap@example.org>")[0].code == 550
            return time.monotonic() - began
    with concurrent.futures.ThreadPoolExecutor(len(clients)) as pool:
        return list(pool.map(one, clients))


CLIENTS = [f"198.18.{number // 250}.{number % 250 + 1}" for number in range(300)]


def test_three_hundred_at_once_are_one_listing_each(exim):
    with Agent(exim) as agent:
        waited = crowd(exim, CLIENTS)
        decided(agent, 300)
        assert result(agent, "listed") == 300
    assert [prefix for prefix, _, _ in listed(exim)] == sorted(f"{client}/32" for client in CLIENTS)
    print(f"300 at once: the longest wait for the answer to RCPT was {max(waited):.2f} s")
    assert max(waited) < 10


def test_without_the_agent_nobody_waits_and_status_says_so(exim):
    exim.configure('report "trap" {}')
    with Agent(exim):
        pass                                          # its folder is there, and so is its socket
    waited = crowd(exim, CLIENTS[:100])
    assert max(waited) < 10 and listed(exim) == []
    assert "nobody is listed by reports, spamtraps and malware included" in " ".join(exim.wb("status", status=None).split())


def test_status_tells_what_became_of_reports(exim):
    exim.configure('report "trap" {}')
    exim.list("203.0.113.0/24", "allow")
    with Agent(exim) as agent:
        for client in (CLIENT, "203.0.113.7"):
            code(exim, client, "trap@example.org")
        decided(agent, 2)
        said = " ".join(exim.wb("status", status=None).split())
    assert "2 came since the agent started, 1 listed a host; 1 of hosts that a listing allows" in said


def test_stats_count_what_reports_have_refused(exim):
    with Agent(exim) as agent:
        code(exim, CLIENT, "trap@example.org")
        decided(agent)
        code(exim, CLIENT)
    assert "listing:report:trap" in exim.wb("stats", exim.folder / "log/mainlog")


def test_events_show_reports(exim):
    with Agent(exim) as agent, agent.follow() as events:
        code(exim, CLIENT, "trap@example.org")
        event = events.next()
        assert (event["event"], event["kind"], event["client"], event["of_host"]) == ("report", "trap", CLIENT, 1)


TEXTS = {"": "", "x" * 3000: "x" * 200, "a\x01b\xff": "a?b?", '"} drop': '"} drop'}


@pytest.mark.parametrize("text", TEXTS)
def test_any_text_is_taken(exim, text):
    """Exim's command line takes 256 characters: the text is a file's."""
    (exim.folder / "text").write_bytes(text.encode("latin-1"))
    with Agent(exim) as agent, agent.follow() as events:
        call = f"<${{dlfunc{{{exim.so}}}{{whyblock_report}}{{trap}}{{${{readfile{{{exim.folder}/text}}}}}}{{{CLIENT}}}{{store={exim.store}}}}}>"
        said = subprocess.run([EXIM, "-C", exim.exim_conf, "-be"], input=call + "\n", capture_output=True, text=True, check=True).stdout
        assert said.strip(" >\n") == "<", said
        assert events.next().get("reason", "") == TEXTS[text]
