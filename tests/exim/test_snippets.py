# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Every file of acl-snippets/, included as its first lines say."""

import re
import shutil
import subprocess

import pytest
from exim_server import ONE_LINE, TOP, Exim, debian_settings

SNIPPETS = TOP / "acl-snippets"
CLIENT = "192.0.2.66"
DEBIAN = "debian-rcpt-local.conf"
PREFETCH = "prefetch.conf"
REMOVAL = {"removal-router.conf", "removal-transport.conf"}          # no ACL: test_removal.py has them
PHASE = {"rcpt.conf": "rcpt", "connect.conf": "connect", "data.conf": "data", DEBIAN: "rcpt", PREFETCH: "rcpt"}     # of the refusal


class SnippetExim(Exim):
    """An Exim that includes a snippet, with our paths and our port in it."""

    def __init__(self, name, port_25=True):
        super().__init__({})
        self.name, self.port_25 = name, port_25

    def snippet(self):
        text = self.local((SNIPPETS / self.name).read_text())
        path = self.folder / self.name
        path.write_text(text.replace("{25}", f"{{{self.port}}}") if self.port_25 else text)
        return path

    def _exim_configuration(self):
        include = f".include_if_exists {self.snippet()}"
        self.acl = {"connect": include, "rcpt": ONE_LINE} if self.name == PREFETCH else {PHASE[self.name]: include}
        return super()._exim_configuration()


class DebianExim(SnippetExim):
    """Debian's own configuration of Exim, with the snippet where its documentation puts local ACL statements."""

    def _exim_configuration(self):
        debian = self.folder / "debian"
        debian.mkdir()
        shutil.copy("/etc/exim4/exim4.conf.template", debian)
        (debian / "update-exim4.conf.conf").write_text(debian_settings(split=False))
        subprocess.run(["update-exim4.conf", "-d", debian, "-o", debian / "out"], check=True, capture_output=True)
        generated = re.sub(r"(?m)^(local_interfaces|keep_environment) =.*$", "", (debian / "out").read_text())
        return f"""
CHECK_RCPT_LOCAL_ACL_FILE = {self.snippet()}
SPOOLDIR = {self.folder}/spool
MAIN_HARDCODE_PRIMARY_HOSTNAME = mx.example.net
log_file_path = {self.folder}/log/%slog
keep_environment =
host_lookup_order =
queue_only
{self.listener()}
{generated}
"""


def start(name, **options):
    if name != DEBIAN:
        return SnippetExim(name, **options)
    if not shutil.which("update-exim4.conf"):
        pytest.skip("Debian's own Exim configuration is not here (package exim4-config)")
    return DebianExim(name, **options)


def test_every_snippet_has_a_row():
    assert {path.name for path in SNIPPETS.iterdir()} == set(PHASE) | REMOVAL


@pytest.mark.parametrize("name", PHASE)
def test_snippet(name):
    with start(name) as exim:
        exim.list(CLIENT, "open-relay")
        phase, reply = exim.send(CLIENT, to=["root@example.org"]).end
        assert (phase, reply.code) == (PHASE[name], 550)
        assert reply.text[0] == f"5.7.1 Server [{CLIENT}] blocked as possible open relay"
        assert exim.send("192.0.2.1", to=["root@example.org"]).end[0] == "data"
        assert exim.send("192.0.2.1", to=["root@example.org"]).end[1].ok

        exim.so.unlink()                            # the package is removed: mail flows
        assert exim.send(CLIENT, to=["root@example.org"]).end[1].ok
        assert exim.panic() == []


@pytest.mark.parametrize("name", PHASE)
def test_explained_in_its_first_lines(name):
    text = (SNIPPETS / name).read_text()
    assert text.startswith(("# whyblock in ", "# whyblock_prefetch in "))
    assert all(line.startswith("#") for line in text.split("\n\n")[0].splitlines())
    assert "!exists{/usr/lib/exim4/whyblock.so}" in text or "exists{/usr/lib/exim4/whyblock.so}}}" in text


@pytest.mark.parametrize("name", [name for name in PHASE if name not in ("connect.conf", PREFETCH)])
def test_it_is_the_one_line(name):
    statements = [line.strip() for line in (SNIPPETS / name).read_text().splitlines() if line.strip() and line[0] != "#"]
    assert statements == [ONE_LINE]


def test_connect_leaves_other_ports_alone():
    with start("connect.conf", port_25=False) as exim:
        exim.list(CLIENT, "open-relay")
        assert exim.send(CLIENT).end[1].ok
