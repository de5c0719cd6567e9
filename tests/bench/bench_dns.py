#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Prints what DNSBL zones cost at RCPT, beside Exim's own `dnslists` in the same run; asserts nothing. `make bench`, or bench_dns.py [--quick].

Exim's dnslists asks the system's resolver, at port 53: so all of this runs in namespaces of its own (network, mounts, processes), where
/etc/resolv.conf names 127.0.0.1 and sets no option, and where everything ends with this program. whyblock asks the same resolver.
Measured in turns, as in bench.py: from sending RCPT to the complete reply, unless a row says otherwise. As root, with Exim.
"""

import argparse
import contextlib
import os
import pathlib
import select
import selectors
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
import dns_servers                                   # noqa: E402
import exim_server                                   # noqa: E402
import fake_dns                                      # noqa: E402
from bench import heading, percentile, print_times, row, take_turns     # noqa: E402
from exim_server import ONE_LINE, Exim               # noqa: E402

NAMESPACES = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
RESOLVER = "127.0.0.1:53"
DELAY_S = 0.1
ZONES = [f"z{number}.example.net" for number in range(1, 9)]
SILENT = "silent.example.net"
NEAR_S = 0.08
NEAR = [f"n{number}.example.net" for number in range(1, 9)]
PROBED = 'probe = "with"'
LISTING_ZONE = ZONES[3]                              # half of those that dnslists asks one after the other come before it
LISTED, CLEAN = "192.0.2.66", "192.0.2.99"
CROWD = [f"198.51.100.{last}" for last in range(100)]
HELO, MAIL, RCPT = "HELO mail.example.com", "MAIL FROM:<sender@example.com>", "RCPT TO:<user@example.org>"
PREFETCH = "".join(line for line in (exim_server.TOP / "acl-snippets/prefetch.conf").open() if not line.startswith("#"))
FLOOR = "the fake server itself, asked by this program"
WHYBLOCK, DNSLISTS = "whyblock", "Exim's dnslists"


# the servers

def enter_namespaces():
    """Runs this program again, in namespaces of its own; there it goes on."""
    outside = os.readlink("/proc/self/ns/net")
    os.execvp(NAMESPACES[0], [*NAMESPACES, sys.executable, "-B", *sys.argv, f"--outside={outside}"])


def prepare_namespaces(folder):
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    resolv_conf = folder / "resolv.conf"
    resolv_conf.write_text("nameserver 127.0.0.1\n")
    subprocess.run(["mount", "--bind", resolv_conf, "/etc/resolv.conf"], check=True)


@contextlib.contextmanager
def fake_server(folder):
    """tests/lib/fake_dns.py at the resolver's port, in a process of its own: it should not share Python's lock with the clients."""
    rows = [f"{zone} * delay={DELAY_S} NXDOMAIN" for zone in ZONES]
    rows += [f"{zone} * delay={NEAR_S} NXDOMAIN" for zone in NEAR] + [f'{NEAR[3]} {LISTED} delay={NEAR_S} 127.0.0.2 "Open relay"']
    rows += [f'{LISTING_ZONE} {LISTED} delay={DELAY_S} 127.0.0.2 "Open relay"', f"{SILENT} * silence"]
    (folder / "zones").write_text("\n".join(rows))
    process = subprocess.Popen([sys.executable, "-B", fake_dns.__file__, "--port", RESOLVER.rpartition(":")[2], folder / "zones"],
                               stdout=subprocess.PIPE, text=True)
    try:
        if process.stdout.readline().strip() != RESOLVER:
            raise SystemExit(f"no benchmark: the fake DNS server did not start at {RESOLVER}")
        yield
    finally:
        process.terminate()
        process.wait()


class Rbldnsd(dns_servers.Rbldnsd):
    """At the resolver's port."""

    def prepare(self):
        self.port = int(RESOLVER.rpartition(":")[2])
        return super().prepare()


def whyblock(stack, zones, settings="", **acl):
    """A private Exim with whyblock in the RCPT ACL (and in these), asking these zones with these settings. It has a listing, so that there is a database to read."""
    exim = stack.enter_context(Exim({"rcpt": ONE_LINE, **acl}))
    exim.list("203.0.113.66", "open-relay")
    exim.configure("".join(f'dnsbl "{zone}" {{ {settings} code "127.0.0.2" {{ category = "open-relay" }} }}\n' for zone in zones))
    return exim


def dnslists(stack, zones):
    return stack.enter_context(Exim({"rcpt": f"deny dnslists = {' : '.join(zones)}\n       message = listed in $dnslist_domain"}))


# one client

def dialogue_times(exim, client, pause_s=0):
    """Seconds from RCPT to its reply, and from the connect to there; pause_s: how long the client takes for each command."""
    wanted = 550 if client == LISTED else 250
    began = time.perf_counter()
    with exim.client(client) as dialogue:
        for command in (HELO, MAIL, RCPT):
            select.select([], [], [], pause_s)
            started = time.perf_counter()
            reply, = dialogue.say(command)
        ended = time.perf_counter()
    if reply.code != wanted:
        print(f"  NOT COMPARABLE: {client} was answered {reply.code}, not {wanted}: {reply.text}")
    return ended - started, ended - began


def rcpt_time(*arguments):
    return dialogue_times(*arguments)[0]


def ask_time():
    """Seconds until the fake server has answered one question."""
    started = time.perf_counter()
    fake_dns.ask(RESOLVER, fake_dns.query_name(CLEAN, ZONES[0]))
    return time.perf_counter() - started


# many clients at once

def is_complete(reply):
    last = reply[reply.rfind(b"\n", 0, -1) + 1:]
    return last.endswith(b"\n") and last[3:4] == b" "


def converse(dialogues):
    """dialogues: {socket: [commands]}. Everybody says each command when the one before was answered, all at once.
    Returns for everybody the seconds from the first command to the last reply, and from the last command to it."""
    whole, last = [], []
    with selectors.DefaultSelector() as selector:
        def say(state):
            state["sent"] = time.perf_counter()
            state["reply"] = b""
            state["socket"].sendall(state["commands"].pop(0))

        states = [{"socket": connection, "commands": [f"{command}\r\n".encode() for command in commands]}
                  for connection, commands in dialogues.items()]
        for state in states:
            selector.register(state["socket"], selectors.EVENT_READ, state)
        for state in states:
            say(state)
            state["began"] = state["sent"]
        while len(whole) < len(states):
            for key, _ in selector.select(60) or [(None, None)]:
                if key is None:
                    raise SystemExit("no benchmark: no reply for a minute")
                state = key.data
                more = state["socket"].recv(4096)
                ended = time.perf_counter()
                state["reply"] += more
                if not more or state["reply"][:1] > b"3" and is_complete(state["reply"]):
                    raise SystemExit(f"no benchmark: a client of the crowd was answered {state['reply']}")
                if not is_complete(state["reply"]):
                    continue
                if state["commands"]:
                    say(state)
                else:
                    selector.unregister(state["socket"])
                    whole.append(ended - state["began"])
                    last.append(ended - state["sent"])
    return whole, last


def crowd_times(exim, together):
    """The times of 100 clean clients. together: they meet before RCPT, which they send at the same moment; else they connect at the same
    moment, and the time is from there."""
    with contextlib.ExitStack() as stack:
        clients = {stack.enter_context(socket.create_connection(("127.0.0.1", exim.port))): f"PROXY TCP4 {address} 192.0.2.1 4444 25"
                   for address in CROWD}
        if together:
            converse({client: [proxy, HELO, MAIL] for client, proxy in clients.items()})
            _, times = converse({client: [RCPT] for client in clients})
        else:
            times, _ = converse({client: [proxy, HELO, MAIL, RCPT] for client, proxy in clients.items()})
        for client in clients:                        # the next turn begins when the processes of this one have ended
            client.sendall(b"QUIT\r\n")
        for client in clients:
            while client.recv(4096):
                pass
    return times


def crowd_questions():
    """The same questions without Exim: the seconds until each of 100 has its 8 answers."""
    with contextlib.ExitStack() as stack, selectors.DefaultSelector() as selector:
        times = []
        packets = [[b"\0\1\1\0\0\1\0\0\0\0\0\0" + fake_dns.wire_name(fake_dns.query_name(address, zone)) + b"\0\1\0\1" for zone in ZONES]
                   for address in CROWD]
        asking = [stack.enter_context(socket.socket(type=socket.SOCK_DGRAM)) for _ in CROWD]
        host, _, port = RESOLVER.rpartition(":")
        for one, packets_of_one in zip(asking, packets):
            one.connect((host, int(port)))
            state = [time.perf_counter(), len(ZONES)]
            selector.register(one, selectors.EVENT_READ, state)
            for packet in packets_of_one:
                one.send(packet)
        while len(times) < len(CROWD):
            for key, _ in selector.select(60):
                key.fileobj.recv(4096)
                key.data[1] -= 1
                if key.data[1] == 0:
                    times.append(time.perf_counter() - key.data[0])
    return times


# what is measured

def bench_slow_zones(rounds, rounds_listed):
    with contextlib.ExitStack() as stack:
        servers = {WHYBLOCK: whyblock(stack, ZONES), f"{WHYBLOCK}, {PROBED}": whyblock(stack, ZONES, PROBED), DNSLISTS: dnslists(stack, ZONES)}
        heading(f"8 zones that answer after {1e3 * DELAY_S:.0f} ms each: RCPT of a clean client")
        print_times(take_turns(rounds, {FLOOR: ask_time, **{label: lambda exim=exim: rcpt_time(exim, CLEAN) for label, exim in servers.items()}}))
        heading("the same, a client that the fourth of them lists (whyblock asks it for a probe, dnslists for a text)")
        print_times(take_turns(rounds_listed, {label: lambda exim=exim: rcpt_time(exim, LISTED) for label, exim in servers.items()}))


def bench_crowd(rounds):
    with contextlib.ExitStack() as stack:
        alone = stack.enter_context(Exim({}))
        servers = {WHYBLOCK: whyblock(stack, ZONES), f"{WHYBLOCK}, prefetch": whyblock(stack, ZONES, connect=PREFETCH),
                   DNSLISTS: dnslists(stack, ZONES), "Exim alone": alone}
        for together, what in ((True, "RCPT sent by all at the same moment"),
                               (False, "all connect at the same moment; from there to the reply to RCPT")):
            heading(f"100 clean clients at once, 8 zones that answer after {1e3 * DELAY_S:.0f} ms: {what}")
            chosen = {label: exim for label, exim in servers.items() if not together or "prefetch" not in label}
            measured = {label: lambda exim=exim: crowd_times(exim, together) for label, exim in chosen.items()}
            turns = take_turns(rounds, {FLOOR: crowd_questions, **measured})
            row("milliseconds", "median", "p95", "slowest", "worst turn")
            for label, times in turns.items():
                every = [one for turn in times for one in turn]
                slowest = [max(turn) for turn in times]
                figures = statistics.median(every), percentile(every, 95), statistics.median(slowest), max(slowest)
                row(label, *(f"{1e3 * figure:.1f}" for figure in figures))


def bench_prefetch(rounds):
    with contextlib.ExitStack() as stack:
        servers = {f"{WHYBLOCK} in the RCPT ACL alone": whyblock(stack, NEAR),
                   "prefetch in the connect ACL": whyblock(stack, NEAR, connect=PREFETCH),
                   "prefetch in the connect and MAIL ACLs": whyblock(stack, NEAR, connect=PREFETCH, mail=PREFETCH),
                   "prefetch in the connect, HELO and MAIL ACLs": whyblock(stack, NEAR, connect=PREFETCH, helo=PREFETCH, mail=PREFETCH),
                   f"prefetch in the connect ACL, {PROBED}": whyblock(stack, NEAR, PROBED, connect=PREFETCH),
                   DNSLISTS: dnslists(stack, NEAR)}
        for what, client in (("a clean client", CLEAN), ("a listed client", LISTED)):
            heading(f"{what} that takes 50 ms for each command, 8 zones that answer after {1e3 * NEAR_S:.0f} ms: RCPT")
            print_times(take_turns(rounds, {label: lambda exim=exim: rcpt_time(exim, client, 0.05) for label, exim in servers.items()}))


def bench_silence():
    heading("8 zones, one of them never answers (whyblock: deadline 3 s): RCPT of one clean client after the other, seconds")
    zones = [*ZONES[:-1], SILENT]
    with contextlib.ExitStack() as stack:
        asking = whyblock(stack, zones)
        row("connection", *map(str, range(1, 6)))
        row(WHYBLOCK, *(f"{rcpt_time(asking, CLEAN):.2f}" for _ in range(5)))
        row(DNSLISTS, f"{rcpt_time(dnslists(stack, zones), CLEAN):.2f}", "each time")


def bench_rbldnsd(rounds):
    zones = [(zone, "ip4trie", f"{LISTED} :127.0.0.2:Open relay\n" if zone == LISTING_ZONE else "203.0.113.0/24 :127.0.0.2:x\n") for zone in ZONES]
    with Rbldnsd(*zones), contextlib.ExitStack() as stack:
        alone, without = "Exim alone", f"{WHYBLOCK} without zones"
        servers = {alone: stack.enter_context(Exim({})), without: whyblock(stack, []), f"{WHYBLOCK}, 1 zone": whyblock(stack, [LISTING_ZONE]),
                   f"{WHYBLOCK}, 8 zones": whyblock(stack, ZONES), f"{WHYBLOCK}, 8 zones, prefetch": whyblock(stack, ZONES, connect=PREFETCH),
                   f"{DNSLISTS}, 1 zone": dnslists(stack, [LISTING_ZONE]), f"{DNSLISTS}, 8 zones": dnslists(stack, ZONES)}
        for what, client in (("a clean client", CLEAN), ("a listed client", LISTED)):
            heading(f"a real rbldnsd, which answers at once: RCPT of {what}")
            chosen = {label: exim for label, exim in servers.items() if client == CLEAN or label not in (alone, without)}
            times = take_turns(rounds, {label: lambda exim=exim: dialogue_times(exim, client) for label, exim in chosen.items()})
            row("milliseconds", "median", "p95", *["added"] * (client == CLEAN), "from connect")
            for label, values in times.items():
                rcpt, whole = zip(*values)
                figures = [statistics.median(rcpt), percentile(rcpt, 95), statistics.median(whole)]
                if client == CLEAN:                   # by RCPT, beside an Exim that asks nobody
                    figures.insert(2, statistics.median(value - less for value, (less, _) in zip(rcpt, times[alone])))
                row(label, *(f"{1e3 * figure:.2f}" for figure in figures))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a quarter of the turns")
    parser.add_argument("--only", choices=["slow", "crowd", "prefetch", "silence", "rbldnsd"], help="one part of it")
    parser.add_argument("--outside", help=argparse.SUPPRESS)
    options = parser.parse_args()
    missing = exim_server.missing() or next((f"no {tool}" for tool in ("unshare", "ip", "mount") if not shutil.which(tool)), "")
    if missing:
        raise SystemExit(f"no benchmark: {missing}")
    if options.outside in (None, os.readlink("/proc/self/ns/net")):
        enter_namespaces()

    folder = pathlib.Path(tempfile.mkdtemp(prefix="whyblock-bench-dns-"))
    try:
        folder.chmod(0o755)
        prepare_namespaces(folder)
        part = 4 if options.quick else 1
        parts = {"slow": lambda: bench_slow_zones(20 // part, 20 // part), "crowd": lambda: bench_crowd(8 // part),
                 "prefetch": lambda: bench_prefetch(20 // part), "silence": bench_silence}
        print(f"{os.cpu_count()} processors; DNSBL zones, {'a quarter of the' if options.quick else 'all'} turns")
        with fake_server(folder):
            for name, measure in parts.items():
                if options.only in (None, name):
                    measure()
        if Rbldnsd.missing():
            print(f"  no figures for a real rbldnsd: {Rbldnsd.missing()}")
        elif options.only in (None, "rbldnsd"):
            bench_rbldnsd(200 // part)
    finally:
        subprocess.run(["umount", "/etc/resolv.conf"], stderr=subprocess.DEVNULL)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
