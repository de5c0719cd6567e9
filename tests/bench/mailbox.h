/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * mailbox.h - the mails in Maildirs, folders of mails, mails and mbox files, plain or packed by gzip, one after the other.
 *
 * A file that begins with "From " and a time in that line is an mbox: each such line behind an empty one begins another mail. Of a Maildir, what lies in cur and new is
 * read. Links are followed only where they are named. Of each mail, no more than desk/mail_file.h takes is kept.
 */
#ifndef MAILBOX_H
#define MAILBOX_H

#include <stdbool.h>
#include <stddef.h>

#include "verdict/message_view.h"

struct mailbox_reader {
	/* A mail; name: of its file, in an mbox with "#" and its number, from 1. message may be changed; both are gone afterwards. */
	void (*take)(void *context, struct wb_message *message, const char *name);
	void *context;
};

struct mailbox_counts {
	size_t mails;
	size_t no_mails;   /* files, and parts of an mbox, without any header that a mail has */
	size_t unreadable; /* files and folders; what could be read of them is among the mails */
};

/* paths: ends with NULL. Each fault is told on standard error, and counted. */
void mailbox_walk(const struct mailbox_reader *reader, char **paths, struct mailbox_counts *counts);

/* The field has one of these names, of which the last is NULL. */
bool mailbox_field_is(const struct wb_field *field, const char *const *names);

#endif
