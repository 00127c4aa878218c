/* SPDX-License-Identifier: GPL-2.0-only */
/* The command lines whose output is kept in tests/cli/expect, and the machines that they run on. */
#pragma once

#include <stddef.h>

enum { WORDS_MAX = 8 };

enum scene {
	OFFLINE,     /* --root and no kernel */
	EMPTY,	     /* no VFs */
	UNLOADED,    /* no module */
	NO_DAEMON,   /* VFs are bound, nobody decides */
	RUNNING,     /* all is there */
	OTHER_RULES, /* the same, with rules by which nothing was decided */
	STALE,	     /* the same, with another policy in force than the files say */
	STORY,	     /* the same, and things happen */
	BAD_POLICY,  /* as OFFLINE, with mistakes in the policy */
	BAD_FILES,   /* as RUNNING, with mistakes in the files since */
	TAKING,	     /* as STALE, with a daemon that reads the files when it is told to */
	UNCHANGED,   /* as RUNNING, with such a daemon */
	DEAF,	     /* as STALE, with a daemon that does not listen */
	FAILING,  /* as RUNNING, but all that is asked for fails, and some was asked for before */
	STRANGER, /* as STALE, with another program that answers, which SIGHUP would end */
	DEFINED,  /* as OFFLINE, something is defined; and there is another policy below @/other */
	ATTRIBUTES, /* as OFFLINE, with what the driver says in sysfs */
};

struct golden {
	const char *name;
	enum scene scene;
	const char *words[WORDS_MAX]; /* "@/x" is a name below the root */
};

extern const struct golden golden_cases[];
extern const size_t golden_n;

/* Write the scene's policy, and what else it has in files, below ROOT. */
void golden_fill(const char *root, enum scene scene);
