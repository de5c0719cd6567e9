/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* recipient_section.c - see recipient_section.h */
#include "config/recipient_section.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "config/category_name.h"
#include "config/config.h"
#include "verdict/query.h"

/* It stands in the log as it is. What no recipient's domain is would choose for nobody, and say nothing of it. */
static bool name_is_valid(const char *name)
{
	const char *at = strrchr(name, '@');
	const char *domain = at != NULL ? at + 1 : name;
	size_t length = strlen(domain);

	return length > 0 && strlen(name) < WB_QUERY_MAILBOX_SIZE && wb_text_is_printable(name) &&
	    strpbrk(name, " ,\"\\=") == NULL && strchr(domain, '*') == NULL && domain[0] != '.' && domain[length - 1] != '.';
}

struct wb_recipient *wb_recipient_section_add(
    struct wb_config *config, const char *name, struct wb_position position, struct wb_diagnostics *diagnostics)
{
	struct wb_policy *policy = &config->policy;
	struct wb_recipient *recipients, *recipient;
	char lower[WB_QUERY_MAILBOX_SIZE];
	size_t length = 0;

	name += name[0] == '@';
	if (!name_is_valid(name)) {
		wb_diagnostics_add(diagnostics, position,
		    "found recipient \"%.40s\": expected a domain such as \"example.org\", or an address", name);
		return NULL;
	}
	if (policy->recipient_count == WB_POLICY_RECIPIENTS_MAX) {
		wb_diagnostics_add(diagnostics, position, "found recipient \"%.40s\": expected at most %d recipients", name,
		    WB_POLICY_RECIPIENTS_MAX);
		return NULL;
	}
	recipients = wb_pool_grow(&config->pool, policy->recipients, policy->recipient_count, sizeof(*recipients));
	if (recipients == NULL)
		return NULL;
	policy->recipients = recipients;
	recipient = &recipients[policy->recipient_count];
	for (; name[length] != '\0'; length++)
		lower[length] = (char)tolower((unsigned char)name[length]);
	lower[length] = '\0';
	*recipient = (struct wb_recipient){ .name = wb_pool_copy(&config->pool, lower), .position = position };
	if (recipient->name == NULL)
		return NULL;
	policy->recipient_count++;
	return recipient;
}

struct wb_choice *wb_recipient_section_add_choice(
    struct wb_config *config, const char *category_id, struct wb_position position)
{
	struct wb_policy *policy = &config->policy;
	struct wb_recipient *recipient = &policy->recipients[policy->recipient_count - 1];
	struct wb_choice *choices = wb_pool_grow(&config->pool, recipient->choices, recipient->choice_count, sizeof(*choices));
	struct wb_choice *choice;

	if (choices == NULL)
		return NULL;
	recipient->choices = choices;
	choice = &choices[recipient->choice_count];
	*choice = (struct wb_choice){ .category_id = wb_pool_copy(&config->pool, category_id), .position = position };
	if (choice->category_id == NULL ||
	    wb_setting_store_defaults("recipient-category", &config->pool, choice, NULL) != WB_OK)
		return NULL;
	recipient->choice_count++;
	return choice;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(((const struct wb_recipient *)a)->name, ((const struct wb_recipient *)b)->name);
}

void wb_recipient_sections_finish(struct wb_config *config, struct wb_diagnostics *diagnostics)
{
	struct wb_policy *policy = &config->policy;

	for (size_t i = 0; i < policy->recipient_count; i++) {
		for (size_t k = 0; k < policy->recipients[i].choice_count; k++) {
			struct wb_choice *choice = &policy->recipients[i].choices[k];
			char expected[WB_CATEGORY_NAME_EXPECTED_SIZE];
			const struct wb_category *category = wb_policy_category(policy, choice->category_id);

			if (category != NULL)
				choice->category = (size_t)(category - policy->categories);
			else
				wb_diagnostics_add(diagnostics, choice->position,
				    "found recipient \"%.100s\" with category \"%.40s\": expected %s",
				    policy->recipients[i].name, choice->category_id,
				    wb_category_name_expected(config, choice->category_id, false, expected));
		}
	}
	if (policy->recipient_count > 1)
		qsort(policy->recipients, policy->recipient_count, sizeof(*policy->recipients), compare_names);
	/* Of one name in two spellings; the same title twice is the reader's matter. */
	for (size_t i = 1; i < policy->recipient_count; i++) {
		const struct wb_recipient *one = &policy->recipients[i - 1], *other = &policy->recipients[i];

		if (strcmp(one->name, other->name) == 0)
			wb_diagnostics_add(diagnostics,
			    one->position.line > other->position.line ? one->position : other->position,
			    "found a second section for the recipient \"%.100s\": expected one section with all its settings",
			    one->name);
	}
}
