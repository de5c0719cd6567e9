/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* sender_lookup.c - see sender_lookup.h */
#include "agent/sender_lookup.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "dns/host_names.h"
#include "verdict/guard.h"

#define FRESH_US 100000 /* for so long others may join a batch: they wait as long as it does */

struct question {
	struct wb_host_names *names;
	uint32_t ticket;
	bool is_decided;
};

struct batch {
	struct wb_resolver *resolver; /* NULL: the batch is free */
	struct wb_error why;          /* empty, or why there is none, and all are to be told so */
	int64_t since_us;
	size_t count; /* 0: it is free */
	struct question questions[SENDER_LOOKUP_BATCH];
};

struct sender_lookup {
	const struct wb_policy *policy;
	sender_lookup_done *done;
	void *context;
	size_t open;
	struct batch batches[SENDER_LOOKUP_BATCHES];
};

static int64_t now_us(void)
{
	return wb_clock_system.monotonic_us(wb_clock_system.context);
}

struct sender_lookup *sender_lookup_open(const struct wb_policy *policy, sender_lookup_done *done, void *context)
{
	struct sender_lookup *lookup = calloc(1, sizeof(*lookup));

	if (lookup == NULL)
		return NULL;
	lookup->policy = policy;
	lookup->done = done;
	lookup->context = context;
	return lookup;
}

/* The resolver first: it calls into the names for as long as it is open. */
static void close_batch(struct batch *batch)
{
	wb_resolver_close(&batch->resolver);
	for (size_t i = 0; i < batch->count; i++)
		wb_host_names_close(&batch->questions[i].names);
	memset(batch, 0, sizeof(*batch));
}

void sender_lookup_close(struct sender_lookup **lookup)
{
	for (size_t i = 0; *lookup != NULL && i < SENDER_LOOKUP_BATCHES; i++)
		close_batch(&(*lookup)->batches[i]);
	free(*lookup);
	*lookup = NULL;
}

/* Other names need not be followed: whose they are is known. */
static bool is_wanted(const void *context, const char *name)
{
	const struct sender_lookup *lookup = context;

	return wb_guard_has_suffix(lookup->policy, name);
}

/* One that others may still join, or a free one. NULL: there is none. */
static struct batch *find_batch(struct sender_lookup *lookup, int64_t now)
{
	struct batch *empty = NULL;

	for (size_t i = 0; i < SENDER_LOOKUP_BATCHES; i++) {
		struct batch *batch = &lookup->batches[i];

		if (batch->count == 0)
			empty = batch;
		else if (batch->count < SENDER_LOOKUP_BATCH && now - batch->since_us < FRESH_US)
			return batch;
	}
	return empty;
}

bool sender_lookup_ask(struct sender_lookup *lookup, const struct wb_address *client, uint32_t ticket)
{
	int64_t now = now_us();
	struct batch *batch = find_batch(lookup, now);
	struct question *question;

	if (batch == NULL)
		return false;
	if (batch->count == 0) {
		batch->since_us = now;
		wb_resolver_open(&lookup->policy->dns, NULL, &wb_clock_system, &batch->resolver, &batch->why);
	}
	question = &batch->questions[batch->count++];
	*question = (struct question){ .ticket = ticket };
	if (batch->resolver != NULL)
		question->names = wb_host_names_open(&(struct wb_host_names_setup){
		    .resolver = batch->resolver,
		    .client = *client,
		    .is_wanted = is_wanted,
		    .context = lookup,
		});
	lookup->open++;
	return true;
}

/* False: it is not known yet. */
static bool answer(const struct batch *batch, const struct question *question, bool is_late,
    enum sender_lookup_answer *answer_r, const char **detail_r)
{
	enum wb_host_name_state state = WB_HOST_NAME_UNKNOWN;

	*answer_r = SENDER_LOOKUP_UNKNOWN;
	*detail_r = batch->resolver == NULL ? batch->why.text : "out of memory";
	if (question->names == NULL)
		return true;
	state = wb_host_names_state(question->names);
	*detail_r = wb_host_names_why(question->names);
	switch (state) {
	case WB_HOST_NAME_OPEN:
		return is_late;
	case WB_HOST_NAME_CONFIRMED:
		*answer_r = SENDER_LOOKUP_SENDER;
		*detail_r = wb_host_names_confirmed(question->names);
		break;
	case WB_HOST_NAME_DENIED:
		*answer_r = SENDER_LOOKUP_NOBODY;
		break;
	case WB_HOST_NAME_UNKNOWN:
		break;
	}
	return true;
}

static void pump_batch(struct sender_lookup *lookup, struct batch *batch, int64_t now)
{
	bool is_late = now - batch->since_us >= (int64_t)lookup->policy->dns.deadline_ms * 1000;
	size_t open = 0;

	if (batch->resolver != NULL)
		wb_resolver_pump(batch->resolver);
	for (size_t i = 0; i < batch->count; i++) {
		struct question *question = &batch->questions[i];
		enum sender_lookup_answer said;
		const char *detail;

		if (question->is_decided)
			continue;
		question->is_decided = answer(batch, question, is_late, &said, &detail);
		if (!question->is_decided) {
			open++;
			continue;
		}
		lookup->open--;
		lookup->done(lookup->context, question->ticket, said, detail);
	}
	if (open == 0)
		close_batch(batch);
}

void sender_lookup_pump(struct sender_lookup *lookup)
{
	int64_t now = now_us();

	for (size_t i = 0; i < SENDER_LOOKUP_BATCHES; i++) {
		if (lookup->batches[i].count > 0)
			pump_batch(lookup, &lookup->batches[i], now);
	}
}

size_t sender_lookup_count(const struct sender_lookup *lookup)
{
	return lookup->open;
}
