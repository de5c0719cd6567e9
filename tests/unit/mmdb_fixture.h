/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* mmdb_fixture.h - small mmdb files in every provider's layout, as tests/lib/mmdb.pl writes them. */
#ifndef WB_MMDB_FIXTURE_H
#define WB_MMDB_FIXTURE_H

#include "unit.h"

/* Makes them in folder, LAYOUT.mmdb each. False, aloud, where Perl's module for it is missing. */
static inline bool make_mmdb_files(const char *folder)
{
	char command[512];

	if (system("perl -MMaxMind::DB::Writer::Tree -e 1 2>/dev/null") != 0) {
		print_message("SKIPPED: test mmdb files cannot be made: apt install libmaxmind-db-writer-perl\n");
		return false;
	}
	snprintf(command, sizeof(command), "perl tests/lib/mmdb.pl %s", folder);
	assert_int_equal(system(command), 0);
	return true;
}

#endif
