/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* route.c - see route.h */
#include "web/route.h"

#include <sodium.h>
#include <string.h>

#include "service/complaint.h"

#define RETRY_FAULT_S 30 /* somebody has to repair something first */

enum wb_status wb_route_check_code(
    struct wb_route_context *context, const char *given, struct wb_reference *reference_r, char *code_r)
{
	struct wb_reference_keys keys;
	struct wb_error error;
	/* Read each time, so that a key that was changed counts at once: it takes some microseconds. */
	enum wb_status status = wb_reference_keys_read(context->config->policy.reference_key, &keys, &error);
	size_t key;

	if (status == WB_UNAVAILABLE || status == WB_INVALID || status == WB_NO_MEMORY) {
		wb_route_unavailable(context, &error);
		return WB_UNAVAILABLE;
	}
	if (status == WB_OK)
		status = wb_reference_parse(&keys, given, reference_r, &key, &error);
	if (status == WB_OK) {
		struct wb_reference_keys used = { .count = 1 };

		memcpy(used.bytes[0], keys.bytes[key], WB_REFERENCE_KEY_BYTES);
		wb_reference_format(&used, reference_r, code_r);
		sodium_memzero(&used, sizeof(used));
	}
	sodium_memzero(&keys, sizeof(keys));
	context->service->metrics.counts[status == WB_OK ? WB_COUNT_CODE_GENUINE : WB_COUNT_CODE_UNKNOWN]++;
	return status;
}

void wb_route_message(struct wb_route_context *context, unsigned status, enum wb_page_message message)
{
	context->answer->status = status;
	if (status == 404)
		context->page.path = context->page.query = ""; /* there is no such page in another language either */
	wb_html_close(&context->answer->body);
	wb_page_message(&context->page, message, &context->answer->body);
}

void wb_route_unavailable(struct wb_route_context *context, const struct wb_error *error)
{
	wb_complain("%s", error->text);
	context->service->metrics.counts[WB_COUNT_STORE_UNAVAILABLE]++;
	context->answer->retry_after_s = RETRY_FAULT_S;
	wb_route_message(context, 503, WB_MESSAGE_UNAVAILABLE);
}

const char *wb_route_value(const struct wb_form *form, const char *name)
{
	const struct wb_form_field *field = wb_form_find(form, name);

	return field != NULL && field->length > 0 && wb_form_is_text(field->value, field->length) ? field->value : NULL;
}
