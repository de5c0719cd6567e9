/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * list_export.h - the list as text, in one of several formats: for list import, or as a zone that a DNS server answers from.
 */
#ifndef WB_LIST_EXPORT_H
#define WB_LIST_EXPORT_H

#include <stddef.h>
#include <stdint.h>

#include "config/config.h"

/* Gets each line of the text, without its end. */
typedef void wb_list_line(void *context, const char *line);

/* One format; each is written by a file of its own, list_export_NAME.c. */
struct wb_list_format {
	const char *name; /* as --format takes it */
	const char *help;
	/* unreadable_r: records that did not decode and are left out. */
	enum wb_status (*export)(const struct wb_config *config, int64_t now_s, wb_list_line *line, void *context,
	    size_t *unreadable_r, struct wb_error *error_r);
};

/* The first is the default. */
extern const struct wb_list_format wb_list_formats[];
extern const size_t wb_list_format_count;

/* NULL: there is no such format. */
const struct wb_list_format *wb_list_format_find(const char *name);

/* list_export_import.c: the lines of list_text.h, under a heading. */
enum wb_status wb_list_export_import(const struct wb_config *config, int64_t now_s, wb_list_line *line, void *context,
    size_t *unreadable_r, struct wb_error *error_r);

/*
 * list_export_rbldnsd.c: a file for rbldnsd's type "combined", one trie for each category and family. What is listed as allow is
 * left out, and what it covers. Return codes: 127.0.0.N for scope host, 127.0.1.N for range, 127.0.2.N for network; N is the
 * category's place, from 2 on. The first lines say, as comments, how to configure the zone. Source: rbldnsd(8).
 */
enum wb_status wb_list_export_rbldnsd(const struct wb_config *config, int64_t now_s, wb_list_line *line, void *context,
    size_t *unreadable_r, struct wb_error *error_r);

#endif
