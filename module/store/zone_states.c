/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * zone_states.c - see zone_states.h
 *
 * Table "zones": key = the zone's shown name; value = version (1), state (1), timeouts (4), since, until, tested (8 each), why
 * (the rest).
 */
#include "store/zone_states.h"

#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/text.h"
#include "store/transaction.h"

#define FOLDER "health"
#define TABLE "zones"
#define VALUE_VERSION 1
#define VALUE_BYTES_MAX (30 + WB_HEALTH_WHY_SIZE)

static struct wb_blob key_of(const char *zone)
{
	return (struct wb_blob){ (const unsigned char *)zone, strlen(zone) };
}

static void walk_value(struct wb_record *record, struct wb_health *health)
{
	wb_record_version(record, VALUE_VERSION);
	health->state = wb_record_choice(record, health->state, WB_HEALTH_STATE_COUNT);
	health->timeouts = (uint32_t)wb_record_number(record, health->timeouts, 4);
	health->since_s = wb_record_time(record, health->since_s);
	health->until_s = wb_record_time(record, health->until_s);
	health->tested_at_s = wb_record_time(record, health->tested_at_s);
	wb_record_last_text(record, health->why, sizeof(health->why));
}

/* What is known of one zone; it is good when nothing is, or nothing that can be read. */
static struct wb_health get(const struct wb_table *table, const char *zone)
{
	struct wb_health found = { .state = WB_HEALTH_GOOD }, good = found;
	char kept[WB_HEALTH_WHY_SIZE];
	struct wb_record record;
	struct wb_blob value;
	struct wb_text why;

	if (wb_table_get(table, key_of(zone), &value, NULL) != WB_OK)
		return good;
	wb_record_open_read(&record, value);
	walk_value(&record, &found);
	if (!wb_record_ends_value(&record))
		return good;
	wb_text_copy(kept, sizeof(kept), found.why);
	wb_text_open(&why, found.why, sizeof(found.why));
	wb_text_add_printable(&why, kept, strlen(kept));
	return found;
}

enum wb_status wb_zone_states_load(
    const char *store, const char *const *zones, size_t count, struct wb_health *rows_r, struct wb_error *error_r)
{
	struct wb_transaction transaction;
	struct wb_table table;
	enum wb_status status = wb_transaction_open_read(store, FOLDER, &transaction, error_r);

	memset(rows_r, 0, count * sizeof(*rows_r));
	if (status == WB_OK)
		status = wb_table_open(&transaction, TABLE, &table, error_r);
	for (size_t i = 0; i < count && status == WB_OK; i++)
		rows_r[i] = get(&table, zones[i]);
	wb_transaction_close(&transaction);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

/* True when the store still holds the row as it was loaded. */
static bool is_unchanged(const struct wb_table *table, const char *zone, const struct wb_health *loaded)
{
	struct wb_health now = get(table, zone);

	return now.state == loaded->state && now.timeouts == loaded->timeouts && now.since_s == loaded->since_s &&
	    now.until_s == loaded->until_s && now.tested_at_s == loaded->tested_at_s;
}

enum wb_status wb_zone_states_save(const char *store, const char *const *zones, const bool *changed, size_t count,
    const struct wb_health *loaded, const struct wb_health *rows, struct wb_error *error_r)
{
	struct wb_transaction transaction;
	struct wb_table table;
	struct wb_record record;
	unsigned char bytes[VALUE_BYTES_MAX];
	enum wb_status status;
	enum wb_store_folder folder = loaded == NULL ? WB_STORE_MAKE_FOLDER : WB_STORE_NEED_FOLDER;
	int lock;

	status = wb_store_open_lock(store, FOLDER, folder, &lock, error_r);
	if (status != WB_OK)
		return status;
	/* Every writer of this folder holds the lock: LMDB's own, which cannot be tried, is then free. */
	if (flock(lock, loaded == NULL ? LOCK_EX : LOCK_EX | LOCK_NB) < 0) {
		close(lock);
		return WB_NOT_FOUND;
	}
	status = wb_transaction_open_write(store, FOLDER, WB_STORE_NO_SYNC, &transaction, error_r);
	if (status == WB_OK)
		status = wb_table_open(&transaction, TABLE, &table, error_r);
	for (size_t i = 0; i < count && status == WB_OK; i++) {
		struct wb_health row = rows[i];

		if (!changed[i] || (loaded != NULL && !is_unchanged(&table, zones[i], &loaded[i])))
			continue;
		wb_record_open_write(&record, bytes, sizeof(bytes));
		walk_value(&record, &row);
		status = wb_table_put(&table, key_of(zones[i]), wb_record_blob(&record), error_r);
	}
	if (status == WB_OK)
		status = wb_transaction_commit(&transaction, error_r);
	wb_transaction_close(&transaction);
	close(lock);
	return status;
}
