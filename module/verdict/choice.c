/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* choice.c - see choice.h */
#include "verdict/choice.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "verdict/exempt.h"

static int compare_name(const void *name, const void *recipient)
{
	return strcmp(name, ((const struct wb_recipient *)recipient)->name);
}

static void lower(struct wb_limits *limits, const struct wb_recipient *recipient, const struct wb_choice *choice)
{
	struct wb_limit *limit = &limits->of[choice->category];

	if (limit->chooser == NULL || (enum wb_action)choice->action < limit->action)
		*limit = (struct wb_limit){ (enum wb_action)choice->action, recipient->name };
}

/* Fills in what nobody has said yet. */
static bool add_choices_of(const struct wb_policy *policy, const char *name, struct wb_limits *limits)
{
	const struct wb_recipient *recipient =
	    bsearch(name, policy->recipients, policy->recipient_count, sizeof(*policy->recipients), compare_name);

	for (size_t i = 0; recipient != NULL && i < recipient->choice_count; i++) {
		if (limits->of[recipient->choices[i].category].chooser == NULL)
			lower(limits, recipient, &recipient->choices[i]);
	}
	return recipient != NULL;
}

static void open_limits(const struct wb_policy *policy, struct wb_limits *limits)
{
	for (size_t i = 0; i < policy->category_count; i++)
		limits->of[i] = (struct wb_limit){ WB_REJECT, NULL };
}

/* The more special one speaks first. */
static bool find_of_mailbox(const struct wb_policy *policy, const char *mailbox, size_t length, struct wb_limits *limits_r)
{
	char name[WB_QUERY_MAILBOX_SIZE];
	const char *at;
	bool chooses;

	/* One that is cut could pass for another. */
	if (length >= sizeof(name))
		return false;
	for (size_t i = 0; i < length; i++)
		name[i] = (char)tolower((unsigned char)mailbox[i]);
	name[length] = '\0';
	at = strrchr(name, '@');
	if (at == NULL)
		return false;
	open_limits(policy, limits_r);
	chooses = add_choices_of(policy, name, limits_r);
	return add_choices_of(policy, at + 1, limits_r) || chooses;
}

bool wb_choice_find(const struct wb_policy *policy, const struct wb_query *query, struct wb_limits *limits_r)
{
	const char *list = query->recipients, *mailbox;
	bool is_first = true;
	size_t length;

	if (policy->recipient_count == 0)
		return false;
	if (query->recipient[0] != '\0')
		return find_of_mailbox(policy, query->recipient, strlen(query->recipient), limits_r);
	while ((mailbox = wb_query_next_recipient(&list, &length)) != NULL) {
		struct wb_limits limits;

		if (wb_exempt_recipient(&policy->exempt, mailbox, length) != NULL)
			continue;
		/* Who does not choose leaves all to the policy, for the others, too. */
		if (!find_of_mailbox(policy, mailbox, length, &limits))
			return false;
		for (size_t i = 0; i < policy->category_count; i++) {
			if (is_first || limits.of[i].chooser == NULL || limits.of[i].action > limits_r->of[i].action)
				limits_r->of[i] = limits.of[i];
		}
		is_first = false;
	}
	return !is_first;
}

bool wb_choice_find_least(const struct wb_policy *policy, struct wb_limits *limits_r)
{
	if (policy->recipient_count == 0)
		return false;
	open_limits(policy, limits_r);
	for (size_t i = 0; i < policy->recipient_count; i++) {
		for (size_t k = 0; k < policy->recipients[i].choice_count; k++)
			lower(limits_r, &policy->recipients[i], &policy->recipients[i].choices[k]);
	}
	return true;
}
