/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* candidates.c - see candidates.h */
#include "agent/candidates.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "agent/sender_lookup.h"
#include "base/clock.h"
#include "base/text.h"
#include "desk/report_list.h"
#include "service/complaint.h"
#include "store/publish.h"
#include "verdict/event.h"

#define WRITTEN_AT_ONCE 1024
#define NONE UINT32_MAX
#define LOGIN "whyblock-agent" /* in the history */

/* When something is left to do the loop comes back after: */
#define SOON_US 5000    /* the DNS */
#define BUSY_US 100000  /* another process writes */
#define RETRY_S 5       /* the store could not be written */
#define PAUSE_US 250000 /* the longest between two times that it is */
#define ACCURACY_US 1000

enum state { STATE_FREE, STATE_WAITING, STATE_ASKED, STATE_READY, STATES };

struct candidate {
	enum state state;
	uint32_t before, next; /* in the row of its state */
	uint64_t ticket;
	unsigned char key[COUNTER_KEY_BYTES];
	struct wb_prefix prefix;
	char kind[WB_EVENT_REPORT_KIND_SIZE];
	char reason[WB_LISTING_REASON_SIZE];
};

struct row {
	uint32_t first, last, count;
};

struct candidates {
	struct live *live;
	candidates_end *end;
	void *context;
	struct sender_lookup *lookup;
	sd_event_source *timer;
	uint64_t armed_us;   /* of the timer; 0: it is off */
	uint64_t tickets;    /* that were given */
	int64_t now_s;       /* of this turn */
	int64_t retry_s;     /* not before; 0: at once */
	int64_t pause_us;    /* the same, on the clock that only goes forward */
	bool is_busy;        /* another process writes */
	bool is_unpublished; /* what was listed last could not be published, so Exim does not see it yet */
	uint64_t unwritten;
	struct row rows[STATES];
	struct candidate places[CANDIDATES_MAX];
	struct wb_report_listing listings[WRITTEN_AT_ONCE];
	uint32_t written[WRITTEN_AT_ONCE]; /* the candidates of these */
};

/* ---- Rows ------------------------------------------------------------------------------------------------------------ */

static void append(struct candidates *candidates, uint32_t at, enum state state)
{
	struct row *row = &candidates->rows[state];
	struct candidate *candidate = &candidates->places[at];

	candidate->state = state;
	candidate->before = row->last;
	candidate->next = NONE;
	*(row->last == NONE ? &row->first : &candidates->places[row->last].next) = at;
	row->last = at;
	row->count++;
}

static void take_out(struct candidates *candidates, uint32_t at)
{
	const struct candidate *candidate = &candidates->places[at];
	struct row *row = &candidates->rows[candidate->state];

	*(candidate->before == NONE ? &row->first : &candidates->places[candidate->before].next) = candidate->next;
	*(candidate->next == NONE ? &row->last : &candidates->places[candidate->next].before) = candidate->before;
	row->count--;
}

static void move(struct candidates *candidates, uint32_t at, enum state state)
{
	take_out(candidates, at);
	append(candidates, at, state);
}

/* It is decided. */
static void finish(struct candidates *candidates, uint32_t at, enum wb_report_result end)
{
	const struct candidate *candidate = &candidates->places[at];

	candidates->end(candidates->context, candidate->key, candidate->ticket, end, candidates->now_s);
	move(candidates, at, STATE_FREE);
}

/* ---- The DNS --------------------------------------------------------------------------------------------------------- */

/* A sender_lookup_done. */
static void note_name(void *context, uint32_t ticket, enum sender_lookup_answer answer, const char *detail)
{
	struct candidates *candidates = context;
	char client[WB_PREFIX_TEXT_SIZE];

	switch (answer) {
	case SENDER_LOOKUP_NOBODY:
		move(candidates, ticket, STATE_READY);
		break;
	case SENDER_LOOKUP_SENDER:
		finish(candidates, ticket, WB_REPORT_SENDER);
		break;
	case SENDER_LOOKUP_UNKNOWN:
		wb_prefix_format(&candidates->places[ticket].prefix, client);
		wb_complain_of_stranger(
		    "%s: reported (%s), but not listed: the DNS does not say whether it is a known sender's: %s", client,
		    candidates->places[ticket].kind, detail);
		finish(candidates, ticket, WB_REPORT_NO_NAME);
		break;
	}
}

static void ask_names(struct candidates *candidates)
{
	const struct live *live = candidates->live;
	struct row *row = &candidates->rows[STATE_WAITING];

	if (!live->has_policy)
		return;
	while (row->first != NONE) {
		uint32_t at = row->first;
		const struct candidate *candidate = &candidates->places[at];

		if (live->policy.sender_count == 0)
			move(candidates, at, STATE_READY);
		else if (sender_lookup_ask(candidates->lookup, &candidate->prefix.address, at))
			move(candidates, at, STATE_ASKED);
		else
			break;
	}
}

/* ---- Writing --------------------------------------------------------------------------------------------------------- */

/* Those that are ready, whose sections may be others by now. */
static size_t collect(struct candidates *candidates)
{
	const struct wb_config *config = candidates->live->config;
	size_t count = 0;

	for (uint32_t at = candidates->rows[STATE_READY].first, next; at != NONE && count < WRITTEN_AT_ONCE; at = next) {
		const struct candidate *candidate = &candidates->places[at];
		const struct wb_report_settings *settings = wb_report_find(config, candidate->kind);
		struct wb_report_listing *listing = &candidates->listings[count];

		next = candidate->next;
		if (settings == NULL || !settings->enabled) {
			finish(candidates, at, settings == NULL ? WB_REPORT_UNKNOWN_KIND : WB_REPORT_OFF);
			continue;
		}
		*listing = (struct wb_report_listing){ .prefix = candidate->prefix, .settings = settings };
		wb_text_copy(listing->reason, sizeof(listing->reason), candidate->reason);
		candidates->written[count++] = at;
	}
	return count;
}

static int64_t now_us(void)
{
	return wb_clock_system.monotonic_us(wb_clock_system.context);
}

/* After each time events have twice as much of the loop: while many come, those of a while are written together. */
static void pause_after(struct candidates *candidates, int64_t began_us)
{
	int64_t now = now_us(), pause_us = 2 * (now - began_us);

	candidates->pause_us = now + (pause_us < PAUSE_US ? pause_us : PAUSE_US);
}

/* The store could not be written a moment ago; a clock that was set back makes that no longer. */
static bool is_paused(const struct candidates *candidates)
{
	return candidates->now_s < candidates->retry_s && candidates->retry_s - candidates->now_s <= RETRY_S;
}

static void write_ready(struct candidates *candidates)
{
	int64_t began_us = now_us();
	const struct wb_config *config = candidates->live->config;
	struct wb_change change = { .at_s = candidates->now_s, .login = LOGIN, .uid = (uint32_t)geteuid() };
	struct wb_error error = { "" };
	enum wb_status status;
	size_t count;

	candidates->is_busy = false;
	if (config == NULL || candidates->rows[STATE_READY].count == 0 || is_paused(candidates) ||
	    began_us < candidates->pause_us)
		return;
	change.keep_s = config->history_keep_s;
	count = collect(candidates);
	status = count == 0 ? WB_OK : wb_report_list(config, &change, candidates->listings, count, &error);
	pause_after(candidates, began_us);
	candidates->is_busy = status == WB_NOT_FOUND;
	if (candidates->is_busy)
		return;
	/* A report that lists nobody, or a write that fails, publishes nothing of what waits for it. */
	candidates->is_unpublished = candidates->is_unpublished || status == WB_NOT_IN_FORCE;
	candidates->retry_s = status == WB_NOT_IN_FORCE ? candidates->now_s + RETRY_S : 0;
	if (status != WB_OK)
		wb_complain("%s", error.text);
	if (!wb_status_is_done(status)) {
		candidates->unwritten++;
		candidates->retry_s = candidates->now_s + RETRY_S;
		return;
	}
	for (size_t i = 0; i < count; i++)
		finish(candidates, candidates->written[i], candidates->listings[i].result);
}

/* ---- The loop -------------------------------------------------------------------------------------------------------- */

/* Nobody else may write for days, and the next connection of who was listed is to be refused. Why it fails was said when it failed first. */
static void publish_again(struct candidates *candidates)
{
	const struct wb_config *config = candidates->live->config;

	if (!candidates->is_unpublished || config == NULL || is_paused(candidates))
		return;
	candidates->is_unpublished = wb_publish_pending(config->policy.store, NULL) != WB_OK;
	candidates->retry_s = candidates->is_unpublished ? candidates->now_s + RETRY_S : 0;
}

bool candidates_turn(struct candidates *candidates, int64_t now_s)
{
	candidates->now_s = now_s;
	if (candidates_count(candidates) == 0 && !candidates->is_unpublished)
		return false;
	live_look(candidates->live, now_s);
	sender_lookup_pump(candidates->lookup);
	ask_names(candidates);
	write_ready(candidates);
	publish_again(candidates);
	return candidates_count(candidates) > 0 || candidates->is_unpublished;
}

static void arm(struct candidates *candidates)
{
	uint64_t wait_us = SOON_US;

	if (sender_lookup_count(candidates->lookup) == 0 && candidates->rows[STATE_WAITING].count == 0 &&
	    (candidates->is_busy || candidates->retry_s > 0))
		wait_us = BUSY_US;
	if (candidates->timer == NULL || (candidates->armed_us > 0 && candidates->armed_us <= wait_us))
		return;
	candidates->armed_us = wait_us;
	sd_event_source_set_time_relative(candidates->timer, wait_us);
	sd_event_source_set_enabled(candidates->timer, SD_EVENT_ONESHOT);
}

static int on_time(sd_event_source *source, uint64_t now_us, void *context)
{
	struct candidates *candidates = context;

	(void)source;
	(void)now_us;
	candidates->armed_us = 0;
	if (candidates_turn(candidates, (int64_t)time(NULL)))
		arm(candidates);
	return 0;
}

/* ---- All of it ------------------------------------------------------------------------------------------------------- */

/* For a new one: who has waited for longest goes when there is none. */
static uint32_t find_room(struct candidates *candidates)
{
	static const enum state order[] = { STATE_WAITING, STATE_READY };

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]) && candidates->rows[STATE_FREE].first == NONE; i++) {
		if (candidates->rows[order[i]].first != NONE)
			finish(candidates, candidates->rows[order[i]].first, WB_REPORT_NO_ROOM);
	}
	return candidates->rows[STATE_FREE].first;
}
_Static_assert(CANDIDATES_MAX > SENDER_LOOKUP_BATCHES * SENDER_LOOKUP_BATCH, "not all of them ask at once");

uint64_t candidates_add(struct candidates *candidates, const unsigned char key[COUNTER_KEY_BYTES],
    const struct wb_address *client, const char *kind, const char *reason, int64_t now_s)
{
	struct candidate *candidate;
	uint32_t at;

	candidates->now_s = now_s;
	at = find_room(candidates);
	candidate = &candidates->places[at];
	memcpy(candidate->key, key, sizeof(candidate->key));
	candidate->ticket = ++candidates->tickets;
	candidate->prefix = wb_prefix_of_holder(client);
	wb_text_copy(candidate->kind, sizeof(candidate->kind), kind);
	wb_text_copy(candidate->reason, sizeof(candidate->reason), reason);
	move(candidates, at, STATE_WAITING);
	arm(candidates);
	return candidate->ticket;
}

enum wb_status candidates_open(sd_event *loop, struct live *live, candidates_end *end, void *context,
    struct candidates **candidates_r, struct wb_error *error_r)
{
	struct candidates *candidates = calloc(1, sizeof(*candidates));

	*candidates_r = candidates;
	if (candidates == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	candidates->live = live;
	candidates->end = end;
	candidates->context = context;
	for (size_t i = 0; i < STATES; i++)
		candidates->rows[i] = (struct row){ NONE, NONE, 0 };
	for (uint32_t i = 0; i < CANDIDATES_MAX; i++)
		append(candidates, i, STATE_FREE);
	candidates->lookup = sender_lookup_open(&live->policy, note_name, candidates);
	if (candidates->lookup == NULL ||
	    (loop != NULL &&
		(sd_event_add_time_relative(loop, &candidates->timer, CLOCK_MONOTONIC, 0, ACCURACY_US, on_time, candidates) <
			0 ||
		    sd_event_source_set_enabled(candidates->timer, SD_EVENT_OFF) < 0)))
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	return WB_OK;
}

void candidates_close(struct candidates **candidates, int64_t now_s)
{
	struct candidates *closing = *candidates;
	bool is_left = false;

	*candidates = NULL;
	if (closing == NULL)
		return;
	/* Whatever the pauses of a busy agent. */
	for (size_t i = 0; closing->lookup != NULL && i <= CANDIDATES_MAX / WRITTEN_AT_ONCE; i++) {
		closing->pause_us = closing->retry_s = 0;
		is_left = candidates_turn(closing, now_s);
	}
	if (is_left)
		wb_complain(
		    "%u reported hosts were not listed: the DNS had not said yet whether they are a known sender's, or the store could not be written",
		    candidates_count(closing));
	sd_event_source_disable_unref(closing->timer);
	sender_lookup_close(&closing->lookup);
	free(closing);
}

uint32_t candidates_count(const struct candidates *candidates)
{
	return CANDIDATES_MAX - candidates->rows[STATE_FREE].count;
}

uint64_t candidates_unwritten(const struct candidates *candidates)
{
	return candidates->unwritten;
}

bool candidates_are_stuck(const struct candidates *candidates)
{
	return candidates->retry_s > 0;
}
