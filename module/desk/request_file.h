/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * request_file.h - files a request for removal, whichever way it came: by the form of the page, or by mail.
 */
#ifndef WB_REQUEST_FILE_H
#define WB_REQUEST_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/status.h"
#include "store/request.h"
#include "verdict/reference.h"

struct wb_config;

/* What was given. The caller has checked it; a text may be NULL, and is cleaned and cut on its way into the store. */
struct wb_request_given {
	enum wb_request_origin origin;
	int64_t now_s;                        /* Unix time */
	struct wb_prefix client;              /* what the reference says, or a part of it; a host when there is none */
	const struct wb_reference *reference; /* a genuine one; NULL: none */
	const struct wb_address *visitor;     /* of the page; NULL: it is not known where the request came from */
	const char *language;                 /* "en": of the answers */
	const char *name, *email, *how, *done;
};

struct wb_request_filed {
	enum wb_request_outcome outcome;
	struct wb_request request; /* its number is 0 unless it was filed, or one is already open: then it is that one's */
	char token[WB_REQUEST_TOKEN_SIZE]; /* the secret of the one who asks; empty unless it was filed */
};

/*
 * Files it within the limits of the settings, in the category that the reference names if the configuration still has it; requests
 * that were kept long enough go on the way.
 * Returns: as wb_request_file, in WB_OK also when filed_r says that nothing was filed.
 */
enum wb_status wb_request_file_given(const struct wb_config *config, const struct wb_request_given *given,
    enum wb_request_patience patience, struct wb_request_filed *filed_r, struct wb_error *error_r);

/* What is to be known about an outcome. */
struct wb_request_outcome_row {
	const char *name;  /* for programs: "filed", "host_exceeded" */
	const char *why;   /* nothing was filed, in words; NULL: a request was, or one is open */
	size_t setting_at; /* of a limit: where struct wb_removal_settings has it, a uint32_t; else 0 */
};
struct wb_request_outcome_row wb_request_outcome_row(enum wb_request_outcome outcome);

#endif
