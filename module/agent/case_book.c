/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* case_book.c - see case_book.h */
#include "agent/case_book.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/bytes.h"
#include "service/complaint.h"
#include "store/case_session.h"
#include "store/judged.h"
#include "store/store_init.h"

#define WRITE_US 1000000
#define RETRY_US 5000000
#define BUSY_US 5000 /* another process writes: it has others behind it soon */
#define CLOSE_TRIES 1000
#define MAKE_ROOM 64 /* cases that go at once on a full disk: so that what their going writes fits into the reserve */
#define MAKE_ROOM_TRIES 8
#define TRIM_MORE 1024 /* cases that go at once, beyond those that must, when there are too many */

/* An event that waits; its texts are its own. */
struct waiting {
	struct wb_blob bytes; /* of a verdict: the packet; size 0: the end of a connection */
	int64_t at_s;
	unsigned char connection[COUNTER_KEY_BYTES];
	uint32_t accepted; /* of the end */
	struct wb_address client;
};

struct case_book {
	const char *store;
	uint32_t cases_max;
	struct waiting waiting[CASE_BOOK_WAITING_MAX]; /* a ring */
	uint32_t first, count;
	struct counter_table *connections; /* the case of each: its number */
	bool is_failing;                   /* the last batch could not be written */
	struct wb_case_turn turn;          /* while another process writes */
	sd_event_source *timer;
	bool is_armed;
	bool has_no_reserve; /* the disk has no room for it */
	struct case_book_counts counts;
};

static void connection_key(const struct wb_event *event, unsigned char key_r[COUNTER_KEY_BYTES])
{
	memset(key_r, 0, COUNTER_KEY_BYTES);
	wb_bytes_put(key_r, event->pid, 4);
	wb_bytes_put(key_r + 4, event->opened_us, 8);
}

static void arm(struct case_book *book, uint64_t after_us)
{
	book->is_armed = book->timer != NULL && sd_event_source_set_time_relative(book->timer, after_us) >= 0 &&
	    sd_event_source_set_enabled(book->timer, SD_EVENT_ONESHOT) >= 0;
}

/* ---- What waits ------------------------------------------------------------------------------------------------------ */

static struct waiting *waiting_at(struct case_book *book, uint32_t place)
{
	return &book->waiting[(book->first + place) % CASE_BOOK_WAITING_MAX];
}

static void drop_first(struct case_book *book)
{
	struct waiting *first = waiting_at(book, 0);

	free((void *)first->bytes.data);
	first->bytes = (struct wb_blob){ NULL, 0 };
	book->first = (book->first + 1) % CASE_BOOK_WAITING_MAX;
	book->count--;
}

/* A verdict that is worth a case. */
static bool is_verdict(const struct wb_event *event)
{
	return event->kind == WB_EVENT_VERDICT && (event->evidence_count > 0 || event->is_refusal);
}

/* False: out of memory. */
static bool copy(const struct wb_event *event, struct waiting *waiting)
{
	unsigned char bytes[WB_EVENT_BYTES_MAX], *copied;
	struct wb_blob packet = wb_event_write(event, bytes, sizeof(bytes));

	copied = packet.size > 0 ? malloc(packet.size) : NULL;
	if (copied == NULL)
		return false;
	memcpy(copied, packet.data, packet.size);
	waiting->bytes = (struct wb_blob){ copied, packet.size };
	return true;
}

/* ---- Writing --------------------------------------------------------------------------------------------------------- */

/* A batch that is being written, and the cases of its verdicts: their connections have these only when all of it is written. */
struct batch {
	struct case_book *book;
	struct wb_case_session session;
	struct case_book_counts counts;
	uint64_t numbers[CASE_BOOK_BATCH]; /* 0: none */
};

/* The last case of a connection; 0: none. */
static uint64_t find_case(const struct batch *batch, uint32_t place)
{
	const struct waiting *waiting = waiting_at(batch->book, place);
	const uint64_t *known = counter_table_find(batch->book->connections, waiting->connection);

	for (uint32_t i = place; i-- > 0;) {
		if (batch->numbers[i] != 0 &&
		    memcmp(waiting_at(batch->book, i)->connection, waiting->connection, COUNTER_KEY_BYTES) == 0)
			return batch->numbers[i];
	}
	return known != NULL ? *known : 0;
}

static enum wb_status write_end(struct batch *batch, uint32_t place, struct wb_error *error_r)
{
	const struct waiting *waiting = waiting_at(batch->book, place);
	uint64_t number = find_case(batch, place);
	enum wb_status status = WB_OK;

	if (number != 0)
		status = wb_case_session_accept(&batch->session, number, waiting->accepted, error_r);
	/* The case may be gone, or damaged: that keeps nothing else from being written. */
	if (status == WB_OK || status == WB_NOT_FOUND || status == WB_INVALID)
		status =
		    waiting->accepted > 0 ? wb_judged_accept(&batch->session, &waiting->client, waiting->at_s, error_r) : WB_OK;
	if (status != WB_OK)
		return status;
	return wb_case_session_count(&batch->session, waiting->at_s, number != 0, waiting->accepted, error_r);
}

static enum wb_status write_one(struct batch *batch, uint32_t place, struct wb_error *error_r)
{
	static struct wb_event event;
	const struct waiting *waiting = waiting_at(batch->book, place);
	enum wb_status status;
	bool is_new;

	if (waiting->bytes.size == 0)
		return write_end(batch, place, error_r);
	status = wb_event_read(waiting->bytes, &event, error_r);
	if (status == WB_OK)
		status = wb_case_session_add(
		    &batch->session, &event, waiting->at_s, WB_CASE_OF_AGENT, &batch->numbers[place], &is_new, error_r);
	if (status == WB_INVALID) {
		/* This one cannot be read, or kept; the others can. */
		batch->numbers[place] = 0;
		batch->counts.lost++;
		return WB_OK;
	}
	if (status == WB_OK)
		status = wb_judged_refuse(&batch->session, &event, waiting->at_s, 2 * (size_t)batch->book->cases_max, error_r);
	if (status != WB_OK)
		return status;
	batch->counts.verdicts++;
	batch->counts.cases += is_new;
	return WB_OK;
}

/* Behind a batch. What has no reserve does not grow: that would take the little room in which the oldest can still be removed. */
static enum wb_status trim(
    struct case_book *book, struct wb_case_session *session, struct case_book_counts *counts, struct wb_error *error_r)
{
	size_t added = (size_t)(counts->cases - book->counts.cases), cases, too_many = 0, removed = 0;
	enum wb_status status = wb_case_session_size(session, &cases, error_r);

	/* More than must be, so that not each batch begins with it; of a small book as much of it. */
	if (status == WB_OK && cases > book->cases_max)
		too_many = cases - book->cases_max + (book->cases_max > 16 * TRIM_MORE ? TRIM_MORE : book->cases_max / 16);
	if (book->has_no_reserve && too_many < added)
		too_many = added;
	if (status == WB_OK && too_many > 0)
		status = wb_case_session_remove_oldest(session, too_many, &removed, error_r);
	counts->removed += removed;
	return status;
}

static enum wb_status write_batch(struct case_book *book, uint32_t count, struct wb_error *error_r)
{
	static struct batch batch;
	enum wb_status status;

	batch = (struct batch){ .book = book, .counts = book->counts };
	status = wb_case_session_try_write(book->store, &book->turn, &batch.session, error_r);
	for (uint32_t i = 0; i < count && status == WB_OK; i++)
		status = write_one(&batch, i, error_r);
	if (status == WB_OK)
		status = trim(book, &batch.session, &batch.counts, error_r);
	if (status == WB_OK)
		status = wb_case_session_commit(&batch.session, error_r);
	wb_case_session_close(&batch.session);
	if (status != WB_OK)
		return status;
	book->counts = batch.counts;
	for (uint32_t i = 0; i < count; i++) {
		/* Of several cases of a connection the last one is that of its mail. */
		if (batch.numbers[i] != 0)
			*(uint64_t *)counter_table_take(book->connections, waiting_at(book, 0)->connection) = batch.numbers[i];
		drop_first(book);
	}
	return WB_OK;
}

/* ---- A full disk ----------------------------------------------------------------------------------------------------- */

static void reserve_path(const struct case_book *book, char path_r[PATH_MAX])
{
	snprintf(path_r, PATH_MAX, "%.4000s/cases/" CASE_BOOK_RESERVE, book->store);
}

/* So much of the disk is set aside, as far as it has it. */
static void make_reserve(struct case_book *book)
{
	char path[PATH_MAX];
	struct stat st;
	int fd;

	reserve_path(book, path);
	book->has_no_reserve = false;
	if (lstat(path, &st) == 0)
		return;
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, WB_STORE_FILE_MODE);
	book->has_no_reserve = fd < 0 || posix_fallocate(fd, 0, CASE_BOOK_RESERVE_BYTES) != 0;
	if (fd >= 0 && book->has_no_reserve)
		unlink(path);
	if (fd >= 0)
		close(fd);
}

/*
 * The oldest cases go, a few at a time. Also to remove something LMDB writes pages that it has not yet, which the reserve has room for; pages
 * that one transaction has freed serve those after the next.
 */
static enum wb_status make_room(struct case_book *book, struct wb_error *error_r)
{
	struct wb_case_session session;
	enum wb_status status = WB_OK;
	char path[PATH_MAX];
	size_t removed;

	reserve_path(book, path);
	unlink(path);
	for (int i = 0; i < MAKE_ROOM_TRIES && status == WB_OK; i++) {
		status = wb_case_session_try_write(book->store, &book->turn, &session, error_r);
		if (status == WB_OK)
			status = wb_case_session_remove_oldest(&session, MAKE_ROOM, &removed, error_r);
		if (status == WB_OK)
			status = wb_case_session_commit(&session, error_r);
		wb_case_session_close(&session);
		if (status == WB_OK)
			book->counts.removed += removed;
	}
	return status;
}

/* Nobody can write there, but for want of room: for as much as a batch may take. */
static bool is_full(const struct case_book *book)
{
	char path[PATH_MAX];
	bool is_full;
	int fd;

	snprintf(path, sizeof(path), "%.4000s/cases/probe", book->store);
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, WB_STORE_FILE_MODE);
	if (fd < 0)
		return errno == ENOSPC || errno == EDQUOT;
	is_full = posix_fallocate(fd, 0, CASE_BOOK_RESERVE_BYTES) != 0;
	close(fd);
	unlink(path);
	return is_full;
}

enum wb_status case_book_write(struct case_book *book, struct wb_error *error_r)
{
	uint32_t batch = book->count < CASE_BOOK_BATCH ? book->count : CASE_BOOK_BATCH;
	enum wb_status status;

	if (batch == 0)
		return WB_OK;
	status = write_batch(book, batch, error_r);
	if (status == WB_UNAVAILABLE && is_full(book) && make_room(book, error_r) == WB_OK)
		status = write_batch(book, batch, error_r);
	book->is_failing = status != WB_OK;
	if (status == WB_OK) {
		make_reserve(book);
		return WB_OK;
	}
	book->counts.unwritten += status != WB_NOT_FOUND;
	return status;
}

static void write_and_arm(struct case_book *book)
{
	struct wb_error error;
	enum wb_status status = case_book_write(book, &error);

	if (status != WB_OK && status != WB_NOT_FOUND)
		wb_complain("%s", error.text);
	if (book->count > 0)
		arm(book, status == WB_OK ? 1 : status == WB_NOT_FOUND ? BUSY_US : RETRY_US);
}

void case_book_take(struct case_book *book, const struct wb_event *event, int64_t now_s)
{
	struct waiting *waiting;

	if (book->cases_max == 0 || (event->kind != WB_EVENT_DONE && !is_verdict(event)))
		return;
	if (book->count == CASE_BOOK_WAITING_MAX) {
		book->counts.lost += waiting_at(book, 0)->bytes.size > 0;
		drop_first(book);
	}
	waiting = waiting_at(book, book->count);
	*waiting = (struct waiting){ .at_s = now_s, .client = event->client };
	connection_key(event, waiting->connection);
	if (event->kind == WB_EVENT_DONE) {
		unsigned long accepted = strtoul(wb_event_field(event, "accepted"), NULL, 10);

		waiting->accepted = accepted < UINT32_MAX ? (uint32_t)accepted : UINT32_MAX;
	} else if (!copy(event, waiting)) {
		book->counts.lost++;
		return;
	}
	book->count++;
	/* Many at once are written at once; while the store cannot be written the timer says when to try again. */
	if (!book->is_failing && book->count % CASE_BOOK_BATCH == 0)
		write_and_arm(book);
	else if (!book->is_armed)
		arm(book, WRITE_US);
}

static int on_time(sd_event_source *timer, uint64_t due_us, void *context)
{
	struct case_book *book = context;

	(void)timer;
	(void)due_us;
	book->is_armed = false;
	write_and_arm(book);
	return 0;
}

/* ---- Its life -------------------------------------------------------------------------------------------------------- */

enum wb_status case_book_open(sd_event *loop, const char *store, struct case_book **book_r, struct wb_error *error_r)
{
	struct case_book *book = calloc(1, sizeof(*book));

	*book_r = book;
	if (book == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	book->store = store;
	book->turn = WB_CASE_TURN_NONE;
	book->connections = counter_table_open(CASE_BOOK_CONNECTIONS_MAX, sizeof(uint64_t));
	if (book->connections == NULL ||
	    (loop != NULL && sd_event_add_time_relative(loop, &book->timer, CLOCK_MONOTONIC, WRITE_US, 0, on_time, book) < 0))
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	return WB_OK;
}

void case_book_set_max(struct case_book *book, uint32_t cases_max)
{
	book->cases_max = cases_max;
}

void case_book_close(struct case_book **book)
{
	struct case_book *closing = *book;
	enum wb_status status = WB_OK;
	struct wb_error error;

	*book = NULL;
	if (closing == NULL)
		return;
	for (int tries = 0; closing->count > 0 && (status == WB_OK || (status == WB_NOT_FOUND && tries < CLOSE_TRIES));
	     tries++) {
		if (status == WB_NOT_FOUND)
			poll(NULL, 0, BUSY_US / 1000);
		status = case_book_write(closing, &error);
	}
	if (status != WB_OK)
		wb_complain("%u verdicts are not remembered: %s", closing->count,
		    status == WB_NOT_FOUND ? "another process writes cases" : error.text);
	while (closing->count > 0)
		drop_first(closing);
	wb_case_turn_end(&closing->turn);
	sd_event_source_disable_unref(closing->timer);
	counter_table_close(&closing->connections);
	free(closing);
}

uint32_t case_book_waiting(const struct case_book *book)
{
	return book->count;
}

const struct case_book_counts *case_book_counts(const struct case_book *book)
{
	return &book->counts;
}
