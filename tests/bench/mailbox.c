/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* mailbox.c - see mailbox.h */
#include "mailbox.h"

#include <fts.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>
#include <zlib.h>

#include "desk/mail_file.h"

#define CHUNK 65536
#define FROM_LINE_MAX 400

bool mailbox_field_is(const struct wb_field *field, const char *const *names)
{
	for (; *names != NULL; names++) {
		if (strlen(*names) == field->name_length && strncasecmp(*names, field->name, field->name_length) == 0)
			return true;
	}
	return false;
}

/* A file that is open, unpacked, and where in it we are. */
struct source {
	gzFile file;
	bool is_mailbox; /* it begins with "From ": there may be many */
	bool is_broken;
	bool at_line, is_blank; /* a line begins here, and the one before was empty */
	bool is_inside;         /* of a mail: its first line was read */
	size_t at, end;
	char bytes[CHUNK];
};

/* At least so many bytes, if there are; at most CHUNK. */
static size_t fill(struct source *source, size_t wanted)
{
	while (source->end - source->at < wanted) {
		int got;

		memmove(source->bytes, source->bytes + source->at, source->end - source->at);
		source->end -= source->at;
		source->at = 0;
		got = gzread(source->file, source->bytes + source->end, (unsigned)(sizeof(source->bytes) - source->end));
		source->is_broken |= got < 0;
		if (got <= 0)
			break;
		source->end += (size_t)got;
	}
	return source->end - source->at;
}

/* "From ann@example.org Mon Jan  5 10:00:00 2026": a sentence may begin like that, but hardly has a time in it. */
static bool is_from_line(const char *line, size_t length)
{
	const char *end = memchr(line, '\n', length);
	size_t digits = 0;

	if (length < 5 || memcmp(line, "From ", 5) != 0)
		return false;
	for (const char *p = line + 5; p < (end != NULL ? end : line + length); p++) {
		if (*p == ':' && digits >= 2)
			return true;
		digits = *p >= '0' && *p <= '9' ? digits + 1 : 0;
	}
	return false;
}

static bool begins_mail(struct source *source)
{
	size_t length;

	if (!source->is_mailbox || !source->at_line || !source->is_blank)
		return false;
	length = fill(source, FROM_LINE_MAX);
	return is_from_line(source->bytes + source->at, length < FROM_LINE_MAX ? length : FROM_LINE_MAX);
}

/* Up to size bytes of a mail, to a line's end at most; 0: it is over. */
static size_t take(struct source *source, char *buffer, size_t size)
{
	const char *from, *end;
	size_t length;

	if ((source->is_inside && begins_mail(source)) || fill(source, 1) == 0)
		return 0;
	from = source->bytes + source->at;
	length = source->end - source->at < size ? source->end - source->at : size;
	end = memchr(from, '\n', length);
	if (end != NULL)
		length = (size_t)(end + 1 - from);
	memcpy(buffer, from, length);
	source->is_blank = source->at_line && (from[0] == '\n' || (length > 1 && from[0] == '\r' && from[1] == '\n'));
	source->at_line = end != NULL;
	source->is_inside = true;
	source->at += length;
	return length;
}

static ssize_t read_cookie(void *cookie, char *buffer, size_t size)
{
	return (ssize_t)take(cookie, buffer, size);
}

/* Nobody takes a list of prices for a mail. */
static bool is_mail(const struct wb_message *message)
{
	static const char *const names[] = { "From", "To", "Subject", "Date", "Received", "Message-ID", "Return-Path", NULL };

	for (size_t i = 0; i < message->field_count; i++) {
		if (mailbox_field_is(&message->fields[i], names))
			return true;
	}
	return false;
}

static void read_mail(
    const struct mailbox_reader *reader, struct mailbox_counts *counts, struct source *source, const char *name)
{
	static struct wb_mail_file mail;
	static struct wb_message message;
	static char rest[CHUNK];
	FILE *stream = fopencookie(source, "r", (cookie_io_functions_t){ .read = read_cookie });
	struct wb_error error;

	source->is_inside = false;
	if (stream == NULL || wb_mail_file_read_stream(stream, name, &mail, &error) != WB_OK)
		exit(74);
	fclose(stream);
	while (source->is_mailbox && take(source, rest, sizeof(rest)) > 0)
		;
	wb_message_read(mail.header, mail.header_size, mail.body, mail.body_size, &message);
	if (!is_mail(&message)) {
		counts->no_mails++;
		return;
	}
	counts->mails++;
	reader->take(reader->context, &message, name);
}

static void read_file(const struct mailbox_reader *reader, struct mailbox_counts *counts, const char *path)
{
	static struct source source;
	char name[PATH_MAX + 32];
	size_t number = 0;

	memset(&source, 0, offsetof(struct source, bytes));
	source.at_line = source.is_blank = true;
	source.file = gzopen(path, "re");
	if (source.file == NULL) {
		counts->unreadable++;
		return;
	}
	source.is_mailbox = fill(&source, FROM_LINE_MAX) > 0 && is_from_line(source.bytes, source.end);
	do {
		snprintf(name, sizeof(name), source.is_mailbox ? "%s#%zu" : "%s", path, ++number);
		if (source.end > 0)
			read_mail(reader, counts, &source, name);
	} while (source.is_mailbox && fill(&source, 1) > 0);
	/* What was cut off in the middle of a packed file is seen at its end. */
	source.is_broken |= gzclose(source.file) != Z_OK;
	counts->unreadable += source.is_broken;
}

static int compare_names(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* Of a Maildir the mails are in cur and new; what else is there is the server's own, or not yet whole. */
static bool is_beside_mails(const FTSENT *entry)
{
	char cur[PATH_MAX];

	snprintf(cur, sizeof(cur), "%.*s/cur", (int)(strlen(entry->fts_path) - entry->fts_namelen - 1), entry->fts_path);
	return access(cur, F_OK) == 0;
}

void mailbox_walk(const struct mailbox_reader *reader, char **paths, struct mailbox_counts *counts)
{
	FTS *tree = fts_open(paths, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, compare_names);
	const FTSENT *entry;

	while (tree != NULL && (entry = fts_read(tree)) != NULL) {
		if (entry->fts_info == FTS_DNR || entry->fts_info == FTS_ERR || entry->fts_info == FTS_NS) {
			fprintf(stderr, "%s: %s\n", entry->fts_path, strerror(entry->fts_errno));
			counts->unreadable++;
		} else if (entry->fts_info == FTS_D && entry->fts_level > 0 && strcmp(entry->fts_name, "tmp") == 0 &&
		    is_beside_mails(entry)) {
			fts_set(tree, (FTSENT *)(uintptr_t)entry, FTS_SKIP);
		} else if (entry->fts_info == FTS_F && (entry->fts_level == 0 || !is_beside_mails(entry))) {
			read_file(reader, counts, entry->fts_path);
		}
	}
	if (tree != NULL)
		fts_close(tree);
}
