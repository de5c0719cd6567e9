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
#include "store/history.h"
#include "store/listing_record.h"
#include "store/listing_session.h"
#include "store/request.h"
#include "store/store.h"

#define BACKUP_MODE 0640

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
static void report_record(struct walk *walk, const unsigned char *key, size_t key_bytes)
{
	char fault[160], name[WB_PREFIX_TEXT_SIZE];
	struct wb_text text;
	struct wb_prefix prefix;

	wb_text_open(&text, fault, sizeof(fault));
	wb_text_add(&text, "a listing that cannot be read: ");
	if (key_bytes > WB_LISTING_HEAD_BYTES && key[16] <= WB_ADDRESS_BITS) {
		memcpy(prefix.address.bytes, key, 16);
		prefix.prefix_bits = key[16];
		wb_prefix_format(&prefix, name);
		wb_text_addf(&text, "%s ", name);
		wb_text_add_printable(&text, (const char *)key + WB_LISTING_HEAD_BYTES, key_bytes - WB_LISTING_HEAD_BYTES);
	} else {
		for (size_t i = 0; i < key_bytes && i < 24; i++)
			wb_text_addf(&text, "%02x", key[i]);
	}
	report_fault(walk, fault);
}

static void take_record(struct walk *walk, const MDB_val *key, const MDB_val *value)
{
	struct wb_listing listing;
	size_t unreadable = 0;

	wb_listing_record_decode(key->mv_data, key->mv_size, value->mv_data, value->mv_size, &listing, &unreadable);
	if (unreadable > 0) {
		report_record(walk, key->mv_data, key->mv_size);
	} else {
		walk->audit->listings++;
	}
	if (key->mv_size > WB_LISTING_HEAD_BYTES && ((const unsigned char *)key->mv_data)[16] <= WB_ADDRESS_BITS)
		walk->lengths[((const unsigned char *)key->mv_data)[16]]++;
}

static void compare_lengths(struct walk *walk, const struct wb_listing_session *session)
{
	char fault[160];

	for (unsigned bits = 0; bits < WB_LISTING_LENGTHS; bits++) {
		if (walk->lengths[bits] == session->lengths[bits])
			continue;
		snprintf(fault, sizeof(fault), "the table of prefix lengths says %llu listings of %u bits, there are %llu%s",
		    (unsigned long long)session->lengths[bits], bits, (unsigned long long)walk->lengths[bits],
		    session->lengths[bits] == 0 ? ": they are never found" : "");
		report_fault(walk, fault);
	}
}

static enum wb_status walk_listings(struct walk *walk, const char *store, struct wb_error *error_r)
{
	struct wb_listing_session session;
	MDB_cursor *cursor = NULL;
	MDB_val key, value;
	enum wb_status status = wb_listing_session_open_read(store, &session, error_r);
	int rc = status == WB_OK ? mdb_cursor_open(session.txn, session.listings, &cursor) : 0;

	while (status == WB_OK && rc == 0 && (rc = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) == 0)
		take_record(walk, &key, &value);
	if (status == WB_OK && rc != MDB_NOTFOUND)
		status = wb_store_fail(store, rc, error_r);
	if (status == WB_OK)
		compare_lengths(walk, &session);
	if (cursor != NULL)
		mdb_cursor_close(cursor);
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

static void report_times(struct walk *walk, size_t times, const char *fault)
{
	for (; times > 0; times--)
		report_fault(walk, fault);
}

static enum wb_status walk_requests(struct walk *walk, const char *store, struct wb_error *error_r)
{
	size_t unreadable = 0;
	enum wb_status status = wb_request_walk(store, NULL, count_request, walk, &unreadable, error_r);

	report_times(walk, unreadable, "a request for removal that cannot be read");
	if (status == WB_OK)
		status = wb_request_note_walk_all(store, count_note, NULL, &unreadable, error_r);
	if (status == WB_OK)
		report_times(walk, unreadable, "a note on a request for removal that cannot be read");
	return status;
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
	return status == WB_OK ? walk_requests(&walk, store, error_r) : status;
}

/* Copies into the temporary file, makes it durable and puts it in its place. */
static enum wb_status copy_to(MDB_env *env, int fd, const char *temporary, const char *path, struct wb_error *error_r)
{
	int rc = mdb_env_copyfd2(env, fd, MDB_CP_COMPACT);

	if (rc == 0 && (fchmod(fd, BACKUP_MODE) < 0 || fsync(fd) < 0 || rename(temporary, path) < 0))
		rc = errno;
	return rc == 0 ? WB_OK : wb_fail(error_r, WB_UNAVAILABLE, "%s: %s", path, mdb_strerror(rc));
}

enum wb_status wb_audit_backup(const char *store, const char *path, struct wb_error *error_r)
{
	char temporary[PATH_MAX];
	MDB_env *env = NULL;
	enum wb_status status;
	int fd;

	if ((size_t)snprintf(temporary, sizeof(temporary), "%s.XXXXXX", path) >= sizeof(temporary))
		return wb_fail(error_r, WB_INVALID, "the path is too long");
	status = wb_store_open_read(store, "listings", &env, error_r);
	if (status != WB_OK)
		return status;
	fd = mkostemp(temporary, O_CLOEXEC);
	if (fd < 0) {
		status = wb_fail(error_r, WB_UNAVAILABLE, "%s: %s", path, strerror(errno));
	} else {
		status = copy_to(env, fd, temporary, path, error_r);
		if (status != WB_OK)
			unlink(temporary);
		close(fd);
	}
	wb_store_close(env);
	return status;
}
