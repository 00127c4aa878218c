/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* The whole daemon with a fake kernel, a fake journal and a policy directory. */

#include "manager.h"
#include "peer.h"
#include "fake-journal.h"
#include "tree.h"

struct fixture {
	struct peer peer;
	struct test_sink sink;
	struct vd_manager m;
	char root[TREE_SIZE];
};

/* A main file with open gates and a wait of 700 ms. */
extern const char open_gate[];

/*
 * cmocka setup: a fixture with this main file and a rule "first" for VFs 0 and 1. The daemon is not
 * started.
 */
int setup(void **state);
int teardown(void **state);

/* Block signals as main() does before it starts threads. */
void block_signals(void);

/* Write a file below the root. */
void write_file(struct fixture *f, const char *name, const char *text);

/* Run the daemon for at least MS milliseconds, until no event is pending. */
void run(struct fixture *f, unsigned int ms);

/* Load the module, start the daemon, and wait until it is the owner and idle. */
void start_as_owner(struct fixture *f);

/* Reload the policy and wait for the result. */
void reload(struct fixture *f);

/* Returns the status for the service manager; valid until the next call. */
const char *status(struct fixture *f);
void assert_status(struct fixture *f, const char *part);
