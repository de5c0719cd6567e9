/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* accuracy.c - see accuracy.h */
#include "desk/accuracy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "store/history.h"
#include "store/request.h"
#include "verdict/lowered_file.h"

const char *const wb_reversal_names[WB_REVERSALS] = {
	[WB_REVERSAL_NONE] = "right",
	[WB_REVERSAL_REQUEST] = "request",
	[WB_REVERSAL_MISTAKE] = "mistake",
	[WB_REVERSAL_GUARD] = "guard",
	[WB_REVERSAL_GRACE] = "grace",
	[WB_REVERSAL_ACCEPTED] = "accepted",
};

/* Somebody has taken a refusal back: an approved request, or a listing that was a mistake. */
struct taken_back {
	struct wb_prefix prefix;
	int64_t at_s;
	char source[WB_LISTING_SOURCE_SIZE]; /* of a listing; empty: whatever has spoken against the host */
};

struct counting {
	struct wb_accuracy *accuracy;
	int64_t since_s;
	struct taken_back *taken_back;
	size_t taken_count, taken_room;
	bool has_no_memory;
	/* The host at hand, and of which zones it was counted: a zone counts once, whatever its codes. */
	struct wb_address client;
	char zones[32][WB_JUDGED_ORIGIN_SIZE];
	size_t zone_count;
};

/* ---- What was taken back --------------------------------------------------------------------------------------------- */

static bool add_taken_back(struct counting *counting, const struct wb_prefix *prefix, int64_t at_s, const char *source)
{
	if (counting->taken_count == counting->taken_room) {
		size_t room = counting->taken_room == 0 ? 64 : 2 * counting->taken_room;
		struct taken_back *grown = reallocarray(counting->taken_back, room, sizeof(*grown));

		counting->has_no_memory = grown == NULL;
		if (grown == NULL)
			return false;
		counting->taken_back = grown;
		counting->taken_room = room;
	}
	counting->taken_back[counting->taken_count] = (struct taken_back){ .prefix = *prefix, .at_s = at_s };
	wb_text_copy(counting->taken_back[counting->taken_count].source, WB_LISTING_SOURCE_SIZE, source);
	counting->taken_count++;
	return true;
}

static bool take_request(void *context, const struct wb_request *request)
{
	return request->state != WB_REQUEST_APPROVED || add_taken_back(context, &request->client, request->decided_at_s, "");
}

static bool take_change(void *context, const struct wb_history_record *record)
{
	bool is_mistake = record->action == WB_HISTORY_REMOVE && record->has_prefix &&
	    strncasecmp(record->why, WB_ACCURACY_MISTAKE, strlen(WB_ACCURACY_MISTAKE)) == 0;

	return !is_mistake || add_taken_back(context, &record->prefix, record->at_s, record->source);
}

static int compare_prefixes(const void *left, const void *right)
{
	const struct taken_back *a = left, *b = right;
	int order = memcmp(&a->prefix.address, &b->prefix.address, sizeof(a->prefix.address));

	if (a->prefix.prefix_bits != b->prefix.prefix_bits)
		return a->prefix.prefix_bits < b->prefix.prefix_bits ? -1 : 1;
	return order;
}

static bool is_taken_back(const struct taken_back *row, const struct wb_judged *judged)
{
	return row->at_s >= judged->first_s && wb_prefix_covers(&row->prefix, &judged->client) &&
	    (row->source[0] == '\0' || (judged->kind == WB_EVIDENCE_LISTING && strcmp(row->source, judged->origin) == 0));
}

/* Rows of one prefix length stand together, sorted by address: in each group one search. */
static const struct taken_back *find_taken_back(const struct counting *counting, const struct wb_judged *judged)
{
	for (size_t from = 0, end; from < counting->taken_count; from = end) {
		unsigned bits = counting->taken_back[from].prefix.prefix_bits;
		struct wb_prefix wanted = wb_prefix_of(&judged->client, bits);
		size_t low = from, high;

		for (end = from; end < counting->taken_count && counting->taken_back[end].prefix.prefix_bits == bits;)
			end++;
		high = end;
		while (low < high) {
			size_t middle = low + (high - low) / 2;

			if (memcmp(&counting->taken_back[middle].prefix.address, &wanted.address, sizeof(wanted.address)) < 0)
				low = middle + 1;
			else
				high = middle;
		}
		for (; low < end &&
		     memcmp(&counting->taken_back[low].prefix.address, &wanted.address, sizeof(wanted.address)) == 0;
		     low++) {
			if (is_taken_back(&counting->taken_back[low], judged))
				return &counting->taken_back[low];
		}
	}
	return NULL;
}

/* ---- What was booked ------------------------------------------------------------------------------------------------- */

static enum wb_reversal find_reversal(const struct counting *counting, const struct wb_judged *judged)
{
	const struct taken_back *row = find_taken_back(counting, judged);

	if (row != NULL)
		return row->source[0] == '\0' ? WB_REVERSAL_REQUEST : WB_REVERSAL_MISTAKE;
	if (judged->was_guarded)
		return WB_REVERSAL_GUARD;
	if (judged->in_grace_s != 0 && judged->refusals == 0 && judged->accepted_last_s > judged->in_grace_s)
		return WB_REVERSAL_GRACE;
	if (judged->refusals > 0 && judged->accepted_last_s - judged->accepted_from_s >= WB_ACCURACY_ACCEPTED_S)
		return WB_REVERSAL_ACCEPTED;
	return WB_REVERSAL_NONE;
}

static struct wb_accuracy_row *find_place(struct wb_accuracy *accuracy, const char *source, size_t *place_r)
{
	size_t low = 0, high = accuracy->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(source, accuracy->rows[middle].source);

		if (order == 0)
			return &accuracy->rows[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	*place_r = low;
	return NULL;
}

static struct wb_accuracy_row *take_row(struct counting *counting, const char *source)
{
	struct wb_accuracy *accuracy = counting->accuracy;
	size_t place = 0;
	struct wb_accuracy_row *row = find_place(accuracy, source, &place);

	if (row != NULL || accuracy->count == WB_ACCURACY_SOURCES_MAX)
		return row;
	if (accuracy->count == accuracy->room) {
		size_t room = accuracy->room == 0 ? 32 : 2 * accuracy->room;
		struct wb_accuracy_row *grown = reallocarray(accuracy->rows, room, sizeof(*grown));

		counting->has_no_memory = grown == NULL;
		if (grown == NULL)
			return NULL;
		accuracy->rows = grown;
		accuracy->room = room;
	}
	row = &accuracy->rows[place];
	memmove(row + 1, row, (accuracy->count - place) * sizeof(*row));
	memset(row, 0, sizeof(*row));
	wb_text_copy(row->source, sizeof(row->source), source);
	accuracy->count++;
	return row;
}

static void count(struct counting *counting, const char *source, enum wb_reversal reversal)
{
	struct wb_accuracy_row *row = take_row(counting, source);

	if (row == NULL) {
		counting->accuracy->others++;
		return;
	}
	row->hosts++;
	row->reversals[reversal]++;
	row->wrong += reversal != WB_REVERSAL_NONE;
}

/* The zone itself, once for the host: its codes stand beside each other. */
static void count_zone(struct counting *counting, const struct wb_judged *judged, enum wb_reversal reversal)
{
	char source[WB_SOURCE_KEY_SIZE];
	struct wb_text text;

	for (size_t i = 0; i < counting->zone_count; i++) {
		if (strcmp(counting->zones[i], judged->origin) == 0)
			return;
	}
	if (counting->zone_count < sizeof(counting->zones) / sizeof(counting->zones[0]))
		wb_text_copy(counting->zones[counting->zone_count++], WB_JUDGED_ORIGIN_SIZE, judged->origin);
	wb_text_open(&text, source, sizeof(source));
	wb_source_key_add(judged->kind, judged->origin, judged->return_code, true, &text);
	count(counting, source, reversal);
}

static bool take_judged(void *context, const struct wb_judged *judged)
{
	struct counting *counting = context;
	char source[WB_SOURCE_KEY_SIZE];
	enum wb_reversal reversal;
	struct wb_text text;

	if (judged->last_s < counting->since_s)
		return true;
	if (!wb_address_equals(&counting->client, &judged->client))
		counting->zone_count = 0;
	counting->client = judged->client;
	reversal = find_reversal(counting, judged);
	wb_text_open(&text, source, sizeof(source));
	wb_source_key_add(judged->kind, judged->origin, judged->return_code, false, &text);
	count(counting, source, reversal);
	if (judged->kind == WB_EVIDENCE_ZONE)
		count_zone(counting, judged, reversal);
	return !counting->has_no_memory;
}

/* ---- All of it ------------------------------------------------------------------------------------------------------- */

void wb_accuracy_interval(uint64_t right, uint64_t n, double *low_r, double *high_r)
{
	const double z = 1.96;
	double share, middle, half;

	*low_r = 0;
	*high_r = 1;
	if (n == 0)
		return;
	share = (double)right / (double)n;
	middle = (share + z * z / (2 * (double)n)) / (1 + z * z / (double)n);
	half = z * sqrt(share * (1 - share) / (double)n + z * z / (4 * (double)n * (double)n)) / (1 + z * z / (double)n);
	*low_r = middle - half > 0 ? middle - half : 0;
	*high_r = middle + half < 1 ? middle + half : 1;
}

enum wb_status wb_accuracy_count(const char *store, int64_t since_s, struct wb_accuracy *accuracy_r, struct wb_error *error_r)
{
	struct counting counting = { .accuracy = accuracy_r, .since_s = since_s };
	size_t unreadable = 0;
	enum wb_status status;

	memset(accuracy_r, 0, sizeof(*accuracy_r));
	status = wb_request_walk(store, NULL, take_request, &counting, &unreadable, error_r);
	accuracy_r->unreadable += unreadable;
	if (status == WB_OK)
		status = wb_history_walk(store, NULL, 0, take_change, &counting, &unreadable, error_r);
	accuracy_r->unreadable += unreadable;
	if (counting.taken_count > 0)
		qsort(counting.taken_back, counting.taken_count, sizeof(counting.taken_back[0]), compare_prefixes);
	if (status == WB_OK)
		status = wb_judged_walk(store, take_judged, &counting, &unreadable, error_r);
	accuracy_r->unreadable += unreadable;
	free(counting.taken_back);
	if (status == WB_OK && counting.has_no_memory)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	for (size_t i = 0; i < accuracy_r->count; i++) {
		struct wb_accuracy_row *row = &accuracy_r->rows[i];

		wb_accuracy_interval(row->hosts - row->wrong, row->hosts, &row->low, &row->high);
	}
	return status;
}

void wb_accuracy_close(struct wb_accuracy *accuracy)
{
	free(accuracy->rows);
	memset(accuracy, 0, sizeof(*accuracy));
}

const struct wb_accuracy_row *wb_accuracy_find(const struct wb_accuracy *accuracy, const char *source)
{
	size_t place;

	return find_place((struct wb_accuracy *)accuracy, source, &place);
}

bool wb_accuracy_is_below(const struct wb_accuracy_row *row, const struct wb_category *category)
{
	return category->floor_milli > 0 && strcmp(row->source, WB_SOURCE_KEY_STAFF) != 0 &&
	    row->high * 1000 < (double)category->floor_milli;
}

size_t wb_accuracy_find_lowered(const struct wb_accuracy *accuracy, const struct wb_policy *policy, uint64_t *rows_r)
{
	size_t found = 0;

	for (size_t c = 0; c < policy->category_count; c++) {
		for (size_t i = 0; i < accuracy->count && found < WB_LOWERED_ROWS_MAX; i++) {
			if (wb_accuracy_is_below(&accuracy->rows[i], &policy->categories[c]))
				rows_r[found++] = wb_lowered_number(policy->categories[c].id, accuracy->rows[i].source);
		}
	}
	return found;
}
