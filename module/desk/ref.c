/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* ref.c - see ref.h */
#include "desk/ref.h"

#include <stdlib.h>
#include <string.h>

#include "desk/reference_scan.h"
#include "store/listings.h"

/* Listings of parts of the /64, on their way into the ref. */
struct inside {
	struct wb_ref *ref;
	size_t room;
	int64_t now_s;
	size_t active_count;
	bool no_memory;
};

static bool take_inside(void *context, const struct wb_listing *listing)
{
	struct inside *inside = context;
	struct wb_ref *ref = inside->ref;

	if (ref->inside_count == inside->room) {
		size_t room = inside->room == 0 ? 16 : 2 * inside->room;
		struct wb_listing *grown = reallocarray(ref->inside, room, sizeof(*grown));

		inside->no_memory = grown == NULL;
		if (grown == NULL)
			return false;
		ref->inside = grown;
		inside->room = room;
	}
	ref->inside[ref->inside_count++] = *listing;
	inside->active_count += wb_listing_is_active(listing, inside->now_s);
	return true;
}

enum wb_status wb_ref_open(const struct wb_config *config, const char *text, const struct wb_check_options *options,
    int64_t now_s, struct wb_ref *ref_r, struct wb_error *error_r)
{
	const char *path = config->policy.reference_key;
	const struct wb_prefix *client = &ref_r->reference.client;
	struct inside inside = { .ref = ref_r, .now_s = now_s };
	struct wb_reference_keys keys, used = { .count = 1 };
	size_t unreadable;
	enum wb_status status = wb_reference_keys_read(path, &keys, error_r);

	memset(ref_r, 0, sizeof(*ref_r));
	if (status == WB_NOT_FOUND)
		return wb_fail(
		    error_r, WB_UNAVAILABLE, "reference key %s: there is no such file: make it with whyblock init", path);
	/* A key file with a mistake is no word about the code. */
	if (status != WB_OK)
		return WB_UNAVAILABLE;
	status = wb_reference_read(&keys, text, &ref_r->reference, &ref_r->key, error_r);
	if (status != WB_OK)
		return status;
	ref_r->key_count = keys.count;
	memcpy(used.bytes[0], keys.bytes[ref_r->key], WB_REFERENCE_KEY_BYTES);
	wb_reference_format(&used, &ref_r->reference, ref_r->code);

	/* The code is genuine: how things are about its client. */
	status = wb_check_open(&config->policy, NULL, options, &ref_r->check);
	if (status == WB_OK && !wb_prefix_is_host(client))
		status = wb_listing_walk_inside(config->policy.store, client, take_inside, &inside, &unreadable, error_r);
	if (status == WB_NO_MEMORY || inside.no_memory)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	if (status != WB_OK)
		return status;
	ref_r->outcome = wb_check_run(ref_r->check, &(struct wb_query){ .client = client->address });
	wb_unseen_rules_find(ref_r->outcome, &ref_r->reference, &ref_r->unseen);
	ref_r->now = WB_REF_NOT_BLOCKED;
	if (ref_r->outcome->action >= WB_DEFER)
		ref_r->now = WB_REF_BLOCKED;
	else if (inside.active_count > 0)
		ref_r->now = WB_REF_DEPENDS;
	else if (ref_r->outcome->verdict.exempt[0] == '\0' && config->policy.mode == WB_ENFORCE &&
	    wb_unseen_rules_block(
		&config->policy, &ref_r->unseen, ref_r->outcome->verdict.scores[ref_r->unseen.category].score_milli))
		ref_r->now = WB_REF_DEPENDS_ON_MAIL;
	return WB_OK;
}

void wb_ref_close(struct wb_ref *ref)
{
	wb_check_close(&ref->check);
	free(ref->inside);
	ref->inside = NULL;
	ref->outcome = NULL;
}

const struct wb_category *wb_ref_category(const struct wb_policy *policy, const struct wb_ref *ref, size_t n)
{
	for (size_t i = 0; i < policy->category_count; i++) {
		if (wb_reference_category_hash(policy->categories[i].id) == ref->reference.category_hash && n-- == 0)
			return &policy->categories[i];
	}
	return NULL;
}
