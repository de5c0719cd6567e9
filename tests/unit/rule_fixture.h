/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* rule_fixture.h - a rule that a test makes by hand: all the texts that it does not set. */
#ifndef RULE_FIXTURE_H
#define RULE_FIXTURE_H

#include "verdict/policy.h"

#define NO_PATTERNS .helo_pattern = "", .host_name_pattern = "", .header_pattern = "", .sender_pattern = "", .body_pattern = ""
#define NO_TEXTS NO_PATTERNS, .reason = "", .remedy = ""

#endif
