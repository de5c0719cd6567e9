/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * country.h - the country codes that there are, so that a rule by one that there is not is no rule that never holds.
 */
#ifndef WB_COUNTRY_H
#define WB_COUNTRY_H

#include <stdbool.h>

/*
 * Two capitals. Source: ISO 3166-1 alpha-2, officially assigned codes, as of 2026; and what makers of databases write beside them: XK
 * (Kosovo), EU and AP (networks of Europe, of Asia and the Pacific).
 */
bool wb_country_is_known(const char *code);

/* The code that somebody means who writes another one (UK for GB): "GB", and the country's name at *name_r. NULL: nobody knows. */
const char *wb_country_meant(const char *code, const char **name_r);

#endif
