/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* script.c - see script.h */
#include "verdict/script.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "verdict/message_view.h"

#define PART_MAX 120 /* bytes of one field's value, so that one that is made long does not push out the others */

#define FORM_WORDS_MAX 64 /* bytes of a body among which the classic form's first words stand */

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

/* Who hands a message to the mail server of his own host, by name or number; length 0: nobody. */
struct submitter {
	const char *name;
	size_t length;
	bool is_uid;
};

/* As Postfix, qmail, Exim and Sendmail write it. */
static struct submitter find_submitter(const char *received)
{
	const char *place;

	if ((place = strstr(received, "from userid ")) != NULL)
		return (struct submitter){ place + 12, digits(place + 12), true };
	if ((place = strstr(received, "invoked by uid ")) != NULL)
		return (struct submitter){ place + 15, digits(place + 15), true };
	if (strncmp(received, "from ", 5) == 0 && strstr(received, " with local") != NULL)
		return (struct submitter){ received + 5, strcspn(received + 5, " "), false };
	if (strncmp(received, "(from ", 6) == 0)
		return (struct submitter){ received + 6, strcspn(received + 6, "@ )"), false };
	return (struct submitter){ .length = 0 };
}

static void add_submitter(struct description *description, const char *value)
{
	struct submitter submitter = find_submitter(value);

	if (submitter.is_uid) {
		add_uid(description, submitter.name);
	} else if (!description->has_uid && submitter.length > 0) {
		description->has_uid = true;
		add(description, "user ", submitter.name, submitter.length);
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

static bool begins(const char *text, const char *with)
{
	return strncasecmp(text, with, strlen(with)) == 0;
}

/* In X-Mailer: libraries and systems of web sites. */
static bool is_script_mailer(const char *value)
{
	static const char *const names[] = { "CodeIgniter", "Drupal", "Joomla", "osCommerce", "WordPress" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (begins(value, names[i]))
			return true;
	}
	return strcasestr(value, "PHP") != NULL;
}

static bool is_form_mailer(const char *value)
{
	return strcasestr(value, "FormMail") != NULL || begins(value, "NMS ");
}

static bool is_said(const char *value)
{
	return value[0] != '\0';
}

/* The users of web servers, by their names or, in the order of Debian, Red Hat, SUSE, the BSDs and old systems, by their numbers. */
static bool is_web_user(const char *value)
{
	static const char *const users[] = { "www-data", "apache", "httpd", "wwwrun", "www", "nobody", "33", "48", "30", "80",
		"99", "65534" };
	struct submitter submitter = find_submitter(value);

	for (size_t i = 0; i < sizeof(users) / sizeof(users[0]); i++) {
		if (submitter.length == strlen(users[i]) && strncmp(submitter.name, users[i], submitter.length) == 0)
			return true;
	}
	return false;
}

/* One of the fields of this name tells. */
static bool any_value(const struct wb_message *message, const char *name, bool (*tells)(const char *value))
{
	const struct wb_field *found[WB_MESSAGE_SAME_MAX];
	size_t count = wb_message_find(message, name, found);

	for (size_t i = 0; i < count && i < WB_MESSAGE_SAME_MAX; i++) {
		char value[WB_MESSAGE_VALUE_SIZE];

		wb_field_unfold(found[i], value, sizeof(value));
		if (tells(value))
			return true;
	}
	return false;
}

bool wb_script_has_sent(const struct wb_message *message)
{
	static const struct {
		const char *field;
		bool (*tells)(const char *value);
	} rows[] = {
		{ "X-PHP-Originating-Script", is_said },
		{ "X-PHP-Script", is_said },
		{ "X-PHP-Filename", is_said },
		{ "X-Source-Args", is_said },
		{ "X-Source-Dir", is_said },
		{ "X-Mailer", is_script_mailer },
		{ "X-Generated-By", is_form_mailer },
		{ "Received", is_web_user },
	};
	static const char form_words[] = "below is the result of your feedback form";
	char words[FORM_WORDS_MAX];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (any_value(message, rows[i].field, rows[i].tells))
			return true;
	}
	wb_field_unfold(&(struct wb_field){ .value = message->body, .value_length = message->body_size }, words, sizeof(words));
	return begins(words, form_words);
}
