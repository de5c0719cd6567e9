/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * host_names.h - the names of an address that lead back to it: PTR, then A or AAAA of each (forward-confirmed, RFC 8601 section 2.7.3).
 * A name that only leads to an address proves nothing, as anybody may write such a record; nor does one that only an address leads to.
 */
#ifndef WB_HOST_NAMES_H
#define WB_HOST_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/address.h"
#include "dns/resolver.h"

#define WB_HOST_NAMES_MAX \
	4 /* that are wanted; with more of them it is not known whether one leads back, unless one of these does */
#define WB_HOST_NAME_SIZE 256

enum wb_host_name_state {
	WB_HOST_NAME_OPEN, /* an answer is still to come */
	WB_HOST_NAME_CONFIRMED,
	WB_HOST_NAME_DENIED,  /* it has no name that is wanted and leads back */
	WB_HOST_NAME_UNKNOWN, /* the DNS did not say */
};

struct wb_host_names_setup {
	struct wb_resolver *resolver; /* who waits for it waits for the answers */
	struct wb_address client;
	bool (*is_wanted)(const void *context, const char *name); /* worth another question; NULL: each name is */
	/* A name, by its place, leads back; it may ask further questions. NULL: nobody need be told. */
	void (*take)(void *context, size_t place, const char *name);
	void *context;
};

struct wb_host_names;

/*
 * Asks, and returns without waiting. Names are letters, digits, '-' and '_' in at least two labels: others are asked of nobody.
 * Returns:   the handle, or NULL: out of memory.
 * Ownership: the resolver calls into the handle for as long as it is open: it is closed first.
 */
struct wb_host_names *wb_host_names_open(const struct wb_host_names_setup *setup);

/* Of all together: confirmed as soon as one name is; denied only when each has been answered for. */
enum wb_host_name_state wb_host_names_state(const struct wb_host_names *names);

/* Something that the DNS did not say, or not yet, could be another name that leads back. */
bool wb_host_names_is_unknown(const struct wb_host_names *names);

/* The first name that leads back, as the DNS wrote it, or NULL. */
const char *wb_host_names_confirmed(const struct wb_host_names *names);

/* A name that the address leads to, by its place, whether it leads back or not; NULL: there are no more. state_r: of this name, or NULL. */
const char *wb_host_names_at(const struct wb_host_names *names, size_t place, enum wb_host_name_state *state_r);

/* Why the state is unknown, of the last question that failed: "SERVFAIL", "no answer"; static text. */
const char *wb_host_names_why(const struct wb_host_names *names);

/* NULL is allowed; leaves NULL. */
void wb_host_names_close(struct wb_host_names **names);

#endif
