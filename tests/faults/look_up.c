/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* look_up.c - look_up STORE: of each address on standard input, whether it is listed, by the code that Exim's process runs. */
#include <stdio.h>
#include <string.h>

#include "base/address.h"
#include "verdict/published_listings.h"

static bool note(void *context, const struct wb_listing *listing)
{
	(void)listing;
	*(int *)context += 1;
	return true;
}

int main(int argc, char **argv)
{
	char line[128];

	while (argc == 2 && fgets(line, sizeof(line), stdin) != NULL) {
		struct wb_address address;
		struct wb_error error = { "" };
		size_t unreadable = 0;
		int found = 0;

		line[strcspn(line, "\n")] = '\0';
		if (wb_address_parse(line, &address, &error) != WB_OK ||
		    wb_published_find(argv[1], &address, note, &found, &unreadable, &error) != WB_OK)
			puts(error.text);
		else
			puts(found > 0 ? "listed" : "not listed");
		fflush(stdout);
	}
	return argc != 2;
}
