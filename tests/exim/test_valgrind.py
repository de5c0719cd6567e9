# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""The module in Exim under valgrind: no error, and no leak that grows with the number of recipients."""

import shutil
import subprocess
import xml.etree.ElementTree as xml

import pytest
from exim_server import EXIM, geoip

CLIENT = "192.0.2.66"


def valgrind(exim, recipients):
    """One dialogue under valgrind; returns (what Exim said, errors of ours, bytes of ours that were not freed)."""
    report = exim.folder / "valgrind.xml"
    program = shutil.copyfile(EXIM, exim.folder / "exim")           # valgrind runs no setuid program
    program.chmod(0o755)
    dialogue = ["HELO x", "MAIL FROM:<a@example.com>", *[f"RCPT TO:<user{n}@example.org>" for n in range(recipients)],
                "RCPT TO:<postmaster@example.org>", "RSET", "QUIT"]
    run = subprocess.run(["valgrind", "--vgdb=no", "--xml=yes", f"--xml-file={report}", "--leak-check=full", "--show-leak-kinds=all",
                          program, "-C", exim.exim_conf, "-bh", CLIENT],
                         input="\r\n".join(dialogue) + "\r\n", capture_output=True, text=True, timeout=300)
    errors, leaked = [], 0
    for error in xml.parse(report).getroot().iter("error"):
        if any(exim.so.name in (frame.findtext("obj") or "") for frame in error.iter("frame")):
            kind = error.findtext("kind")
            if kind.startswith("Leak_"):
                leaked += int(error.find("xwhat").findtext("leakedbytes"))
            else:
                errors.append(xml.tostring(error, encoding="unicode"))
    return run.stdout, errors, leaked


@pytest.mark.skipif(not shutil.which("valgrind"), reason="no valgrind")
@pytest.mark.parametrize("listed", [True, False], ids=["listed", "clean"])
def test_no_error_and_no_growing_leak(exim, geoip_files, listed):
    exim.configure(geoip=geoip(geoip_files["maxmind-country"], geoip_files["maxmind-asn"]))
    exim.list(CLIENT if listed else "192.0.2.67", "open-relay")
    said_few, errors_few, leaked_few = valgrind(exim, 2)
    said_many, errors_many, leaked_many = valgrind(exim, 20)
    assert errors_few + errors_many == []
    assert [said.count("550 5.7.1") for said in (said_few, said_many)] == ([2, 20] if listed else [0, 0])
    assert leaked_few == leaked_many
