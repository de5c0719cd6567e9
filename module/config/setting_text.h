/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * setting_text.h - what a configuration sets, as text in one form: two configurations are compared by it, and a person reads the
 * difference. 1 and 1.0 are the same, and so are true and yes.
 */
#ifndef WB_SETTING_TEXT_H
#define WB_SETTING_TEXT_H

#include <stddef.h>

#include "base/pool.h"
#include "base/status.h"
#include "config/setting.h"

struct wb_config;

/* A setting that stood in the file, or a section with a title. */
struct wb_setting_note {
	const struct wb_setting *setting; /* NULL: the section itself */
	const char *parent;               /* what that stands in; "" for none */
	const char *section;              /* its name: "category", "code"; "" outside of any */
	const char *title;                /* of a section that has one, else NULL */
	size_t place;       /* among the rules, the feeds, the recipients or the zones; of what stands in one: that one's */
	size_t inner_place; /* of a code or a choice, among those of its zone or recipient */
};

/*
 * Fills config->settings by what was noted, in the order of the names. To be called when all is read, and before defaults of other
 * settings and the catalogue have changed what was written. WB_NO_MEMORY is its one failure.
 */
enum wb_status wb_setting_notes_format(struct wb_config *config, const struct wb_setting_note *notes, size_t count);

/* The value in a section's struct as the file would write it: "\"defer\"", "1.0", "{\"192.0.2.0/24\"}". NULL: no memory. */
const char *wb_setting_format(const struct wb_setting *setting, const void *section_data, struct wb_pool *pool);

#endif
