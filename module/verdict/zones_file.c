/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * zones_file.c - see zones_file.h
 *
 * Format (1 byte), check of what follows (8), count of rows (2); of each row: name, state (1), timeouts (4), since, until, tested (8 each),
 * why.
 */
#include "verdict/zones_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/text.h"
#include "verdict/policy.h"
#include "verdict/published.h"

#define FORMAT 1
#define HEAD_BYTES 9
#define SERVER_DOUBT_S 3600 /* behind a suspension, for which a name server still has to show that it is back */

static void walk_row(struct wb_record *record, struct wb_zone_row *row)
{
	struct wb_health *health = &row->health;

	wb_record_text(record, row->zone, sizeof(row->zone));
	health->state = (enum wb_health_state)wb_record_choice(record, health->state, WB_HEALTH_STATE_COUNT);
	health->timeouts = (uint32_t)wb_record_number(record, health->timeouts, 4);
	health->since_s = wb_record_time(record, health->since_s);
	health->until_s = wb_record_time(record, health->until_s);
	health->tested_at_s = wb_record_time(record, health->tested_at_s);
	wb_record_text(record, health->why, sizeof(health->why));
}

static size_t walk_count(struct wb_record *record, size_t count)
{
	count = (size_t)wb_record_number(record, count, 2);
	record->has_failed = record->has_failed || count > WB_ZONES_FILE_ROWS_MAX;
	return record->has_failed ? 0 : count;
}

struct wb_blob wb_zones_file_encode(const struct wb_zone_row *rows, size_t count, unsigned char *bytes)
{
	struct wb_record record;

	wb_record_open_write(&record, bytes + HEAD_BYTES, WB_ZONES_FILE_BYTES_MAX - HEAD_BYTES);
	walk_count(&record, count);
	for (size_t i = 0; i < count; i++) {
		struct wb_zone_row row = rows[i];

		walk_row(&record, &row);
	}
	bytes[0] = FORMAT;
	wb_bytes_put(bytes + 1, wb_bytes_check(bytes + HEAD_BYTES, record.at), 8);
	return (struct wb_blob){ bytes, HEAD_BYTES + record.at };
}

typedef void visit_row(void *context, const struct wb_zone_row *row);

/* Gives on one row after the other. False: not all of it is as it should be. */
static bool walk_file(struct wb_blob bytes, visit_row *visit, void *context)
{
	struct wb_record record;
	struct wb_zone_row row;
	size_t count;

	if (bytes.size < HEAD_BYTES || bytes.data[0] != FORMAT ||
	    wb_bytes_get(bytes.data + 1, 8) != wb_bytes_check(bytes.data + HEAD_BYTES, bytes.size - HEAD_BYTES))
		return false;
	wb_record_open_read(&record, (struct wb_blob){ bytes.data + HEAD_BYTES, bytes.size - HEAD_BYTES });
	count = walk_count(&record, 0);
	for (size_t i = 0; !record.has_failed && i < count; i++) {
		memset(&row, 0, sizeof(row));
		walk_row(&record, &row);
		if (visit != NULL && !record.has_failed)
			visit(context, &row);
	}
	return wb_record_ends_key(&record);
}

static enum wb_status fail(const char *path, const char *what, struct wb_error *error_r)
{
	/* Each file has one writer. */
	return wb_fail(error_r, WB_UNAVAILABLE, "zones %.200s: %s: run %s", path, what,
	    strstr(path, "/" WB_PUBLISHED_FOLDER "/") != NULL ? "whyblock dnsbl check" : "systemctl restart whyblock-agent");
}

/* All of its bytes, in memory that the caller frees: a file is small, and its largest size more than a connection should touch. */
static enum wb_status read_bytes(const char *path, unsigned char **data_r, struct wb_blob *bytes_r, struct wb_error *error_r)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	enum wb_status status = WB_OK;
	struct stat st;
	ssize_t size;

	*data_r = NULL;
	if (fd < 0)
		return errno == ENOENT || errno == ENOTDIR ? WB_NOT_FOUND : fail(path, strerror(errno), error_r);
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_size == 0 || st.st_size > WB_ZONES_FILE_BYTES_MAX) {
		status = fail(path, "is damaged", error_r);
	} else {
		*data_r = malloc((size_t)st.st_size);
		size = *data_r == NULL ? -1 : pread(fd, *data_r, (size_t)st.st_size, 0);
		if (size < 0)
			status = fail(path, strerror(errno), error_r);
		else
			*bytes_r = (struct wb_blob){ *data_r, (size_t)size };
	}
	close(fd);
	return status;
}

/* The rows of a file that is good from its beginning to its end; of any other none. */
static enum wb_status read_file(const char *path, visit_row *visit, void *context, struct wb_error *error_r)
{
	unsigned char *data;
	struct wb_blob bytes;
	enum wb_status status = read_bytes(path, &data, &bytes, error_r);

	if (status == WB_OK && !walk_file(bytes, NULL, NULL))
		status = fail(path, "is damaged", error_r);
	if (status == WB_OK)
		walk_file(bytes, visit, context);
	free(data);
	return status;
}

struct list {
	struct wb_zone_row *rows;
	size_t count;
};

static void add_row(void *context, const struct wb_zone_row *row)
{
	struct list *list = context;

	list->rows[list->count++] = *row;
}

enum wb_status wb_zones_file_read(const char *path, struct wb_zone_row *rows_r, size_t *count_r, struct wb_error *error_r)
{
	struct list list = { rows_r, 0 };
	enum wb_status status = read_file(path, add_row, &list, error_r);

	*count_r = list.count;
	return status;
}

/* Whom the rows are for, and what is made of one. */
struct wanted {
	const char *const *zones;
	size_t count;
	struct wb_health *health;
	bool is_seen; /* by connections; else by tests */
	int64_t now_s;
};

static void take_row(void *context, const struct wb_zone_row *row)
{
	const struct wanted *wanted = context;

	for (size_t i = 0; i < wanted->count; i++) {
		if (strcmp(row->zone, wanted->zones[i]) != 0)
			continue;
		if (wanted->is_seen)
			wb_health_join(&wanted->health[i], &row->health, wanted->now_s);
		else
			wanted->health[i] = row->health;
	}
}

enum wb_status wb_zones_load(const char *store, const char *const *zones, size_t count, int64_t now_s,
    struct wb_health *health_r, struct wb_error *error_r)
{
	struct wanted wanted = { zones, count, health_r, false, now_s };
	char path[PATH_MAX], run[PATH_MAX];
	enum wb_status tested, seen;

	memset(health_r, 0, count * sizeof(*health_r));
	snprintf(path, sizeof(path), "%s/" WB_PUBLISHED_FOLDER "/" WB_PUBLISHED_ZONES, store);
	tested = read_file(path, take_row, &wanted, error_r);
	wanted.is_seen = true;
	wb_policy_run_folder(store, run);
	snprintf(path, sizeof(path), "%.4000s/" WB_PUBLISHED_ZONES, run);
	seen = read_file(path, take_row, &wanted, tested == WB_UNAVAILABLE ? NULL : error_r);
	return tested == WB_UNAVAILABLE || seen == WB_UNAVAILABLE ? WB_UNAVAILABLE : WB_OK;
}

void wb_zones_name_server(const struct wb_name_servers *servers, size_t server, char name_r[WB_ZONE_SERVER_SIZE])
{
	snprintf(name_r, WB_ZONE_SERVER_SIZE, "@%s", servers->rows[server]);
}

enum wb_status wb_zones_load_with_servers(const struct wb_policy *policy, int64_t now_s, struct wb_name_servers *servers,
    struct wb_health *health_r, struct wb_error *error_r)
{
	const char *names[WB_ZONES_MAX + WB_NAME_SERVERS_MAX];
	char server_names[WB_NAME_SERVERS_MAX][WB_ZONE_SERVER_SIZE];
	enum wb_status status;

	wb_zones_list_names(policy->zones, policy->zone_count, names);
	for (size_t i = 0; i < servers->count; i++) {
		wb_zones_name_server(servers, i, server_names[i]);
		names[policy->zone_count + i] = server_names[i];
	}
	status = wb_zones_load(wb_policy_folder(policy), names, policy->zone_count + servers->count, now_s, health_r, error_r);
	for (size_t i = 0; i < servers->count; i++) {
		const struct wb_health *health = &health_r[policy->zone_count + i];

		servers->is_suspended[i] = health->state == WB_HEALTH_SUSPENDED && now_s >= health->since_s &&
		    now_s < health->until_s + SERVER_DOUBT_S;
	}
	return status;
}
