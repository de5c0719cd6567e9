/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* auto_reply.c - see auto_reply.h */
#include "desk/auto_reply.h"

#include <string.h>
#include <strings.h>

/*
 * Local parts of programs; '*' stands for anything at the beginning or the end. postmaster is a person, and the first to ask; and
 * so are senders that a mail system has signed (prvs=...) or a forwarder rewritten (SRS0=...).
 */
static const char *const programs[] = { "mailer-daemon", "owner-*", "*-owner", "*-request", "*-bounces", "*-bounce", "bounce-*",
	"bounces-*", "bounce", "bounces", "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "do_not_reply",
	"noreply-*", "no-reply-*", "majordomo", "listserv" };

static bool matches(const char *pattern, const char *local, size_t length)
{
	size_t size = strlen(pattern);

	if (pattern[0] == '*')
		return length >= size - 1 && strncasecmp(local + length - (size - 1), pattern + 1, size - 1) == 0;
	if (pattern[size - 1] == '*')
		return length >= size - 1 && strncasecmp(local, pattern, size - 1) == 0;
	return length == size && strncasecmp(local, pattern, size) == 0;
}

bool wb_auto_reply_is_program(const char *address)
{
	const char *at = strrchr(address, '@');
	size_t length = at == NULL ? strlen(address) : (size_t)(at - address);

	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++) {
		if (matches(programs[i], address, length))
			return true;
	}
	return false;
}

/* The first word of a header is one of these. */
static bool begins_with(const char *value, const char *const *words)
{
	size_t length = strcspn(value, " \t;,(");

	for (; *words != NULL; words++) {
		if (strlen(*words) == length && strncasecmp(value, *words, length) == 0)
			return true;
	}
	return false;
}

static bool is_own(const char *message_id, const char *own)
{
	const char *domain = strrchr(own, '@');
	size_t length = strlen(message_id), domain_length = domain == NULL ? 0 : strlen(domain);

	return strncmp(message_id, WB_AUTO_REPLY_OWN_ID, strlen(WB_AUTO_REPLY_OWN_ID)) == 0 && domain_length > 0 &&
	    length > domain_length + 1 && strncasecmp(message_id + length - 1 - domain_length, domain, domain_length) == 0;
}

const char *wb_auto_reply_reason(const struct wb_request_mail *mail, const char *own)
{
	static const char *const by_hand[] = { "no", NULL };
	static const char *const bulk[] = { "bulk", "list", "junk", "auto_reply", NULL };
	static const char *const none[] = { "None", NULL };

	if (mail->sender[0] == '\0' || strcmp(mail->sender, "<>") == 0)
		return "a bounce: it has no sender";
	if (own[0] != '\0' && strcasecmp(mail->sender, own) == 0)
		return "a loop: it comes from the address for requests";
	if (is_own(mail->message_id, own))
		return "a loop: it is one of our own mails";
	if (mail->auto_submitted[0] != '\0' && !begins_with(mail->auto_submitted, by_hand))
		return "an automatic mail: it has the header Auto-Submitted";
	if (begins_with(mail->precedence, bulk))
		return "bulk mail: it has the header Precedence";
	if (mail->is_of_list)
		return "a mailing list's: it has a List header";
	if (mail->suppress[0] != '\0' && !begins_with(mail->suppress, none))
		return "an automatic mail: it has the header X-Auto-Response-Suppress";
	if (wb_auto_reply_is_program(mail->sender))
		return "a program's: its sender takes no answers";
	return NULL;
}
