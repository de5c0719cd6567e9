/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * sender_lookup.h - whether an address is a known sender's (verdict/guard.h), asked of the DNS without waiting. Many at once: each batch has a
 * resolver of its own, and so many batches at most are open; whoever asks keeps the others.
 */
#ifndef WB_AGENT_SENDER_LOOKUP_H
#define WB_AGENT_SENDER_LOOKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "verdict/policy.h"

#define SENDER_LOOKUP_BATCHES 4
#define SENDER_LOOKUP_BATCH 32 /* addresses; of each at most five questions are on their way */

enum sender_lookup_answer {
	SENDER_LOOKUP_NOBODY,
	SENDER_LOOKUP_SENDER,  /* of a known sender */
	SENDER_LOOKUP_UNKNOWN, /* the DNS did not say */
};

/* Called once for each address that was taken, from within sender_lookup_pump. detail: the name, or why: ends with the call. */
typedef void sender_lookup_done(void *context, uint32_t ticket, enum sender_lookup_answer answer, const char *detail);

struct sender_lookup;

/* policy: a place where the one in force always is; it is read when an answer comes. NULL: no memory. */
struct sender_lookup *sender_lookup_open(const struct wb_policy *policy, sender_lookup_done *done, void *context);

/* Nobody is called any more. NULL is allowed; leaves NULL. */
void sender_lookup_close(struct sender_lookup **lookup);

/* Asks about an address. ticket: names it to done. False: there is no room now. */
bool sender_lookup_ask(struct sender_lookup *lookup, const struct wb_address *client, uint32_t ticket);

/* Takes in what has come, and gives up what is late by policy->dns.deadline_ms. */
void sender_lookup_pump(struct sender_lookup *lookup);

/* How many are open. */
size_t sender_lookup_count(const struct sender_lookup *lookup);

#endif
