/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * fuzz_feed.c - any bytes as a feed's file: in any of its formats, compressed or not. The first byte says which column the addresses stand
 * in. What is found must be ranges of addresses, with reasons that a listing may have; and what is excluded must be gone.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "desk/feed_reader.h"
#include "store/feed_entries.h"

#define ENTRIES_WANTED 200 /* to look at; more takes only time */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

struct found {
	struct wb_feed_entries entries, excluded;
};

static enum wb_status take(
    void *context, const struct wb_line_reader *reader, struct wb_feed_item *item, struct wb_error *error_r)
{
	struct found *found = context;
	struct wb_feed_entries *entries = item->is_excluded ? &found->excluded : &found->entries;
	struct wb_prefix prefix;

	if (memcmp(&item->range.first, &item->range.last, sizeof(item->range.first)) > 0 ||
	    memchr(item->note, '\0', sizeof(item->note)) == NULL || wb_listing_check_reason(item->reason, error_r) != WB_OK)
		abort();
	if (reader->number == 0)
		abort();
	while (wb_range_take(&item->range, &prefix)) {
		if (!wb_prefix_is_valid(&prefix))
			abort();
		if (entries->count < ENTRIES_WANTED && wb_feed_entries_add(entries, &prefix, item->reason, NULL) != WB_OK)
			abort();
	}
	return WB_OK;
}

static void hear_fault(void *context, const char *path, unsigned long line, enum wb_line_fault fault, const char *why)
{
	(void)context;
	(void)path;
	if (line == 0 || fault >= WB_LINE_FAULTS || why[0] == '\0')
		abort();
}

static void hear_progress(void *context, const char *path, unsigned long lines, enum wb_line_progress progress)
{
	(void)context;
	(void)path;
	(void)lines;
	(void)progress;
}

static void check_excluded(struct found *found)
{
	if (wb_feed_entries_exclude(&found->entries, &found->excluded, NULL) != WB_OK)
		abort();
	for (size_t i = 0; i < found->entries.count && i < ENTRIES_WANTED; i++) {
		for (size_t e = 0; e < found->excluded.count; e++) {
			if (wb_prefix_overlaps(&found->entries.items[i].prefix, &found->excluded.items[e].prefix))
				abort();
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const char *const columns[] = { "", "ip", "2", "asn" };
	static const struct wb_line_listener listener = { hear_fault, hear_progress, NULL };
	struct found found = { { NULL }, { NULL } };
	struct wb_feed_lines lines;
	struct wb_error error;
	enum wb_status status;
	char path[64];
	int fd;

	if (size == 0)
		return 0;
	fd = memfd_create("feed", MFD_CLOEXEC);
	if (fd < 0 || write(fd, bytes + 1, size - 1) != (ssize_t)(size - 1))
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	status = wb_feed_read(
	    &(struct wb_line_source){ path, false }, columns[bytes[0] % 4], &listener, take, &found, &lines, &error);
	if (status != WB_OK && status != WB_INVALID)
		abort();
	if (status == WB_INVALID && strncmp(error.text, path, strlen(path)) != 0)
		abort();
	check_excluded(&found);
	wb_feed_entries_close(&found.entries);
	wb_feed_entries_close(&found.excluded);
	close(fd);
	return 0;
}
