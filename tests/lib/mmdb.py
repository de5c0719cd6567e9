# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Small GeoIP files, one for each provider's layout; mmdb.pl beside this file makes them and lists them."""

import pathlib
import subprocess

SCRIPT = pathlib.Path(__file__).with_name("mmdb.pl")
NEEDS = "MaxMind::DB::Writer::Tree"


def missing():
    """Why no files can be made here; empty when they can."""
    try:
        found = subprocess.run(["perl", f"-M{NEEDS}", "-e1"], capture_output=True).returncode == 0
    except FileNotFoundError:
        found = False
    return "" if found else f"no GeoIP files: Perl's {NEEDS} is missing (Debian: libmaxmind-db-writer-perl)"


def make(folder):
    """Writes the files into folder; returns {layout: path}."""
    subprocess.run(["perl", SCRIPT, folder], check=True)
    return {path.stem: path for path in pathlib.Path(folder).glob("*.mmdb")}
