/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * sender_changes.c - see sender_changes.h
 *
 * Of a host's domains there is one bit each, at the place that a hash of it names. A bit that is set may hide another domain: when there are
 * z places left of n, one of n / z new domains finds one, so that each bit that is set then counts for as many. That is right to a few
 * per cent for ten thousand domains, in the room of a few names.
 */
#include "agent/sender_changes.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "agent/standing.h"
#include "base/bytes.h"
#include "base/file.h"
#include "service/complaint.h"
#include "verdict/published.h"
#include "verdict/senders_file.h"

#define PLACES 2048
#define WRITE_US 1000000

/* A host; all zero: nothing was seen of it. */
struct host {
	int64_t since_s; /* its day began */
	uint64_t messages;
	uint64_t domains_milli; /* how many different ones they had */
	bool is_changing;
	uint32_t set_count; /* of the places */
	unsigned char places[PLACES / 8];
};

struct sender_changes {
	const char *folder;
	struct counter_table *hosts;
	unsigned char hash_key[crypto_shorthash_KEYBYTES]; /* so that nobody can choose domains that share a place */
	unsigned char *bytes;                              /* of the file */
	bool is_unwritten;                                 /* the file lacks a change */
	bool is_armed;                                     /* the timer is */
	sd_event_source *timer;
	uint32_t written;
	uint64_t unwritten;
};

static void add_domain(const struct sender_changes *changes, struct host *host, uint32_t domain)
{
	unsigned char hash[crypto_shorthash_BYTES], bit, *byte;
	uint32_t place;

	crypto_shorthash(hash, (const unsigned char *)&domain, sizeof(domain), changes->hash_key);
	place = (uint32_t)wb_bytes_get(hash, 4) % PLACES;
	byte = &host->places[place / 8];
	bit = (unsigned char)(1u << place % 8);
	if ((*byte & bit) != 0)
		return;
	*byte |= bit;
	host->domains_milli += 1000 * PLACES / (PLACES - host->set_count++);
}

static bool is_over(const struct host *host, int64_t now_s)
{
	return now_s < host->since_s || now_s - host->since_s >= WB_SENDERS_DAY_S;
}

/* However much changes meanwhile, the file is written once. */
static void arm(struct sender_changes *changes)
{
	changes->is_armed = changes->timer != NULL && sd_event_source_set_time_relative(changes->timer, WRITE_US) >= 0 &&
	    sd_event_source_set_enabled(changes->timer, SD_EVENT_ONESHOT) >= 0;
}

void sender_changes_take(struct sender_changes *changes, const struct wb_event *event, int64_t now_s)
{
	unsigned char key[COUNTER_KEY_BYTES];
	struct wb_event_senders senders;
	struct host *host;
	bool is_new, was_changing;

	wb_event_read_senders(event, &senders);
	if (senders.messages == 0)
		return;
	standing_key(&event->client, key);
	host = counter_table_take(changes->hosts, key);
	was_changing = host->is_changing;
	is_new = is_over(host, now_s);
	if (is_new) {
		memset(host, 0, sizeof(*host));
		host->since_s = now_s;
	}
	host->messages += senders.messages;
	for (size_t i = 0; i < senders.domain_count; i++)
		add_domain(changes, host, senders.domains[i]);
	host->is_changing =
	    host->messages >= SENDER_CHANGES_MESSAGES && host->domains_milli / 10 >= host->messages * SENDER_CHANGES_PERCENT;
	if (host->is_changing == was_changing && !(is_new && host->is_changing))
		return;
	changes->is_unwritten = true;
	if (!changes->is_armed)
		arm(changes);
}

/* ---- The file -------------------------------------------------------------------------------------------------------- */

struct writing {
	unsigned char *bytes;
	uint32_t count;
	int64_t now_s;
};

/* A counter_table_visit. */
static void put_host(void *context, const unsigned char key[COUNTER_KEY_BYTES], const void *value)
{
	struct writing *writing = context;
	const struct host *host = value;
	struct wb_address address;

	if (!host->is_changing || is_over(host, writing->now_s))
		return;
	memcpy(address.bytes, key, sizeof(address.bytes));
	writing->count++;
	wb_senders_file_write_row(
	    &address, host->since_s + WB_SENDERS_DAY_S, writing->bytes + (size_t)writing->count * WB_SENDERS_ROW_BYTES);
}

static int compare_rows(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct wb_address));
}

static enum wb_status write_file(struct sender_changes *changes, int64_t now_s, struct wb_error *error_r)
{
	struct writing writing = { changes->bytes, 0, now_s };
	char path[PATH_MAX], temporary[PATH_MAX];
	bool is_written;
	int fd;

	counter_table_walk(changes->hosts, put_host, &writing);
	qsort(changes->bytes + WB_SENDERS_ROW_BYTES, writing.count, WB_SENDERS_ROW_BYTES, compare_rows);
	wb_senders_file_write_head(writing.count, changes->bytes);
	snprintf(path, sizeof(path), "%.4000s/" WB_RUN_SENDERS, changes->folder);
	snprintf(temporary, sizeof(temporary), "%.4000s/" WB_PUBLISHED_TEMPORARY WB_RUN_SENDERS, changes->folder);
	fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0640);
	is_written = fd >= 0 && wb_file_write(fd, changes->bytes, (writing.count + 1) * WB_SENDERS_ROW_BYTES) &&
	    rename(temporary, path) == 0;
	if (!is_written)
		wb_fail(error_r, WB_UNAVAILABLE, "senders %s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	if (is_written)
		changes->written = writing.count;
	return is_written ? WB_OK : WB_UNAVAILABLE;
}

enum wb_status sender_changes_write(struct sender_changes *changes, int64_t now_s, struct wb_error *error_r)
{
	enum wb_status status = changes->is_unwritten ? write_file(changes, now_s, error_r) : WB_OK;

	changes->is_unwritten = status != WB_OK;
	changes->unwritten += status != WB_OK;
	return status;
}

static int on_time(sd_event_source *timer, uint64_t due_us, void *context)
{
	struct sender_changes *changes = context;
	struct wb_error error;

	(void)timer;
	(void)due_us;
	changes->is_armed = false;
	if (sender_changes_write(changes, (int64_t)time(NULL), &error) == WB_OK)
		return 0;
	wb_complain("%s", error.text);
	arm(changes);
	return 0;
}

enum wb_status sender_changes_open(
    sd_event *loop, const char *folder, uint32_t capacity, struct sender_changes **changes_r, struct wb_error *error_r)
{
	struct sender_changes *changes = calloc(1, sizeof(*changes));

	*changes_r = changes;
	if (changes == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	changes->folder = folder;
	changes->hosts = counter_table_open(capacity, sizeof(struct host));
	changes->bytes = malloc(((size_t)capacity + 1) * WB_SENDERS_ROW_BYTES);
	if (changes->hosts == NULL || changes->bytes == NULL ||
	    (loop != NULL &&
		sd_event_add_time_relative(loop, &changes->timer, CLOCK_MONOTONIC, WRITE_US, 0, on_time, changes) < 0))
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	crypto_shorthash_keygen(changes->hash_key);
	/* The hosts of an agent of before are nobody's any more. */
	changes->is_unwritten = true;
	changes->is_armed = loop != NULL;
	return sender_changes_write(changes, 0, error_r);
}

void sender_changes_close(struct sender_changes **changes)
{
	struct sender_changes *closing = *changes;

	*changes = NULL;
	if (closing == NULL)
		return;
	sd_event_source_disable_unref(closing->timer);
	counter_table_close(&closing->hosts);
	free(closing->bytes);
	free(closing);
}

struct sender_changes_counts sender_changes_counts(const struct sender_changes *changes)
{
	return (struct sender_changes_counts){
		.hosts = counter_table_count(changes->hosts),
		.changing = changes->written,
		.evicted = counter_table_evicted(changes->hosts),
		.unwritten = changes->unwritten,
	};
}
