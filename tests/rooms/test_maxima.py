# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""The table of the largest inputs in SECURITY.md says what the code says."""

import pathlib
import re

import pytest

TOP = pathlib.Path(__file__).resolve().parents[2]
ROWS = re.findall(r"^\| ([^|]+) \| (\d+)(?: bytes)? \| `(\w+)`, `([\w/.]+)` \|$", (TOP / "SECURITY.md").read_text(), re.M)


def test_there_is_a_table():
    assert len(ROWS) >= 16


@pytest.mark.parametrize("what, maximum, constant, header", ROWS, ids=lambda value: value if value.isupper() else "")
def test_a_row_says_what_the_code_says(what, maximum, constant, header):
    found = re.search(rf"^#define {constant}\s*(?:\\\n)?\s*(\d+)\b", (TOP / "module" / header).read_text(), re.M)
    assert found, f"{what}: no {constant} in {header}"
    assert found[1] == maximum, what
