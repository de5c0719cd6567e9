/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* guard.c - see guard.h */
#include "verdict/guard.h"

#include <string.h>
#include <strings.h>

/* "a.example.net" and "example.net" stand under "example.net", "badexample.net" does not. */
static bool stands_under(const char *name, const char *suffix)
{
	size_t length = strlen(name), suffix_length = strlen(suffix);

	return length >= suffix_length && strcasecmp(name + length - suffix_length, suffix) == 0 &&
	    (length == suffix_length || name[length - suffix_length - 1] == '.');
}

static bool has_name(const struct wb_sender *sender, const char *name)
{
	for (size_t i = 0; i < sender->suffixes.count; i++) {
		if (stands_under(name, sender->suffixes.items[i]))
			return true;
	}
	return false;
}

static bool agrees(const struct wb_sender *sender, uint32_t asn)
{
	return sender->asns.count == 0 || asn == 0 || wb_asns_hold(&sender->asns, asn);
}

const struct wb_sender *wb_guard_match(const struct wb_policy *policy, const char *name, uint32_t asn)
{
	for (size_t i = 0; i < policy->sender_count; i++) {
		if (has_name(&policy->senders[i], name) && agrees(&policy->senders[i], asn))
			return &policy->senders[i];
	}
	return NULL;
}

bool wb_guard_has_suffix(const struct wb_policy *policy, const char *name)
{
	for (size_t i = 0; i < policy->sender_count; i++) {
		if (has_name(&policy->senders[i], name))
			return true;
	}
	return false;
}

enum wb_action wb_guard_action(const struct wb_policy *policy)
{
	static const enum wb_action actions[] = {
		[WB_SENDER_DEFER] = WB_DEFER, [WB_SENDER_TAG] = WB_TAG, [WB_SENDER_LOG] = WB_LOG, [WB_SENDER_OFF] = WB_REJECT
	};

	return actions[policy->sender_action];
}

const char *wb_sender_kind_name(int kind)
{
	static const char *const names[] = { [WB_SENDER_MAILBOX] = "mailbox provider",
		[WB_SENDER_BULK] = "bulk sender",
		[WB_SENDER_GATEWAY] = "gateway",
		[WB_SENDER_FORWARDER] = "forwarder" };

	_Static_assert(sizeof(names) / sizeof(names[0]) == WB_SENDER_KINDS, "a name for each kind");
	return names[kind];
}
