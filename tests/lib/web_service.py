# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""whyblock-web on a free port of 127.0.0.1, with whyblock-agent beside it, and a configuration, a store and a reference key of its own.

    with Service(folder) as service:
        service.add("192.0.2.66", "open-relay")
        answer = service.get(f"/blocked?ref={service.code('192.0.2.66')}")
        print(answer.status, answer.headers, answer.text)

Environment: WHYBLOCK, WHYBLOCK_WEB and WHYBLOCK_AGENT (default build/whyblock, and what stands beside it).
"""

import grp
import http.client
import os
import pathlib
import re
import signal
import socket
import subprocess
import urllib.parse
from typing import NamedTuple

import reference
from agent import AGENT, Agent
from environment import ENVIRONMENT

TOP = pathlib.Path(__file__).resolve().parents[2]
WHYBLOCK = pathlib.Path(os.environ.get("WHYBLOCK", TOP / "build/whyblock")).resolve()
WHYBLOCK_WEB = pathlib.Path(os.environ.get("WHYBLOCK_WEB", TOP / "build/whyblock-web")).resolve()
PLAIN = TOP / "build/whyblock-web"      # without sanitizers, which keep what was freed and open files of their own
OWN_GROUP = grp.getgrgid(os.getegid()).gr_name
PATIENCE_S = 60         # for what must happen, on a busy machine

SITE = """
site {
    name     = "Example Internet"
    url      = "https://postmaster.example.net/blocked"
    contacts = {"postmaster@example.net"}
}
geoip { country = "" asn = "" }
"""


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self):
        return self.body.decode("utf-8")


def read_answer(sock, method="GET"):
    response = http.client.HTTPResponse(sock, method=method)
    response.begin()
    return Answer(response.status, response.msg, response.read())


class Service:
    agent_program = AGENT       # None: of a build whose service reads the store itself

    def __init__(self, folder, *options, config="", prefix=(), start=True, program=WHYBLOCK_WEB):
        self.folder = pathlib.Path(folder)
        self.options = options
        self.program = program
        self.prefix = prefix                # of the command line: strace, setpriv
        self.conf = self.folder / "whyblock.conf"
        self.store = self.folder / "store"
        self.key = self.folder / "reference.key"
        self.log = self.folder / "log"
        self.process = self.agent = None
        self.configure(config)
        self.whyblock("init", "--group", OWN_GROUP)
        if start:
            self.start()

    def configure(self, more=""):
        """Replaces the file, as an editor does."""
        new = self.conf.with_suffix(".new")
        new.write_text(f'store = "{self.store}"\nreference_key = "{self.key}"\n{SITE}{more}')
        new.chmod(0o644)
        new.rename(self.conf)

    def whyblock(self, *arguments, input=None, status=0):
        run = subprocess.run([WHYBLOCK, "-c", self.conf, *arguments], input=input, capture_output=True, text=True, env=ENVIRONMENT)
        if status is not None and run.returncode != status:
            raise AssertionError(f"whyblock {arguments}: exit {run.returncode}\n{run.stdout}{run.stderr}")
        return run.stdout

    def add(self, prefix, category="open-relay", *more, reason="seen by staff", source="staff:ann"):
        self.whyblock("list", "add", prefix, category, "--reason", reason, "--source", source, *more)

    def code(self, client, category="open-relay", action="reject", at=None, key=None, **form):
        """A code as Exim would have sent it, or of another key."""
        if key is None:
            line = next(line for line in self.key.read_text().splitlines() if line[0] != "#")
            key = bytes.fromhex(line.split()[0])
        return reference.make(key, client, category, action, at, **form).replace("-", "")

    # the service

    def start(self, with_agent=True):
        """Both write to the same log."""
        self.log.write_text("")
        where = ["--agent", self.store / "web"] if self.agent_program else ["-c", self.conf]
        self.agent = Agent(self, self.log, self.agent_program).start() if with_agent and self.agent_program else None
        command = [*self.prefix, self.program, *where, "--listen", "127.0.0.1:0", *self.options]
        with open(self.log, "a") as log:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=ENVIRONMENT)
        line = self.process.stdout.readline()
        match = re.fullmatch(r"listening on http://127\.0\.0\.1:(\d+)\n", line)
        if not match:
            self.process.wait(PATIENCE_S)
            raise AssertionError(f"the service did not start: {line!r}\n{self.log.read_text()}")
        self.port = int(match[1])

    def stop(self, number=signal.SIGTERM):
        """Ends both; returns the exit status of the service, or that of the agent. Sanitizers report leaks at this point."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        status = self.process.wait(PATIENCE_S)
        self.process.stdout.close()
        if self.agent and self.agent.process:
            self.agent.end()
            status = status or self.agent.status
        return status

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        if self.process is not None and not self.process.stdout.closed:
            status = self.stop()
            assert status == 0, f"whyblock-web ended with {status}\n{self.log.read_text()}"

    # visits

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), PATIENCE_S)

    def raw(self, data, method="GET"):
        """Sends these bytes and reads one answer."""
        with self.connect() as sock:
            sock.sendall(data)
            return read_answer(sock, method)

    def get(self, path, *headers, method="GET"):
        lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Connection: close", *headers, "", ""]
        return self.raw("\r\n".join(lines).encode("latin-1"), method)

    def post(self, fields, *headers, path="/remove"):
        """fields: a dict of str or bytes, or the body itself."""
        body = fields if isinstance(fields, bytes) else urllib.parse.urlencode(fields).encode()
        lines = [f"POST {path} HTTP/1.1", "Host: localhost", "Connection: close", "Content-Type: application/x-www-form-urlencoded",
                 f"Content-Length: {len(body)}", *headers, "", ""]
        return self.raw("\r\n".join(lines).encode("latin-1") + body)

    def metric(self, name):
        """Of a series, its labels included."""
        for line in self.get("/metrics").text.splitlines():
            if line.rsplit(" ", 1)[0] == f"whyblock_web_{name}":
                return int(line.rsplit(" ", 1)[1])
        raise AssertionError(f"no such metric: {name}")
