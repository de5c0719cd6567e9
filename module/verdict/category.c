/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* category.c - see category.h */
#include "verdict/category.h"

#include <string.h>

const struct wb_category_builtin wb_category_builtins[] = {
	{ "open-relay", "open relay", "blocked as possible open relay", "a mail server that relays for anybody" },
	{ "open-proxy", "open proxy", "blocked as possible open proxy", "a proxy on web or SOCKS ports that hides the sender" },
	{ "formmail", "insecure FormMail script", "blocked as possible insecure FormMail script",
	    "a web form that can be made to send to anybody" },
	{ "virus", "virus or trojan activity", "blocked for possible virus or trojan activity", "an infected host, a zombie" },
	{ "spam", "deliberate spamming", "blocked for deliberate spamming", "used on purpose for unsolicited bulk mail" },
	{ WB_CATEGORY_SPAM_SOURCE, "source of spam", "blocked as a source of spam", "spam was seen; nobody says on purpose" },
	{ "policy", "end-user address", "blocked as an end-user address", "ranges that should not send mail directly" },
};
const size_t wb_category_builtin_count = sizeof(wb_category_builtins) / sizeof(wb_category_builtins[0]);

static const char *const action_names[] = { "off", "log", "tag", "defer", "reject" };

static enum wb_action milder(enum wb_action one, enum wb_action other)
{
	return one < other ? one : other;
}

enum wb_action wb_category_action_at(const struct wb_category *category, uint64_t score_milli)
{
	enum wb_action action = (enum wb_action)category->action;

	if (score_milli >= category->threshold_milli)
		return action;
	if (category->defer_at_milli != 0 && score_milli >= category->defer_at_milli)
		return milder(action, WB_DEFER);
	if (category->tag_at_milli != 0 && score_milli >= category->tag_at_milli)
		return milder(action, WB_TAG);
	return WB_OFF;
}

const char *wb_action_name(enum wb_action action)
{
	return action_names[action];
}

bool wb_action_parse(const char *name, enum wb_action *action_r)
{
	for (size_t i = 0; i < sizeof(action_names) / sizeof(action_names[0]); i++) {
		if (strcmp(action_names[i], name) == 0) {
			*action_r = (enum wb_action)i;
			return true;
		}
	}
	return false;
}

bool wb_category_id_is_valid(const char *id)
{
	size_t length = strlen(id);

	return length > 0 && length < WB_CATEGORY_ID_SIZE && id[0] >= 'a' && id[0] <= 'z' &&
	    strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == length && strcmp(id, WB_CATEGORY_ALLOW) != 0;
}

bool wb_category_has_own_title(const struct wb_category *category)
{
	for (size_t i = 0; i < wb_category_builtin_count; i++) {
		if (strcmp(wb_category_builtins[i].id, category->id) == 0)
			return strcmp(wb_category_builtins[i].title, category->title) != 0;
	}
	return true;
}
