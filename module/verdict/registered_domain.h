/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * registered_domain.h - where in a host's name the part begins that somebody has registered: "example.co.uk" of "pool-1.example.co.uk". What
 * stands left of it was named by who runs the network; a word inside it ("dyn.com", "shop.online") says nothing about a host.
 * Source: the Public Suffix List (publicsuffix.org), as it is built into libpsl, which is loaded when a name is first looked at.
 *
 * Names are ASCII as the DNS has them: upper case counts as lower case, a dot at the end is no label; U-labels (RFC 5890 section 2.3.2.1) are not
 * converted. Without the library, or its list, the last two labels are the registered domain, and three below the likes of "co.uk".
 * Pure, but for the loading.
 */
#ifndef WB_REGISTERED_DOMAIN_H
#define WB_REGISTERED_DOMAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/library.h"

#define WB_REGISTERED_DOMAIN_NAME_MAX 255 /* RFC 1035 section 2.3.4: of a longer name all is taken for registered */

/*
 * The offset in name at which the registered domain begins: 0 when nothing stands left of it, and for a public suffix. For one label alone
 * it is the name's length: nobody has registered it. Only what registries hand out counts (the list's ICANN part): whoever rents out names
 * or machines below a domain of its own ("compute.amazonaws.com") names hosts as any other network does.
 */
size_t wb_registered_domain_start(const char *name);

/*
 * True for a name below which different people have names, such as "co.uk", "com" or "dyndns.org" (both parts of the list): who trusts it trusts
 * all of them. Without the library: for one label, and for the likes of "co.uk".
 */
bool wb_registered_domain_is_suffix(const char *name);

/* For who only wants it loaded, and calls nothing of it. */
extern struct wb_library wb_registered_domain_library;

#endif
