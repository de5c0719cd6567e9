/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * proof.h - whether somebody who asks for removal runs the host: a token in the DNS under the host's own name.
 */
#ifndef WB_PROOF_H
#define WB_PROOF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/address.h"
#include "base/list.h"
#include "base/status.h"
#include "dns/host_names.h"

#define WB_PROOF_LABEL "_whyblock" /* TXT record _whyblock.NAME "whyblock=TOKEN" */
#define WB_PROOF_PREFIX "whyblock="
#define WB_PROOF_NAME_SIZE WB_HOST_NAME_SIZE

enum wb_proof_state {
	WB_PROOF_UNKNOWN,  /* the DNS did not answer */
	WB_PROOF_NO_NAME,  /* no PTR record of the address, or none whose name leads back to it: nothing can be proved */
	WB_PROOF_NO_TOKEN, /* the host has a name, and the token is not there */
	WB_PROOF_CONFIRMED,
	WB_PROOF_STATES
};

struct wb_proof {
	enum wb_proof_state state;
	char name[WB_PROOF_NAME_SIZE]; /* the host's own name: confirmed both ways (RFC 8601 section 2.7.3); empty: none */
};

/*
 * Asks for the names of the address (PTR), keeps those that lead back to it (A or AAAA), and looks for the token below each.
 * A name that only leads to the address proves nothing: anybody may write such a record; the PTR record is the network's.
 * servers:     as for wb_resolver_open.
 * token:       of the request, as wb_request has it; compared without case.
 * deadline_ms: for all questions together.
 * Returns:     WB_OK, also when the DNS did not answer: proof_r says so. WB_INVALID: no token, or one that is too long;
 *              what wb_resolver_open returns. WB_NO_MEMORY.
 */
enum wb_status wb_proof_check(const struct wb_texts *servers, const struct wb_address *host, const char *token,
    uint32_t deadline_ms, struct wb_proof *proof_r, struct wb_error *error_r);

#endif
