/* SPDX-License-Identifier: GPL-2.0-only */
/* The command lines whose output is in tests/cli/expect, and the machines that they run on. */
#pragma once

#include <stddef.h>

enum { WORDS_MAX = 8 };

enum scene {
	OFFLINE,     /* --root and no kernel */
	NAMELESS,    /* the same, a rule matches the PF's port, which
		cannot be read, and there is another PF */
	EMPTY,	     /* no VFs */
	UNLOADED,    /* no module */
	NO_DAEMON,   /* VFs are bound, no daemon decides */
	RUNNING,     /* all is there */
	UNJUDGED,    /* the same, and udev has not named the PF's interface yet */
	OTHER_RULES, /* the same, with rules that decided nothing */
	STALE,	     /* the same, with another policy in force than the files have */
	STORY,	     /* the same, and things happen */
	BAD_POLICY,  /* as OFFLINE, with errors in the policy */
	BAD_FILES,   /* as TAKING, with errors in the files */
	BAD_DEAF,    /* the same, with a daemon that does not listen */
	BAD_ALONE,   /* as ALONE, with errors in the files */
	SPOILED,     /* as BAD_FILES, and the daemon has read them */
	BAD_START,   /* the same, and has read no others since it was started */
	TAKING,	     /* as STALE, with a daemon that reads the files on SIGHUP */
	UNCHANGED,   /* as RUNNING, with a daemon that reads the files on SIGHUP */
	MUFFLED,     /* the same, and the event about it is lost */
	DEAF,	     /* as STALE, with a daemon that ignores SIGHUP */
	ASLEEP,	     /* as RUNNING, with a daemon that ignores SIGHUP */
	FAILING,     /* as RUNNING, but every request fails; some exist at the start */
	STRANGER,    /* as STALE, with another program as the owner, which SIGHUP would end */
	WHO,	     /* as OFFLINE, rules name users and groups; @/other has other members */
	DEFINED,     /* as OFFLINE, with definitions, and with another policy below @/other */
	CARDS,	     /* as UNCHANGED, with definitions for cards, not all of which are there */
	BEYOND,	     /* as RUNNING, VFs 3 and 5 have other VFIO drivers */
	ATTRIBUTES,  /* as OFFLINE, with the driver's files in sysfs */
	SINGLE,	     /* as OFFLINE, with a PF that has one VF */
	NO_JOURNAL,  /* as OFFLINE, with a journal directory that has no journal */
	OBSTACLE,    /* as OFFLINE, with a file in the way of the temporary definitions */
	POOR,	     /* as OFFLINE, for a user who may not write there */
	ODD,	     /* as RUNNING, with VFs that are each unusual in one way */
	LOST,	     /* as RUNNING, with each counter at 1, and lost audit records */
	GAP,	     /* as RUNNING, until a VF goes away while events are lost */
	FULL,	     /* as STORY, on a full disk */
	TORN,	     /* as RUNNING, the module is unloaded between two commands */
	FORBIDDEN,   /* as RUNNING, for a user without privilege */
	BROKEN,	     /* as RUNNING, generic netlink fails */
	ENDING,	     /* as STALE, the module is unloaded when the daemon gets SIGHUP */
	FOREIGN,     /* as STALE, for a user who may not signal the daemon */
	USED,	     /* as RUNNING, no VF is bound, and the host uses all of them */
	DRIVERCTL,   /* as RUNNING, driverctl is installed, and keeps vfio-pci for VF 2 */
	ALONE,	     /* as UNLOADED, with a daemon whose process is @ */
};

struct golden {
	const char *name;
	enum scene scene;
	/* "@/x" is a name below the root, and "@" at the end of a word is the process number. */
	const char *words[WORDS_MAX];
};

extern const struct golden golden_cases[];
extern const size_t golden_n;

/* Write the scene's policy and other files below ROOT. */
void golden_fill(const char *root, enum scene scene);
