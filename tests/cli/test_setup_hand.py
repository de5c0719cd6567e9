# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""`setup debian` where somebody was before it: what was written by hand is found and taken back, what hides the line and what Exim refuses
is told with the operator's file and line, and files of all kinds stay whole. In the systems of test_setup.py."""

import pathlib
import re

import pytest
from test_setup import (ACL, ACL_SINGLE, ACL_SPLIT, GUARDED, INCLUDE, OURS, SINGLE, SPLIT, STYLES, in_style, macro_line, place,      # noqa: F401
                        pytestmark, system)

SNIPPETS = pathlib.Path("acl-snippets")
ONE_LINE = GUARDED[1].strip()


def number(text, wanted):
    """Which line it is, counted from 1: the last one that is this, without the blanks around it."""
    return [at for at, line in enumerate(text.splitlines(), 1) if line.strip() == wanted][-1]


def acl_file(debian):
    return debian.path(ACL_SPLIT if debian.split else ACL_SINGLE)


def into_acl(debian, text, before="accept"):
    """Puts lines before the last such statement of Debian's RCPT ACL, as an operator would."""
    path = acl_file(debian)
    lines = path.read_text().splitlines(True)
    end = next((at for at, line in enumerate(lines) if line.startswith("acl_check_data:")), len(lines))
    at = [at for at, line in enumerate(lines[:end]) if line.strip() == before][-1]
    path.write_text("".join(lines[:at]) + text + "".join(lines[at:]))


# What somebody has written by hand

def copy(debian, snippet, name):
    debian.path(f"etc/exim4/{name}").write_text(SNIPPETS.joinpath(snippet).read_text())


BY_HAND = {
    "as the snippet says": lambda debian: (copy(debian, "debian-rcpt-local.conf", "whyblock-rcpt-local.conf"), debian.macros.write_text(f"# mine\nCHECK_RCPT_LOCAL_ACL_FILE = /{ACL}\n")),
    "odd blanks, CRLF": lambda debian: (copy(debian, "debian-rcpt-local.conf", "whyblock-rcpt-local.conf"), debian.macros.write_bytes(f"# mine\r\n  CHECK_RCPT_LOCAL_ACL_FILE=/{ACL}\r\n".encode())),
    "a copy of rcpt.conf": lambda debian: (copy(debian, "rcpt.conf", "whyblock-rcpt.conf"), into_acl(debian, "  .include_if_exists /etc/exim4/whyblock-rcpt.conf\n")),
    "the three lines": lambda debian: into_acl(debian, "".join(f"{line}\n" for line in GUARDED)),
    "the whole snippet": lambda debian: into_acl(debian, SNIPPETS.joinpath("rcpt.conf").read_text()),
    "the line of the first version": lambda debian: into_acl(debian, f"    {ONE_LINE}\n"),
    "with the prefix of a build": lambda debian: into_acl(debian, "".join(f"{line}\n" for line in GUARDED).replace("/usr/lib/exim4/", "/usr/lib/exim4/./")),
    "in the file of the macro": lambda debian: (debian.macros.write_text(f"# mine\n{macro_line()}\n"), debian.path(f"etc/exim4/{OURS}").write_text("  deny local_parts = nobody\n" + "\n".join(GUARDED) + "\n")),
    "the snippet as it is installed": lambda debian: into_acl(debian, "  .include_if_exists /usr/share/whyblock/acl-snippets/rcpt.conf\n"),
    "the macro leads to it": lambda debian: debian.macros.write_text("# mine\nCHECK_RCPT_LOCAL_ACL_FILE = /usr/share/whyblock/acl-snippets/debian-rcpt-local.conf\n"),
    "a link to it": lambda debian: (debian.path(ACL).symlink_to("/usr/share/whyblock/acl-snippets/debian-rcpt-local.conf"), debian.macros.write_text(f"# mine\nCHECK_RCPT_LOCAL_ACL_FILE = /{ACL}\n")),
    "included by hand": lambda debian: (debian.macros.write_text(f"# mine\n{macro_line()}\n"), copy(debian, "debian-rcpt-local.conf", "whyblock-rcpt-local.conf"),
                                        debian.path(f"etc/exim4/{OURS}").write_text(f"  .include  /{ACL}\n")),
}


@pytest.mark.parametrize("system, way", [(list(STYLES)[at % 2], way) for at, way in enumerate(BY_HAND)], indirect=["system"], ids=BY_HAND)
def test_what_is_written_by_hand_is_found_and_taken_back(system, way):      # noqa: F811
    named = system.path(f"etc/exim4/{OURS}")
    if "file of the macro" in way or "included" in way:
        named.write_text("")
    shipped = {path.name: path.read_bytes() for path in system.path("usr/share/whyblock/acl-snippets").iterdir()}
    BY_HAND[way](system)
    system.update()
    assert system.asks(), "not a good way"
    before = system.files()
    assert "already" in system().out and "done: Exim asks whyblock" in system().out
    system("--apply")
    assert system.files() == before, "something was put beside it"
    shown = system("--undo").out
    assert "done: what asked whyblock is taken out" in shown
    assert shipped == {path.name: path.read_bytes() for path in system.path("usr/share/whyblock/acl-snippets").iterdir()}
    assert not list(system.path("etc/exim4").glob("whyblock-*")) and not system.asks()
    changed = [name for name, content in system.files().items() if content != before.get(name) and not name.startswith("var/")]
    left = "".join(system.files()[name][0].decode() for name in changed)
    assert "whyblock" not in left and "CHECK_RCPT_LOCAL_ACL_FILE =" not in left.replace(macro_line(), "")
    if system.macros.exists():
        assert system.macros.read_text().startswith("# mine")
    assert "nothing to take back" in system("--undo").out


OLD_CONNECT = """.ifdef _HAVE_DLFUNC
  require acl = ${if!and{{={$received_port}{25}}{exists{/usr/lib/exim4/whyblock.so}}}\\
                {accept\\n}{${dlfunc{/usr/lib/exim4/whyblock.so}{whyblock}}}}
.endif
"""


@pytest.mark.parametrize("text", [*(SNIPPETS.joinpath(name).read_text() for name in ("connect.conf", "prefetch.conf", "malware.conf", "trap.conf")), OLD_CONNECT],
                         ids=["connect", "prefetch", "malware", "trap", "connect of before"])
@in_style("single")
def test_statements_of_other_acls_are_taken_back(system, text):      # noqa: F811
    template = acl_file(system)
    good = template.read_text()
    template.write_text(good.replace("begin acl\n", f"begin acl\nacl_mine:\n{text}  accept\n"))
    system.update()
    system("--undo")
    assert template.read_text() == good.replace("begin acl\n", "begin acl\nacl_mine:\n  accept\n")


@in_style("split")
def test_router_and_transport_for_removals_are_taken_back(system):      # noqa: F811
    before = system.files()
    for name, folder in (("removal-router.conf", "router/150_mine"), ("removal-transport.conf", "transport/31_mine")):
        copy(system, name, f"whyblock-{name}")
        system.path(f"etc/exim4/conf.d/{folder}").write_text(f".include_if_exists /etc/exim4/whyblock-{name}\n")
    system.update()
    system("--undo")
    for folder in ("router/150_mine", "transport/31_mine"):
        assert system.path(f"etc/exim4/conf.d/{folder}").read_text() == ""
        system.path(f"etc/exim4/conf.d/{folder}").unlink()
    system.update()
    assert system.files() == before


@pytest.mark.parametrize("text", ["  require acl = ${dlfunc{/usr/lib/exim4/whyblock.so}{whyblock}{store=/srv/store}}\n", "  warn logwrite = ${dlfunc{/opt/whyblock.so}{whyblock_report}{trap}{x}}\n"])
@in_style("split")
def test_what_is_no_snippets_is_told_with_its_place(system, text):      # noqa: F811
    into_acl(system, text)
    system.update()
    run = system("--undo", status=1)
    line = number(acl_file(system).read_text(), text.strip())
    assert f"line {line} of /{ACL_SPLIT} still names whyblock: take it out by hand: {text.strip()}" in run.out
    assert acl_file(system).read_text().count(text) == 1


@in_style("single")
def test_a_changed_copy_is_told(system):      # noqa: F811
    system.path(ACL).write_text("  warn logwrite = mine\n" + "\n".join(GUARDED) + "\n")
    system.macros.write_text(f"CHECK_RCPT_LOCAL_ACL_FILE = /{ACL}\n")
    system.update()
    run = system("--undo", status=1)
    assert f"/{ACL} is as somebody has changed it, and stays" in run.out and system.path(ACL).exists() and system.macro() is None


# What hides the line

@pytest.mark.parametrize("system, text, statement", [
    ("split",  "  deny local_parts = nobody\n  accept\n",                                       "accept"),
    ("single", "# mine\n\n  accept domains = +local_domains\n# the end\n",                      "accept domains = +local_domains"),
    ("single", "  warn set acl_c_x = 1\r\n  accept\r\n",                                        "accept"),
], indirect=["system"], ids=["plain", "with a condition", "CRLF"])
def test_a_file_that_ends_in_accept_hides_the_line(system, text, statement):      # noqa: F811
    named = system.path(f"etc/exim4/{OURS}")
    named.write_bytes(text.encode())
    system.macros.write_text(macro_line() + "\n")
    system.update()
    before = system.files()
    line = number(text, statement)
    if statement == "accept":
        run = system(status=1)
        assert f"line {line} of /etc/exim4/{OURS} ends the ACL" in run.out and run.lines[-1] == INCLUDE
    else:
        system()
    assert system.files() == before
    run = system("--apply", status=1)
    assert f"nothing is blocked: mail to root@localhost is accepted before whyblock is asked, by line {line} of /etc/exim4/{OURS}: {statement}" in run.out
    assert "put the line of whyblock in front of that statement" in run.out and run.lines[run.lines.index(INCLUDE)] == INCLUDE
    assert any(f"line {line} of /etc/exim4/{OURS}" in note for note in system.json(status=1)["notes"])
    assert not system.asks()
    lines = [line for line in named.read_text().splitlines() if "whyblock" not in line]
    named.write_text("\n".join([*lines[:line - 1], INCLUDE, *lines[line - 1:], ""]))
    assert "done: Exim asks whyblock" in system("--apply").out and system.asks()
    system("--undo")
    assert named.read_text() == "\n".join([*lines, ""])
    named.write_bytes(text.encode())
    system.update()
    assert system.files() == before


@pytest.mark.parametrize("text, line", [
    ("  deny hosts = 192.0.2.1\n  accept\n\n# the end\n",          2),
    ("  deny\n  accept hosts = :\n",                               1),
    ("  accept\n    hosts = +relay_from_hosts\n",                  None),
    ("  accept\n  .ifdef _HAVE_TLS\n  encrypted = *\n  .endif\n",  None),
    ("  warn\n  accept hosts = :\n",                               None),
    ("  # accept\n",                                               None),
    ("  discard\n",                                                1),
], ids=["accept", "deny", "a condition below", "a condition of the build", "warn", "a comment", "discard"])
@in_style("split")
def test_before_it_is_done_an_end_is_told(system, text, line):      # noqa: F811
    system.path(f"etc/exim4/{OURS}").write_text(text)
    system.macros.write_text(macro_line() + "\n")
    run = system(status=1 if line else 0)
    assert (f"line {line} of /etc/exim4/{OURS} ends the ACL" in run.out) == bool(line) == (" ends the ACL" in run.out)


@in_style("split")
def test_a_statement_in_debians_own_file_hides_the_line(system):      # noqa: F811
    """Exim reads a file that was made of it; the operator's is told."""
    into_acl(system, "  accept domains = +local_domains\n\n", before=".ifdef CHECK_RCPT_LOCAL_ACL_FILE")
    system.update()
    line = number(acl_file(system).read_text(), "accept domains = +local_domains")
    assert f"by line {line} of /{ACL_SPLIT}: accept domains = +local_domains" in system("--apply", status=1).out


@in_style("single")
def test_and_in_the_template(system):      # noqa: F811
    system.macros.write_text("# two\n# lines\nMAIN_TLS_ENABLE = no\n")
    into_acl(system, "  accept domains = +local_domains\n\n", before=".ifdef CHECK_RCPT_LOCAL_ACL_FILE")
    system.update()
    line = number(acl_file(system).read_text(), "accept domains = +local_domains")
    assert f"by line {line} of /{ACL_SINGLE}: accept domains = +local_domains" in system("--apply", status=1).out


# Mistakes of the operator's

MISTAKES = [
    ("split",  SPLIT,                                          lambda text: "# mine\n\nnosuchoption = yes\n",                                              "nosuchoption = yes"),
    ("single", SINGLE,                                         lambda text: "A = b\n\n\n# mine\n  nosuchoption = yes",                                     "nosuchoption = yes"),
    ("single", SINGLE,                                         lambda text: "A = b\r\nnosuchoption = yes\r\n",                                             "nosuchoption = yes"),
    ("split",  "etc/exim4/conf.d/main/90_exim4-config_log_selector", lambda text: text + "\n# mine\n\n\nnosuchoption\n",                                   "nosuchoption"),
    ("split",  ACL_SPLIT,                                      lambda text: re.sub(r"\n  accept\n(?!.*\n  accept\n)", "\n  acept\n", text, flags=re.S),                                 "acept"),
    ("single", ACL_SINGLE,                                     lambda text: text.replace("acl_check_data:", "  nosuchverb\nacl_check_data:"),              "nosuchverb"),
    ("single", ACL_SINGLE,                                     lambda text: text.replace("begin retry\n", "begin retrie\n"),                               "begin retrie"),
    ("split",  f"etc/exim4/{OURS}",                            lambda text: "# mine\n\n  deny hosts = :\n  denie\n",                                       "denie"),
    ("split",  "etc/exim4/conf.d/main/05_mine.rul",            lambda text: "# mine\nnosuchoption\n",                                                      "nosuchoption"),
]


@pytest.mark.parametrize("system, name, change, wrong", MISTAKES, indirect=["system"], ids=[f"{style} {name.split('/')[-1]} {at}" for at, (style, name, change, wrong) in enumerate(MISTAKES)])
def test_a_mistake_is_told_with_the_operators_file_and_line(system, name, change, wrong):      # noqa: F811
    path = system.path(name)
    text = change(path.read_bytes().decode() if path.exists() else "")
    if name.endswith(OURS):
        system.macros.write_text(macro_line() + "\n")
    if name.endswith(".rul"):
        path.with_suffix("").write_text("# another\n")
    path.write_bytes(text.encode())
    before = system.files()
    for options in ([], ["--apply"]):
        run = system(*options, status=78)
        assert f"line {number(text, wrong)} of /{name}:" in run.err, run.err
        assert "/var/lib/exim4" not in run.err and "whyblock-trial" not in run.err and "\n" not in run.err.strip(), run.err
    assert system.files() == before


# What is put where it does harm is taken back

@in_style("single")
def test_an_object_that_exim_cannot_load(system):      # noqa: F811
    path = system.path("usr/lib/exim4/whyblock.so")
    good = path.read_bytes()
    before = system.files()
    path.write_text("no object")
    try:
        run = system("--apply", status=78)
        assert "Exim cannot load /usr/lib/exim4/whyblock.so" in run.err and "all files are as they were before" in run.err
        assert system.files() == before
        path.unlink()
        run = system("--apply", status=1)
        assert "nothing is blocked: /usr/lib/exim4/whyblock.so is not there: install whyblock" in run.out and "done: " not in run.out
    finally:
        path.write_bytes(good)
    assert "done: Exim asks whyblock" in system("--apply").out


@in_style("split")
def test_an_exim_that_cannot_accept_mail_anyway(system):      # noqa: F811
    """The line is not why; so it is placed, and the fault is told."""
    aliases = system.path("etc/aliases")
    text = aliases.read_text()
    aliases.unlink()
    try:
        run = system("--apply", status=1)
        assert "failed to open /etc/aliases" in run.out and system.path(ACL).exists()
    finally:
        aliases.write_text(text)
    assert system.asks()


# Files of other kinds

@in_style("split")
def test_a_read_only_file(system):      # noqa: F811
    system.macros.write_text("# mine\n")
    system.macros.chmod(0o444)
    system.update()
    before = system.files()
    system("--apply")
    assert system.asks() and system.macros.stat().st_mode & 0o777 == 0o444
    system("--undo")
    assert system.files() == before


@in_style("single")
def test_a_file_that_cannot_be_replaced(system):      # noqa: F811
    """All is as before, and the file is told."""
    system.macros.write_text("# mine\n")
    system.update()
    system.path(f"{SINGLE}.whyblock-new").mkdir()
    before = system.files()
    run = system("--apply", status=74)
    assert f"/{SINGLE}.whyblock-new: " in run.err and "all files are as they were before" in run.err
    assert system.files() == before


@in_style("split")
def test_crlf_everywhere(system):      # noqa: F811
    named = system.path(f"etc/exim4/{OURS}")
    named.write_bytes(b"# mine\r\n  deny local_parts = nobody\r\n")
    system.macros.write_bytes(f"# mine\r\n{macro_line()}\r\n".encode())
    system.update()
    before = system.files()
    system("--apply")
    assert system.asks()
    applied = system.files()
    system("--apply")
    assert system.files() == applied
    system("--undo")
    assert system.files() == before


@in_style("single")
def test_no_group(system):      # noqa: F811
    """Exim's group is missing: Exim says so, and nothing is changed."""
    group = system.path("etc/group")
    text = group.read_text()
    group.write_text(re.sub(r"(?m)^Debian-exim:.*\n", "", text))
    before = system.files()
    try:
        assert 'failed to find gid for group name "Debian-exim"' in system("--apply", status=1).err
        assert system.files() == before
    finally:
        group.write_text(text)


# Other mail servers

SERVERS = [
    (["exim4-base -", "postfix default-mta, mail-transport-agent"],     False,  "the mail server of this system is postfix, and whyblock works in Exim alone", "apt install exim4-daemon-heavy would remove postfix"),
    (["exim4-daemon-light mail-transport-agent, default-mta"],          True,   "this Exim (exim4-daemon-light) cannot load whyblock", "takes the place of exim4-daemon-light; /etc/exim4 stays as it is"),
    (["bash "],                                                         False,  "there is no mail server on this system", "apt install exim4-daemon-heavy"),
]


@pytest.mark.parametrize("packages, has_exim, said, help", SERVERS, ids=["postfix", "light", "none"])
@in_style("split")
def test_another_mail_server(system, packages, has_exim, said, help):      # noqa: F811
    """Said before anybody installs something; nothing is changed, and taking back works all the same."""
    system("--apply")
    before = system.files()
    query = system.path("usr/bin/dpkg-query")
    good = query.read_bytes()
    query.write_text("#!/bin/sh\n" + "".join(f"echo 'installed {package}'\n" for package in packages) + "echo 'config-files sendmail mail-transport-agent'\n")
    query.chmod(0o755)
    exim, real = system.path("usr/sbin/exim4"), system.path("usr/sbin/kept-exim4")
    exim.rename(real)
    if has_exim:
        exim.write_text('#!/bin/sh\n/usr/sbin/kept-exim4 "$@" | sed s/dlfunc/nothing/\n')
        exim.chmod(0o755)
    try:
        for options in ([], ["--apply"]):
            run = system(*options, status=1)
            assert said in run.err and help in run.err and "make /" not in run.out, run
        assert system.files() == before
        if not has_exim:
            system("--undo")
            assert not system.path(ACL).exists() and not system.macros.exists()
    finally:
        real.rename(exim)
        query.write_bytes(good)
        query.chmod(0o755)


@in_style("single")
def test_an_exim_that_is_not_debians(system):      # noqa: F811
    """Its configuration is the operator's own: they get the line to copy, and the place for it; and once it is there, the proof."""
    folder, kept = system.path("etc/exim4"), system.path("etc/kept-exim4")
    config = system.path("etc/exim.conf")
    config.write_text("domainlist local_domains = localhost\nacl_smtp_rcpt = acl_mine\nbegin acl\nacl_mine:\n  deny !domains = localhost\n  accept\n")
    exim, other = system.path("usr/sbin/exim4"), system.path("usr/sbin/exim")
    was_link = other.is_symlink()
    if was_link:
        other.unlink()
    exim.rename(system.path("usr/sbin/kept-exim4"))
    other.write_text('#!/bin/sh\ncase $* in *-C*) ;; *) set -- -C /etc/exim.conf "$@" ;; esac\nexec /usr/sbin/kept-exim4 "$@"\n')
    other.chmod(0o755)
    folder.rename(kept)
    try:
        run = system("--apply", status=1)
        assert "/etc/exim.conf yourself (acl_mine, from line 4 on, before the accept in line 6)" in run.err and run.lines[1:] == GUARDED, run
        lines = config.read_text().splitlines()
        config.write_text("\n".join([*lines[:5], *GUARDED, *lines[5:], ""]))
        assert "done: Exim asks whyblock" in system("--apply").out
    finally:
        kept.rename(folder)
        other.unlink()
        system.path("usr/sbin/kept-exim4").rename(exim)
        if was_link:
            other.symlink_to("exim4")
        config.unlink()


def test_debians_acl_without_the_place_for_the_line(system):      # noqa: F811
    """The operator gets the lines to copy and the place for them, in their own file."""
    path = acl_file(system)
    path.write_text(re.sub(r"(?m)^ *\.include CHECK_RCPT_LOCAL_ACL_FILE\n", "", path.read_text()))
    system.update()
    before = system.files()
    run = system("--apply", status=1)
    lines = path.read_text().splitlines()
    begins = lines.index("acl_check_rcpt:") + 1
    found = re.search(rf"write these lines into the RCPT ACL of /{path.relative_to(system.root)} yourself \(acl_check_rcpt, from line {begins} on, before the accept in line (\d+)\)", run.err)
    assert found and run.lines[1:] == GUARDED and lines[int(found[1]) - 1].strip() == "accept", run
    assert system.files() == before
    path.write_text("\n".join([*lines[:int(found[1]) - 1], *GUARDED, *lines[int(found[1]) - 1:], ""]))
    system.update()
    assert "done: Exim asks whyblock" in system("--apply").out and system.asks()
