/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * changed.c - see changed.h
 *
 * Table "changed": key = address (16 bytes), prefix length (1); value = the serial of the last change (8). Table "meta", row
 * "serials": serial, base serial, number of the transaction that wrote the row (8 each).
 */
#include "store/changed.h"

#include "base/record.h"

#define SERIAL_BYTES 8
#define SERIALS_BYTES (3 * SERIAL_BYTES)

/* The row's name, without a NUL. */
static const struct wb_blob serials_key = { (const unsigned char *)"serials", sizeof("serials") - 1 };

static void walk_serials(struct wb_record *record, struct wb_changed *changed, uint64_t *transaction_id)
{
	changed->serial = wb_record_number(record, changed->serial, SERIAL_BYTES);
	changed->base_serial = wb_record_number(record, changed->base_serial, SERIAL_BYTES);
	*transaction_id = wb_record_number(record, *transaction_id, SERIAL_BYTES);
}

static struct wb_blob encode_key(struct wb_prefix prefix, unsigned char *bytes)
{
	struct wb_record record;

	wb_record_open_write(&record, bytes, WB_RECORD_PREFIX_BYTES);
	wb_record_prefix(&record, &prefix);
	return wb_record_blob(&record);
}

enum wb_status wb_changed_open(struct wb_transaction *transaction, const struct wb_table *meta, int64_t now_us,
    struct wb_changed *changed, struct wb_error *error_r)
{
	uint64_t last_id = 0;
	struct wb_record record;
	struct wb_blob value = { NULL, 0 };
	enum wb_status status = wb_table_open(transaction, "changed", &changed->prefixes, error_r);

	changed->has_table = status == WB_OK;
	changed->is_changed = false;
	changed->serial = changed->base_serial = 0;
	if (status == WB_OK || status == WB_NOT_FOUND)
		status = wb_table_get(meta, serials_key, &value, error_r);
	if (status == WB_OK) {
		wb_record_open_read(&record, value);
		walk_serials(&record, changed, &last_id);
		/* A row that cannot be read is as good as none: a base puts it right. */
		if (!wb_record_ends_key(&record))
			changed->serial = changed->base_serial = last_id = 0;
	} else if (status != WB_NOT_FOUND) {
		return status;
	}
	changed->next_serial = (uint64_t)now_us > changed->serial ? (uint64_t)now_us : changed->serial + 1;
	if (!transaction->is_write || (last_id != 0 && wb_transaction_id(transaction) == last_id + 1))
		return WB_OK;
	changed->base_serial = 0;
	changed->is_changed = true;
	return wb_table_empty(&changed->prefixes, error_r);
}

enum wb_status wb_changed_add(struct wb_changed *changed, const struct wb_prefix *prefix, struct wb_error *error_r)
{
	unsigned char key[WB_RECORD_PREFIX_BYTES], bytes[SERIAL_BYTES];
	struct wb_record record;
	size_t count = 0;
	enum wb_status status;

	changed->is_changed = true;
	if (changed->base_serial == 0)
		return WB_OK;
	wb_record_open_write(&record, bytes, sizeof(bytes));
	wb_record_number(&record, changed->next_serial, SERIAL_BYTES);
	status = wb_table_put(&changed->prefixes, encode_key(*prefix, key), wb_record_blob(&record), error_r);
	if (status == WB_OK)
		status = wb_table_count(&changed->prefixes, &count, error_r);
	if (status != WB_OK || count <= WB_CHANGED_MAX)
		return status;
	changed->base_serial = 0;
	return wb_table_empty(&changed->prefixes, error_r);
}

enum wb_status wb_changed_walk(
    const struct wb_changed *changed, wb_changed_visit *visit, void *context, struct wb_error *error_r)
{
	struct wb_prefix prefix;
	struct wb_record record;
	struct wb_walk walk;
	bool is_readable = true;
	enum wb_status status;

	if (!changed->has_table)
		return WB_OK;
	wb_walk_open(&walk, &changed->prefixes);
	while (is_readable && wb_walk_next(&walk)) {
		wb_record_open_read(&record, walk.key);
		wb_record_prefix(&record, &prefix);
		is_readable = wb_record_ends_key(&record);
		if (is_readable && !visit(context, &prefix))
			break;
	}
	status = wb_walk_close(&walk, error_r);
	return status == WB_OK && !is_readable ? wb_store_fail_damaged(changed->prefixes.folder, error_r) : status;
}

enum wb_status wb_changed_rebase(struct wb_changed *changed, uint64_t serial, struct wb_error *error_r)
{
	struct wb_record record;
	struct wb_walk walk;

	/* Since the base was read, too many were changed to be kept, or somebody else has written. */
	if (changed->is_changed || (changed->base_serial == 0 && changed->serial != serial))
		return WB_OK;
	changed->base_serial = serial;
	wb_walk_open(&walk, &changed->prefixes);
	while (wb_walk_next(&walk)) {
		wb_record_open_read(&record, walk.value);
		if (wb_record_number(&record, 0, SERIAL_BYTES) <= serial)
			wb_walk_remove(&walk);
	}
	return wb_walk_close(&walk, error_r);
}

enum wb_status wb_changed_save(
    struct wb_changed *changed, const struct wb_transaction *transaction, const struct wb_table *meta, struct wb_error *error_r)
{
	unsigned char bytes[SERIALS_BYTES];
	uint64_t id = wb_transaction_id(transaction);
	struct wb_record record;

	if (changed->is_changed)
		changed->serial = changed->next_serial;
	wb_record_open_write(&record, bytes, sizeof(bytes));
	walk_serials(&record, changed, &id);
	return wb_table_put(meta, serials_key, wb_record_blob(&record), error_r);
}
