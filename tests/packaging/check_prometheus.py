#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Runs what packaging/monitoring has for Prometheus and Grafana against a real agent, page and log: promtool and prometheus from Debian's package, and
systemd-socket-proxyd from its systemd, unpacked and not installed (see check_monitoring.py).

Grafana is not in Debian. Of its dashboard is tried what can be without it: its structure, that each expression is PromQL which Prometheus
answers, and that it names metrics and labels that there are.

Environment: WHYBLOCK, WHYBLOCK_AGENT and WHYBLOCK_WEB (default build/whyblock, and what stands beside it).
"""

import contextlib
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request

from check_monitoring import FOR, TOP, refusals, say, unpack
import agent                                    # in tests/lib, which is in the path by now
from web_service import WHYBLOCK, Service

RULES = FOR / "prometheus/whyblock.rules.yml"
SCRAPE = FOR / "prometheus/whyblock.scrape.yml"
DASHBOARD = FOR / "grafana/whyblock.json"
PATIENCE_S = 60
# What stands where a metric could, and is none of ours.
PROMETHEUS_OWN = {"up"}
TARGET_LABELS = {"job", "instance"}
ZONES = 'dnsbl "bl.example.net" { }\ndnsbl "0123456789abcdefghijklmnop.zen.dq.spamhaus.net" { }\ndns { servers = {"127.0.0.1:9"} }\n'


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


# What the programs print


def string(text):
    return text.encode() + b"\0"


def refusal(category, source, lost=""):
    """The packet of a verdict that refuses, see module/verdict/event.c."""
    fields = [(key, value) for key, value in (("action", "reject"), ("category", category), ("event", lost), ("recipient", "ann@example.org")) if value]
    head = bytes([1, 0]) + bytes(8 + 4 + 8) + (1).to_bytes(4, "big") + bytes([1]) + bytes(16) + bytes(2)
    body = bytes([len(fields)]) + b"".join(string(key) + string(value) for key, value in fields) + bytes([0, 1])
    return head + body + bytes([0, 0, 0]) + (1000).to_bytes(4, "big") + bytes(4) + string(category) + string(source) + string("") + string("")


def send(run, *packets):
    for packet in packets:
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as peer:
            peer.connect(str(run / "events"))
            peer.send(packet)
    agent.settle(run)


def texts(service, folder):
    """{what: the text of its metrics}"""
    log, path = folder / "mainlog", folder / "whyblock.prom"
    log.write_text(refusals("192.0.2.66", 3) + refusals("192.0.2.67", 1).replace("action=reject", "action=reject event=lost:2"))
    service.whyblock("stats", log, "--prometheus", path)
    return {"agent": agent.metrics(service.store / "run"), "web": service.get("/metrics").text, "log": path.read_text()}


def known_metrics(found):
    """{metric: its labels}"""
    known = {}
    for what, text in found.items():
        for name in re.findall(r"^# TYPE (\w+)", text, re.M):
            assert name.startswith(f"whyblock_{what}_"), name
            known[name] = set()
        for name, labels in re.findall(r"^(\w+)\{(.*)\} \d+$", text, re.M):
            known[name].update(re.findall(r'(\w+)="(?:[^"\\]|\\.)*"', labels))
    return known


# What rules and dashboard ask for


def rule_expressions(text):
    """Of a file that is written as ours is: expr on its line, or folded below it."""
    found = re.findall(r"^ +expr: >-\n((?: {10}.*\n)+)", text, re.M) + re.findall(r"^ +expr: (?!>-)(.*)\n", text, re.M)
    assert len(found) == len(re.findall(r"- alert: ", text)) > 10
    return [" ".join(expression.split()) for expression in found]


def walk_panels(panels):
    for panel in panels:
        yield panel
        yield from walk_panels(panel.get("panels", []))


def plain(expression):
    """As Grafana sends it."""
    expression = re.sub(r"\$(__rate_interval|__interval|__range)\b", "5m", expression).replace("$instance", ".*")
    assert "$" not in expression, expression
    return expression


def check_names(where, expressions, known):
    """Each metric, with each label that it is selected by, is one that there is."""
    used = set()
    for expression in expressions:
        for name, selector in re.findall(r"\b(whyblock_\w+|up\b)(\{[^}]*\})?", expression):
            assert name in known or name in PROMETHEUS_OWN, f"{where} asks for {name}, which nobody prints"
            labels = set(re.findall(r"(\w+)\s*(?:=~|!~|!=|=)", selector))
            assert labels <= known.get(name, set()) | TARGET_LABELS, f"{where}: {name} has no label of {labels}"
            used.add(name)
        for grouping in re.findall(r"\b(?:by|on) \(([^)]*)\)", expression):
            labels = {label.strip() for label in grouping.split(",")}
            of_all = set().union(*(known.get(name, set()) for name in re.findall(r"\bwhyblock_\w+", expression)))
            assert labels <= of_all | TARGET_LABELS, f"{where}: no metric of it has a label of {labels}: {expression}"
    return used


def check_runs(text):
    """Each alert says what to run, and that can be run."""
    help_text = subprocess.run([WHYBLOCK, "--help"], capture_output=True, text=True, check=True).stdout
    verbs = {verb.strip() for verb in re.findall(r"^  ([a-z][a-z ]*)", help_text, re.M)}
    units = {path.name for folder in ("packaging/systemd", "packaging/monitoring/prometheus") for path in (TOP / folder).iterdir()}
    runs = re.findall(r"^ +run: \"?(.*?)\"?$", text, re.M)
    assert len(runs) == len(re.findall(r"- alert: ", text))
    for command in (command.strip() for run in runs for command in run.split(";")):
        words = command.split()
        if words[0] == "whyblock":
            assert words[1] in verbs or " ".join(words[1:3]) in verbs, command
        for unit in re.findall(r"whyblock-[\w-]+(?:\.socket)?", command):
            assert unit in units or unit + ".service" in units, command


def check_structure(dashboard):
    for key, kind in (("title", str), ("uid", str), ("schemaVersion", int), ("panels", list), ("templating", dict), ("time", dict), ("annotations", dict),
                      ("tags", list), ("editable", bool), ("version", int)):
        assert isinstance(dashboard[key], kind), key
    assert dashboard["id"] is None and 38 <= dashboard["schemaVersion"] <= 42
    variables = {row["name"]: row for row in dashboard["templating"]["list"]}
    assert variables["DS_PROMETHEUS"]["type"] == "datasource" and variables["DS_PROMETHEUS"]["query"] == "prometheus"
    panels, taken, ids = list(walk_panels(dashboard["panels"])), {}, set()
    for panel in panels:
        title = panel["title"]
        assert panel["type"] in ("stat", "timeseries", "state-timeline") and title and panel["description"], title
        assert panel["id"] not in ids, title
        ids.add(panel["id"])
        place = panel["gridPos"]
        assert place["x"] >= 0 and place["y"] >= 0 and place["w"] > 0 and place["h"] > 0 and place["x"] + place["w"] <= 24, title
        for cell in ((x, y) for x in range(place["x"], place["x"] + place["w"]) for y in range(place["y"], place["y"] + place["h"])):
            assert cell not in taken, f"{title} lies upon {taken.get(cell)}"
            taken[cell] = title
        assert set(panel["fieldConfig"]) == {"defaults", "overrides"} and isinstance(panel["options"], dict), title
        refs = [target["refId"] for target in panel["targets"]]
        assert refs and len(set(refs)) == len(refs), title
        for source in [panel["datasource"]] + [target["datasource"] for target in panel["targets"]]:
            assert source == {"type": "prometheus", "uid": "${DS_PROMETHEUS}"}, title
        assert all(target["expr"].strip() for target in panel["targets"]), title
    assert len({panel["title"] for panel in panels}) == len(panels)
    return panels


# The programs of others


class Promtool:
    def __init__(self, program, folder):
        self.program, self.folder = program / "usr/bin/promtool", folder

    def __call__(self, *arguments, **options):
        run = subprocess.run([self.program, *arguments], capture_output=True, text=True, timeout=600, **options)
        assert run.returncode == 0, f"promtool {arguments}:\n{run.stdout}{run.stderr}"
        return run.stdout + run.stderr

    def parse(self, expressions):
        """Each of them as a recording rule: JSON is YAML."""
        path = self.folder / "expressions.yml"
        rules = [{"record": f"test:{number}", "expr": expression} for number, expression in enumerate(expressions)]
        path.write_text(json.dumps({"groups": [{"name": "test", "rules": rules}]}))
        self("check", "rules", path)


@contextlib.contextmanager
def proxy(folder, run):
    """The service of whyblock-agent-metrics.service behind a port as its socket has one; yields that port."""
    program = unpack("systemd", folder)
    unpack("libsystemd-shared", folder)
    libraries = ":".join(str(path.parent) for path in (folder / "libsystemd-shared").rglob("libsystemd-shared-*.so"))
    unit = (FOR / "prometheus/whyblock-agent-metrics.service").read_text()
    command = re.search(r"^ExecStart=(.*)$", unit, re.M)[1].replace("/lib/systemd/", f"{program}/lib/systemd/").split()
    assert command[-1] == "/run/whyblock/metrics"
    command[-1] = str(run / "metrics")
    if not pathlib.Path(command[0]).exists():
        command[0] = command[0].replace(f"{program}/lib", f"{program}/usr/lib")
    assert re.search(r"^ListenStream=127\.0\.0\.1:8026$", (FOR / "prometheus/whyblock-agent-metrics.socket").read_text(), re.M)
    port = free_port()
    environment = f"LD_LIBRARY_PATH={libraries}"
    process = subprocess.Popen([program / "usr/bin/systemd-socket-activate", "-l", f"127.0.0.1:{port}", "-E", environment, *command],
                               env={**os.environ, "LD_LIBRARY_PATH": libraries}, stderr=subprocess.DEVNULL)
    try:
        yield port
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


class Prometheus:
    """One that scrapes these ports by our file, with our rules, for as long as the context lasts."""

    def __init__(self, program, folder, ports):
        self.program, self.folder, self.port = program, folder, free_port()
        config = "global:\n  scrape_interval: 1s\n  evaluation_interval: 1s\nrule_files: [whyblock.rules.yml]\n" + SCRAPE.read_text()
        for old, new in ports.items():
            assert config.count(f'["127.0.0.1:{old}"]') == 1
            config = config.replace(f'["127.0.0.1:{old}"]', f'["127.0.0.1:{new}"]')
        shutil.copy(RULES, folder)
        (folder / "prometheus.yml").write_text(config)

    def __enter__(self):
        self.log = open(self.folder / "prometheus.log", "w")
        self.process = subprocess.Popen([self.program / "usr/bin/prometheus", f"--config.file={self.folder}/prometheus.yml", f"--storage.tsdb.path={self.folder}/data",
                                         f"--web.listen-address=127.0.0.1:{self.port}"], stdout=self.log, stderr=self.log)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(PATIENCE_S)
        self.log.close()

    def ask(self, what, **arguments):
        url = f"http://127.0.0.1:{self.port}/api/v1/{what}?{urllib.parse.urlencode(arguments)}"
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE_S) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as error:
            if error.code == 503:       # it is about to start
                return None
            raise AssertionError(f"{arguments}: {error.read().decode()}") from error
        except urllib.error.URLError:
            assert self.process.poll() is None, (self.folder / "prometheus.log").read_text()[-2000:]
            return None

    def query(self, expression):
        answer = self.ask("query", query=expression)
        return None if answer is None else answer["result"]

    def rules(self):
        return [rule for group in (self.ask("rules") or {"groups": []})["groups"] for rule in group["rules"]]


def main():
    with tempfile.TemporaryDirectory(prefix="whyblock-prometheus-") as name:
        folder = pathlib.Path(name)
        program = unpack("prometheus", folder)
        promtool = Promtool(program, folder)
        rules, dashboard = RULES.read_text(), json.loads(DASHBOARD.read_text())
        asked = rule_expressions(rules)
        check_runs(rules)
        promtool("check", "rules", RULES)
        promtool("test", "rules", TOP / "tests/packaging/whyblock.rules.test.yml")
        tested = set(re.findall(r'alertname="(\w+)"', (TOP / "tests/packaging/whyblock.rules.test.yml").read_text()))
        assert tested == set(re.findall(r"- alert: (\w+)", rules))
        say(f"{len(asked)} rules are good, and each fires and is silent as it should")

        panels = check_structure(dashboard)
        shown = [plain(target["expr"]) for panel in panels for target in panel["targets"]]
        promtool.parse(shown)
        say(f"the dashboard has {len(panels)} panels with {len(shown)} expressions, which promtool parses")

        (folder / "site").mkdir()
        with Service(folder / "site", config=ZONES) as service:
            service.whyblock("apply")
            send(service.store / "run", refusal("spam", "staff:ann"), refusal("open-relay", 'feed:odd "name\\', "lost:2"), b"no event")
            found = texts(service, folder)
            for what, text in found.items():
                said = promtool("check", "metrics", input=text)
                say(f"{what}: {len(re.findall('^# TYPE', text, re.M))} metrics, {len(re.findall('^whyblock', text, re.M))} series; promtool check metrics says:", said.strip() or "nothing")
                assert said.strip() == ""
            known = known_metrics(found)
            used = check_names("the rules", asked, known) | check_names("the dashboard", shown + [dashboard["templating"]["list"][1]["definition"]], known)
            say(f"rules and dashboard use {len(used - PROMETHEUS_OWN)} of {len(known)} metrics, and none that there is not")

            with proxy(folder, service.store / "run") as port, Prometheus(program, folder, {8026: port, 8025: service.port}) as prometheus:
                promtool("check", "config", folder / "prometheus.yml")
                agent.until(lambda: len(prometheus.query("up == 1") or []) == 2, PATIENCE_S)
                agent.until(lambda: prometheus.rules() and all(rule["health"] != "unknown" for rule in prometheus.rules()), PATIENCE_S)
                assert [rule["name"] for rule in prometheus.rules() if rule["health"] != "ok"] == []
                pairs = {(row["metric"]["category"], row["metric"]["source"]): row["value"][1] for row in prometheus.query("whyblock_agent_refusals_total")}
                assert pairs == {("spam", "listing:staff:ann"): "1", ("open-relay", 'listing:feed:odd "name\\'): "1"}, pairs
                assert [row["value"][1] for row in prometheus.query("whyblock_agent_events_lost_total")] == ["2"]
                assert len(prometheus.query('whyblock_agent_zone_state{state="asked"} == 1')) == 2
                for name in ("whyblock_agent_events_total", "whyblock_web_connections_total"):
                    agent.until(lambda name=name: prometheus.query(f"rate({name}[5m])"), PATIENCE_S)
                empty = [expression for expression in shown if not prometheus.query(expression) and "whyblock_log_" not in expression and "> 0" not in expression]
                assert empty == [], empty
            say("Prometheus scrapes the agent by systemd-socket-proxyd, and the page; it evaluates each rule, and has an answer to each expression of the dashboard")
    say("good")


if __name__ == "__main__":
    sys.exit(main())
