/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* The whole daemon, between a fake kernel and a fake journal, with a policy in a directory. */

#include "manager.h"
#include "peer.h"
#include "fake-journal.h"

struct fixture {
	struct peer peer;
	struct test_sink sink;
	struct vd_manager m;
	char root[32];
};

/* A main file with open gates, and a wait of 700 ms. */
extern const char open_gate[];

/* For cmocka: a fixture with that file and a rule, "first", for the VFs 0 and 1; nothing is started. */
int setup(void **state);
int teardown(void **state);

/* What main() does before it starts threads. */
void block_signals(void);

/* Write a file below the root, into an existing directory. */
void write_file(struct fixture *f, const char *name, const char *text);

/* Let the daemon handle all pending events, for at least MS milliseconds. */
void run(struct fixture *f, unsigned int ms);

/* Load the module, and wait until the daemon is the owner and idle. */
void start_as_owner(struct fixture *f);

/* Read the policy again, and wait for the result. */
void reload(struct fixture *f);

/* The status for the service manager; valid until the next call. */
const char *status(struct fixture *f);
void assert_status(struct fixture *f, const char *part);
