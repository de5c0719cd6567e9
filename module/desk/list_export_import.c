/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* list_export_import.c - the list as list import reads it; see list_export.h */
#include "base/text.h"
#include "desk/list_export.h"
#include "desk/list_text.h"
#include "store/listings.h"

struct import_export {
	wb_list_line *line;
	void *context;
};

static bool export_tabbed_listing(void *context, const struct wb_listing *listing)
{
	const struct import_export *export = context;
	char line[WB_LIST_TEXT_SIZE];
	struct wb_text text;

	wb_text_open(&text, line, sizeof(line));
	wb_list_text_format(listing, &text);
	export->line(export->context, line);
	return true;
}

enum wb_status wb_list_export_import(const struct wb_config *config, int64_t now_s, wb_list_line *line, void *context,
    size_t *unreadable_r, struct wb_error *error_r)
{
	struct import_export export = { line, context };
	char heading[WB_LIST_TEXT_HEADING_SIZE];
	struct wb_text text;

	(void)now_s; /* what has expired goes along, and will have expired there */
	wb_text_open(&text, heading, sizeof(heading));
	wb_text_add(&text, "# ");
	wb_list_text_add_names(&text, "\t");
	line(context, heading);
	return wb_listing_walk(config->policy.store, export_tabbed_listing, &export, unreadable_r, error_r);
}
