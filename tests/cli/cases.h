/* SPDX-License-Identifier: GPL-2.0-only */
/* The command lines whose output is kept in tests/cli/expect, and the machines that they run on. */
#pragma once

#include <stddef.h>

enum { WORDS_MAX = 8 };

enum scene {
	OFFLINE,     /* --root and no kernel */
	NAMELESS,    /* the same, a rule asks for the port of the PF, which
		cannot be read, and there is another PF */
	EMPTY,	     /* no VFs */
	UNLOADED,    /* no module */
	NO_DAEMON,   /* VFs are bound, nobody decides */
	RUNNING,     /* all is there */
	UNJUDGED,    /* the same, and udev has not named the PF's interface yet */
	OTHER_RULES, /* the same, with rules by which nothing was decided */
	STALE,	     /* the same, with another policy in force than the files say */
	STORY,	     /* the same, and things happen */
	BAD_POLICY,  /* as OFFLINE, with errors in the policy */
	BAD_FILES,   /* as TAKING, with errors in the files */
	BAD_DEAF,    /* the same, with a daemon that does not listen */
	BAD_ALONE,   /* as ALONE, with errors in the files */
	SPOILED,     /* as BAD_FILES, and the daemon has read them */
	BAD_START,   /* the same, and has read no others since it was started */
	TAKING,	     /* as STALE, with a daemon that reads the files when it is told to */
	UNCHANGED,   /* as RUNNING, with such a daemon */
	MUFFLED,     /* the same, and what tells of that is among events that were lost */
	DEAF,	     /* as STALE, with a daemon that does not listen */
	ASLEEP,	     /* as RUNNING, with such a daemon */
	FAILING,  /* as RUNNING, but all that is asked for fails, and some was asked for before */
	STRANGER, /* as STALE, with another program that answers, which SIGHUP would end */
	WHO,	  /* as OFFLINE, rules name users and groups; below @/other the group has others */
	DEFINED,  /* as OFFLINE, something is defined; and there is another policy below @/other */
	CARDS,	  /* as UNCHANGED, something is defined for cards, not all of which are there */
	BEYOND,	  /* as RUNNING, VFs 3 and 5 have other VFIO drivers */
	ATTRIBUTES, /* as OFFLINE, with what the driver says in sysfs */
	SINGLE,	    /* as OFFLINE, with a PF that has one VF */
	NO_JOURNAL, /* as OFFLINE, with a directory for the journal that has none */
	OBSTACLE,   /* as OFFLINE, something is where the definitions are written first */
	POOR,	    /* as OFFLINE, for somebody who may not write there */
	ODD,	    /* as RUNNING, of VFs that are odd in one way each */
	LOST,	    /* as RUNNING, of each thing there was one, and the audit has lost records */
	GAP,	    /* as RUNNING, until a VF has gone among events that were lost */
	FULL,	    /* as STORY, on a disk that is full */
	TORN,	    /* as RUNNING, the module is unloaded between two questions */
	FORBIDDEN,  /* as RUNNING, for somebody who may not ask */
	BROKEN,	    /* as RUNNING, generic netlink fails */
	ENDING,	    /* as STALE, the module is unloaded when the daemon is told */
	FOREIGN,    /* as STALE, for somebody who may not send the daemon a signal */
	ALONE,	    /* as UNLOADED, with a daemon whose process is @ */
};

struct golden {
	const char *name;
	enum scene scene;
	/* "@/x" is a name below the root, and "@" at the end of a word the number of the process. */
	const char *words[WORDS_MAX];
};

extern const struct golden golden_cases[];
extern const size_t golden_n;

/* Write the scene's policy, and what else it has in files, below ROOT. */
void golden_fill(const char *root, enum scene scene);
