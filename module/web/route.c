/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* route.c - see route.h */
#include "web/route.h"

#include <string.h>

#include "base/text.h"

#define RETRY_FAULT_S 30 /* somebody has to repair something first */

const struct wb_ask_answer *wb_route_ask(struct wb_route_context *context, struct wb_ask_question *question)
{
	const struct wb_ask_answer *answer = wb_agent_client_ask(&context->service->agent, question);

	if (answer != NULL && answer->result != WB_ASK_UNAVAILABLE)
		return answer;
	wb_route_unavailable(context);
	return NULL;
}

const struct wb_ask_answer *wb_route_ask_code(struct wb_route_context *context, struct wb_ask_question *question)
{
	const struct wb_ask_answer *answer;

	/* What finds no room in a question is no code either. */
	if (strlen(question->code) >= WB_ASK_CODE_SIZE)
		question->code = "?";
	answer = wb_route_ask(context, question);
	if (answer != NULL)
		context->service->metrics
		    .counts[answer->result == WB_ASK_DONE ? WB_COUNT_CODE_GENUINE : WB_COUNT_CODE_UNKNOWN]++;
	return answer;
}

void wb_route_message(struct wb_route_context *context, unsigned status, enum wb_page_message message)
{
	context->answer->status = status;
	if (status == 404)
		context->page.path = context->page.query = ""; /* there is no such page in another language either */
	wb_html_close(&context->answer->body);
	wb_page_message(&context->page, message, &context->answer->body);
}

void wb_route_see_other(struct wb_route_context *context, const char *path)
{
	struct wb_text location;

	/* A browser is shown nothing of it; HTTP wants a body that can be sent. */
	context->answer->status = 303;
	wb_text_open(&location, context->answer->location, sizeof(context->answer->location));
	wb_text_addf(&location, "%s%s", context->root, path);
	if (context->page.is_chosen)
		wb_text_addf(&location, "?lang=%s", wb_languages[context->page.language].tag);
	wb_html_raw(&context->answer->body, "");
}

void wb_route_unavailable(struct wb_route_context *context)
{
	context->service->metrics.counts[WB_COUNT_STORE_UNAVAILABLE]++;
	context->answer->retry_after_s = RETRY_FAULT_S;
	wb_route_message(context, 503, WB_MESSAGE_UNAVAILABLE);
}

const char *wb_route_value(const struct wb_form *form, const char *name)
{
	const struct wb_form_field *field = wb_form_find(form, name);

	return field != NULL && field->length > 0 && wb_form_is_text(field->value, field->length) ? field->value : NULL;
}
