# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Requests for removal by mail, in a real Exim: blocked hosts reach removal@, and acl-snippets/removal-*.conf hand the mail over."""

import grp
import pwd
import re
import shutil
import subprocess

import pytest
from exim_server import EXIM, ONE_LINE, TOP, WHYBLOCK, Exim, debian_settings
from mailbox import Mailbox, settings

CLIENT, SENDER = "192.0.2.66", "ann@example.com"
OWNER = "nobody"                                         # of the store, as whom the transport runs
OWNER_GROUP = grp.getgrgid(pwd.getpwnam(OWNER).pw_gid).gr_name
SNIPPETS = {name: TOP / f"acl-snippets/removal-{name}.conf" for name in ("router", "transport")}


class RemovalExim(Exim):
    """An Exim with both snippets where their first lines put them, and a whyblock.conf whose sendmail keeps what it is given."""

    def __init__(self):
        super().__init__({"rcpt": f"require verify = recipient\n  {ONE_LINE}"}, main="domainlist local_domains = example.org")

    def _prepare(self):
        self.command = self.folder / "whyblock"        # which Exim's user can run wherever it was built
        shutil.copyfile(WHYBLOCK, self.command)
        self.command.chmod(0o755)
        self.box = Mailbox(self.folder)
        super()._prepare()

    def configure(self, more="", **options):
        super().configure(settings(self.box) + more, **options)

    def snippet(self, name):
        text = SNIPPETS[name].read_text().replace("/usr/bin/whyblock removal", f"{self.command} -c {self.conf} removal")
        path = self.folder / f"{name}.conf"
        path.write_text(text.replace("/usr/bin/whyblock}", f"{self.command}}}").replace("{whyblock}", f"{{{OWNER}}}"))
        return path

    def _exim_configuration(self):
        return super()._exim_configuration() + f"""
begin routers
  .include_if_exists {self.snippet("router")}
everybody:
  driver = accept
  local_parts = user : abuse : postmaster
  transport = keep
begin transports
  .include_if_exists {self.snippet("transport")}
keep:
  driver = appendfile
  file = {self.folder}/spool/kept
  user = {self.user}
begin retry
*  *  F,4d,6h
"""

    def mail(self, text, to="removal@example.org", sender=SENDER, address=CLIENT, **headers):
        """The last reply of the dialogue."""
        headers = {"From": SENDER, "Subject": "Blocked", **headers}
        lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()] + ["", *text.splitlines(), "."]
        with self.client(address) as client:
            client.say("HELO mail.example.com")
            *_, reply = client.say(f"MAIL FROM:<{sender}>", f"RCPT TO:<{to}>")
            if reply.ok:
                *_, reply = client.say("DATA", "\r\n".join(lines))
            return reply

    def deliver(self):
        """Runs the queue, as Exim does by itself after each message."""
        self.exim("-C", self.exim_conf, "-q")

    def refused(self):
        """What the blocked host gets, without Exim's codes."""
        reply = self.mail("hello", to="user@example.org")
        assert reply.code == 550
        return "\n".join(reply.lines)

    def requests(self):
        import json
        return json.loads(self.wb("--json", "removal", "list", "--all"))

    def queued(self):
        return self.exim("-C", self.exim_conf, "-bpc").strip()

    def handed_over(self):
        """whyblock's lines in the main log."""
        return [found[1] for line in self.log() if (found := re.search(r"whyblock: (removal=.*)", line))]


@pytest.fixture
def exim():
    with RemovalExim() as exim:
        shutil.chown(exim.store, OWNER, OWNER_GROUP)
        exim.wb("init", "--group", exim.group)           # with a reference key
        exim.list(CLIENT, "open-relay")
        yield exim


def test_a_blocked_host_asks(exim):
    """From the refusal to the lifted block, with nothing but what the host was told."""
    refusal = exim.refused()
    assert exim.mail(f"We mended it.\n{refusal}").ok
    exim.deliver()
    request, = exim.requests()
    assert (request["number"], request["client"], request["category"], request["email"], request["state"]) == (
        1, CLIENT, "open-relay", SENDER, "open")
    assert exim.handed_over()[0].startswith(f"removal=filed request=1 client={CLIENT} sender={SENDER} answered=yes")
    answer = exim.box.last
    assert answer.arguments == ["-oi", "-f", "<>", "--", SENDER] and answer["Auto-Submitted"] == "auto-replied"
    assert "1" in answer["Subject"] and CLIENT in answer.text
    exim.wb("removal", "approve", "1")
    assert CLIENT in exim.box.last.text and exim.box.last.arguments[-1] == SENDER
    assert exim.mail("hello", to="user@example.org").ok
    assert exim.panic() == []


def test_a_dialogue(exim):
    """A reply to the decision, and the decision that comes back, are kept with the request; neither is answered."""
    exim.mail(exim.refused())
    exim.deliver()
    exim.wb("removal", "deny", "1", "--reason", "it still relays")
    denied = exim.box.last
    assert "/status/" in denied.text and denied.arguments[2] == "removal@example.net"
    assert exim.mail("It does not, we looked.", In_Reply_To=denied["Message-ID"], Subject=f"Re: {denied['Subject']}").ok
    assert exim.mail(f"no such user\n{denied.raw.decode()}", sender="", Subject="Undelivered").ok
    exim.deliver()
    import json
    request = json.loads(exim.wb("--json", "removal", "show", "1", "--no-dns"))
    # Exim's queue runner takes the two in any order.
    assert {note["text"].splitlines()[1] for note in request["notes"]} == {"It does not, we looked.", "no such user"}
    assert sorted(line.split()[0] for line in exim.handed_over()) == ["removal=filed", "removal=reply", "removal=reply"]
    assert len(exim.box.mails) == 2 and len(exim.requests()) == 1 and exim.queued() == "0"


def test_an_address_that_is_not_ascii(exim):
    """Exim 4.96 and later take it in MAIL when the client says SMTPUTF8, and hand it over as it is."""
    exim.mail(exim.refused(), From="Jörg <jörg@exämple.example>")
    exim.deliver()
    assert exim.requests()[0]["email"] == SENDER and "jörg@exämple.example" in exim.requests()[0]["how"]


@pytest.mark.parametrize("recipient, ok", [("removal@example.org", True), ("Removal@Example.ORG", True), ("postmaster@example.org", True),
                                           ("abuse@example.org", True), ("user@example.org", False), ("removals@example.org", False)])
def test_who_is_reachable(exim, recipient, ok):
    assert exim.mail("hello", to=recipient).ok == ok


def test_a_returned_message_is_forwarded(exim):
    refusal = " ".join(line[4:] for line in exim.refused().splitlines())
    text = (f"--b\nContent-Type: text/plain\n\nSee what came back.\n--b\nContent-Type: message/rfc822\n\nFrom: mailer-daemon@example.com\n"
            'Content-Type: multipart/report; report-type=delivery-status; boundary="c"\n\n--c\nContent-Type: message/delivery-status\n\n'
            f"Reporting-MTA: dns; mail.example.com\n\nFinal-Recipient: rfc822; user@example.org\nStatus: 5.7.1\n"
            f"Diagnostic-Code: smtp; {refusal}\n\n--c--\n--b--")
    assert exim.mail(text, MIME_Version="1.0", Content_Type='multipart/mixed; boundary="b"').ok
    exim.deliver()
    assert [request["number"] for request in exim.requests()] == [1]


def test_bounces_and_automatic_mails_are_taken_and_ignored(exim):
    refusal = exim.refused()
    assert exim.mail(refusal, sender="").ok
    assert exim.mail(refusal, Auto_Submitted="auto-replied").ok
    assert exim.mail(refusal, sender="removal@example.net").ok
    exim.deliver()
    assert (exim.requests(), exim.box.mails, exim.queued()) == ([], [], "0")
    assert [line.split()[0] for line in exim.handed_over()] == ["removal=ignored"] * 3


def test_our_answer_comes_back(exim):
    """As a bounce, and from a program that answers all mail: both end here."""
    exim.mail(exim.refused())
    exim.deliver()
    answer = exim.box.last.raw.decode()
    assert exim.mail(f"could not be delivered:\n{answer}", sender="").ok
    assert exim.mail(f"I am away.\n{answer}", Auto_Submitted="auto-replied", In_Reply_To=exim.box.last["Message-ID"]).ok
    exim.deliver()
    assert len(exim.requests()) == len(exim.box.mails) == 1


def test_a_flood(exim):
    refusal = exim.refused()
    for n in range(50):
        assert exim.mail(refusal if n % 2 else "Please remove us").ok
    exim.deliver()
    assert len(exim.requests()) == 1 and len(exim.box.mails) == 5
    assert exim.queued() == "0"


def test_a_store_that_cannot_be_written(exim):
    """The mail stays in the queue, nobody gets a bounce, and it is a request as soon as the store is well."""
    refusal = exim.refused()
    (exim.store / "requests").chmod(0)
    (exim.store / "requests").rename(exim.store / "away")
    (exim.store / "requests").write_text("")
    assert exim.mail(refusal).ok
    exim.deliver()
    assert exim.queued() == "1" and exim.box.mails == []
    (exim.store / "requests").unlink()
    (exim.store / "away").rename(exim.store / "requests")
    exim.wb("init", "--group", exim.group)
    exim.exim("-C", exim.exim_conf, "-qf")
    assert [request["number"] for request in exim.requests()] == [1] and exim.queued() == "0"


def test_with_the_command_missing(exim):
    """Exim says so in the dialogue: the recipient is none of the other routers'."""
    exim.command.unlink()
    assert exim.mail("hello").code == 550
    assert exim.mail("hello", to="postmaster@example.org").ok


@pytest.mark.parametrize("name", SNIPPETS)
def test_explained_in_its_first_lines(name):
    text = SNIPPETS[name].read_text()
    assert text.startswith("# Requests for removal by mail, ")
    comment, driver = text.split("\n\n")
    assert all(line.startswith("#") for line in comment.splitlines()) and driver.startswith("whyblock_removal:\n")
    assert all(line.startswith("  ") for line in driver.splitlines()[1:])


def test_in_debians_split_configuration(tmp_path):
    """Under the names that the first lines give: before Debian's own routers for local domains."""
    if not shutil.which("update-exim4.conf"):
        pytest.skip("Debian's own Exim configuration is not here (package exim4-config)")
    debian = tmp_path / "exim4"
    shutil.copytree("/etc/exim4", debian)
    for name, folder in ("router", "150_whyblock-removal"), ("transport", "30_whyblock-removal"):
        assert f"/etc/exim4/conf.d/{name}/{folder}" in SNIPPETS["router"].read_text()
        text = SNIPPETS[name].read_text().replace("exists{/usr/bin/whyblock}", "exists{/bin/sh}")
        (debian / "conf.d" / name / folder).write_text(text)
    (debian / "update-exim4.conf.conf").write_text(debian_settings(split=True))
    subprocess.run(["update-exim4.conf", "-d", debian, "-o", tmp_path / "out"], check=True, capture_output=True)
    run = subprocess.run([EXIM, "-C", tmp_path / "out", "-bt", "removal@example.org"], capture_output=True, text=True)
    assert "router = whyblock_removal, transport = whyblock_removal" in run.stdout, run
