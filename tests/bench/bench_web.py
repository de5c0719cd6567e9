#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Prints how long visitors of whyblock-web wait at a constant rate, beside nginx in the same run; asserts nothing. `make bench`,
or bench_web.py [--rate N] [--seconds N] [--lines N].

Visitors come at fixed times whether or not those before them were answered, each with a connection of their own, and their wait
counts from the time that they should have come: a service that stalls is not spared the visitors it keeps waiting (what a loop of
requests one after the other would do). nginx serves the bytes of the same page from a file: how long the machine and this client
take by themselves.
"""

import argparse
import contextlib
import gc
import os
import pathlib
import selectors
import shutil
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from bench import heading, random_prefixes, row      # noqa: E402
from web_service import Service                      # noqa: E402

LISTED = "192.0.2.66"
PATIENCE_S = 10


class Load:
    """Visits at a constant rate; waits_s of the answered ones, errors counts the others."""

    def __init__(self, port, path, status=200):
        self.port = port
        self.request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
        self.wanted = f"HTTP/1.1 {status} ".encode()
        self.waits_s, self.errors, self.late_s = [], 0, 0
        self.selector = selectors.DefaultSelector()

    def run(self, rate, seconds):
        count, sent = rate * seconds, 0
        gc.disable()
        began = time.perf_counter() + 0.05
        while sent < count or self.selector.get_map():
            now = time.perf_counter()
            while sent < count and began + sent / rate <= now:
                self.late_s = max(self.late_s, now - began - sent / rate)
                self.visit(began + sent / rate)
                sent += 1
                now = time.perf_counter()
            if now > began + seconds + PATIENCE_S:
                break
            next_s = began + sent / rate - now if sent < count else 0.1
            for key, _ in self.selector.select(max(0, next_s)):
                self.read(key)
        self.errors += len(self.selector.get_map())
        gc.enable()
        return self

    def visit(self, due):
        sock = socket.socket()
        try:
            sock.connect(("127.0.0.1", self.port))
            sock.send(self.request)
            sock.setblocking(False)
            self.selector.register(sock, selectors.EVENT_READ, [due, b""])
        except OSError:
            self.errors += 1
            sock.close()

    def read(self, key):
        try:
            part = key.fileobj.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            part = b""
        if part:
            key.data[1] = key.data[1] or part
            return
        if key.data[1].startswith(self.wanted):
            self.waits_s.append(time.perf_counter() - key.data[0])
        else:
            self.errors += 1
        self.selector.unregister(key.fileobj)
        key.fileobj.close()

    def print(self, label):
        waits = sorted(self.waits_s) or [float("nan")]
        columns = [f"{1e3 * waits[int(len(waits) * part)]:.2f}" for part in (0.5, 0.95, 0.99)]
        row(label, *columns, f"{1e3 * waits[-1]:.2f}", f"{len(self.waits_s):,}", str(self.errors))


@contextlib.contextmanager
def nginx(folder, pages):
    """The port of an nginx that serves these pages, {name: bytes}; None where there is none."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    if program is None:
        print("SKIPPED: the rival, nginx (Debian: nginx-light), is not installed")
        yield None
        return
    top = folder / "nginx"
    top.mkdir()
    for name, body in pages.items():
        (top / name).write_bytes(body)
    for path in (folder, top):
        path.chmod(0o755)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (top / "nginx.conf").write_text(f"""
        daemon off; master_process off; worker_processes 1; pid {top}/pid; error_log {top}/log;
        events {{ worker_connections 4096; }}
        http {{
            access_log off; default_type text/html; open_file_cache max=16; client_body_temp_path {top}/t1; proxy_temp_path {top}/t2;
            fastcgi_temp_path {top}/t3; uwsgi_temp_path {top}/t4; scgi_temp_path {top}/t5;
            server {{ listen 127.0.0.1:{port} backlog=4096; root {top}; }}
        }}""")
    process = subprocess.Popen([program, "-e", f"{top}/log", "-c", top / "nginx.conf"])
    try:
        while process.poll() is None:
            with contextlib.suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
                break
        yield port
    finally:
        process.terminate()
        process.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rate", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--lines", type=int, default=1_000_000)
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="whyblock-bench-"))
    try:
        service = Service(folder, start=False)
        with open(folder / "import.txt", "w") as file:
            file.writelines(f"{prefix}\tspam\thost\tfeed:bench\t-\t-\ta reason of some length\n" for prefix in random_prefixes(options.lines))
        service.whyblock("list", "import", folder / "import.txt")
        service.add(LISTED, "open-relay", "--ttl", "30d", reason="relayed a test")
        with service:
            service.start()
            # every visit by another code would be the same: nothing is kept from one to the next
            paths = {"the page of a genuine code": f"/blocked?ref={service.code(LISTED)}", "the same, IPv6": f"/blocked?ref={service.code('2001:db8:66::1')}",
                     "the overview": "/"}
            pages = {path: service.get(path).body for path in paths.values()}
            files = {f"page{i}.html": body for i, body in enumerate(pages.values())}
            with nginx(folder, files) as port:
                heading(f"whyblock-web: {options.rate:,} visits a second for {options.seconds} s, {options.lines:,} listings, {os.cpu_count()} processors")
                row("milliseconds", "p50", "p95", "p99", "max", "answered", "errors")
                for (label, path), name in zip(paths.items(), files):
                    Load(service.port, path).run(options.rate, options.seconds).print(label)
                    if port is not None:
                        Load(port, f"/{name}").run(options.rate, options.seconds).print("  nginx: the same bytes from a file")
            with open(f"/proc/{service.process.pid}/stat") as file:
                ticks = sum(map(int, file.read().rsplit(")", 1)[1].split()[11:13]))
            visits = len(paths) * options.rate * options.seconds
            print(f"\n  processor time of whyblock-web for each visit: {1e6 * ticks / os.sysconf('SC_CLK_TCK') / visits:.0f} us")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
