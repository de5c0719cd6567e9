/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* list_export.c - see list_export.h */
#include "desk/list_export.h"

#include <string.h>

const struct wb_list_format wb_list_formats[] = {
	{ "import", "as list import reads it", wb_list_export_import },
	{ "rbldnsd", "a zone for rbldnsd's type combined", wb_list_export_rbldnsd },
};
const size_t wb_list_format_count = sizeof(wb_list_formats) / sizeof(wb_list_formats[0]);

const struct wb_list_format *wb_list_format_find(const char *name)
{
	for (size_t i = 0; i < wb_list_format_count; i++) {
		if (strcmp(wb_list_formats[i].name, name) == 0)
			return &wb_list_formats[i];
	}
	return NULL;
}
