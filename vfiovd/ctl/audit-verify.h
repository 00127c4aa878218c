/* SPDX-License-Identifier: GPL-2.0-only */
/* Whether a journal has all audit records: they are numbered for each host and instance of the module. */
#pragma once

#include <systemd/sd-journal.h>

#include "cmd.h"

struct cmd_stream {
	char *host, *instance;
	uint64_t *seqs; /* as they come; in order, each once, after cmd_verify_print() */
	size_t n;
	uint64_t lost; /* that the kernel had no place for */
};

/* Zero-initialise, cmd_verify_done() at the end. */
struct cmd_verify {
	struct cmd_stream *streams;
	size_t n;
};

/* Take the entry at which @journal stands. Return: 0 or -ENOMEM. */
int cmd_verify_take(struct cmd_verify *verify, sd_journal *journal);

/*
 * Print for each host and instance whether its records are complete: from the first that there is, or
 * from number 1 on unless only a part of the time was asked for.
 * Return: CMD_OK, or CMD_FAILED, reported, when records are missing.
 */
enum cmd_exit cmd_verify_print(const struct cmd *cmd, struct cmd_verify *verify);

void cmd_verify_done(struct cmd_verify *verify);
