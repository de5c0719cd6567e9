/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * fixture.h - what tests of the upper rooms need besides unit.h: a store, a configuration.
 */
#ifndef WB_FIXTURE_H
#define WB_FIXTURE_H

#include <lmdb.h>

#include "config/config.h"
#include "store/listings.h"
#include "store/publish.h"
#include "store/store.h"
#include "store/store_init.h"
#include "unit.h"

/* A configuration that must be good, read from text. */
static inline struct wb_config *open_config(const char *folder, const char *text)
{
	static struct wb_diagnostics diagnostics;
	struct wb_config *config;
	enum wb_status status = wb_config_open(write_text(folder, "whyblock.conf", text), &config, &diagnostics);

	for (size_t i = 0; i < diagnostics.count; i++)
		print_message("      line %d: %s\n", diagnostics.rows[i].position.line, diagnostics.rows[i].text);
	assert_int_equal(status, WB_OK);
	return config;
}

/* An empty store below folder. */
static inline const char *open_store(const char *folder)
{
	const char *store = path_in(folder, "store");

	assert_int_equal(wb_store_init(store, &WB_STORE_RIGHTS_KEPT, NULL), WB_OK);
	return store;
}

/* The same as whyblock init leaves it: what Exim reads is there. */
static inline const char *init_store(const char *folder)
{
	const char *store = open_store(folder);

	assert_int_equal(wb_publish_all(store, NULL), WB_OK);
	return store;
}

static inline struct wb_listing listing_of(const char *prefix, const char *category)
{
	struct wb_listing listing = { .prefix = prefix_of(prefix), .created_at_s = NOW_S, .reason = "seen relaying" };

	snprintf(listing.category, sizeof(listing.category), "%s", category);
	snprintf(listing.source, sizeof(listing.source), "staff:ann");
	return listing;
}

static inline struct wb_listing_writer *open_writer(const char *store)
{
	struct wb_listing_writer *writer;
	struct wb_error error = { "" };

	if (wb_listing_writer_open(store, &writer, &error) != WB_OK)
		fail_msg("%s", error.text);
	return writer;
}

/* Puts a record into a database of listings/ past all checks, as damage or another version would. */
static inline void put_into_listings(
    const char *store, const char *database, const void *key, size_t key_bytes, const void *value, size_t bytes)
{
	MDB_val k = { key_bytes, (void *)(uintptr_t)key };
	MDB_val v = { bytes, (void *)(uintptr_t)value };
	MDB_env *env;
	MDB_txn *txn;
	MDB_dbi dbi;

	assert_int_equal(wb_store_open_write(store, "listings", &env, NULL), WB_OK);
	assert_int_equal(mdb_txn_begin(env, NULL, 0, &txn), 0);
	assert_int_equal(mdb_dbi_open(txn, database, 0, &dbi), 0);
	assert_int_equal(mdb_put(txn, dbi, &k, &v, 0), 0);
	assert_int_equal(mdb_txn_commit(txn), 0);
	mdb_env_close(env);
}

static inline void add_listing(const char *store, const struct wb_listing *listing)
{
	struct wb_listing_writer *writer;
	struct wb_error error = { "" };

	if (wb_listing_writer_open(store, &writer, &error) != WB_OK || wb_listing_add(writer, listing, NULL, &error) != WB_OK ||
	    wb_listing_commit(writer, &error) != WB_OK)
		fail_msg("%s", error.text);
	wb_listing_writer_close(&writer);
}

static inline void list_prefix(const char *store, const char *prefix, const char *category)
{
	struct wb_listing listing = listing_of(prefix, category);

	add_listing(store, &listing);
}

#endif
