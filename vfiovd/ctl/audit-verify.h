/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Checks whether a journal has all audit records, which are numbered for each host and instance of
 * the module.
 */
#pragma once

#include <systemd/sd-journal.h>

#include "cmd.h"

struct cmd_stream {
	char *host, *instance;
	uint64_t *seqs; /* in order of arrival; sorted and unique after cmd_verify_print() */
	size_t n;
	uint64_t lost; /* number of records for which the kernel had no room */
};

/* Zero-initialise; call cmd_verify_done() at the end. */
struct cmd_verify {
	struct cmd_stream *streams;
	size_t n;
};

/* Add the current entry of @journal. Return: 0 or -ENOMEM. */
int cmd_verify_take(struct cmd_verify *verify, sd_journal *journal);

/*
 * Print for each host and instance whether its records are complete: beginning with number 1 or, if
 * the options select only a period of time, with the first one found.
 * Return: CMD_OK, or CMD_FAILED, reported, if records are missing.
 */
enum cmd_exit cmd_verify_print(const struct cmd *cmd, struct cmd_verify *verify);

void cmd_verify_done(struct cmd_verify *verify);
