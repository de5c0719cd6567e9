/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * zone_fixture.h - zones for tests that know no configuration.
 */
#ifndef WB_ZONE_FIXTURE_H
#define WB_ZONE_FIXTURE_H

#include "dns/zone.h"
#include "unit.h"

/* All codes of a test's zones, those of one zone in a row: a zone gets its codes before the next zone is made. */
static struct wb_code fixture_codes[200];
static size_t fixture_code_count;

static inline struct wb_code *add_code(struct wb_zone *zone, const char *codes, enum wb_code_kind kind, size_t category)
{
	struct wb_code *code = &fixture_codes[fixture_code_count++];

	assert_in_range(fixture_code_count, 1, COUNT(fixture_codes));
	assert_ptr_equal(code, zone->codes + zone->code_count);
	*code = (struct wb_code){
		.text = codes, .kind = kind, .category = category, .weight_milli = WB_CODE_WEIGHT_MILLI, .meaning = ""
	};
	assert_int_equal(wb_code_match_parse(codes, &code->match, NULL), WB_OK);
	zone->code_count++;
	return code;
}

/* A zone with the codes of the catalogue, all of category 0; of an unknown one without any. */
static inline struct wb_zone zone_of(const char *name)
{
	size_t key_length;
	const struct wb_catalogue_zone *known = wb_catalogue_find(name, &key_length);
	struct wb_zone zone = { .name = name,
		.shown = name + key_length,
		.run_by = name + key_length,
		.known = known,
		.removal = "",
		.asks_ipv6 = known != NULL && (known->flags & WB_ZONE_IPV6) != 0,
		.codes = &fixture_codes[fixture_code_count] };
	const struct wb_catalogue_code *row = known != NULL ? known->codes : NULL;

	for (; row != NULL && row->codes != NULL; row++) {
		struct wb_code *code = add_code(&zone, row->codes, row->kind, 0);

		code->trust = row->number;
		code->meaning = row->meaning;
	}
	return zone;
}

#endif
