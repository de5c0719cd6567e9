/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* auto_reply.c - see auto_reply.h */
#include "desk/auto_reply.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "desk/mail_thread.h"

#define OWN_ID "<" WB_MAIL_THREAD_PREFIX

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

	return strncmp(message_id, OWN_ID, strlen(OWN_ID)) == 0 && domain_length > 0 && length > domain_length + 1 &&
	    strncasecmp(message_id + length - 1 - domain_length, domain, domain_length) == 0;
}

enum wb_auto_reply wb_auto_reply_kind(const struct wb_request_mail *mail, const char *own, const char **why_r)
{
	static const char *const by_hand[] = { "no", NULL }, *const replied[] = { "auto-replied", NULL };
	static const char *const bulk[] = { "bulk", "list", "junk", NULL }, *const reply[] = { "auto_reply", NULL };
	static const char *const none[] = { "None", NULL }, *const daemon[] = { "mailer-daemon", NULL };
	static const char *const read[] = { "disposition-notification", NULL }, *const returned[] = { "delivery-status", NULL };
	const bool is_automatic = mail->auto_submitted[0] != '\0' && !begins_with(mail->auto_submitted, by_hand);
	char local[16];

	snprintf(local, sizeof(local), "%.*s", (int)strcspn(mail->sender, "@"), mail->sender);
	*why_r = NULL;
	if (is_own(mail->message_id, own))
		*why_r = "a loop: it is one of our own mails";
	if (own[0] != '\0' && strcasecmp(mail->sender, own) == 0)
		*why_r = "a loop: it comes from the address for requests";
	if (*why_r != NULL)
		return WB_AUTO_REPLY_LOOP;

	/*
	 * A code in a mail that came back is no request: who sends spam in the name of the address for requests has our refusals
	 * returned to it.
	 */
	if (mail->sender[0] == '\0' || strcmp(mail->sender, "<>") == 0)
		*why_r = "a bounce: it has no sender";
	else if (begins_with(local, daemon))
		*why_r = "a bounce: a mail system sent it";
	else if (is_automatic && begins_with(mail->report, returned))
		*why_r = "a bounce: it reports a delivery";
	if (*why_r != NULL)
		return is_automatic && begins_with(mail->report, read) ? WB_AUTO_REPLY_PROGRAM : WB_AUTO_REPLY_RETURNED;

	if (is_automatic && begins_with(mail->auto_submitted, replied))
		*why_r = "an automatic mail: it has the header Auto-Submitted";
	else if (begins_with(mail->precedence, reply))
		*why_r = "an automatic mail: it has the header Precedence";
	else if (mail->is_responder)
		*why_r = "an automatic mail: it has a header of programs that answer mail";
	else if (begins_with(mail->report, read))
		*why_r = "an automatic mail: it says that a mail was read";
	if (*why_r != NULL)
		return WB_AUTO_REPLY_PROGRAM;

	if (is_automatic)
		*why_r = "an automatic mail: it has the header Auto-Submitted";
	else if (begins_with(mail->precedence, bulk))
		*why_r = "bulk mail: it has the header Precedence";
	else if (mail->is_of_list)
		*why_r = "a mailing list's: it has a List header";
	else if (mail->suppress[0] != '\0' && !begins_with(mail->suppress, none))
		*why_r = "an automatic mail: it has the header X-Auto-Response-Suppress";
	else if (wb_auto_reply_is_program(mail->sender))
		*why_r = "a program's: its sender takes no answers";
	return *why_r != NULL ? WB_AUTO_REPLY_UNASKED : WB_AUTO_REPLY_PERSON;
}
