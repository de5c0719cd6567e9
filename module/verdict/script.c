/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* script.c - see script.h */
#include "verdict/script.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "verdict/message_view.h"

#define PART_MAX 120 /* bytes of one field's value, so that one that is made long does not push out the others */

/* What is put together, and what of it is known by now: most fields say the same in other words. */
struct description {
	struct wb_text text;
	bool has_uid, has_account;
};

/* Adds "word value", where value is what a stranger wrote. */
static void add(struct description *description, const char *word, const char *value, size_t length)
{
	if (length == 0)
		return;
	if (description->text.length > 0)
		wb_text_add(&description->text, "; ");
	wb_text_add(&description->text, word);
	wb_text_add_printable(&description->text, value, length < PART_MAX ? length : PART_MAX);
}

static size_t digits(const char *text)
{
	return strspn(text, "0123456789");
}

static void add_uid(struct description *description, const char *value)
{
	size_t length = digits(value);

	if (length == 0 || length > 10 || description->has_uid)
		return;
	description->has_uid = true;
	add(description, "uid ", value, length);
}

/* PHP: "33:mailer.php", behind the file's name where in it, when code was made by eval(). */
static void add_originating_script(struct description *description, const char *value)
{
	size_t uid = digits(value);

	if (uid == 0 || value[uid] != ':') {
		add(description, "file ", value, strlen(value));
		return;
	}
	if (value[uid + 1] == '\0') {
		add_uid(description, value);
		return;
	}
	add(description, "file ", value + uid + 1, strlen(value + uid + 1));
	wb_text_add(&description->text, ", uid ");
	wb_text_add_printable(&description->text, value, uid < 10 ? uid : 10);
	description->has_uid = true;
}

/* "www.example.com/contact.php for 203.0.113.9": who asked for the page, too. */
static void add_script(struct description *description, const char *value)
{
	add(description, "", value, strlen(value));
}

static void add_file(struct description *description, const char *value)
{
	add(description, "file ", value, strcspn(value, " "));
}

static void add_folder(struct description *description, const char *value)
{
	add(description, "folder ", value, strlen(value));
}

static void add_process(struct description *description, const char *value)
{
	add(description, "process ", value, strlen(value));
}

/* A panel's Exim: "host.example.com: authenticated_id: web12/only user confirmed/...", "host.example.com: web12@example.com". */
static void add_account(struct description *description, const char *value)
{
	const char *account = value, *colon;

	while ((colon = strstr(account, ": ")) != NULL)
		account = colon + 2;
	if (account == value || description->has_account)
		return;
	description->has_account = strcspn(account, "/ ") > 0;
	add(description, "account ", account, strcspn(account, "/ "));
}

/* "Originator/Caller UID/GID - [1004 990] / [47 12]" of an Exim with such a panel, where 47 is the mail server itself. */
static void add_caller(struct description *description, const char *value)
{
	static const char before[] = "Originator/Caller UID/GID - [";

	if (strncasecmp(value, before, strlen(before)) == 0 && strncmp(value + strlen(before), "47 ", 3) != 0)
		add_uid(description, value + strlen(before));
}

static void add_generator(struct description *description, const char *value)
{
	add(description, "program ", value, strlen(value));
}

/* The user of a host that hands a message to its mail server. Postfix, qmail; Exim; Sendmail. */
static void add_submitter(struct description *description, const char *value)
{
	const char *place;

	if (description->has_uid)
		return;
	if ((place = strstr(value, "from userid ")) != NULL) {
		add_uid(description, place + strlen("from userid "));
	} else if ((place = strstr(value, "invoked by uid ")) != NULL) {
		add_uid(description, place + strlen("invoked by uid "));
	} else if (strncmp(value, "from ", 5) == 0 && strstr(value, " with local") != NULL) {
		description->has_uid = true;
		add(description, "user ", value + 5, strcspn(value + 5, " "));
	} else if (strncmp(value, "(from ", 6) == 0) {
		description->has_uid = true;
		add(description, "user ", value + 6, strcspn(value + 6, "@ )"));
	}
}

bool wb_script_describe(const struct wb_message *message, char *text_r)
{
	/* The most telling first. */
	static const struct {
		const char *field;
		void (*add)(struct description *description, const char *value);
	} rows[] = {
		{ "X-PHP-Originating-Script", add_originating_script },
		{ "X-PHP-Script", add_script },
		{ "X-PHP-Filename", add_file },
		{ "X-Source-Dir", add_folder },
		{ "X-Source-Args", add_process },
		{ "X-Authenticated-Sender", add_account },
		{ "X-Get-Message-Sender-Via", add_account },
		{ "X-AntiAbuse", add_caller },
		{ "X-Generated-By", add_generator },
		{ "Received", add_submitter },
	};
	struct description description = { .has_uid = false };

	wb_text_open(&description.text, text_r, WB_SCRIPT_SIZE);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct wb_field *found[WB_MESSAGE_SAME_MAX];
		size_t count = wb_message_find(message, rows[i].field, found);

		for (size_t k = 0; k < count && k < WB_MESSAGE_SAME_MAX; k++) {
			char value[WB_MESSAGE_VALUE_SIZE];

			wb_field_unfold(found[k], value, sizeof(value));
			rows[i].add(&description, value);
		}
	}
	return description.text.length > 0;
}
