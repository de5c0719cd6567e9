#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Runs what packaging/monitoring has for other programs in these programs themselves: fail2ban-regex and crowdsec, from Debian's packages, which are
unpacked and not installed. Needs apt and a network; nothing is started that stays, and nothing is banned.

The logs are those of tests/lib/main_log.py: forged lines included, with the truth that their generator counted.
"""

import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "tests/lib"))
from main_log import MainLog, line_text      # noqa: E402

FOR = TOP / "packaging/monitoring"
LINES = 4000
# A line of a log always begins so: what the generator has beside these no Exim writes.
EXIM_LINE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-\d\d ([01]\d|2[0-3]):\d\d:\d\d(\.\d{3})?( [+-]\d{4})? (?!\0|[+-]\d\d:)")


def say(*words):
    print("check-monitoring:", *words, flush=True)


def unpack(name, folder):
    subprocess.run(["apt-get", "-q", "-o", "APT::Sandbox::User=root", "download", name], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    package, = folder.glob(f"{name}_*.deb")
    subprocess.run(["dpkg", "-x", package, folder / name], check=True)
    return folder / name


def logs(folder):
    """{what: (file, how many lines of it are a message or connection that was rejected)}"""
    log = MainLog(seed=3)
    lines = [line for line in log.lines(LINES) if EXIM_LINE.match(line)]
    rejected = sum(enforced for name, (enforced, _) in log.truth["action"].items() if name == "reject")
    kept = {"exim": lines, "syslog": [f"Nov 22 00:54:17 mx.example exim[12]: {line}" for line in lines],
            "syslog without Exim's stamp": ["Nov 22 00:54:17 mx exim[12]: " + EXIM_LINE.sub("", line, count=1) for line in lines]}
    found = {}
    for what, text in kept.items():
        path = folder / (what.replace(" ", "-") + ".log")
        path.write_text("".join(text))
        found[what] = path, rejected
    return found


def check_fail2ban(folder):
    program = unpack("fail2ban", folder)
    environment = dict(os.environ, PYTHONPATH=str(program / "usr/lib/python3/dist-packages"))
    for what, (path, wanted) in logs(folder).items():
        said = subprocess.run([sys.executable, program / "usr/bin/fail2ban-regex", path, FOR / "fail2ban/whyblock.conf"], env=environment,
                              capture_output=True, text=True, check=True).stdout
        matched = int(re.search(r"(\d+) matched", said)[1])
        say(f"fail2ban, {what}: {matched} of {LINES} lines, wanted {wanted}")
        assert matched == wanted


class CrowdSec:
    """With the parsers that it needs, and ours; an API and a database of its own."""

    def __init__(self, folder):
        self.home = folder / "crowdsec-home"
        self.program = unpack("crowdsec", folder)
        hub = self.program / "usr/share/crowdsec/hub"
        etc = self.home / "etc"
        for part in ("data", "dump", "etc/parsers/s00-raw", "etc/parsers/s01-parse", "etc/parsers/s02-enrich", "etc/scenarios"):
            (self.home / part).mkdir(parents=True)
        subprocess.run(["cp", "-r", *(self.program / "etc/crowdsec").iterdir(), etc], check=True)
        for source, target in ((hub / "parsers/s00-raw/crowdsecurity/syslog-logs.yaml", "parsers/s00-raw"),
                               (hub / "parsers/s02-enrich/crowdsecurity/dateparse-enrich.yaml", "parsers/s02-enrich"),
                               (FOR / "crowdsec/whyblock-logs.yaml", "parsers/s01-parse"), (FOR / "crowdsec/whyblock-refused.yaml", "scenarios")):
            subprocess.run(["cp", source, etc / target], check=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        text = (self.program / "etc/crowdsec/config.yaml").read_text()
        text = re.sub(r"(?m)^ *online_client:.*\n( *credentials_path: .*online.*\n)?", "", text)
        for old, new in (("/etc/crowdsec/", f"{etc}/"), ("/var/lib/crowdsec/hub/", f"{hub}/"),
                         ("/var/lib/crowdsec/", f"{self.home}/"), ("/usr/lib/", f"{self.program}/usr/lib/"),
                         ("daemonize: true", "daemonize: false"), ("log_media: file", "log_media: stdout"), ("127.0.0.1:8080", f"127.0.0.1:{port}")):
            text = text.replace(old, new)
        self.config = self.home / "config.yaml"
        self.config.write_text(text)
        (etc / "local_api_credentials.yaml").touch()
        self.run("cscli", "machines", "add", "test", "-a", "-f", etc / "local_api_credentials.yaml", "--force")

    def run(self, program, *arguments):
        run = subprocess.run([self.program / "usr/bin" / program, "-c", self.config, *arguments], cwd=self.home, capture_output=True, text=True,
                             timeout=300)
        assert run.returncode == 0, (run.stdout + run.stderr)[-2000:]
        return run.stdout + run.stderr

    def parse(self, path):
        """How many lines of the log reach our scenario, and which hosts it tells of."""
        said = self.run("crowdsec", "-dsn", f"file://{path}", "-type", "exim" if path.name == "exim.log" else "syslog", "-dump-data", self.home / "dump")
        dump = (self.home / "dump/bucketpour-dump.yaml").read_text()
        return (dump.partition("\nwhyblock/whyblock-refused:\n")[2].count("log_type: whyblock_reject"),
                set(re.findall(r"Ip (\S+) performed 'whyblock/whyblock-refused'", said)))


def refusals(host, count):
    return "".join(f"2026-11-22 00:{i // 60:02}:{i % 60:02} " + line_text({"action": "reject", "category": "spam", "client": host}) + "\n" for i in range(count))


def check_crowdsec(folder):
    crowdsec = CrowdSec(folder)
    for what, (path, wanted) in logs(folder).items():
        matched, _ = crowdsec.parse(path)
        say(f"crowdsec, {what}: {matched} of {LINES} lines, wanted {wanted}")
        assert matched == wanted
    path = folder / "exim.log"
    path.write_text(refusals("192.0.2.66", 120) + refusals("192.0.2.67", 40))
    _, hosts = crowdsec.parse(path)
    say("crowdsec, of 120 and 40 refusals:", *hosts)
    assert hosts == {"192.0.2.66"}


def main():
    with tempfile.TemporaryDirectory(prefix="whyblock-monitoring-") as folder:
        for check in (check_fail2ban, check_crowdsec):
            part = pathlib.Path(folder) / check.__name__
            part.mkdir()
            check(part)
    say("good")


if __name__ == "__main__":
    main()
