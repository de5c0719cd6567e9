/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* publish.c - see publish.h */
#include "store/publish.h"

#include <dirent.h>
#include <inttypes.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "store/listing_rows.h"
#include "store/listings_output.h"
#include "verdict/published_listings.h"

#define CHECK_TRIES 10
#define CHECK_PAUSE_MS 100

static void format_base_name(uint64_t serial, char name[WB_PUBLISHED_NAME_SIZE])
{
	snprintf(name, WB_PUBLISHED_NAME_SIZE, WB_PUBLISHED_BASE "%" PRIu64, serial);
}

/* What is published, as its headers say. */
struct published {
	bool is_whole;        /* recent and its base can be opened */
	uint64_t serial;      /* of recent */
	uint64_t recent_rows; /* of recent */
	bool base_serves;     /* the base is there whose changes the store has kept */
};

static struct published look(const char *store, uint64_t base_serial)
{
	struct wb_published_listings listings;
	struct wb_listings_file base;
	struct published found = { .is_whole = wb_published_listings_open(store, &listings, NULL) == WB_OK };
	const struct wb_listings_header *recent = &listings.recent.header;
	char name[WB_PUBLISHED_NAME_SIZE];

	if (found.is_whole) {
		found.serial = recent->serial;
		found.recent_rows = (uint64_t)recent->rows[WB_LISTINGS_V4] + recent->rows[WB_LISTINGS_V6];
	}
	wb_published_listings_close(&listings);
	if (base_serial == 0)
		return found;
	format_base_name(base_serial, name);
	found.base_serves = wb_listings_file_open(store, name, &base, NULL) == WB_OK && base.header.serial == base_serial &&
	    base.header.base_serial == base_serial;
	wb_listings_file_close(&base);
	return found;
}

static enum wb_status add_row(
    void *context, enum wb_listings_kind kind, const struct wb_listing *listing, struct wb_error *error_r)
{
	return wb_listings_output_add(context, kind, listing, error_r);
}

/* Writes these rows as the session reads them; of no file, when rows is NULL, none. */
static enum wb_status write_file(struct wb_listing_session *session, const enum wb_listing_rows *rows, const char *name,
    uint64_t base_serial, struct wb_error *error_r)
{
	struct wb_listings_header header = {
		.serial = session->changed.serial,
		.base_serial = base_serial,
		.made_at_s = wb_clock_wall_s(&wb_clock_system),
	};
	struct wb_listings_output *output = NULL;
	enum wb_status status = rows == NULL ? WB_OK : wb_listing_rows_count(session, *rows, header.rows, error_r);

	if (status == WB_OK)
		status = wb_listings_output_open(session->transaction.store, name, &header, &output, error_r);
	if (status == WB_OK && rows != NULL)
		status = wb_listing_rows_walk(session, *rows, add_row, output, error_r);
	if (status == WB_OK)
		status = wb_listings_output_commit(output, error_r);
	wb_listings_output_close(&output);
	return status;
}

/* Removes bases that neither recent nor the store names any more, and what killed writers left. */
static void remove_old(const char *store, uint64_t published, uint64_t kept)
{
	char path[PATH_MAX], published_name[WB_PUBLISHED_NAME_SIZE], kept_name[WB_PUBLISHED_NAME_SIZE];
	struct dirent *entry;
	DIR *folder;

	snprintf(path, sizeof(path), "%s/" WB_PUBLISHED_FOLDER, store);
	format_base_name(published, published_name);
	format_base_name(kept, kept_name);
	folder = opendir(path);
	if (folder == NULL)
		return;
	while ((entry = readdir(folder)) != NULL) {
		const char *name = entry->d_name;
		bool is_left = strncmp(name, WB_PUBLISHED_TEMPORARY, strlen(WB_PUBLISHED_TEMPORARY)) == 0;
		bool is_base = strncmp(name, WB_PUBLISHED_BASE, strlen(WB_PUBLISHED_BASE)) == 0;

		/* Whoever writes a temporary file holds the lock, which is held here. */
		if (is_left || (is_base && strcmp(name, published_name) != 0 && strcmp(name, kept_name) != 0))
			unlinkat(dirfd(folder), name, 0);
	}
	closedir(folder);
}

/*
 * A base, and a recent of the same state that has nothing. When the store cannot be told of it, it goes on with the changes since
 * the base that it knows, which therefore stays.
 */
static enum wb_status write_base(struct wb_listing_session *session, struct wb_error *error_r)
{
	const enum wb_listing_rows all = WB_LISTING_ROWS_ALL;
	const char *store = session->transaction.store;
	char name[WB_PUBLISHED_NAME_SIZE];
	uint64_t serial, kept;
	enum wb_status status;

	/* LMDB keeps the pages that a large change has written until its folder is closed: 100 MB of an import of 10^6. */
	wb_listing_session_close(session);
	status = wb_listing_session_open_folder(store, session, error_r);
	if (status == WB_OK)
		status = wb_listing_session_begin_read(session, error_r);
	serial = session->changed.serial;
	kept = session->changed.base_serial;
	format_base_name(serial, name);
	if (status == WB_OK)
		status = write_file(session, &all, name, serial, error_r);
	if (status == WB_OK)
		status = write_file(session, NULL, WB_PUBLISHED_RECENT, serial, error_r);
	wb_listing_session_end(session);
	if (status != WB_OK)
		return status;
	if (wb_listing_session_begin_write(session, NULL) == WB_OK &&
	    wb_changed_rebase(&session->changed, serial, NULL) == WB_OK && wb_listing_session_commit(session, NULL) == WB_OK)
		kept = session->changed.base_serial;
	remove_old(store, serial, kept);
	return WB_OK;
}

static enum wb_status write_recent(struct wb_listing_session *session, struct wb_error *error_r)
{
	const enum wb_listing_rows changed = WB_LISTING_ROWS_CHANGED;
	uint64_t base_serial = session->changed.base_serial;
	enum wb_status status = write_file(session, &changed, WB_PUBLISHED_RECENT, base_serial, error_r);

	if (status == WB_OK)
		remove_old(session->transaction.store, base_serial, base_serial);
	return status;
}

enum wb_status wb_publish(struct wb_listing_session *session, enum wb_publish_extent extent, struct wb_error *error_r)
{
	const char *store = session->transaction.store;
	struct published found;
	bool is_grown, is_current;
	int lock_fd;
	enum wb_status status = wb_published_lock(store, &lock_fd, error_r);

	if (status != WB_OK)
		return status;
	status = wb_listing_session_begin_read(session, error_r);
	if (status == WB_OK) {
		found = look(store, session->changed.base_serial);
		is_grown = found.recent_rows > WB_PUBLISH_RECENT_MAX;
		is_current = found.is_whole && found.serial == session->changed.serial;
		if (extent == WB_PUBLISH_ALL || !found.base_serves || (extent == WB_PUBLISH_MERGED && is_grown))
			status = extent == WB_PUBLISH_CHANGED && is_current ? WB_OK : write_base(session, error_r);
		else if (!is_current)
			status = write_recent(session, error_r);
	}
	wb_listing_session_end(session);
	close(lock_fd);
	return status == WB_NOT_FOUND ? WB_OK : status; /* nothing was ever written: there is nothing to publish */
}

static enum wb_status publish_store(const char *store, enum wb_publish_extent extent, struct wb_error *error_r)
{
	struct wb_listing_session session;
	enum wb_status status = wb_listing_session_open_folder(store, &session, error_r);

	/* A store to which nothing was written becomes an empty one. */
	if (status == WB_OK && extent == WB_PUBLISH_ALL)
		status = wb_listing_session_begin_write(&session, error_r);
	if (status == WB_OK && extent == WB_PUBLISH_ALL)
		status = wb_listing_session_commit(&session, error_r);
	if (status == WB_OK)
		status = wb_publish(&session, extent, error_r);
	wb_listing_session_close(&session);
	return status;
}

enum wb_status wb_publish_merge(const char *store, struct wb_error *error_r)
{
	return look(store, 0).recent_rows <= WB_PUBLISH_RECENT_MAX ? WB_OK : publish_store(store, WB_PUBLISH_MERGED, error_r);
}

enum wb_status wb_publish_pending(const char *store, struct wb_error *error_r)
{
	struct wb_error why;

	if (publish_store(store, WB_PUBLISH_CHANGED, &why) == WB_OK)
		return WB_OK;
	return wb_publish_fail(&why, error_r);
}

enum wb_status wb_publish_all(const char *store, struct wb_error *error_r)
{
	return publish_store(store, WB_PUBLISH_ALL, error_r);
}

enum wb_status wb_publish_check(const char *store, int64_t *changed_at_s_r, struct wb_error *error_r)
{
	struct wb_published_listings published;
	struct wb_listing_session session;
	uint64_t serial;
	enum wb_status status;

	*changed_at_s_r = 0;
	for (int tries = CHECK_TRIES;; poll(NULL, 0, CHECK_PAUSE_MS)) {
		status = wb_listing_session_open_read(store, &session, error_r);
		serial = status == WB_OK ? session.changed.serial : 0;
		wb_listing_session_close(&session);
		if (status != WB_OK && status != WB_NOT_FOUND)
			return status;
		status = wb_published_listings_open(store, &published, error_r);
		if (status == WB_OK && serial != 0 && published.recent.header.serial != serial)
			status = wb_fail(error_r, WB_NOT_IN_FORCE, "the last change of the listings is not in force");
		wb_published_listings_close(&published);
		if (status == WB_OK || --tries == 0)
			break;
	}
	*changed_at_s_r = (int64_t)(serial / 1000000); /* see changed.h: the time in microseconds */
	return status == WB_OK || status == WB_NO_MEMORY ? status : WB_NOT_IN_FORCE;
}

enum wb_status wb_publish_fail(const struct wb_error *why, struct wb_error *error_r)
{
	return wb_fail(
	    error_r, WB_NOT_IN_FORCE, "not yet in force: %s; the next change publishes it, and whyblock init does", why->text);
}
