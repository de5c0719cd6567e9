# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-FileCopyrightText: 2026 the whyblock authors
"""The environment that every program under test gets."""

import os

# Far from UTC, so that a local time shows. What a sanitizer finds must not look like an ordinary exit, such as "the answer is no".
# Leaks are looked for by tests that say so: the search takes longer than most programs run.
ENVIRONMENT = dict(os.environ, TZ="Asia/Tokyo", ASAN_OPTIONS="exitcode=99:detect_leaks=0", LSAN_OPTIONS="exitcode=99",
                   UBSAN_OPTIONS="exitcode=99:halt_on_error=1:print_stacktrace=1")
LEAKS = dict(ENVIRONMENT, ASAN_OPTIONS="exitcode=99:detect_leaks=1")
KILLS = int(os.environ.get("KILLS", "10"))             # how often a process is killed; 50 among the faults
