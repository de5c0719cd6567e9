/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* case_import.c - see case_import.h */
#include "desk/case_import.h"

#include <limits.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/store_init.h"
#include "store/turn.h"

/* A case that this import has added to. */
struct touched {
	uint64_t number;
	int64_t until_s; /* what it held of before: verdicts up to this time are remembered already */
};

static int compare_numbers(const void *left, const void *right)
{
	const struct touched *a = left, *b = right;

	return (a->number > b->number) - (a->number < b->number);
}

static const struct touched *find_touched(const struct wb_case_import *import, uint64_t number)
{
	const struct touched wanted = { number, 0 };
	struct touched **found = tfind(&wanted, &import->touched, compare_numbers);

	return found != NULL ? *found : NULL;
}

static enum wb_status touch(struct wb_case_import *import, uint64_t number, int64_t until_s, struct wb_error *error_r)
{
	struct touched *row = find_touched(import, number) == NULL ? malloc(sizeof(*row)) : NULL;

	if (find_touched(import, number) != NULL)
		return WB_OK;
	if (row == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	*row = (struct touched){ number, until_s };
	if (tsearch(row, &import->touched, compare_numbers) != NULL)
		return WB_OK;
	free(row);
	return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
}

/* Looks among the client's cases for one that has this verdict already, and what each of them holds. */
struct looking {
	const struct wb_case_import *import;
	const struct wb_case *wanted;
	bool is_known;
	int64_t until_s; /* of the case that is_same */
};

static bool look(void *context, const struct wb_case *remembered)
{
	struct looking *looking = context;
	const struct wb_event *event = &looking->wanted->event;
	const struct touched *touched = find_touched(looking->import, remembered->number);
	int64_t slack_s = remembered->is_from_log ? 0 : WB_CASE_IMPORT_SLACK_S, at_s = looking->wanted->first_s;
	int64_t until_s = touched != NULL ? touched->until_s : remembered->last_s;

	if (wb_case_record_is_same(remembered, event, at_s))
		looking->until_s = until_s;
	if (strcmp(wb_event_field(&remembered->event, "action"), wb_event_field(event, "action")) == 0 &&
	    strcmp(wb_event_field(&remembered->event, "category"), wb_event_field(event, "category")) == 0 &&
	    at_s >= remembered->first_s - slack_s && until_s != INT64_MIN && at_s <= until_s + slack_s)
		looking->is_known = true;
	return !looking->is_known;
}

void wb_case_import_open(struct wb_case_import *import, const char *store, const struct wb_policy *policy)
{
	*import = (struct wb_case_import){ .store = store, .policy = policy, .lock_fd = -1 };
}

/* For all its transactions: what two of one log add by turns is neither's of before, and would be counted twice. */
static enum wb_status begin(struct wb_case_import *import, struct wb_error *error_r)
{
	enum wb_status status = WB_OK;
	char path[PATH_MAX];

	if (import->lock_fd < 0) {
		status = wb_store_make_folder(import->store, "cases", error_r);
		snprintf(path, sizeof(path), "%.4000s/" WB_CASE_IMPORT_LOCK, import->store);
		if (status == WB_OK)
			status = wb_turn_take(path, &import->lock_fd, error_r);
	}
	if (status == WB_OK && !import->is_open) {
		status = wb_case_session_open_write(import->store, &import->session, error_r);
		import->is_open = true;
	}
	return status;
}

enum wb_status wb_case_import_finish(struct wb_case_import *import, struct wb_error *error_r)
{
	enum wb_status status = import->is_open ? wb_case_session_commit(&import->session, error_r) : WB_OK;

	if (import->is_open)
		wb_case_session_close(&import->session);
	import->is_open = false;
	import->in_batch = 0;
	return status;
}

static enum wb_status add(struct wb_case_import *import, const struct wb_case *wanted, struct wb_error *error_r)
{
	struct looking looking = { .import = import, .wanted = wanted, .until_s = INT64_MIN };
	int64_t at_s = wanted->first_s;
	uint64_t number;
	bool is_new;
	enum wb_status status = wb_case_session_walk_client(&import->session, &wanted->event.client,
	    at_s - WB_CASE_SPAN_S - WB_CASE_IMPORT_SLACK_S, at_s + WB_CASE_IMPORT_SLACK_S, look, &looking, error_r);

	if (status != WB_OK)
		return status;
	if (looking.is_known) {
		import->known++;
		return WB_OK;
	}
	status = wb_case_session_add(&import->session, &wanted->event, at_s, WB_CASE_OF_LOG, &number, &is_new, error_r);
	if (status != WB_OK)
		return status;
	import->verdicts++;
	import->cases += is_new;
	return touch(import, number, is_new ? INT64_MIN : looking.until_s, error_r);
}

enum wb_status wb_case_import_add(struct wb_case_import *import, const struct wb_log_reader *reader, struct wb_error *error_r)
{
	static struct wb_log_case made; /* pages that need not be of the stack */
	enum wb_status status;

	if (!wb_log_case_make(reader, import->policy, &made) ||
	    (made.remembered.event.evidence_count == 0 && reader->action < WB_DEFER)) {
		import->bare++;
		return WB_OK;
	}
	status = begin(import, error_r);
	if (status == WB_OK)
		status = add(import, &made.remembered, error_r);
	if (status == WB_OK && ++import->in_batch == WB_CASE_IMPORT_BATCH)
		status = wb_case_import_finish(import, error_r);
	return status;
}

void wb_case_import_close(struct wb_case_import *import)
{
	if (import->is_open)
		wb_case_session_close(&import->session);
	if (import->lock_fd >= 0)
		close(import->lock_fd);
	tdestroy(import->touched, free);
	*import = (struct wb_case_import){ .lock_fd = -1 };
}
