/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * fill_cases.c - fill_cases STORE < FRAMES: remembers verdicts of a time that the caller says, as the agent would have done it then. For measuring:
 * the agent itself takes the time from its clock. A frame is that time (8 bytes), the length of the packet (4), and the packet.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/bytes.h"
#include "store/case_session.h"

#define BATCH 5000
#define HEAD_BYTES 12

static enum wb_status fill(const char *store, uint64_t *cases_r, struct wb_error *error_r)
{
	static unsigned char head[HEAD_BYTES], bytes[WB_EVENT_BYTES_MAX];
	static struct wb_event event;
	struct wb_case_session session;
	enum wb_status status = wb_case_session_open_write(store, &session, error_r);
	bool is_new;

	for (uint64_t i = 1; status == WB_OK && fread(head, sizeof(head), 1, stdin) == 1; i++) {
		size_t size = (size_t)wb_bytes_get(head + 8, 4);
		uint64_t number;

		if (size > sizeof(bytes) || fread(bytes, size, 1, stdin) != 1) {
			status = wb_fail(error_r, WB_INVALID, "frame %llu is cut", (unsigned long long)i);
			break;
		}
		status = wb_event_read((struct wb_blob){ bytes, size }, &event, error_r);
		if (status == WB_OK)
			status = wb_case_session_add(
			    &session, &event, (int64_t)wb_bytes_get(head, 8), WB_CASE_OF_AGENT, &number, &is_new, error_r);
		*cases_r += status == WB_OK && is_new;
		if (status != WB_OK || i % BATCH != 0)
			continue;
		status = wb_case_session_commit(&session, error_r);
		wb_case_session_close(&session);
		if (status == WB_OK)
			status = wb_case_session_open_write(store, &session, error_r);
	}
	if (status == WB_OK)
		status = wb_case_session_commit(&session, error_r);
	wb_case_session_close(&session);
	return status;
}

int main(int argc, char **argv)
{
	struct wb_error error = { "" };
	uint64_t cases = 0;

	if (argc != 2 || fill(argv[1], &cases, &error) != WB_OK) {
		fprintf(stderr, "fill_cases: %s\n", argc != 2 ? "expected STORE" : error.text);
		return EXIT_FAILURE;
	}
	printf("%llu\n", (unsigned long long)cases);
	return EXIT_SUCCESS;
}
