/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* category_text.c - see category_text.h */
#include "cli/category_text.h"

#include <string.h>

#include "base/timestamp.h"

void cli_category_describe(const struct wb_category *category, struct wb_text *text)
{
	const uint32_t marks[] = { category->tag_at_milli, category->defer_at_milli };
	char grace[WB_SPAN_TEXT_SIZE];

	wb_text_addf(text, "category %s: %s", category->id, wb_action_name((enum wb_action)category->action));
	if (category->action >= WB_DEFER)
		wb_text_addf(text, " with %s %c%s", category->action == WB_DEFER ? "451" : "550",
		    category->action == WB_DEFER ? '4' : '5', category->status + 1);
	if (category->action != WB_OFF) {
		wb_text_add(text, " from a score of ");
		wb_text_add_milli(text, category->threshold_milli);
	}
	for (size_t k = 0; category->action != WB_OFF && k < sizeof(marks) / sizeof(marks[0]); k++) {
		if (marks[k] == 0)
			continue;
		wb_text_addf(text, ", %s from ", wb_action_name(wb_category_action_at(category, marks[k])));
		wb_text_add_milli(text, marks[k]);
	}
	if (category->grace_s > 0 && category->action == WB_REJECT) {
		wb_span_format(category->grace_s, grace);
		wb_text_addf(text, ", by evidence that is %s old; until then it defers", grace);
	}
}

bool cli_category_add_grace_advice(const struct wb_category *category, struct wb_text *text)
{
	if (category->grace_s > 0 && category->action != WB_REJECT)
		wb_text_addf(text, "category \"%s\": its grace does nothing, since its action is %s: it delays a reject alone",
		    category->id, wb_action_name((enum wb_action)category->action));
	else if (category->grace_s > 0 && strstr(category->text, "%{refused_from}") == NULL)
		wb_text_addf(text,
		    "category \"%s\": it has grace, and its text does not say until when: add a line \"not refused before %%{refused_from}\"",
		    category->id);
	return text->length > 0;
}
