/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* audit.c - see audit.h */
#include "store/audit.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "store/case_find.h"
#include "store/history.h"
#include "store/judged.h"
#include "store/listing_record.h"
#include "store/listing_session.h"
#include "store/request.h"
#include "store/store.h"

struct walk {
	struct wb_audit *audit;
	wb_audit_report *report;
	void *context;
	uint64_t lengths[WB_LISTING_LENGTHS]; /* as counted */
};

static void report_fault(struct walk *walk, const char *fault)
{
	walk->audit->faults++;
	walk->report(walk->context, fault);
}

/* Names a record by its prefix when its key has one, and by its first bytes when it has none. */
static void report_record(struct walk *walk, struct wb_blob key)
{
	char fault[160], name[WB_PREFIX_TEXT_SIZE];
	struct wb_text text;
	struct wb_prefix prefix;

	wb_text_open(&text, fault, sizeof(fault));
	wb_text_add(&text, "a listing that cannot be read: ");
	if (wb_listing_record_decode_head(key, &prefix)) {
		wb_prefix_format(&prefix, name);
		wb_text_addf(&text, "%s ", name);
		wb_text_add_printable(&text, (const char *)key.data + WB_LISTING_HEAD_BYTES, key.size - WB_LISTING_HEAD_BYTES);
	} else {
		for (size_t i = 0; i < key.size && i < 24; i++)
			wb_text_addf(&text, "%02x", key.data[i]);
	}
	report_fault(walk, fault);
}

static enum wb_status walk_listings(struct walk *walk, const char *store, struct wb_error *error_r)
{
	struct wb_listing_session session;
	struct wb_listing listing;
	struct wb_prefix prefix;
	struct wb_walk rows;
	char fault[160];
	enum wb_status status = wb_listing_session_open_read(store, &session, error_r);

	if (status == WB_OK) {
		wb_walk_open(&rows, &session.listings);
		while (wb_walk_next(&rows)) {
			size_t unreadable = 0;

			wb_listing_record_decode(rows.key, rows.value, &listing, &unreadable);
			if (unreadable > 0)
				report_record(walk, rows.key);
			else
				walk->audit->listings++;
			if (wb_listing_record_decode_head(rows.key, &prefix))
				walk->lengths[prefix.prefix_bits]++;
		}
		status = wb_walk_close(&rows, error_r);
	}
	for (unsigned bits = 0; bits < WB_LISTING_LENGTHS && status == WB_OK; bits++) {
		unsigned long long said = session.lengths[bits], there = walk->lengths[bits];

		if (said == there)
			continue;
		snprintf(fault, sizeof(fault), "the table of prefix lengths says %llu listings of %u bits, there are %llu%s",
		    said, bits, there, said == 0 ? ": they are never found" : "");
		report_fault(walk, fault);
	}
	wb_listing_session_close(&session);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

static bool count_history(void *context, const struct wb_history_record *record)
{
	struct walk *walk = context;

	(void)record;
	walk->audit->history++;
	return true;
}

static bool count_request(void *context, const struct wb_request *request)
{
	struct walk *walk = context;

	(void)request;
	walk->audit->requests++;
	return true;
}

static bool count_note(void *context, const struct wb_request_note *note)
{
	(void)context, (void)note;
	return true;
}

static bool count_case(void *context, const struct wb_case *remembered)
{
	struct walk *walk = context;

	(void)remembered;
	walk->audit->cases++;
	return true;
}

static bool count_judged(void *context, const struct wb_judged *judged)
{
	(void)context, (void)judged;
	return true;
}

static void report_times(struct walk *walk, size_t times, const char *fault)
{
	for (; times > 0; times--)
		report_fault(walk, fault);
}

enum wb_status wb_audit_walk(
    const char *store, wb_audit_report *report, void *context, struct wb_audit *audit_r, struct wb_error *error_r)
{
	struct walk walk = { .audit = audit_r, .report = report, .context = context };
	size_t unreadable = 0;
	enum wb_status status;

	memset(audit_r, 0, sizeof(*audit_r));
	status = walk_listings(&walk, store, error_r);
	if (status == WB_OK)
		status = wb_history_walk(store, NULL, 0, count_history, &walk, &unreadable, error_r);
	report_times(&walk, unreadable, "a record of the history that cannot be read");
	if (status != WB_OK)
		return status;
	status = wb_request_walk(store, NULL, count_request, &walk, &unreadable, error_r);
	report_times(&walk, unreadable, "a request for removal that cannot be read");
	if (status != WB_OK)
		return status;
	status = wb_request_note_walk_all(store, count_note, NULL, &unreadable, error_r);
	if (status == WB_OK)
		report_times(&walk, unreadable, "a note on a request for removal that cannot be read");
	if (status == WB_OK)
		status = wb_case_walk(store, 0, count_case, &walk, &unreadable, error_r);
	if (status == WB_OK)
		report_times(&walk, unreadable, "a case that cannot be read");
	if (status == WB_OK)
		status = wb_judged_walk(store, count_judged, NULL, &unreadable, error_r);
	if (status == WB_OK)
		report_times(&walk, unreadable, "a row of accuracy that cannot be read");
	return status;
}

enum wb_status wb_audit_backup_to(const char *store, int fd, const char *path, struct wb_error *error_r)
{
	struct MDB_env *env = NULL;
	enum wb_status status = wb_store_open_read(store, WB_LISTING_FOLDER, &env, error_r);

	if (status != WB_OK)
		return status;
	status = wb_store_copy(env, fd, path, error_r);
	wb_store_close(env);
	return status;
}

enum wb_status wb_audit_backup(const char *store, const char *path, struct wb_error *error_r)
{
	char temporary[PATH_MAX];
	enum wb_status status;
	int fd;

	if ((size_t)snprintf(temporary, sizeof(temporary), "%s.XXXXXX", path) >= sizeof(temporary))
		return wb_fail(error_r, WB_INVALID, "the path is too long");
	fd = mkostemp(temporary, O_CLOEXEC);
	if (fd < 0)
		return wb_fail(error_r, WB_UNAVAILABLE, "%s: %s", path, strerror(errno));
	status = wb_audit_backup_to(store, fd, path, error_r);
	/* It takes its place when it is whole and durable. */
	if (status == WB_OK && (fchmod(fd, WB_BACKUP_MODE) < 0 || fsync(fd) < 0 || rename(temporary, path) < 0))
		status = wb_fail(error_r, WB_UNAVAILABLE, "%s: %s", path, strerror(errno));
	if (status != WB_OK)
		unlink(temporary);
	close(fd);
	return status;
}
