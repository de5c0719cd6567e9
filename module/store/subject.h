/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* subject.h - about whom something is held: a host or a network, or a person by a mail address. */
#ifndef WB_SUBJECT_H
#define WB_SUBJECT_H

#include <string.h>

#include "base/address.h"

/* One of the two is not NULL. */
struct wb_subject {
	const struct wb_prefix *client;
	const char *mailbox;
};

/* Some text has the mail address in it, in whatever case. */
static inline bool wb_subject_is_named(const struct wb_subject *subject, const char *text)
{
	return subject->mailbox != NULL && strcasestr(text, subject->mailbox) != NULL;
}

/* This host or network is what it is about: it lies in the subject's. */
static inline bool wb_subject_has_client(const struct wb_subject *subject, const struct wb_prefix *client)
{
	return subject->client != NULL && client->prefix_bits >= subject->client->prefix_bits &&
	    wb_prefix_covers(subject->client, &client->address);
}

#endif
