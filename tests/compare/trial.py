# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""One case of the comparison: a fresh store and configuration, what is done with them, and a record of all that came back.

A corpus is a module whose functions are marked:

    @case()
    def a_listed_host(trial):
        trial.list("192.0.2.66", "open-relay")
        trial.read("explain", "192.0.2.66")            # as text, and with --json

    @cases(["host", "range"], acl="rcpt")               # a case for each row, with a private Exim that asks in its RCPT ACL
    def a_scope(trial, scope):
        trial.list("192.0.2.66", "open-relay", "--scope", scope)
        trial.send("192.0.2.66")
"""

import pathlib
import re
import shutil
import subprocess
from typing import Callable, NamedTuple

import exim_server
import mailbox
import reference
import web_service
from environment import ENVIRONMENT

NOW_S = 1796126400                                     # 2026-12-01T12:00:00Z: what steady.c says to whyblock
PATIENCE_S = 60
CASES = []
# An Exim for each place where whyblock is asked: its ACLs, by phase.
PREFETCH = exim_server.ONE_LINE.replace("{whyblock}", "{whyblock_prefetch}")
ACLS = {
    "rcpt":     {"rcpt": exim_server.ONE_LINE},
    "data":     {"data": exim_server.ONE_LINE},
    "connect":  {"connect": exim_server.ONE_LINE},
    "prefetch": {"connect": PREFETCH, "mail": PREFETCH, "rcpt": exim_server.ONE_LINE},
    "all":      dict.fromkeys(exim_server.PHASES, exim_server.ONE_LINE),
}


class Case(NamedTuple):
    name: str
    run: Callable
    acl: str                                           # a key of ACLS; empty: without Exim


def case(acl=""):
    return lambda function: add(function.__name__, function, acl)


def cases(rows, acl=""):
    """rows: a list of arguments, or a dictionary of names and arguments; a tuple is several arguments."""
    def mark(function):
        for name, row in rows.items() if isinstance(rows, dict) else zip(map(str, rows), rows):
            arguments = row if isinstance(row, tuple) else (row,)
            add(f"{function.__name__}: {name}", lambda trial, arguments=arguments: function(trial, *arguments), acl)
        return function
    return mark


def add(name, function, acl):
    name = name.replace("\n", " ")[:100]
    alike = sum(known.name == name or known.name.startswith(f"{name} (") for known in CASES)
    CASES.append(Case(f"{name} ({alike + 1})" if alike else name, function, acl))
    return function


class Trial:
    """A case under way with one of the builds; record holds the lines that are compared."""

    def __init__(self, programs, folder, empty_store, dns, geoip_files, exim=None):
        self.programs, self.empty_store, self.dns, self.geoip_files, self.exim = programs, empty_store, dns, geoip_files, exim
        self.folder = exim.folder if exim else folder
        self.conf, self.store, self.key = (self.folder / name for name in ("whyblock.conf", "store", "reference.key"))
        self.record, self.steps, self.service = [], 0, None

    def begin(self):
        """A plain configuration and an empty store. Without a reference key, which sign() makes: most replies are read without."""
        self.dns.load("")
        if self.exim:
            (self.folder / "input").unlink(missing_ok=True)
            self.exim.so.unlink(missing_ok=True)       # reset() copies that of this build
            self.exim.reset()
        else:
            self.configure()
            shutil.copytree(self.empty_store, self.store)

    # what is given

    def configure(self, more="", site=exim_server.SITE, country="", asn=""):
        geoip = exim_server.geoip(*(self.geoip_files.get(layout, layout) for layout in (country, asn)))
        self.write_conf(f'store = "{self.store}"\n{site}{geoip}{more}')

    def write_conf(self, text):
        self.conf.write_text(text)
        self.conf.chmod(0o644)
        if self.exim:
            self.exim.wb("apply", status=None)         # a mistake leaves the one before in force

    def zones(self, script, *sections, deadline=2, more=""):
        """These zones in the configuration, and what the fake DNS server answers for them."""
        self.dns.load(script)
        self.configure(f'{more}\ndns {{ servers = {{"{self.dns.address}"}} deadline = {deadline} }}\n' + "\n".join(sections) + "\n")

    def file(self, name, text):
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def sign(self):
        """Makes the reference key, the same one each time."""
        self.run("init", record=False)

    def code(self, client="192.0.2.66", category="open-relay", **options):
        """A genuine reference, sent at NOW_S."""
        line = next(line for line in self.key.read_text().splitlines() if line[0] != "#")
        return reference.make(bytes.fromhex(line.split()[0]), client, category, **{"at": NOW_S, **options})

    def post(self, more="", removal="", **options):
        """Requests for removal can be filed and answered: a key, an address, and a sendmail whose mails are recorded."""
        self.sign()
        self.box = mailbox.Mailbox(self.folder)
        self.configure(mailbox.settings(self.box, removal) + more, **options)

    # the command

    def run(self, *arguments, input=None, record=True):
        """Runs the command and records standard output, standard error and exit status."""
        self.steps += 1
        run = subprocess.run([self.programs / "whyblock", "-c", self.conf, *arguments], capture_output=True, timeout=PATIENCE_S,
                             input=input.encode() if isinstance(input, str) else input, stdin=subprocess.DEVNULL if input is None else None,
                             env=dict(ENVIRONMENT, STEADY_SEED=str(self.steps)), cwd=self.folder)
        if record:
            self.note(f"$ whyblock {' '.join(map(str, arguments))}"[:200], run.stdout, run.stderr, f"exit {run.returncode}")
        return run

    def read(self, *arguments, **options):
        """The same for people and for programs."""
        self.run(*arguments, **options)
        return self.run("--json", *arguments, **options)

    def list(self, prefix, category="open-relay", *more, reason="seen by staff", source="staff:ann", record=False):
        return self.run("list", "add", prefix, category, "--reason", reason, "--source", source, *more, record=record)

    def load(self, *rows, record=False):
        """`list import` of rows: prefix, category, scope, source, created, expires, reason."""
        return self.run("list", "import", "-", input="".join("\t".join(row) + "\n" for row in rows), record=record)

    def receive(self, mail, sender="ann@example.com"):
        """A mail for removal@."""
        return self.run("--json", "removal", "receive", "--sender", sender, input=mail)

    def ask(self, client="192.0.2.66", category="open-relay", sender="ann@example.com"):
        """The usual request."""
        return self.receive(f"From: Ann <{sender}>\nSubject: Blocked\nMessage-ID: <1@example.com>\n\nref {self.code(client, category)}\n", sender)

    def mails(self):
        """Records the mails that were sent."""
        for mail in self.box.mails:
            self.note("sent to " + " ".join(mail.arguments), mail.raw)

    def state(self):
        """What is listed, and how it came so."""
        self.run("list", "export")
        self.run("--json", "history")

    # Exim

    def send(self, client, **options):
        """A client that sends a message; records the replies and the log."""
        self.exim.send(client, **options)
        self.heard(client, self.exim.dialogue)

    def say(self, client, *commands):
        """A client that says this, whatever the replies are; but nothing to an Exim that has hung up after its greeting."""
        with self.exim.client(client) as dialogue:
            dialogue.say(*(commands if dialogue.greeting.ok else ()))
        self.heard(client, dialogue.transcript)

    def heard(self, client, transcript):
        """The dialogue; whyblock's lines of the log, those of refusals, and what a message was tagged with."""
        self.note(f"client {client}", *(line for line in transcript if not line.startswith("S: 220 ")))     # Exim's greeting has the time
        log = [line.split(" ", 2)[2] for line in self.exim.log() if re.search(r" whyblock: | rejected | refused ", line)]
        for message in re.findall(r"^S: 250 OK id=(\S+)", "\n".join(transcript), re.M):
            header = (self.exim.folder / f"spool/input/{message}-H").read_text(errors="backslashreplace")
            self.note("header", *re.findall(r"^\d+.. (X-Whyblock.*)", header, re.M))
        self.note("log", *log, *(f"panic: {line}" for line in self.exim.panic()))
        for name in ("main", "reject"):
            path = self.exim.folder / f"log/{name}log"
            if path.exists():
                path.write_text("")

    # the service

    def serve(self, more="", **options):
        """Starts whyblock-web with all that requests need; end() stops it."""
        self.post(more, **options)
        self.service = web_service.Service.__new__(web_service.Service)        # without a configuration and a store of its own
        self.service.store = self.store
        self.service.conf, self.service.log, self.service.prefix, self.service.options = self.conf, self.folder / "log", (), ()
        self.service.program = self.programs / "whyblock-web"
        summary = subprocess.run([self.service.program, "--help"], capture_output=True, text=True).stdout
        self.service.agent_program = self.programs / "whyblock-agent" if "--agent" in summary else None
        self.service.start()

    def visit(self, path, *headers, form=None):
        """Records the whole answer; returns the page."""
        answer = self.service.get(path, *headers) if form is None else self.service.post(form, *headers, path=path)
        self.note(f"{'GET' if form is None else 'POST'} {path}", str(answer.status),
                  *(f"{name}: {value}" for name, value in answer.headers.items() if name != "Date"), answer.body)
        return answer.body.decode(errors="backslashreplace")

    def end(self):
        if self.service:
            self.note("whyblock-web", f"exit {self.service.stop()}", self.service.log.read_bytes())

    # the record

    def note(self, title, *parts):
        self.record.append(title)
        for part in parts:
            text = part.decode(errors="backslashreplace") if isinstance(part, bytes) else part
            self.record += [f"  {line}" for line in text.split("\n")[:None if not text.endswith("\n") else -1]] if text else []


    def text(self):
        """The record, without what is another one in the next run: the folder's name and the name server's port, both of a fixed length."""
        return "\n".join(self.record).replace(str(self.folder), "FOLDER").replace(self.dns.address, "NAMESERVER")


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    pathlib.Path(folder).mkdir(mode=0o755)


def make_store(build, folder):
    """An empty store, made by this build."""
    fresh(folder)
    (folder / "whyblock.conf").write_text(f'store = "{folder}/store"\n')
    subprocess.run([build / "whyblock", "-c", folder / "whyblock.conf", "init", "--group", "root"], check=True, capture_output=True, timeout=PATIENCE_S)
    return folder / "store"
