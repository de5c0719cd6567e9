/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * guard.h - known senders: mail providers, gateways and forwarders whose hosts must not vanish for one bad customer. A host is one's when a
 * name of it that leads back to it stands under a suffix that the sender alone controls, and its AS number, where both are known, is one of
 * the sender's. What that lowers is classify.h's to say. Pure.
 */
#ifndef WB_GUARD_H
#define WB_GUARD_H

#include <stdbool.h>
#include <stdint.h>

#include "verdict/policy.h"

/* The sender that a host of this confirmed name belongs to, or NULL. asn: 0: not known, which is no reason against. */
const struct wb_sender *wb_guard_match(const struct wb_policy *policy, const char *name, uint32_t asn);

/* Some sender has such names: it is worth to ask whether this one leads back. */
bool wb_guard_has_suffix(const struct wb_policy *policy, const char *name);

/* The action that a known sender's verdict is lowered to. */
enum wb_action wb_guard_action(const struct wb_policy *policy);

/* "mailbox provider": an enum wb_sender_kind, for people. */
const char *wb_sender_kind_name(int kind);

#endif
