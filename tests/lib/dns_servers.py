# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Debian's real rbldnsd and unbound, each on a free port of 127.0.0.1, with own folder and configuration.

    with Rbldnsd(("bl.example.net", "ip4trie", "192.0.2.66 :127.0.0.2:Open relay\\n")) as real, Unbound(real.address, ["bl.example.net"]) as resolver:
        print(fake_dns.ask(resolver.address, "66.2.0.192.bl.example.net").codes)

Ask Rbldnsd.missing() and Unbound.missing() first: why it cannot be started here; empty when it can.
Environment: RBLDNSD (default /usr/sbin/rbldnsd), UNBOUND (default /usr/sbin/unbound).
"""

import os
import pathlib
import shutil
import subprocess
import tempfile

import fake_dns
from ports import free_port


class Server:
    """What the two have in common. A subclass says which program and package, writes its files and gives the command."""
    program = package = ""
    ready_name = "localhost"                          # any reply to it means that the server is up

    @classmethod
    def missing(cls):
        return "" if os.access(cls.program, os.X_OK) else f"no {cls.program} (Debian: {cls.package})"

    @property
    def address(self):
        return f"127.0.0.1:{self.port}"

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=f"whyblock-{self.package}-"))
        self.folder.chmod(0o755)
        self.process = None
        try:
            for attempts_left in (2, 1, 0):           # somebody may take the port before the server does
                self.port = free_port()
                if self._start():
                    return self
            raise RuntimeError(f"{self.program} did not start:\n{self.log()}")
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_):
        if self.process:
            self.process.terminate()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def log(self):
        return (self.folder / "log").read_text(errors="backslashreplace")

    def _start(self):
        """Starts it and waits until it answers; False when it ended instead."""
        command = self.prepare()
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen([self.program, *command], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        while self.process.poll() is None:
            try:
                fake_dns.exchange(self.address, self.ready_name, timeout=0.1)
                return self.process.poll() is None    # or it was somebody else who answered
            except OSError:
                pass
            try:
                self.process.wait(timeout=0.01)
            except subprocess.TimeoutExpired:
                pass
        return False


class Rbldnsd(Server):
    """datasets: (zone, type, text) each, type as in rbldnsd(8): ip4trie, ip4set, ip6trie, combined, ..."""
    program = os.environ.get("RBLDNSD", "/usr/sbin/rbldnsd")
    package = "rbldnsd"

    def __init__(self, *datasets):
        self.datasets = datasets
        self.ready_name = "2.0.0.127." + datasets[0][0]

    def prepare(self):
        zones = []
        for number, (zone, kind, text) in enumerate(self.datasets):
            path = self.folder / f"{number}.{kind}"
            path.write_text(text)
            zones.append(f"{zone}:{kind}:{path.name}")
        user = ["-u", "nobody:nogroup"] if os.geteuid() == 0 else []
        return ["-n", *user, "-w", self.folder, "-b", f"127.0.0.1/{self.port}", *zones]


class Unbound(Server):
    """A resolver that asks the server at "127.0.0.1:PORT": for these zones as their name server (stub zones; unbound's memory of slow servers is
    then apart for each zone), or, without zones, for everything as a forwarder. more: lines for its `server:` section
    ("private-address: 127.0.0.0/8" is a resolver with rebind protection)."""
    program = os.environ.get("UNBOUND", "/usr/sbin/unbound")
    package = "unbound"

    def __init__(self, upstream, zones=(), more=""):
        self.upstream = upstream.replace(":", "@")
        self.zones, self.more = zones, more

    def prepare(self):
        if self.zones:
            upstream = "".join(f'stub-zone:\n  name: "{zone}"\n  stub-addr: {self.upstream}\n' for zone in self.zones)
        else:
            upstream = f'forward-zone:\n  name: "."\n  forward-addr: {self.upstream}\n'
        (self.folder / "unbound.conf").write_text(f"""server:
  directory: "{self.folder}"
  chroot: ""
  username: ""
  use-syslog: no
  logfile: ""
  do-daemonize: no
  interface: 127.0.0.1
  port: {self.port}
  num-threads: 1
  access-control: 127.0.0.0/8 allow
  do-not-query-localhost: no
  do-ip6: no
  module-config: "iterator"
  unblock-lan-zones: yes
  local-zone: "test." nodefault
  local-zone: "invalid." nodefault
{self.more}
remote-control:
  control-enable: no
{upstream}""")
        return ["-d", "-p", "-c", self.folder / "unbound.conf"]
