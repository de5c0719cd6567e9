# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""whyblock-agent on the store of a private Exim, or of whatever has a `store` and a `conf`, and what it says of itself.

    with Agent(exim) as agent, agent.follow() as events:
        exim.send("192.0.2.66")
        print(events.next()["category"], agent.metric("events_total", kind="verdict"))
"""

import http.client
import json
import os
import pathlib
import re
import select
import signal
import socket
import subprocess
import time

from environment import ENVIRONMENT
from exim_server import WHYBLOCK

AGENT = pathlib.Path(os.environ.get("WHYBLOCK_AGENT", WHYBLOCK.parent / "whyblock-agent"))


def until(condition, seconds=60):
    """Waits for what is certain to come: a test that fails must also end."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not within {seconds} s"
        os.sched_yield()


class UnixHTTP(http.client.HTTPConnection):
    """HTTP over a unix socket."""

    def __init__(self, path):
        super().__init__("agent", timeout=30)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self.path))


def metrics(run):
    """What the agent of this run folder says of itself."""
    connection = UnixHTTP(run / "metrics")
    connection.request("GET", "/metrics")
    text = connection.getresponse().read().decode()
    connection.close()
    return text


def metric(run, name, **labels):
    """One number of it."""
    inside = ",".join(f'{key}="{value}"' for key, value in labels.items())
    text = metrics(run)
    found = re.search(rf"^whyblock_agent_{name}{re.escape('{' + inside + '}') if inside else ''} (\d+)$", text, re.M)
    assert found, (name, labels, text)
    return int(found[1])


def settle(run):
    """Until the agent has taken in all that was sent: an empty packet comes behind it, and is counted."""
    before = metric(run, "events_not_taken_total", why="empty")
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as last:
        last.connect(str(run / "events"))
    until(lambda: metric(run, "events_not_taken_total", why="empty") != before)


class Events:
    """`whyblock events --follow`, line by line."""

    def __init__(self, agent):
        before = agent.metric("followers")
        self.process = subprocess.Popen([WHYBLOCK, "-c", agent.exim.conf, "events", "--follow"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0)   # select() must see what is there
        until(lambda: agent.metric("followers") != before or self.process.poll() is not None)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()

    def line(self, timeout=30):
        """The next line, as it came; None: there is none in this time."""
        if not select.select([self.process.stdout], [], [], timeout)[0]:
            return None
        return self.process.stdout.readline().rstrip(b"\n")

    def next(self, timeout=30):
        """The next event; None: there is none in this time."""
        line = self.line(timeout)
        return None if line is None else json.loads(line)


class Agent:
    """A context; start and kill end and begin the process within it. log: a file that takes what it says, in the place of end()."""

    def __init__(self, exim, log=None, program=AGENT, command=None):
        self.exim = exim
        self.log = log
        self.run = exim and exim.store / "run"
        self.command = command or [program, "--store", exim.store]
        self.process = None

    def start(self):
        """Returns when it takes events."""
        name = f"\0whyblock-agent-test-{os.getpid()}-{id(self)}"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ready:
            ready.bind(name)
            ready.settimeout(30)
            stderr = open(self.log, "a") if self.log else subprocess.PIPE
            self.process = subprocess.Popen(self.command, cwd="/", stdin=subprocess.DEVNULL, stderr=stderr, text=True,
                                            env={**ENVIRONMENT, "NOTIFY_SOCKET": "@" + name[1:]})
            if self.log:
                stderr.close()
            while True:
                ready.settimeout(0.1)
                try:
                    assert ready.recv(64) == b"READY=1"
                    return self
                except TimeoutError:
                    assert self.process.poll() is None, pathlib.Path(self.log).read_text() if self.log else self.process.stderr.read()

    def end(self, how=signal.SIGTERM):
        """Ends it and returns what it has said."""
        self.process.send_signal(how)
        said = self.process.communicate(timeout=30)[1]
        self.status, self.process = self.process.returncode, None
        return said

    def kill(self):
        return self.end(signal.SIGKILL)

    def stop(self):
        """It does not run until it goes on; events wait."""
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        if self.process:
            self.kill()

    def follow(self):
        return Events(self)

    def settle(self):
        settle(self.run)

    def metric(self, name, **labels):
        return metric(self.run, name, **labels)
