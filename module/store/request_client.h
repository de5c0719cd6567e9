/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * request_client.h - which requests are about a client, without a look at all of them. Private to the files that keep requests.
 */
#ifndef WB_REQUEST_CLIENT_H
#define WB_REQUEST_CLIENT_H

#include "store/request_session.h"

/* The numbers of requests, ascending; rows is the caller's to free. */
struct wb_request_numbers {
	uint64_t *rows;
	size_t count, room;
};

/* Adds a request to the index, or removes it; what is not there is no fault. */
enum wb_status wb_request_client_add(
    struct wb_request_session *session, const struct wb_prefix *client, uint64_t number, struct wb_error *error_r);
enum wb_status wb_request_client_remove(
    struct wb_request_session *session, const struct wb_prefix *client, uint64_t number, struct wb_error *error_r);

/* The requests whose client this prefix covers or lies in, as the index says: the request itself has the last word. */
enum wb_status wb_request_client_find(struct wb_request_session *session, const struct wb_prefix *client,
    struct wb_request_numbers *numbers_r, struct wb_error *error_r);

#endif
