/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_request_decide.c - approve and deny, also when an approval is cut off between its two writes. */
#include "request_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>

#include "desk/relist.h"
#include "desk/request_decide.h"

#define HOST "192.0.2.66"
#define LATER_S 600

static const char *store;

static struct wb_change change_by(const char *login, int64_t at_s)
{
	struct wb_change change = { .at_s = at_s };

	snprintf(change.login, sizeof(change.login), "%s", login);
	return change;
}

static uint64_t ask(const char *folder)
{
	store = init_store(folder);
	return file_request(store, proven_of(HOST));
}

static struct wb_decision open_decision(uint64_t number, enum wb_request_state wanted, int64_t now_s)
{
	struct wb_decision decision;
	struct wb_error error = { "" };

	if (wb_decision_open(store, number, wanted, now_s, &decision, &error) != WB_OK)
		fail_msg("%s", error.text);
	return decision;
}

/* A plan that removes the host's listing by staff. */
static const struct wb_removal_plan *plan_to_remove(void)
{
	static struct wb_removal_plan plan;

	memset(&plan, 0, sizeof(plan));
	plan.removed[plan.removed_count++] = listing_of(HOST, "open-relay");
	return &plan;
}

static const struct wb_removal_plan plan_to_allow = { .allows = true, .why = "a feed lists it" };
static const struct wb_removal_plan plan_of_nothing;

/* Approves, at a time, for a day when something is allowed. */
static struct wb_decision approve(const struct wb_removal_plan *plan, const char *login, int64_t at_s, const char *answer)
{
	const struct wb_change change = change_by(login, at_s);
	struct wb_decision decision = open_decision(1, WB_REQUEST_APPROVED, at_s);
	struct wb_error error = { "" };

	if (wb_decision_approve(&decision, plan, at_s + DAY_S, answer, &change, &error) != WB_OK)
		fail_msg("%s", error.text);
	wb_decision_close(&decision);
	return decision;
}

/* The second write fails, as at a full disk, or never comes, as after a kill: what is in the store is the same. */
static void approve_half(const struct wb_removal_plan *plan, const char *login, int64_t at_s)
{
	const struct wb_change change = change_by(login, at_s);
	const char *lock = path_in(store, "requests/write.lock");
	struct wb_decision decision = open_decision(1, WB_REQUEST_APPROVED, at_s);
	struct wb_error error = { "" };

	remove(lock);
	assert_int_equal(mkdir(lock, 0700), 0);
	assert_int_equal(wb_decision_approve(&decision, plan, at_s + DAY_S, "fixed", &change, &error), WB_UNAVAILABLE);
	assert_contains(error.text, "the request is still open: try again");
	assert_int_equal(decision.request.state, WB_REQUEST_OPEN);
	wb_decision_close(&decision);
	assert_int_equal(rmdir(lock), 0);
}

static struct wb_request find(uint64_t number)
{
	struct wb_request request;

	assert_int_equal(wb_request_find(store, number, &request, NULL), WB_OK);
	return request;
}

struct records {
	size_t count, of_request;
};

static bool count_record(void *context, const struct wb_history_record *record)
{
	struct records *records = context;

	records->count++;
	records->of_request += strcmp(record->why, "removal request 1") == 0;
	return true;
}

static size_t count_records_of_request(void)
{
	struct records records = { 0 };
	size_t unreadable;

	assert_int_equal(wb_history_walk(store, NULL, 0, count_record, &records, &unreadable, NULL), WB_OK);
	return records.of_request;
}

static bool count_listing(void *context, const struct wb_listing *listing)
{
	(void)listing;
	(*(size_t *)context)++;
	return true;
}

static size_t count_listings(void)
{
	const struct wb_address address = address_of(HOST);
	size_t count = 0, unreadable;

	assert_int_equal(wb_listing_find(store, &address, count_listing, &count, &unreadable, NULL), WB_OK);
	return count;
}

/* As list add does it. */
static void list_again(int64_t at_s)
{
	const struct wb_change change = change_by("bob", at_s);
	const struct wb_listing listing = listing_of(HOST, "open-relay");
	struct wb_listing_writer *writer = open_writer(store);
	bool replaced;

	assert_int_equal(wb_change_add(writer, &change, &listing, &replaced, NULL), WB_OK);
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
}

static void test_removed(void **state)
{
	struct wb_decision decision;
	struct wb_request kept;

	ask(*state);
	list_prefix(store, HOST, "open-relay");
	decision = approve(plan_to_remove(), "ann", NOW_S + 9, "thank you");
	assert_int_equal(decision.standing, WB_DECISION_FREE);
	assert_int_equal(decision.done.removed_count, 1);
	kept = find(1);
	assert_memory_equal(&kept, &decision.request, sizeof(kept));
	assert_int_equal(kept.state, WB_REQUEST_APPROVED);
	assert_int_equal(kept.decided_at_s, NOW_S + 9);
	assert_string_equal(kept.decided_by, "ann");
	assert_string_equal(kept.answer, "thank you");
	assert_false(kept.is_allowed || kept.is_unchanged);
	assert_int_equal(kept.allowed_until_s, 0);
	assert_int_equal(count_listings(), 0);
	assert_int_equal(count_records_of_request(), 1);
}

static bool keep_listing(void *context, const struct wb_listing *listing)
{
	*(struct wb_listing *)context = *listing;
	return true;
}

static void test_allowed(void **state)
{
	const struct wb_address address = address_of(HOST);
	struct wb_listing listing;
	struct wb_request kept;
	size_t unreadable;

	ask(*state);
	approve(&plan_to_allow, "ann", NOW_S, "");
	kept = find(1);
	assert_true(kept.is_allowed && !kept.is_unchanged);
	assert_int_equal(kept.allowed_until_s, NOW_S + DAY_S);
	assert_int_equal(wb_listing_find(store, &address, keep_listing, &listing, &unreadable, NULL), WB_OK);
	assert_string_equal(listing.category, WB_CATEGORY_ALLOW);
	assert_string_equal(listing.source, "staff:ann");
	assert_string_equal(listing.reason, "removal request 1");
	assert_int_equal(listing.expires_at_s, NOW_S + DAY_S);
}

static void test_nothing_to_change(void **state)
{
	struct wb_request kept;

	ask(*state);
	approve(&plan_of_nothing, "ann", NOW_S, "");
	kept = find(1);
	assert_true(kept.is_unchanged && !kept.is_allowed);
	assert_int_equal(count_records_of_request(), 0);
}

static void test_allowed_already(void **state)
{
	static const struct wb_removal_plan plan = { .is_allowed = true, .allowed_until_s = NOW_S + 5 };
	struct wb_request kept;

	ask(*state);
	approve(&plan, "ann", NOW_S, "");
	kept = find(1);
	assert_true(kept.is_allowed && kept.is_unchanged);
	assert_int_equal(kept.allowed_until_s, NOW_S + 5);
}

static void test_denied(void **state)
{
	const struct wb_change change = change_by("ann", NOW_S + 9);
	struct wb_decision decision;
	struct wb_error error = { "" };
	struct wb_request kept;

	ask(*state);
	decision = open_decision(1, WB_REQUEST_DENIED, NOW_S);
	assert_int_equal(wb_decision_deny(&decision, "", &change, &error), WB_INVALID);
	assert_int_equal(find(1).state, WB_REQUEST_OPEN);
	assert_int_equal(wb_decision_deny(&decision, "it still relays", &change, &error), WB_OK);
	wb_decision_close(&decision);
	kept = find(1);
	assert_int_equal(kept.state, WB_REQUEST_DENIED);
	assert_string_equal(kept.decided_by, "ann");
	assert_string_equal(kept.answer, "it still relays");
}

static void test_what_is_decided_stays(void **state)
{
	struct wb_decision decision;

	ask(*state);
	approve(&plan_of_nothing, "ann", NOW_S, "");
	decision = open_decision(1, WB_REQUEST_APPROVED, NOW_S);
	assert_int_equal(decision.standing, WB_DECISION_REPEATED);
	wb_decision_close(&decision);
	decision = open_decision(1, WB_REQUEST_DENIED, NOW_S);
	assert_int_equal(decision.standing, WB_DECISION_OTHERWISE);
	wb_decision_close(&decision);
	wb_decision_close(&decision); /* safe to repeat */
}

static void test_no_such_request(void **state)
{
	struct wb_decision decision;

	ask(*state);
	assert_int_equal(wb_decision_open(store, 2, WB_REQUEST_APPROVED, NOW_S, &decision, NULL), WB_NOT_FOUND);
	wb_decision_close(&decision);
}

/* One decides after the other. */
static void test_turns(void **state)
{
	struct wb_decision decision;
	int lock;

	ask(*state);
	decision = open_decision(1, WB_REQUEST_APPROVED, NOW_S);
	assert_int_equal(wb_store_open_lock(store, "listings", WB_STORE_NEED_FOLDER, &lock, NULL), WB_OK);
	assert_int_equal(flock(lock, LOCK_EX | LOCK_NB), -1);
	assert_int_equal(errno, EWOULDBLOCK);
	wb_decision_close(&decision);
	assert_int_equal(flock(lock, LOCK_EX | LOCK_NB), 0);
	close(lock);
}

static void test_listings_cannot_be_changed(void **state)
{
	const struct wb_change change = change_by("ann", NOW_S);
	struct wb_decision decision;
	struct wb_error error = { "" };

	ask(*state);
	list_prefix(store, HOST, "open-relay");
	decision = open_decision(1, WB_REQUEST_APPROVED, NOW_S);
	write_text(store, "listings/data.mdb", "broken");
	assert_int_not_equal(wb_decision_approve(&decision, plan_to_remove(), 0, "", &change, &error), WB_OK);
	assert_contains(error.text, "; nothing was changed");
	wb_decision_close(&decision);
	assert_int_equal(find(1).state, WB_REQUEST_OPEN);
	/* What was done for the request is not known: it is not decided either. */
	assert_int_not_equal(wb_decision_open(store, 1, WB_REQUEST_DENIED, NOW_S, &decision, &error), WB_OK);
	wb_decision_close(&decision);
}

/* Cut off between the two writes. */

static void test_a_removal_is_finished(void **state)
{
	const int64_t at_s = NOW_S + 9;
	struct wb_relist relist = { .prefix = prefix_of(HOST), .before_s = NOW_S + DAY_S };
	struct wb_decision decision;
	struct wb_request kept;

	ask(*state);
	list_prefix(store, HOST, "open-relay");
	approve_half(plan_to_remove(), "ann", at_s);
	assert_int_equal(count_listings(), 0);
	/* Nothing is left to do; not even what a zone's silence makes of a host that is not listed any more. */
	decision = approve(&plan_to_allow, "bob", at_s + LATER_S, "fixed");
	assert_int_equal(decision.standing, WB_DECISION_BEGUN);
	assert_int_equal(decision.done.removed_count, 1);
	assert_string_equal(decision.done.removed[0].category, "open-relay");
	assert_string_equal(decision.done.removed[0].source, "staff:ann");
	assert_false(decision.done.allows);
	assert_contains(decision.done.why, "ann had begun it at ");
	kept = find(1);
	assert_int_equal(kept.state, WB_REQUEST_APPROVED);
	assert_false(kept.is_unchanged || kept.is_allowed);
	assert_string_equal(kept.decided_by, "ann");
	assert_int_equal(kept.decided_at_s, at_s);
	assert_string_equal(kept.answer, "fixed");
	assert_int_equal(count_listings(), 0);
	assert_int_equal(count_records_of_request(), 1);
	wb_relist_count(&relist, &kept);
	assert_int_equal(relist.removals, 1);
}

/* Its end is the one that was given then. */
static void test_an_allowance_is_finished(void **state)
{
	static const struct wb_removal_plan plan_now = { .is_allowed = true, .allowed_until_s = NOW_S + DAY_S };
	struct wb_decision decision;
	struct wb_request kept;

	ask(*state);
	approve_half(&plan_to_allow, "ann", NOW_S);
	decision = approve(&plan_now, "ann", NOW_S + LATER_S, "fixed");
	assert_true(decision.done.allows && decision.until_s == NOW_S + DAY_S);
	kept = find(1);
	assert_true(kept.is_allowed && !kept.is_unchanged);
	assert_int_equal(kept.allowed_until_s, NOW_S + DAY_S);
	assert_int_equal(count_records_of_request(), 1);
}

/* A listing went, and a network that the host is in was allowed all the time. */
static void test_a_removal_beside_an_allowance_is_finished(void **state)
{
	static const struct wb_removal_plan plan_now = {
		.is_allowed = true, .allowed_until_s = NOW_S + 5, .why = "192.0.2.0/24 is allowed by staff:ann"
	};
	struct wb_decision decision;
	struct wb_request kept;

	ask(*state);
	list_prefix(store, HOST, "open-relay");
	approve_half(plan_to_remove(), "ann", NOW_S);
	decision = approve(&plan_now, "ann", NOW_S + LATER_S, "");
	assert_string_equal(decision.done.why, plan_now.why);
	kept = find(1);
	assert_true(kept.is_allowed && !kept.is_unchanged);
	assert_int_equal(kept.allowed_until_s, NOW_S + 5);
}

static void test_cut_off_twice(void **state)
{
	ask(*state);
	list_prefix(store, HOST, "open-relay");
	approve_half(plan_to_remove(), "ann", NOW_S);
	approve_half(&plan_of_nothing, "bob", NOW_S + LATER_S);
	approve(&plan_of_nothing, "bob", NOW_S + 2 * LATER_S, "");
	assert_string_equal(find(1).decided_by, "ann");
	assert_false(find(1).is_unchanged);
	assert_int_equal(count_records_of_request(), 1);
}

/* Nothing was written before the cut: the repeat is the first. */
static void test_cut_off_before_the_first_write(void **state)
{
	struct wb_request kept;

	ask(*state);
	approve_half(&plan_of_nothing, "ann", NOW_S);
	assert_int_equal(approve(&plan_of_nothing, "bob", NOW_S + LATER_S, "").standing, WB_DECISION_FREE);
	kept = find(1);
	assert_true(kept.is_unchanged);
	assert_string_equal(kept.decided_by, "bob");
}

static void test_what_is_begun_is_not_denied(void **state)
{
	struct wb_decision decision;

	ask(*state);
	list_prefix(store, HOST, "open-relay");
	approve_half(plan_to_remove(), "ann", NOW_S);
	decision = open_decision(1, WB_REQUEST_DENIED, NOW_S + LATER_S);
	assert_int_equal(decision.standing, WB_DECISION_BEGUN);
	assert_string_equal(decision.begun_by, "ann");
	assert_int_equal(decision.begun_at_s, NOW_S);
	wb_decision_close(&decision);
}

/* Bob knows nothing of the request and lists the host again: that is to be looked at anew, and may be denied. */
static void test_others_have_changed_it_since(void **state)
{
	struct wb_decision decision;
	struct wb_request kept;

	ask(*state);
	list_prefix(store, HOST, "open-relay");
	approve_half(plan_to_remove(), "ann", NOW_S);
	list_again(NOW_S + 1);
	decision = open_decision(1, WB_REQUEST_DENIED, NOW_S + LATER_S);
	assert_int_equal(decision.standing, WB_DECISION_FREE);
	wb_decision_close(&decision);
	approve(plan_to_remove(), "bob", NOW_S + LATER_S, "");
	kept = find(1);
	assert_string_equal(kept.decided_by, "bob");
	assert_int_equal(count_listings(), 0);
	assert_int_equal(count_records_of_request(), 2);
}

/* Cut off, listed again by others, and removed again by them: this request did remove a listing. */
static void test_others_have_changed_it_back(void **state)
{
	struct wb_listing_writer *writer;
	const struct wb_prefix host = prefix_of(HOST);
	const struct wb_change change = change_by("bob", NOW_S + 2);
	size_t removed;

	ask(*state);
	list_prefix(store, HOST, "open-relay");
	approve_half(plan_to_remove(), "ann", NOW_S);
	list_again(NOW_S + 1);
	writer = open_writer(store);
	assert_int_equal(wb_change_remove(writer, &change, &host, "open-relay", NULL, "by mistake", &removed, NULL), WB_OK);
	assert_int_equal(wb_listing_commit(writer, NULL), WB_OK);
	wb_listing_writer_close(&writer);
	assert_int_equal(approve(&plan_of_nothing, "bob", NOW_S + LATER_S, "").standing, WB_DECISION_FREE);
	assert_false(find(1).is_unchanged);
}

/* Nobody must be told that he is allowed until yesterday. */
static void test_what_was_allowed_is_over(void **state)
{
	static const struct {
		const char *label;
		int64_t after_s;
		enum wb_decision_standing standing;
		int64_t until_s;
	} rows[] = {
		{ "a second before it is over", DAY_S - 1, WB_DECISION_BEGUN, NOW_S + DAY_S },
		{ "over", DAY_S, WB_DECISION_FREE, NOW_S + 2 * DAY_S },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char folder[300];

		begin_row(rows[i].label);
		snprintf(folder, sizeof(folder), "%s/%zu", (const char *)*state, i);
		assert_int_equal(mkdir(folder, 0755), 0);
		ask(folder);
		approve_half(&plan_to_allow, "ann", NOW_S);
		assert_int_equal(approve(&plan_to_allow, "bob", NOW_S + rows[i].after_s, "").standing, rows[i].standing);
		assert_int_equal(find(1).allowed_until_s, rows[i].until_s);
	}
}

/* The requests were thrown away, the listings and their history kept: the number 1 is another request's now. */
static void test_another_request_of_this_number(void **state)
{
	struct wb_request request;

	ask(*state);
	list_prefix(store, HOST, "open-relay");
	approve_half(plan_to_remove(), "ann", NOW_S);
	assert_int_equal(nftw(path_in(store, "requests"), remove_entry, 16, FTW_DEPTH | FTW_PHYS), 0);
	request = proven_of(HOST);
	request.created_at_s = NOW_S + LATER_S;
	assert_int_equal(file_request(store, request), 1);
	assert_int_equal(approve(&plan_of_nothing, "ann", NOW_S + 2 * LATER_S, "").standing, WB_DECISION_FREE);
	assert_true(find(1).is_unchanged);
}

static bool keep_note(void *context, const struct wb_request_note *note)
{
	*(struct wb_request_note *)context = *note;
	return true;
}

static void test_note(void **state)
{
	const struct wb_change change = change_by("ann", NOW_S + 5);
	struct wb_request_note note = { .at_s = 0 };
	struct wb_error error = { "" };
	char text[WB_REQUEST_NOTE_SIZE + 1];

	ask(*state);
	memset(text, 'x', sizeof(text));
	text[WB_REQUEST_NOTE_SIZE] = '\0';
	assert_int_equal(wb_decision_note(store, 1, "", &change, &error), WB_INVALID);
	assert_int_equal(wb_decision_note(store, 1, text, &change, &error), WB_INVALID);
	assert_string_equal(error.text, "the note has 2001 bytes: expected at most 2000");
	assert_int_equal(wb_decision_note(store, 2, "phoned", &change, &error), WB_NOT_FOUND);
	assert_int_equal(wb_decision_note(store, 1, "phoned", &change, &error), WB_OK);
	assert_int_equal(wb_request_note_walk(store, 1, keep_note, &note, NULL), WB_OK);
	assert_string_equal(note.login, "ann");
	assert_string_equal(note.text, "phoned");
	assert_int_equal(note.at_s, NOW_S + 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_removed),
		test_in_folder(test_allowed),
		test_in_folder(test_nothing_to_change),
		test_in_folder(test_allowed_already),
		test_in_folder(test_denied),
		test_in_folder(test_what_is_decided_stays),
		test_in_folder(test_no_such_request),
		test_in_folder(test_turns),
		test_in_folder(test_listings_cannot_be_changed),
		test_in_folder(test_a_removal_is_finished),
		test_in_folder(test_an_allowance_is_finished),
		test_in_folder(test_a_removal_beside_an_allowance_is_finished),
		test_in_folder(test_cut_off_twice),
		test_in_folder(test_cut_off_before_the_first_write),
		test_in_folder(test_what_is_begun_is_not_denied),
		test_in_folder(test_others_have_changed_it_since),
		test_in_folder(test_others_have_changed_it_back),
		test_in_folder(test_what_was_allowed_is_over),
		test_in_folder(test_another_request_of_this_number),
		test_in_folder(test_note),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
