/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * mail_thread.h - which request a mail answers.
 *
 * The Message-ID of each mail about a request names it: <whyblock.17.TAG@example.net>. The tag is sealed with the request's token, so
 * that who knows a number, and has had no mail about it, cannot write to it. A reply has the id in In-Reply-To or References (RFC 5322
 * section 3.6.4), a bounce or a forwarded mail in what it quotes; and a reply that quotes has the link to the status page, where
 * the token itself stands.
 */
#ifndef WB_MAIL_THREAD_H
#define WB_MAIL_THREAD_H

#include <stdbool.h>

#include "desk/request_mail.h"
#include "store/request.h"

#define WB_MAIL_THREAD_ID_SIZE 64

/* What the Message-ID of each of our mails begins with, which tells them from others. */
#define WB_MAIL_THREAD_PREFIX "whyblock."

/*
 * What stands before the '@' of the Message-ID. The same mail has the same id, sent once more too: what says which one of the request's
 * it is, "approved 1790000000" for one.
 * id_r:    WB_MAIL_THREAD_ID_SIZE bytes; empty when false: a request of an older whyblock has no token.
 */
bool wb_mail_thread_format(const struct wb_request *request, const char *what, char *id_r);

/*
 * The request that a mail answers, by an id of ours or a status link in it.
 * Returns: WB_OK. WB_NOT_FOUND: it answers none. WB_UNAVAILABLE: the store cannot be read.
 */
enum wb_status wb_mail_thread_find(
    const char *store, const struct wb_request_mail *mail, struct wb_request *request_r, struct wb_error *error_r);

/*
 * The request whose number stands in the subject. Anybody can write one there.
 * is_of_asker_r: the envelope's sender is the address that has made the request, or that one under BATV's name for bounces
 *             (draft-levine-smtp-batv: prvs=TAG=ann@example.com), of the same domain. Neither From nor Reply-To counts, nor an address
 *             that a forwarder wrapped (SRS): their domain's owner writes there what he wants. That a sender may be forged stays.
 * Returns:    as wb_mail_thread_find.
 */
enum wb_status wb_mail_thread_find_subject(const char *store, const struct wb_request_mail *mail, struct wb_request *request_r,
    bool *is_of_asker_r, struct wb_error *error_r);

#endif
