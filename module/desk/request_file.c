/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* request_file.c - see request_file.h */
#include "desk/request_file.h"

#include <string.h>

#include "base/nat64.h"
#include "base/text.h"
#include "config/config.h"

struct wb_request_outcome_row wb_request_outcome_row(enum wb_request_outcome outcome)
{
	/* A switch, so that an outcome without its row does not compile. */
	switch (outcome) {
	case WB_REQUEST_FILED:
		return (struct wb_request_outcome_row){ "filed", NULL, 0 };
	case WB_REQUEST_ALREADY_OPEN:
		return (struct wb_request_outcome_row){ "already_open", NULL, 0 };
	case WB_REQUEST_ADDRESS_EXCEEDED:
		return (struct wb_request_outcome_row){ "address_exceeded",
			"its sender has made enough requests in the last 24 hours",
			offsetof(struct wb_removal_settings, per_address) };
	case WB_REQUEST_HOST_EXCEEDED:
		return (struct wb_request_outcome_row){ "host_exceeded", "enough was asked about its host in the last 24 hours",
			offsetof(struct wb_removal_settings, per_host) };
	case WB_REQUEST_DAY_EXCEEDED:
		return (struct wb_request_outcome_row){ "day_exceeded", "enough was asked by all in the last 24 hours",
			offsetof(struct wb_removal_settings, per_day) };
	}
	return (struct wb_request_outcome_row){ "", NULL, 0 };
}

static void copy(char *buffer, size_t size, const char *given)
{
	wb_text_copy(buffer, size, given != NULL ? given : "");
}

enum wb_status wb_request_file_given(const struct wb_config *config, const struct wb_request_given *given,
    enum wb_request_patience patience, struct wb_request_filed *filed_r, struct wb_error *error_r)
{
	const struct wb_removal_settings *settings = &config->removal;
	struct wb_request_limits limits = { .most = { 0 } };
	struct wb_request *request = &filed_r->request;
	const struct wb_category *category = NULL;

	memset(request, 0, sizeof(*request));
	request->created_at_s = given->now_s;
	request->origin = given->origin;
	/* As Exim's check counts them, or an approval would allow nobody, and the limits take all that a translator lets through for one. */
	wb_nat64_prefix(&config->policy.nat64_prefixes, &given->client, &request->client, NULL);
	request->has_reference = given->reference != NULL;
	if (request->has_reference) {
		request->reference = *given->reference;
		category = wb_reference_find_category(&config->policy, given->reference->category_hash);
	}
	if (category != NULL)
		copy(request->category, sizeof(request->category), category->id);
	request->has_visitor = given->visitor != NULL;
	if (request->has_visitor)
		wb_nat64_host(&config->policy.nat64_prefixes, given->visitor, &request->visitor);
	copy(request->language, sizeof(request->language), given->language);
	copy(request->name, sizeof(request->name), given->name);
	copy(request->email, sizeof(request->email), given->email);
	copy(request->how, sizeof(request->how), given->how);
	copy(request->done, sizeof(request->done), given->done);
	for (int i = 0; i < WB_REQUEST_OUTCOMES; i++) {
		size_t at = wb_request_outcome_row((enum wb_request_outcome)i).setting_at;

		if (at != 0)
			memcpy(&limits.most[i], (const char *)settings + at, sizeof(limits.most[i]));
	}
	return wb_request_file(
	    config->policy.store, request, &limits, settings->keep_s, patience, &filed_r->outcome, filed_r->token, error_r);
}
