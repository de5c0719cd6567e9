# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""A private Exim on 127.0.0.1 that loads whyblock: own folder, configuration, spool, log and port.

    with Exim({"rcpt": PUBLISHED}) as exim:
        exim.list("192.0.2.66", "open-relay")
        replies = exim.send("192.0.2.66")           # {"connect": Reply, ..., "rcpt": Reply}
        print(replies["rcpt"].text, exim.verdicts("192.0.2.66"))

It needs root, as Exim does to change to its own user, and touches no other Exim on the machine.
Environment: EXIM (default /usr/sbin/exim4), WHYBLOCK_SO and WHYBLOCK (default build/whyblock.so and build/whyblock).
"""

import base64
import json
import os
import pathlib
import re
import shutil
import signal
import smtplib
import socket
import subprocess
import tempfile
from typing import NamedTuple

from ports import free_port

TOP = pathlib.Path(__file__).resolve().parents[2]
EXIM = os.environ.get("EXIM", "/usr/sbin/exim4")
MODULE = pathlib.Path(os.environ.get("WHYBLOCK_SO", TOP / "build/whyblock.so")).resolve()
WHYBLOCK = pathlib.Path(os.environ.get("WHYBLOCK", TOP / "build/whyblock")).resolve()

# The line, and as README.md and acl-snippets/ publish it: an Exim without dlfunc, which would answer 451 to all mail there, leaves it out.
# Exim.local() puts in the paths of a private Exim.
ONE_LINE = ("require acl = ${if!exists{/usr/lib/exim4/whyblock.so}{accept\\n}"
            "{${dlfunc{/usr/lib/exim4/whyblock.so}{whyblock}}}}")
PUBLISHED = f".ifdef _HAVE_DLFUNC\n  {ONE_LINE}\n.endif"
# acl-snippets/preload.conf; Exim refuses it beside smtp_accept_max = 0.
PRELOAD = ("smtp_accept_max_per_host = ${if exists{/usr/lib/exim4/whyblock.so}"
           "{${dlfunc{/usr/lib/exim4/whyblock.so}{whyblock_preload}{0}}}{0}}")
PHASES = ("connect", "helo", "mail", "rcpt", "predata", "data")
SITE = """
site {
    name = "Example Internet"
    url  = "https://postmaster.example.net/blocked"
}
"""


def geoip(country="", asn=""):
    """whyblock.conf's section; without files, so that a test does not depend on those of the machine."""
    return f'geoip {{ country = "{country}" asn = "{asn}" }}\n'


def debian_settings(split):
    """Debian's update-exim4.conf.conf, for one of its two styles."""
    return f"""
dc_eximconfig_configtype='internet'
dc_other_hostnames='example.org'
dc_local_interfaces='127.0.0.1'
dc_minimaldns='true'
dc_use_split_config='{str(split).lower()}'
dc_localdelivery='mail_spool'
"""


def missing():
    """Why no private Exim can be started here; empty when one can."""
    if os.geteuid() != 0:
        return "a private Exim needs root"
    if not os.access(EXIM, os.X_OK):
        return f"no Exim at {EXIM} (Debian: exim4-daemon-heavy; or set EXIM)"
    version = subprocess.run([EXIM, "-C", "/dev/null", "-bV"], capture_output=True, text=True).stdout
    if "Expand_dlfunc" not in version:
        return f"{EXIM} cannot load modules: no Expand_dlfunc in `{EXIM} -bV` (Debian: exim4-daemon-heavy)"
    for path in (MODULE, WHYBLOCK):
        if not path.exists():
            return f"{path} is not built: run make"
    return ""


class Reply(NamedTuple):
    """What Exim answered: the code, and the lines as they came."""
    code: int
    lines: list

    @property
    def ok(self):
        return self.code < 400

    @property
    def text(self):
        """The lines without the code. What Exim folded is joined again: a line without the enhanced code goes on with the one before."""
        joined = []
        status = re.match(r"\d\.\d+\.\d+ ", self.lines[0][4:])
        for line in self.lines:
            body = line[4:]
            if joined and status and not body.startswith(status[0]):
                joined[-1] += " " + body.strip()
            else:
                joined.append(body)
        return joined


class Replies(dict):
    """The replies of one dialogue by phase."""

    @property
    def end(self):
        """Where it ended: the last phase and its reply."""
        return list(self.items())[-1]


class Client(smtplib.SMTP):
    """An SMTP client whose first line tells Exim from which address the connection comes (PROXY protocol, version 1)."""

    def __init__(self, port, address, timeout=30):
        super().__init__(local_hostname="mail.example.com", timeout=timeout)     # or smtplib asks the DNS for our name
        self.address = address
        self.transcript = []                       # every line of the dialogue: "C: ..." and "S: ..."
        self.connect("127.0.0.1", port)
        self.greeting = self.reply

    def _get_socket(self, host, port, timeout):
        connection = super()._get_socket(host, port, timeout)
        family, here = ("TCP6", "2001:db8:ffff::1") if ":" in self.address else ("TCP4", "192.0.2.1")
        connection.sendall(f"PROXY {family} {self.address} {here} 4444 25\r\n".encode())
        return connection

    def getreply(self):
        """As in smtplib, but keeps the lines as they came."""
        if self.file is None:
            self.file = self.sock.makefile("rb")
        lines = []
        while not lines or lines[-1][3:4] == "-":
            line = self.file.readline().decode("latin-1").rstrip("\r\n")
            if not line:
                self.close()
                raise smtplib.SMTPServerDisconnected(f"Exim hung up after {self.transcript[-3:]}")
            lines.append(line)
        self.transcript += [f"S: {line}" for line in lines]
        self.reply = Reply(int(lines[0][:3]), lines)
        return self.reply.code, "\n".join(line[4:] for line in lines)

    def say(self, *commands):
        """Sends each command (text, or bytes that no client should send) and returns the replies."""
        replies = []
        for command in commands:
            raw = command if isinstance(command, bytes) else command.encode()
            self.transcript += [f"C: {line}" for line in raw.decode("latin-1").split("\r\n")]
            self.sock.sendall(raw + b"\r\n")
            self.getreply()
            replies.append(self.reply)
        return replies

    def close(self):
        """Ends the dialogue; afterwards everything it caused is in the log (RSET is answered after that was written)."""
        try:
            if self.sock and self.greeting.ok:
                self.sock.sendall(b"RSET\r\n")
                self.sock.shutdown(socket.SHUT_WR)
            while self.sock and self.sock.recv(4096):
                pass
        except OSError:
            pass
        super().close()

    def __exit__(self, *_):
        self.close()


class Exim:
    """A context manager; acl: {phase: ACL text}, phases without one accept. main: more lines for Exim's main section."""

    starter = ()                                       # what the daemon is started by: a command that runs another one

    def __init__(self, acl=None, main=""):
        self.acl = acl if acl is not None else {"rcpt": PUBLISHED}
        self.main = main
        self.daemon = None

    # starting and stopping

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="whyblock-exim-"))
        try:
            self._prepare()
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.daemon:
            try:
                os.killpg(self.daemon.pid, signal.SIGTERM)     # the daemon and its children: a group that we made
            except ProcessLookupError:
                pass
            self.daemon.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _prepare(self):
        os.chmod(self.folder, 0o755)
        self.user, self.group = re.findall(r"= (\S+)", self.exim("-C", "/dev/null", "-bP", "exim_user", "exim_group"))
        for name in ("spool", "log"):
            (self.folder / name).mkdir(mode=0o750)
            shutil.chown(self.folder / name, self.user, self.group)
        self.so = self.folder / MODULE.name            # a copy, which Exim's user can read wherever it was built
        self.conf = self.folder / "whyblock.conf"
        self.store = self.folder / "store"
        self.key = self.folder / "reference.key"
        self.published_key = self.store / "published/reference-1.key"
        # The first version, which the benchmarks compare with, has its Exim read whyblock.conf.
        self.applies = subprocess.run([WHYBLOCK, "apply", "--help"], capture_output=True).returncode == 0
        self.reset()

        self.port = free_port()
        self.exim_conf = self.folder / "exim.conf"
        self.exim_conf.write_text(self._exim_configuration())

    def _exim_configuration(self):
        settings = "\n".join(f"acl_smtp_{phase} = acl_{phase}" for phase in PHASES)
        acls = "\n".join(f"acl_{phase}:\n  {self.local(self.acl.get(phase, ''))}\n  accept\n" for phase in PHASES)
        return self.listener() + f"""
spool_directory = {self.folder}/spool
log_file_path = {self.folder}/log/%slog
primary_hostname = mx.example.net
keep_environment =
# After a PROXY line Exim looks up the client's name: not in the DNS, please.
host_lookup_order =
tls_advertise_hosts =
queue_only
{settings}
{self.local(self.main)}
begin acl
{acls}
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = true
  server_set_id = $auth2
"""

    def listener(self):
        """Exim's settings for our port, on which a PROXY line says where a client comes from."""
        return f"""
daemon_smtp_ports = {self.port}
local_interfaces = 127.0.0.1
hosts_proxy = 127.0.0.1
pid_file_path = {self.folder}/exim.pid
notifier_socket =
smtp_accept_max = {1000 if "smtp_accept_max_per_host" in self.main else 0}
smtp_connect_backlog = 1000
"""

    def _start(self):
        self.daemon = subprocess.Popen([*self.starter, EXIM, "-C", self.exim_conf, "-bdf"], cwd="/", start_new_session=True,
                                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        while True:
            try:
                with socket.create_connection(("127.0.0.1", self.port)) as probe:
                    probe.shutdown(socket.SHUT_WR)
                    while probe.recv(4096):            # what it says of this one must not come between a test's lines
                        pass
                return
            except ConnectionRefusedError:
                pass
            try:
                self.daemon.wait(timeout=0.01)
            except subprocess.TimeoutExpired:
                continue
            raise RuntimeError(f"Exim did not start: {self.daemon.stderr.read().decode()} {self.panic()}")

    # whyblock's side

    def local(self, acl_text):
        """ACL text as it is published, made to use this Exim's object and, unless it names one, its store."""
        argument = f"store={self.store}" if self.applies else f"config={self.conf}"
        text = acl_text.replace("/usr/lib/exim4/whyblock.so", str(self.so)).replace("{whyblock_preload}{0}}", f"{{whyblock_preload}}{{0}}{{{argument}}}}}")
        return re.sub(r"\{whyblock(?:_prefetch)?\}(?!\{)", lambda name: f"{name[0]}{{{argument}}}", text)

    def reset(self):
        """As new: the plain configuration, an empty store, no reference key, nothing in the logs."""
        for path in (self.conf, self.store, self.key):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        for path in (self.folder / "log").iterdir():
            os.truncate(path, 0)
        if not self.so.exists():
            shutil.copyfile(MODULE, self.so)
            self.so.chmod(0o644)
        self.configure()
        self.wb("init", "--group", self.group)         # which applies it
        for path in (self.key, self.published_key):
            path.unlink(missing_ok=True)               # replies are the same each time; `whyblock init` makes another

    def configure(self, more="", site=SITE, geoip=geoip()):
        """Writes whyblock.conf: our store, site and geoip, and more; and applies it: it is in force for the next connection."""
        self.write_conf(more, site, geoip)
        if self.applies and self.store.is_dir():
            self.wb("apply")

    def write_conf(self, more, site=SITE, geoip=geoip()):
        """Only writes it, as an editor does."""
        self.conf.write_text(f'store = "{self.store}"\n{site}{geoip}{more}')
        self.conf.chmod(0o644)

    def apply_refused(self):
        """What `whyblock apply` says of a configuration with mistakes."""
        run = subprocess.run([WHYBLOCK, "-c", self.conf, "apply"], capture_output=True, text=True)
        assert run.returncode == 78 and "the policy in force stays" in run.stderr, run
        return run.stdout + run.stderr

    def wb(self, *arguments, input=None, status=0):
        """Runs the staff command on this store and returns what it printed; status None: any exit status will do."""
        run = subprocess.run([WHYBLOCK, "-c", self.conf, *arguments], input=input, capture_output=True, text=True)
        if status is not None and run.returncode != status:
            raise AssertionError(f"whyblock {' '.join(map(str, arguments))}: exit {run.returncode}\n{run.stdout}{run.stderr}")
        return run.stdout

    def list(self, prefix, category, *more, reason="seen by staff"):
        """`whyblock list add`, by the staff member ann."""
        self.wb("list", "add", prefix, category, "--reason", reason, "--source", "staff:ann", *more)

    def import_listings(self, *rows):
        """`whyblock list import`: rows of prefix, category, scope, source, created, expires, reason."""
        self.wb("list", "import", "/dev/stdin", input="".join("\t".join(map(str, row)) + "\n" for row in rows))

    def explain(self, address, *more):
        """`whyblock --json explain`."""
        return json.loads(self.wb("--json", "explain", address, *more, status=None))

    # Exim's side

    def exim(self, *arguments, **options):
        return subprocess.run([EXIM, *arguments], check=True, capture_output=True, text=True, **options).stdout

    def client(self, address):
        return Client(self.port, address)

    def send(self, address, to=("user@example.org",), sender="sender@example.com", helo="mail.example.com", login=None, headers=""):
        """Sends a message as far as Exim lets us. Returns the replies by phase; the last one is where it ended.
        What was said stays in self.dialogue."""
        with self.client(address) as client:
            self.dialogue = client.transcript
            replies = Replies(connect=client.greeting)

            def step(phase, command):
                if replies.end[1].ok:
                    replies[phase], = client.say(command)
            step("helo", f"{'EHLO' if login else 'HELO'} {helo}")
            if login:
                step("auth", "AUTH PLAIN " + base64.b64encode(f"\0{login}\0secret".encode()).decode())
            step("mail", f"MAIL FROM:<{sender}>")
            for recipient in to:
                step("rcpt", f"RCPT TO:<{recipient}>")
            step("predata", "DATA")
            step("data", f"From: {sender}\r\n{headers}Subject: greetings\r\n\r\nHello\r\n.")
            return replies

    def connections(self):
        """/proc/PID of each process that serves a connection."""
        def is_ours(process):
            try:
                return f"\nPPid:\t{self.daemon.pid}\n" in (process / "status").read_text()
            except OSError:                           # it has ended
                return False
        return [process for process in pathlib.Path("/proc").glob("[0-9]*") if is_ours(process)]

    def header(self, replies):
        """The header of a message that was accepted, read from the spool."""
        message_id = re.search(r"id=(\S+)", replies["data"].lines[-1])[1]
        return (self.folder / f"spool/input/{message_id}-H").read_text()

    def tags(self, replies):
        """The headers X-Whyblock that a message arrives with. In the spool Exim marks by a star what it has removed."""
        return re.findall(r"^\d{3}[^*] ((?i:X-Whyblock).*\n(?:[ \t].*\n)*)", self.header(replies), re.M)

    def log(self, name="main"):
        path = self.folder / f"log/{name}log"
        return path.read_text(errors="backslashreplace").splitlines() if path.exists() else []

    def panic(self):
        return self.log("panic")

    def verdicts(self, client=None):
        """whyblock's lines of the main log, as dictionaries; those of one client, or all."""
        prefix = re.compile(r"\S+ \S+ (?:\[\d+\] )?(?:\w{6}-\w{6,11}-\w{2,4} )?whyblock: (.*)")
        lines = [fields(found[1]) for found in map(prefix.fullmatch, self.log()) if found]
        return [line for line in lines if client in (None, line.get("client"))]


def fields(line):
    """The key=value pairs of a whyblock log line; raises ValueError when it is anything else."""
    pair = re.compile(r'([a-z_]+)=("(?:[^"\\]|\\.)*"|[^\s"=]+)(?: |$)')
    found, at = {}, 0
    while at < len(line):
        match = pair.match(line, at)
        if not match or match[1] in found:
            raise ValueError(f"not key=value pairs: {line!r}")
        value = match[2]
        found[match[1]] = re.sub(r'\\(["\\])', r"\1", value[1:-1]) if value[0] == '"' else value
        at = match.end()
    return found
