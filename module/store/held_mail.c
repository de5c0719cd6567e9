/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * held_mail.c - see held_mail.h
 *
 * Table "held": key = number (8 bytes); value = version (1), time (8), told (1), and three strings: sender, why, text. Under the number 0,
 * which an older whyblock skips: version (1), time (8) and number (8) of the mails that have given way, while there are any.
 */
#include "store/held_mail.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "store/request_session.h"
#include "verdict/registered_domain.h"

#define VALUE_VERSION 1
#define VALUE_BYTES_MAX 3072

_Static_assert(
    1 + 8 + WB_REQUEST_EMAIL_SIZE + WB_HELD_MAIL_WHY_SIZE + WB_REQUEST_TEXT_SIZE <= VALUE_BYTES_MAX, "a mail has room");

static void walk_mail(struct wb_record *record, struct wb_held_mail *mail)
{
	wb_record_version(record, VALUE_VERSION);
	mail->at_s = wb_record_time(record, mail->at_s);
	mail->is_told = wb_record_choice(record, mail->is_told, 2) == 1;
	wb_record_text(record, mail->sender, sizeof(mail->sender));
	wb_record_text(record, mail->why, sizeof(mail->why));
	wb_record_lines(record, mail->text, sizeof(mail->text));
}

static bool decode(const struct wb_walk *walk, struct wb_held_mail *mail_r)
{
	struct wb_record record;

	memset(mail_r, 0, sizeof(*mail_r));
	wb_record_open_read(&record, walk->value);
	walk_mail(&record, mail_r);
	mail_r->number = wb_request_session_decode_number(walk->key);
	return mail_r->number != 0 && wb_record_ends_value(&record);
}

static enum wb_status open_write(const char *store, enum wb_store_folder folder, struct wb_request_session *session,
    struct wb_table *table_r, struct wb_error *error_r)
{
	enum wb_status status = wb_request_session_open_write(store, folder, WB_REQUEST_WAITS, session, error_r);

	return status == WB_OK ? wb_table_open(&session->transaction, "held", table_r, error_r) : status;
}

static void walk_given_way(struct wb_record *record, struct wb_held_mail_counts *counts)
{
	wb_record_version(record, VALUE_VERSION);
	counts->gave_way_since_s = wb_record_time(record, counts->gave_way_since_s);
	counts->gave_way = wb_record_number(record, counts->gave_way, 8);
}

static void read_given_way(struct wb_blob value, struct wb_held_mail_counts *counts_r)
{
	struct wb_record record;

	wb_record_open_read(&record, value);
	walk_given_way(&record, counts_r);
	if (!wb_record_ends_value(&record))
		counts_r->gave_way = 0;
}

/* What somebody registered, so that names below it are no more senders; whatever has no domain is of one. */
static const char *domain_of(const char *sender)
{
	const char *at = strrchr(sender, '@'), *domain = at == NULL ? "" : at + 1;

	return domain + wb_registered_domain_start(domain);
}

/* Mails that compete for the same places. */
struct crowd {
	size_t count;
	uint64_t oldest; /* its number; 0: there is none */
};

static void join(struct crowd *crowd, uint64_t number)
{
	if (crowd->count++ == 0)
		crowd->oldest = number;
}

/* Which of these has no place for one more; the sender's own first, so that who sends a lot pushes out what he has sent. */
static uint64_t choose_who_gives_way(const struct crowd *sender, const struct crowd *domain, const struct crowd *all)
{
	if (sender->count >= WB_HELD_MAIL_SENDER_MAX)
		return sender->oldest;
	if (domain->count >= WB_HELD_MAIL_DOMAIN_MAX)
		return domain->oldest;
	return all->count >= WB_HELD_MAIL_MAX ? all->oldest : 0;
}

static enum wb_status give_way(const struct wb_table *table, uint64_t number, int64_t now_s, struct wb_error *error_r)
{
	unsigned char key[WB_REQUEST_KEY_BYTES], bytes[32];
	struct wb_held_mail_counts counts = { .gave_way_since_s = now_s };
	struct wb_record record;
	struct wb_blob value;
	enum wb_status status = wb_table_remove(table, wb_request_session_encode_number(number, key), error_r);

	if (status != WB_OK)
		return status;
	status = wb_table_get(table, wb_request_session_encode_number(0, key), &value, error_r);
	if (status == WB_OK)
		read_given_way(value, &counts);
	else if (status != WB_NOT_FOUND)
		return status;
	counts.gave_way_since_s = counts.gave_way == 0 ? now_s : counts.gave_way_since_s;
	counts.gave_way++;
	wb_record_open_write(&record, bytes, sizeof(bytes));
	walk_given_way(&record, &counts);
	return wb_table_put(table, wb_request_session_encode_number(0, key), wb_record_blob(&record), error_r);
}

enum wb_status wb_held_mail_add(
    const char *store, const struct wb_held_mail *mail, int64_t keep_s, uint64_t *gave_way_r, struct wb_error *error_r)
{
	unsigned char value[VALUE_BYTES_MAX], key[WB_REQUEST_KEY_BYTES];
	struct wb_held_mail clean = *mail, old;
	struct crowd all = { .count = 0 }, of_domain = { .count = 0 }, of_sender = { .count = 0 };
	struct wb_request_session session;
	struct wb_record record;
	struct wb_table table;
	struct wb_walk walk;
	uint64_t last = 0;
	bool is_kept = false;
	enum wb_status status;

	*gave_way_r = 0;
	clean.is_told = false;
	wb_text_copy_utf8(clean.sender, sizeof(clean.sender), mail->sender, strlen(mail->sender));
	wb_text_copy_utf8(clean.why, sizeof(clean.why), mail->why, strlen(mail->why));
	wb_text_copy_utf8_lines(clean.text, sizeof(clean.text), mail->text, strlen(mail->text));
	status = open_write(store, WB_STORE_MAKE_FOLDER, &session, &table, error_r);
	if (status == WB_OK) {
		wb_walk_open(&walk, &table);
		while (wb_walk_next(&walk)) {
			bool is_read = decode(&walk, &old);

			last = wb_request_session_decode_number(walk.key);
			if (last == 0)
				continue;
			if (is_read && keep_s > 0 && old.at_s < clean.at_s - keep_s) {
				wb_walk_remove(&walk);
				continue;
			}
			join(&all, last);
			if (is_read && strcasecmp(domain_of(old.sender), domain_of(clean.sender)) == 0)
				join(&of_domain, last);
			if (is_read && strcasecmp(old.sender, clean.sender) == 0)
				join(&of_sender, last);
			is_kept =
			    is_kept || (is_read && strcmp(old.sender, clean.sender) == 0 && strcmp(old.text, clean.text) == 0);
		}
		status = wb_walk_close(&walk, error_r);
	}
	if (status == WB_OK && !is_kept) {
		uint64_t number = choose_who_gives_way(&of_sender, &of_domain, &all);

		if (number != 0)
			status = give_way(&table, number, clean.at_s, error_r);
		wb_record_open_write(&record, value, sizeof(value));
		walk_mail(&record, &clean);
		if (status == WB_OK)
			status = wb_table_put(
			    &table, wb_request_session_encode_number(last + 1, key), wb_record_blob(&record), error_r);
		*gave_way_r = number;
	}
	status = wb_request_session_finish(&session, status, error_r);
	*gave_way_r = status == WB_OK ? *gave_way_r : 0;
	return status;
}

enum wb_status wb_held_mail_count(const char *store, struct wb_held_mail_counts *counts_r, struct wb_error *error_r)
{
	struct wb_request_session session;
	struct wb_table table;
	struct wb_walk walk;
	enum wb_status status = wb_request_session_open_read(store, &session, error_r);

	memset(counts_r, 0, sizeof(*counts_r));
	if (status == WB_OK)
		status = wb_table_open(&session.transaction, "held", &table, error_r);
	if (status == WB_OK) {
		wb_walk_open(&walk, &table);
		while (wb_walk_next(&walk)) {
			if (wb_request_session_decode_number(walk.key) == 0)
				read_given_way(walk.value, counts_r);
			else
				counts_r->kept++;
		}
		status = wb_walk_close(&walk, error_r);
	}
	wb_request_session_close(&session);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

enum wb_status wb_held_mail_walk(const char *store, wb_held_mail_visit *visit, void *context, struct wb_error *error_r)
{
	struct wb_request_session session;
	struct wb_held_mail mail;
	struct wb_table table;
	struct wb_walk walk;
	enum wb_status status = wb_request_session_open_read(store, &session, error_r);

	if (status == WB_OK)
		status = wb_table_open(&session.transaction, "held", &table, error_r);
	if (status == WB_OK) {
		wb_walk_open(&walk, &table);
		while (wb_walk_next(&walk)) {
			if (decode(&walk, &mail) && !visit(context, &mail))
				break;
		}
		status = wb_walk_close(&walk, error_r);
	}
	wb_request_session_close(&session);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

enum wb_status wb_held_mail_tell(const char *store, uint64_t number, struct wb_error *error_r)
{
	unsigned char value[VALUE_BYTES_MAX], key[WB_REQUEST_KEY_BYTES];
	struct wb_request_session session;
	struct wb_held_mail mail;
	struct wb_record record;
	struct wb_table table;
	struct wb_walk walk;
	enum wb_status status = open_write(store, WB_STORE_NEED_FOLDER, &session, &table, error_r);

	if (status == WB_OK) {
		wb_walk_open(&walk, &table);
		while (wb_walk_next(&walk)) {
			if (!decode(&walk, &mail) || mail.is_told || mail.number > number)
				continue;
			mail.is_told = true;
			wb_record_open_write(&record, value, sizeof(value));
			walk_mail(&record, &mail);
			wb_walk_put(&walk, wb_request_session_encode_number(mail.number, key), wb_record_blob(&record));
		}
		status = wb_walk_close(&walk, error_r);
	}
	status = wb_request_session_finish(&session, status, error_r);
	return status == WB_NOT_FOUND ? WB_OK : status;
}

enum wb_status wb_held_mail_remove(const char *store, uint64_t number, struct wb_error *error_r)
{
	unsigned char key[WB_REQUEST_KEY_BYTES];
	struct wb_request_session session;
	struct wb_table table;
	enum wb_status status = open_write(store, WB_STORE_NEED_FOLDER, &session, &table, error_r);

	if (status == WB_OK)
		status = number == 0 ? WB_NOT_FOUND
				     : wb_table_remove(&table, wb_request_session_encode_number(number, key), error_r);
	if (status == WB_OK) {
		status = wb_table_remove(&table, wb_request_session_encode_number(0, key), error_r);
		status = status == WB_NOT_FOUND ? WB_OK : status;
	}
	return wb_request_session_finish(&session, status, error_r);
}

/* The text has this host in it, written as whyblock writes it. */
static bool has_client(const struct wb_subject *subject, const char *text)
{
	char client[WB_PREFIX_TEXT_SIZE];

	if (subject->client == NULL)
		return false;
	wb_prefix_format_short(subject->client, client);
	return strstr(text, client) != NULL;
}

enum wb_status wb_held_mail_forget(
    const char *store, const struct wb_subject *subject, size_t *removed_r, struct wb_error *error_r)
{
	struct wb_request_session session;
	struct wb_held_mail mail;
	struct wb_table table;
	struct wb_walk walk;
	enum wb_status status = open_write(store, WB_STORE_NEED_FOLDER, &session, &table, error_r);

	*removed_r = 0;
	if (status == WB_OK) {
		wb_walk_open(&walk, &table);
		while (wb_walk_next(&walk)) {
			if (decode(&walk, &mail) &&
			    (wb_subject_is_named(subject, mail.sender) || wb_subject_is_named(subject, mail.text) ||
				has_client(subject, mail.text))) {
				wb_walk_remove(&walk);
				(*removed_r)++;
			}
		}
		status = wb_walk_close(&walk, error_r);
	}
	status = wb_request_session_finish(&session, status, error_r);
	return status == WB_NOT_FOUND ? WB_OK : status;
}
