# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""A private system that is a mail exchanger: an Exim that reads /etc/exim4/exim4.conf and runs as a daemon, and whyblock in its usual places.

What is not below /etc, /root, /usr/bin, /usr/lib/exim4, /var/lib or /run is this machine's, so Exim's spool and log are below /var/lib."""

import contextlib
import json
import os
import signal
import socket
import subprocess

import agent
import exim_server
from owned_system import System
from ports import free_port

OBJECT, EXIM_CONF = "/usr/lib/exim4/whyblock.so", "/etc/exim4/exim4.conf"
MAIN_LOG, PANIC_LOG, SPOOL, PID = "/var/lib/exim-log/mainlog", "/var/lib/exim-log/paniclog", "/var/lib/exim-spool", "/run/exim4/exim.pid"
LINE = exim_server.PUBLISHED
ACL = f"""  accept hosts = :
  require domains = +local_domains
  require verify = recipient
  {LINE}
  accept
"""


class MailSystem(System):
    def __enter__(self):
        super().__enter__()
        self.daemon = None
        self.others = contextlib.ExitStack()
        try:
            self.port = free_port()
            self("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", "/run")
            self("sh", "-ec", 'mkdir "$1/object" "$1/object.work"; '
                 'mount -t overlay overlay -o "lowerdir=$2,upperdir=$1/object,workdir=$1/object.work" "$2"', "sh", self.folder, os.path.dirname(OBJECT))
            self("install", "-m", "755", exim_server.WHYBLOCK, agent.AGENT, "-t", "/usr/bin")
            self("install", "-m", "644", exim_server.MODULE, OBJECT)
            self("sh", "-c", "mkdir -p /run/exim4 /var/lib/exim-log /var/lib/exim-spool; chown Debian-exim:Debian-exim /run/exim4 /var/lib/exim-log /var/lib/exim-spool")
            self.acl()
            self.conf()
            self.whyblock("init")
            self("chgrp", "whyblock", "/etc/whyblock/whyblock.conf")
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.others.close()
        self.stop()
        super().__exit__()

    def also(self, other):
        """Something that runs until this system ends."""
        return self.others.enter_context(other)

    # what staff and administrators do

    def acl(self, text=ACL, main=""):
        """Writes Exim's configuration."""
        self.write(EXIM_CONF, f"""
primary_hostname = mx.example.net
domainlist local_domains = @ : example.org
daemon_smtp_ports = {self.port}
local_interfaces = 127.0.0.1
hosts_proxy = 127.0.0.1
pid_file_path = {PID}
spool_directory = {SPOOL}
log_file_path = /var/lib/exim-log/%slog
keep_environment =
host_lookup_order =
tls_advertise_hosts =
notifier_socket =
queue_only
acl_smtp_rcpt = acl_rcpt
{main}
begin acl
acl_rcpt:
{text}
begin routers
local:
  driver = accept
  local_parts = root : user
  transport = none
begin transports
none:
  driver = appendfile
  file = /dev/null
""")

    def conf(self, more=""):
        """Writes whyblock.conf, as an editor does; nothing is applied."""
        self.write("/etc/whyblock/whyblock.conf", exim_server.SITE + exim_server.geoip() + more, 0o640)
        self("sh", "-c", "chgrp whyblock /etc/whyblock/whyblock.conf 2>/dev/null || true")

    def start(self):
        """systemctl start exim4"""
        self.daemon = subprocess.Popen(["nsenter", f"--mount=/proc/{self.keeper.pid}/ns/mnt", "--wd=/", exim_server.EXIM, "-bdf"],
                                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)
        while self.daemon.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except ConnectionRefusedError:
                os.sched_yield()
        raise RuntimeError(self.daemon.stderr.read().decode())

    def stop(self):
        """systemctl stop exim4"""
        if self.daemon is None:
            return
        try:
            os.killpg(self.daemon.pid, signal.SIGTERM)     # the daemon and its children: a group that we made
        except ProcessLookupError:
            pass
        self.daemon.wait()
        self.daemon.stderr.close()
        self.daemon = None

    def reload(self):
        """systemctl reload exim4: here a restart, which has an end that can be waited for."""
        self.stop()
        self.start()

    def agent(self):
        """whyblock-agent, as its unit starts it; a context."""
        return agent.Agent(None, command=["nsenter", f"--mount=/proc/{self.keeper.pid}/ns/mnt", "--wd=/", "sh", "-ec",
                                  "/usr/bin/whyblock-agent --make-folder; exec /usr/bin/whyblock-agent"])

    def rcpt(self, client="192.0.2.66", to="user@example.org"):
        """The reply to a recipient in a real connection."""
        with exim_server.Client(self.port, client) as talk:
            return talk.say("HELO mail.example.com", "MAIL FROM:<sender@example.com>", f"RCPT TO:<{to}>")[-1]

    def status(self, *more):
        """`whyblock --json status`; .fault(part) and the like are below."""
        run = self.whyblock("--json", "status", *more, status=None)
        assert run.returncode in (0, 1), run
        return Status(run.returncode, json.loads(run.stdout))


class Status:
    def __init__(self, code, found):
        self.code, self.found = code, found
        assert found["good"] == (code == 0) == (found["faults"] == 0)

    def rows(self, state="fault"):
        return [row for row in self.found["findings"] if row["state"] == state]

    @property
    def good(self):
        return self.found["good"]


def missing():
    import private_system
    return private_system.missing() or exim_server.missing()
