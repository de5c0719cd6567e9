/*
 * rbldnsd.h - the operator's own listings as a zone for rbldnsd, with which a cluster shares them.
 */
#ifndef WB_CLI_RBLDNSD_H
#define WB_CLI_RBLDNSD_H

#include "cli/cli.h"

/*
 * Prints a file for rbldnsd's type "combined": one trie for each category, family and scope. What is listed as allow is left out.
 * Return codes: 127.0.0.N for scope host, 127.0.1.N for range, 127.0.2.N for network; N is the category's place, from 2 on.
 * The first lines say, as comments, how to configure the zone. Source: rbldnsd(8).
 */
enum cli_exit cli_print_rbldnsd(struct cli *cli);

#endif
