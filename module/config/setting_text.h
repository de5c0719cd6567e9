/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * setting_text.h - what a configuration sets, as text in one form: two configurations are compared by it, and a person reads the
 * difference. 1 and 1.0 are the same, and so are true and yes.
 */
#ifndef WB_SETTING_TEXT_H
#define WB_SETTING_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/pool.h"
#include "base/position.h"
#include "base/status.h"
#include "config/setting.h"

struct wb_config;
struct wb_diagnostics;

/* A setting that stood in the file, or a section with a title. */
struct wb_setting_note {
	const struct wb_setting *setting; /* NULL: the section itself */
	const char *parent;               /* what that stands in; "" for none */
	const char *section;              /* its name: "category", "code"; "" outside of any */
	const char *title;                /* of a section that has one, else NULL */
	size_t place;       /* among the rules, the feeds, the recipients or the zones; of what stands in one: that one's */
	size_t inner_place; /* of a code or a choice, among those of its zone or recipient */
	size_t index;       /* of a value in a list: each has its note */
	struct wb_position position;         /* of the value, or of the section's name */
	bool is_whole;                       /* of a section: nothing that stands in it was left out for a mistake */
	struct wb_position section_position; /* of the name of the section that it stands in */
};

/*
 * Fills config->settings by config->notes, in the order of the names. To be called when all is read, and before defaults of other
 * settings and the catalogue have changed what was written. WB_NO_MEMORY is its one failure.
 */
enum wb_status wb_setting_notes_format(struct wb_config *config);

/* Where a setting's value stands, of a list the one at index, or else its section, which is known by where that stands: for what is wrong with both together. */
struct wb_position wb_setting_position(
    const struct wb_config *config, struct wb_position section, const char *setting, size_t index);

/* The same of a section without a title, by its name; setting: NULL: the section. Line 0: the file does not have it. */
struct wb_position wb_setting_position_in(
    const struct wb_config *config, const char *section, const char *setting, size_t index);

/* Whether a section sets it, and whether all that it says was read, and is good: what is not there is missing then. */
bool wb_setting_is_given(const struct wb_config *config, struct wb_position section, const char *setting);
bool wb_setting_section_is_whole(
    const struct wb_config *config, const struct wb_diagnostics *diagnostics, struct wb_position section);

/* The value in a section's struct as the file would write it: "\"defer\"", "1.0", "{\"192.0.2.0/24\"}". NULL: no memory. */
const char *wb_setting_format(const struct wb_setting *setting, const void *section_data, struct wb_pool *pool);

#endif
