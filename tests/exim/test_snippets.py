# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Every file of acl-snippets/, included as its first lines say."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import textwrap

import pytest
from exim_server import EXIM, ONE_LINE, PUBLISHED, TOP, Exim, debian_settings

SNIPPETS = TOP / "acl-snippets"
CLIENT = "192.0.2.66"
DEBIAN = {"debian-rcpt-local.conf": "CHECK_RCPT_LOCAL_ACL_FILE", "debian-data-local.conf": "CHECK_DATA_LOCAL_ACL_FILE"}
PREFETCH = "prefetch.conf"
REMOVAL = {"removal-router.conf", "removal-transport.conf"}          # no ACL: test_removal.py has them
PRELOAD = "preload.conf"
REPORTS = {"trap.conf": "rcpt", "malware.conf": "data"}              # refuse nobody by themselves: test_report.py
# No ACL either, or ACLs of their own: test_preload.py, test_done.py, test_form_mail.py, tests/cli/test_setup_parts.py.
ELSEWHERE = {PRELOAD, "done.conf", "message-options.conf", "debian-done-options.conf"}
PHASE = {"rcpt.conf": "rcpt", "connect.conf": "connect", "data.conf": "data", "debian-rcpt-local.conf": "rcpt", "debian-data-local.conf": "data",
         PREFETCH: "rcpt"}                                           # of the refusal


class SnippetExim(Exim):
    """An Exim that includes a snippet, with our paths and our port in it."""

    def __init__(self, name, submission=False):
        super().__init__({})
        self.name, self.submission = name, submission

    def snippet(self):
        text = self.local((SNIPPETS / self.name).read_text())
        path = self.folder / self.name
        path.write_text(text.replace(":587}", f":{self.port}}}") if self.submission else text)
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
{DEBIAN[self.name]} = {self.snippet()}
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
    if name not in DEBIAN:
        return SnippetExim(name, **options)
    if not shutil.which("update-exim4.conf"):
        pytest.skip("Debian's own Exim configuration is not here (package exim4-config)")
    return DebianExim(name, **options)


def test_every_snippet_has_a_row():
    assert {path.name for path in SNIPPETS.iterdir()} == set(PHASE) | REMOVAL | ELSEWHERE | set(REPORTS)


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


@pytest.mark.parametrize("name", [*PHASE, *REPORTS])
def test_explained_in_its_first_lines(name):
    text = (SNIPPETS / name).read_text()
    assert text.startswith(("# whyblock in ", "# whyblock_prefetch in ", "# whyblock_report in "))
    assert all(line.startswith("#") for line in text.split("\n\n")[0].splitlines())
    assert "!exists{/usr/lib/exim4/whyblock.so}" in text or "exists{/usr/lib/exim4/whyblock.so}}" in text


@pytest.mark.parametrize("name", [name for name in PHASE if name not in ("connect.conf", "debian-data-local.conf", PREFETCH)])
def test_it_is_the_one_line(name):
    statements = [line for line in (SNIPPETS / name).read_text().splitlines() if line.strip() and line[0] != "#"]
    assert statements == PUBLISHED.splitlines()


@pytest.mark.parametrize("name", ["README.md", "module/README.md"])
def test_the_readme_has_it(name):
    assert textwrap.indent(PUBLISHED, "    ") in (TOP / name).read_text()


def test_connect_leaves_submission_alone():
    with start("connect.conf", submission=True) as exim:
        exim.list(CLIENT, "open-relay")
        assert exim.send(CLIENT).end[1].ok


@pytest.mark.parametrize("port, code", [(25, "550"), (2525, "550"), (465, "220"), (587, "220")])
def test_connect_by_port(port, code):
    """The ports that a test may not open: as `exim -bh` plays them."""
    with start("connect.conf") as exim:
        exim.list(CLIENT, "open-relay")
        run = subprocess.run([EXIM, "-C", exim.exim_conf, "-oMi", f"127.0.0.1.{port}", "-bh", CLIENT], input="QUIT\r\n", capture_output=True, text=True)
        assert [line[:3] for line in run.stdout.splitlines() if line[:3].isdigit()][0] == code, run.stdout


# An Exim without dlfunc

@pytest.fixture(scope="session")
def light_exim(tmp_path_factory):
    """Debian's exim4-daemon-light, which has no dlfunc: env EXIM_LIGHT, or unpacked into a folder and not installed."""
    if "EXIM_LIGHT" in os.environ:
        return os.environ["EXIM_LIGHT"]
    if not shutil.which("apt-get") or not shutil.which("dpkg"):
        pytest.skip("an Exim without dlfunc is not here (exim4-daemon-light cannot be fetched; or set EXIM_LIGHT)")
    folder = tmp_path_factory.mktemp("light")
    try:
        subprocess.run(["apt-get", "-q", "-o", "APT::Sandbox::User=root", "download", "exim4-daemon-light"], cwd=folder, check=True,
                       capture_output=True, timeout=60)
        subprocess.run(["dpkg", "-x", *folder.glob("*.deb"), folder], check=True, capture_output=True)
        version = subprocess.run([folder / "usr/sbin/exim4", "-C", "/dev/null", "-bV"], check=True, capture_output=True, text=True).stdout
    except (subprocess.SubprocessError, OSError) as why:
        pytest.skip(f"an Exim without dlfunc cannot be had, exim4-daemon-light: {str(why)[:200]} (or set EXIM_LIGHT)")
    assert "Expand_dlfunc" not in version
    return folder / "usr/sbin/exim4"


@pytest.fixture(params=["light", "simulated"])
def replies(request):
    """Has an Exim without dlfunc take a message, with this text in an ACL or the main section; returns the codes. By -bh: the light Exim knows no PROXY line.
    The simulated one has dlfunc, and only the macro is not defined: another name stands in its place. Both find a file where the object
    should be that is no object, so that a line which is not left out answers 451 in either."""
    program = request.getfixturevalue("light_exim") if request.param == "light" else EXIM
    with tempfile.TemporaryDirectory(prefix="whyblock-light-") as folder:
        folder = pathlib.Path(folder)
        folder.chmod(0o777)                             # Exim gives up root's rights
        (folder / "whyblock.so").write_text("no object")

        def take(phase, text):
            text = text.replace("/usr/lib/exim4/whyblock.so", f"{folder}/whyblock.so")
            if request.param == "simulated":
                text = text.replace("_HAVE_DLFUNC", "_HAVE_NO_SUCH_THING")
            (folder / "snippet.conf").write_text(f"{text}\n")
            acls = "".join(f"acl_{name}:\n" + f".include {folder}/snippet.conf\n" * (name == phase) + "  accept\n"
                           for name in ("connect", "rcpt", "data"))
            (folder / "exim.conf").write_text(f"""
spool_directory = {folder}/spool
log_file_path = {folder}/%slog
primary_hostname = mx.example.net
keep_environment =
acl_smtp_connect = acl_connect
acl_smtp_rcpt = acl_rcpt
acl_smtp_data = acl_data
{f".include {folder}/snippet.conf" if phase == "main" else ""}
begin acl
{acls}""")
            said = ["HELO mail.example.com", "MAIL FROM:<>", "RCPT TO:<user@example.org>", "DATA", "Subject: x", "", "Hello", ".", "QUIT", ""]
            run = subprocess.run([program, "-C", folder / "exim.conf", "-bh", CLIENT], input="\r\n".join(said), capture_output=True, text=True)
            return re.findall(r"(?m)^(\d{3}) ", run.stdout)
        yield take


def test_it_stops_all_mail_without_dlfunc(replies):
    """What the guard is for: the bare line, with its test for the file."""
    assert "451" in replies("rcpt", f"  {ONE_LINE}")


@pytest.mark.parametrize("name", [*PHASE, PRELOAD, *REPORTS])
def test_it_stops_no_mail_without_dlfunc(replies, name):
    phase = {PREFETCH: "connect", PRELOAD: "main", **REPORTS}.get(name) or PHASE[name]
    assert replies(phase, (SNIPPETS / name).read_text()) == ["220", "250", "250", "250", "354", "250", "221"]
