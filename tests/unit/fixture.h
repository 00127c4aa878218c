/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* All of the daemon, between a kernel and a fake journal, with a policy in a directory. */

#include "manager.h"
#include "peer.h"
#include "fake-journal.h"

struct fixture {
	struct peer peer;
	struct test_sink sink;
	struct vd_manager m;
	char root[32];
};

/* A main file that lets the policy grant, and asks for a wait of 700 ms. */
extern const char open_gate[];

/* For cmocka: a fixture with that file and a rule, "first", for the VFs 0 and 1; nothing is started. */
int setup(void **state);
int teardown(void **state);

/* What main() does before there are threads. */
void block_signals(void);

/* Write a file below the root, into a directory that is there. */
void write_file(struct fixture *f, const char *name, const char *text);

/* Let the daemon do all that is to be done now, for at least MS milliseconds. */
void run(struct fixture *f, unsigned int ms);

/* The module is loaded, the daemon has the role and nothing to do. */
void start_as_owner(struct fixture *f);

/* Read the policy again, and wait for what becomes of that. */
void reload(struct fixture *f);

/* What the service manager is told; valid until the next call. */
const char *status(struct fixture *f);
void assert_status(struct fixture *f, const char *part);
