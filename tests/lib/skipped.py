# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""Says at the end of a run, in red, how many tests did not run and why: a skip that nobody sees is a test that nobody has."""

import collections


def tell(terminalreporter, what="tests"):
    """For pytest_terminal_summary of a conftest.py."""
    reasons = collections.Counter(report.longrepr[2] for report in terminalreporter.stats.get("skipped", []))
    for reason, count in reasons.items():
        terminalreporter.write_line(f"DID NOT RUN: {count} {what}. {reason}", red=True, bold=True)
