#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Prints what it costs to remember verdicts, to find one, and to try another configuration on all of them, beside what people do without it, in the
same run; asserts nothing. `make bench`, or bench_cases.py [--quick].

CPU is what the kernel counts for the process, user and system (getrusage(2)). A case has all facts that Exim's process tells of eight zones; with the shipped rules
and known senders. The peak is at least that of this program, which starts them; of cases it counts the file, which is mapped. The logs are Exim's, of the same verdicts, and those of bench.py.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from agent import Agent, until                       # noqa: E402
from bench import AWK, heading, row                  # noqa: E402
from exim_server import TOP, WHYBLOCK, geoip         # noqa: E402
from made_events import SETTINGS, MadeEvents, field, frame, send    # noqa: E402
from main_log import MainLog                         # noqa: E402

FILL = pathlib.Path(os.environ.get("FILL_CASES", WHYBLOCK.parent / "tests/bench/fill_cases"))
DAY_S = 86400
SAMPLE = 50                                          # connections that the rival of replay is measured by
EDITS = {
    "a lower threshold": lambda text: text + 'category "spam-source" { threshold = 0.5 }\n',
    "a new helo_pattern": lambda text: text + 'rule "local" { helo_pattern = "^(win-.*|localhost|mail1[0-9]+\\\\.example\\\\.com)$" category = "virus" }\n',
    "other weights": lambda text: text.replace("weight = 0.5", "weight = 0.7").replace("weight = 0.6", "weight = 1.0"),
}


class Site:
    """A store and its configuration."""

    def __init__(self, folder):
        folder.mkdir()
        self.folder, self.store, self.conf = folder, folder / "store", folder / "whyblock.conf"
        self.text = (f'store = "{self.store}"\nrules_file = "{TOP}/config/rules.conf"\nknown_senders = "{TOP}/config/known-senders.conf"\n{geoip()}'
                     f"cases {{ max = 100000000 }}\n{SETTINGS}\n")
        self.conf.write_text(self.text)
        self.wb("init")

    def wb(self, *arguments):
        return subprocess.run([WHYBLOCK, "-c", self.conf, *arguments], check=True, capture_output=True, text=True).stdout


def run(*command):
    """(seconds, CPU seconds, peak in MB) of a command, whatever it says."""
    with tempfile.TemporaryFile() as out:              # to /dev/null grep would end with the first line that it finds
        actions = [(os.POSIX_SPAWN_DUP2, out.fileno(), fd) for fd in (1, 2)]
        started = time.perf_counter()
        _, _, used = os.wait4(os.posix_spawnp(str(command[0]), [str(word) for word in command], os.environ, file_actions=actions), 0)
        return time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def show(label, runs, note=""):
    seconds, cpu, peak = (statistics.median(column) for column in zip(*runs))
    row(label, f"{seconds:.3f} s", f"{cpu:.3f} s CPU", f"{peak:.0f} MB", note)


def turns(commands, rounds=3):
    """Runs them in turns."""
    runs = {label: [] for label in commands}
    for _ in range(rounds):
        for label, command in commands.items():
            runs[label].append(run(*command))
    return runs


def fill(site, log, count):
    """So many cases of 30 days, and what Exim's log says of the same verdicts."""
    now = int(time.time())
    filling = subprocess.Popen([FILL, site.store], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    with log.open("w") as lines:
        for at_s, packet in MadeEvents(400_000).past(count, now - 30 * DAY_S, now):
            filling.stdin.write(frame(at_s, packet))
            stamp = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(at_s))
            lines.write(f"{stamp} H={field(packet, 'name')} ({field(packet, 'helo')}) [{field(packet, 'client')}] F=<{field(packet, 'sender')}> "
                        f"rejected RCPT <{field(packet, 'recipient')}>: 5.7.1 blocked as possible spam source\n")
    filling.stdin.close()
    if filling.wait() != 0:
        raise SystemExit("no benchmark: the store could not be filled")
    subprocess.run(["gzip", "-k", "-1", log], check=True)


def bench_find(site, log, count):
    heading(f"one mail among {count:,}: by its recipient")
    wanted = "user777@example.org"
    for label, runs in turns({"whyblock case --recipient": [WHYBLOCK, "-c", site.conf, "case", "--recipient", wanted],
                              "whyblock case --source (looks at each case)": [WHYBLOCK, "-c", site.conf, "case", "--source", "bl9.example.net"],
                              "grep -F in Exim's log": ["grep", "-F", f"<{wanted}>", log], "zgrep -F in the same, compressed": ["zgrep", "-F", f"<{wanted}>", f"{log}.gz"]}).items():
        show(label, runs)
    row("size of the cases", f"{(site.store / 'cases/data.mdb').stat().st_size / 1e6:.0f} MB")
    row("size of the log", f"{log.stat().st_size / 1e6:.0f} MB")


def bench_replay(site, log, count):
    heading(f"another configuration on {count:,} cases")
    other = {label: site.folder / f"{number}.conf" for number, label in enumerate(EDITS)}
    for label, path in other.items():
        path.write_text(EDITS[label](site.text))
    replays = {f"whyblock replay: {label}": [WHYBLOCK, "-c", site.conf, "replay", "--config", path] for label, path in other.items()}
    for label, runs in turns(replays).items():
        show(label, runs)
    path = other["a lower threshold"]
    started = [run(WHYBLOCK, "-c", path, "explain", "--no-dns", f"192.0.2.{number}") for number in range(SAMPLE)]
    seconds, cpu, _ = (statistics.mean(column) for column in zip(*started))
    row(f"explain --no-dns for each (of {SAMPLE}, extrapolated)", f"{seconds * count:,.0f} s", f"{cpu * count:,.0f} s CPU")

    heading(f"another configuration on a log of {count:,} lines (80% verdicts)")
    with log.open("w") as file:
        file.writelines(MainLog(share=80).lines(count))
    for label, runs in turns({"whyblock replay LOG": [WHYBLOCK, "-c", site.conf, "replay", log, "--config", path], "whyblock stats LOG": [WHYBLOCK, "stats", log],
                              "awk: one table of the log, nothing tried": ["awk", AWK, log]}).items():
        show(label, runs)


def cpu_of(process):
    fields = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def bench_import(folder, log, count):
    """Beside it an agent to which a thousand verdicts a second are sent."""
    heading(f"import of the same log of {count:,} lines")
    alone, both = Site(folder / "alone"), Site(folder / "both")
    show("whyblock cases import", [run(WHYBLOCK, "-c", alone.conf, "cases", "import", log)])
    show("the same again: all of it is known", [run(WHYBLOCK, "-c", alone.conf, "cases", "import", log)])
    over, sent = threading.Event(), [0, 0]

    def keep_sending():
        for packet in MadeEvents(5000).packets(10_000_000):
            sent[0] += packet[1] == 0
            sent[1] += not send(both.store / "run/events", packet, waits=False)
            if over.wait(0.00075):
                return

    with Agent(both) as agent:
        sender = threading.Thread(target=keep_sending)
        sender.start()
        before = cpu_of(agent.process.pid)
        started = time.perf_counter()
        show("whyblock cases import, beside an agent", [run(WHYBLOCK, "-c", both.conf, "cases", "import", log)])
        seconds = time.perf_counter() - started
        over.set()
        sender.join()
        agent.settle()
        until(lambda: agent.metric("case_verdicts_waiting") == 0)
        row("the agent meanwhile", f"{sent[0] / seconds:,.0f} a second", f"{cpu_of(agent.process.pid) - before:.2f} s CPU",
            f"{agent.metric('resident_memory_bytes') / 1e6:.0f} MB", f"{sent[1] + agent.metric('case_verdicts_lost_total')} lost")
    show("awk: one table of the log", [run("awk", AWK, log)])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="100,000 cases")
    count = 100_000 if parser.parse_args().quick else 1_000_000
    with tempfile.TemporaryDirectory(prefix="whyblock-bench-") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        site = Site(folder / "site")
        fill(site, folder / "mainlog", count)
        bench_find(site, folder / "mainlog", count)
        bench_replay(site, folder / "whylog", count)
        bench_import(folder, folder / "whylog", count)


if __name__ == "__main__":
    main()
