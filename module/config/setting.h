/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * setting.h - every section and setting of whyblock.conf, one row each.
 * The parser, check-config, the sample file and the manual page all read these rows.
 */
#ifndef WB_SETTING_H
#define WB_SETTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/list.h"
#include "base/pool.h"
#include "base/position.h"
#include "base/status.h"

struct wb_diagnostics;
struct wb_text;

/* How a value is written and what it becomes; the C type of the field stands beside each. */
enum wb_setting_type {
	WB_SETTING_CHOICE,     /* int: place in the row's list of words */
	WB_SETTING_TEXT,       /* const char * */
	WB_SETTING_PATH,       /* const char *: absolute, or empty */
	WB_SETTING_URL,        /* const char *: http or https, or empty */
	WB_SETTING_LINK,       /* const char *: the same, also with ? and #, and with "%{ip}" for an address */
	WB_SETTING_LIGHT,      /* const char *: a colour "#rrggbb" for text on the light page */
	WB_SETTING_DARK,       /* const char *: a colour "#rrggbb" for text on the dark page */
	WB_SETTING_STATUS,     /* const char *: an enhanced status code of class 5 */
	WB_SETTING_TEMPLATE,   /* const char *: see reply.h */
	WB_SETTING_MILLI,      /* uint32_t: thousandths */
	WB_SETTING_RELIEF,     /* uint32_t: thousandths of a number below 0, without its sign; 0 for "exempt" */
	WB_SETTING_MARK,       /* uint32_t: thousandths; 0 for "" */
	WB_SETTING_COUNT,      /* uint32_t */
	WB_SETTING_BOOLEAN,    /* bool */
	WB_SETTING_SPAN,       /* int64_t: seconds; 0 for "" */
	WB_SETTING_TEXTS,      /* struct wb_texts */
	WB_SETTING_RECIPIENTS, /* struct wb_texts: local part, address or "@domain", in lower case */
	WB_SETTING_PREFIXES,   /* struct wb_prefixes */
	WB_SETTING_NAT64,      /* struct wb_prefixes: each as base/nat64.h has it */
	WB_SETTING_ASNS,       /* struct wb_asns */
	WB_SETTING_SERVERS,    /* struct wb_texts: "address" or "address:port" */
	WB_SETTING_COUNTRIES,  /* struct wb_texts: ISO 3166-1 alpha-2, upper case */
	WB_SETTING_SUFFIXES,   /* struct wb_texts: domain names of two labels or more, in lower case */
	WB_SETTING_MONTH,      /* const char *: "2026-11", or empty */
};

#define WB_SETTING_AUTO "auto"           /* a WB_SETTING_MILLI whose default this is takes it as a value, too ... */
#define WB_SETTING_MILLI_AUTO UINT32_MAX /* ... which is kept like this */
#define WB_SETTING_EXEMPT "exempt"

struct wb_setting {
	const char *section; /* "" outside of any section; otherwise the settings of a struct wb_section */
	const char *name;
	enum wb_setting_type type;
	size_t offset;       /* of the field in the section's struct */
	const char *initial; /* the default, as the file would write it; lists: items separated by spaces */
	const char *choices; /* WB_SETTING_CHOICE: words separated by spaces */
	uint32_t min, max;   /* WB_SETTING_MILLI, _RELIEF and _MARK: thousandths; WB_SETTING_COUNT */
	const char *help;
};

struct wb_section {
	const char *name;
	const char *settings; /* what its rows of wb_settings have as section: its name, unless two sections share that */
	const char *parent;   /* the section that it stands in; NULL: none */
	const char *title;    /* what the title says; NULL when the section has none */
	const char *example;  /* a titled section for the sample file, commented out there */
	const char *help;
};

extern const struct wb_section wb_sections[];
extern const size_t wb_section_count;
extern const struct wb_setting wb_settings[];
extern const size_t wb_setting_count;

bool wb_setting_is_list(const struct wb_setting *setting);

/* The row, or NULL. */
const struct wb_setting *wb_setting_find(const char *section, const char *name);

/*
 * Converts one value as written and stores it at section_data + the row's offset; a list grows by it.
 * WB_INVALID: error_r says what was expected. Strings are copied into pool.
 */
enum wb_status wb_setting_store(
    const struct wb_setting *setting, struct wb_pool *pool, void *section_data, const char *value, struct wb_error *error_r);

/*
 * Takes a value as a file's visitor hands it over (config_file.h): the first of a list empties it, NULL leaves it so. What is wrong is a
 * diagnostic of that line, and WB_OK is returned; else WB_NO_MEMORY.
 */
enum wb_status wb_setting_take(const struct wb_setting *setting, struct wb_pool *pool, void *section_data, const char *value,
    size_t index, struct wb_position position, struct wb_diagnostics *diagnostics);

/* Sets every field of a section's struct to its row's default; a list becomes just that. */
enum wb_status wb_setting_store_defaults(
    const char *section, struct wb_pool *pool, void *section_data, struct wb_error *error_r);

/* Copies the value of a field from one struct of the section to another; texts and items stay where they are. */
void wb_setting_copy(const struct wb_setting *setting, const void *from, void *to);

/* Empties a list before the file's own items are stored. */
void wb_setting_clear(const struct wb_setting *setting, void *section_data);

/* "off, log, tag, defer or reject", "a number from 0.001 to 1000": what a value of this row looks like. */
void wb_setting_wanted(const struct wb_setting *setting, struct wb_text *text);

/* The default as the file writes it: "reject", 1.0, {"postmaster", "abuse"}. */
void wb_setting_add_initial(const struct wb_setting *setting, struct wb_text *text);

#endif
