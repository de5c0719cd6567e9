/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* reply_advice.c - see reply_advice.h */
#include "config/reply_advice.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "config/setting_text.h"

struct advising {
	const struct wb_config *config;
	struct wb_advice_taker taker;
};

static bool refuses(const struct wb_policy *policy)
{
	for (size_t i = 0; i < policy->category_count; i++) {
		if (policy->categories[i].action >= WB_DEFER)
			return policy->mode == WB_ENFORCE;
	}
	return false;
}

static void advise_site(const struct advising *advising)
{
	const struct wb_policy *policy = &advising->config->policy;

	if (policy->site.url[0] == '\0' && policy->site.contacts.count == 0 && refuses(policy))
		wb_advise(&advising->taker, WB_ADVICE_WARNING, wb_setting_position_in(advising->config, "site", NULL, 0),
		    "found site without url and contacts, while mail is refused: expected one of them, or mode = \"monitor\" until then: who is refused can ask nobody");
	if (strncmp(policy->site.url, "http://", 7) == 0)
		wb_advise(&advising->taker, WB_ADVICE_WARNING, wb_setting_position_in(advising->config, "site", "url", 0),
		    "found url = \"%.100s\": expected https://, since people give their mail address on that page",
		    policy->site.url);
}

/* Two mail addresses in one pair of quotes: answers would be sent to neither. */
static void advise_contacts(const struct advising *advising)
{
	const struct wb_texts *contacts = &advising->config->policy.site.contacts;

	for (size_t i = 0; i < contacts->count; i++) {
		const char *at = strchr(contacts->items[i], '@'), *comma = at != NULL ? strpbrk(at, ", ;") : NULL;

		/* A word alone is neither an address, nor a page, nor a telephone. */
		if (at == NULL && strstr(contacts->items[i], "://") == NULL &&
		    strpbrk(contacts->items[i], "0123456789") == NULL)
			wb_advise(&advising->taker, WB_ADVICE_WARNING,
			    wb_setting_position_in(advising->config, "site", "contacts", i),
			    "found contacts = \"%.100s\": expected a mail address such as postmaster@example.net, a URL, or a telephone number",
			    contacts->items[i]);
		if (comma != NULL && strchr(comma, '@') != NULL)
			wb_advise(&advising->taker, WB_ADVICE_WARNING,
			    wb_setting_position_in(advising->config, "site", "contacts", i),
			    "found contacts = \"%.100s\": expected quotes around each address of its own: {\"%.*s\", ...}",
			    contacts->items[i], (int)(comma - contacts->items[i] < 60 ? comma - contacts->items[i] : 60),
			    contacts->items[i]);
	}
}

/* Why a placeholder never has a value here; NULL: it may have one. */
static const char *never(const struct wb_config *config, const struct wb_category *category, const char *name)
{
	const struct {
		const char *name;
		bool is_empty;
		const char *why;
	} rows[] = {
		{ "url", config->policy.site.url[0] == '\0', "site.url is empty" },
		{ "contact", config->policy.site.contacts.count == 0, "site.contacts is empty" },
		{ "refused_from", category->grace_s == 0, "the category has no grace" },
		{ "country", config->policy.geoip.country[0] == '\0', "geoip.country is empty" },
		{ "asn", config->policy.geoip.asn[0] == '\0', "geoip.asn is empty" },
		{ "as_org", config->policy.geoip.asn[0] == '\0', "geoip.asn is empty" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].is_empty && strcmp(rows[i].name, name) == 0)
			return rows[i].why;
	}
	return NULL;
}

/* Of which clients one has no value; NULL: each has one, or it is told to whoever has it alone. */
static const char *sometimes(const char *name)
{
	static const char *const rows[][2] = {
		{ "name", "whose name in the DNS is not known" },
		{ "country", "whose country is not known" },
		{ "asn", "whose network is not known" },
		{ "as_org", "whose network is not known" },
		{ "sender", "whose mail has no sender, such as bounces" },
		{ "reason", "of which no listing gives a reason" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (strcmp(rows[i][0], name) == 0)
			return rows[i][1];
	}
	return NULL;
}

/* The first placeholder of a line that leaves it out. False: the line is always there. */
static bool advise_line(
    const struct advising *advising, const struct wb_category *category, const char *line, size_t length, int number)
{
	struct wb_position position = wb_setting_position(advising->config, category->position, "text", 0);
	const char *clients = NULL;
	char shown[20] = "";

	for (const char *at = line; at + 3 < line + length; at++) {
		char name[20];
		const char *why;

		if (at[0] == '%' && at[1] != '{')
			at++;
		else if (at[0] == '%' && sscanf(at, "%%{%19[a-z_]}", name) == 1) {
			why = never(advising->config, category, name);
			if (why != NULL) {
				wb_advise(&advising->taker, WB_ADVICE_WARNING, position,
				    "found line %d of the text of category \"%s\", which is never sent: expected a value for %%{%s} (%s), or a line without it",
				    number, category->id, name, why);
				return true;
			}
			if (clients == NULL && sometimes(name) != NULL) {
				clients = sometimes(name);
				snprintf(shown, sizeof(shown), "%s", name);
			}
		}
	}
	if (clients != NULL)
		wb_advise(&advising->taker, WB_ADVICE_NOTE, position,
		    "line %d of the text of category \"%s\" is left out for clients %s, since it holds %%{%s}", number,
		    category->id, clients, shown);
	return clients != NULL;
}

/* A line with an empty placeholder is left out: of the built-in text that is so on purpose. */
static void advise_text(const struct advising *advising, const struct wb_category *category)
{
	bool stays = false;
	int number = 1;

	if (category->text[0] >= '4' && category->text[0] <= '5' && strspn(category->text, "0123456789.- ") >= 4)
		wb_advise(&advising->taker, WB_ADVICE_WARNING,
		    wb_setting_position(advising->config, category->position, "text", 0),
		    "found a text of category \"%s\" that begins with a code: expected the words alone, codes are put in front of each line",
		    category->id);
	for (const char *line = category->text;; number++) {
		size_t length = strcspn(line, "\n");

		stays = !advise_line(advising, category, line, length, number) || stays;
		if (line[length] == '\0')
			break;
		line += length + 1;
	}
	if (!stays)
		wb_advise(&advising->taker, WB_ADVICE_WARNING,
		    wb_setting_position(advising->config, category->position, "text", 0),
		    "found a text of category \"%s\" of which no line is always sent: expected one without such placeholders, or the reply may be \"Server blocked\" alone",
		    category->id);
}

void wb_reply_advise(const struct wb_config *config, wb_advice_visit *visit, void *context)
{
	const struct advising advising = { config, { visit, context } };

	advise_site(&advising);
	advise_contacts(&advising);
	for (size_t i = 0; i < config->policy.category_count; i++) {
		const struct wb_category *category = &config->policy.categories[i];

		if (category->position.line > 0 && wb_setting_is_given(config, category->position, "text"))
			advise_text(&advising, category);
	}
}
