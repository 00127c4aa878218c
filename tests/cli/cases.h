/* SPDX-License-Identifier: GPL-2.0-only */
/* Command lines whose expected output is in tests/cli/expect, and the machines they run on. */
#pragma once

#include <stddef.h>

enum { WORDS_MAX = 8 };

enum scene {
	OFFLINE,     /* --root, no kernel */
	NAMELESS,    /* as OFFLINE, with a second PF and a rule that matches the port of the first,
		      * which cannot be read */
	EMPTY,	     /* no VFs */
	UNLOADED,    /* the module is not loaded */
	NO_DAEMON,   /* VFs are bound, but no daemon runs */
	RUNNING,     /* VFs are bound, and a daemon runs */
	UNJUDGED,    /* as RUNNING, before udev has named the PF's interface */
	OTHER_RULES, /* as RUNNING, with rules that made none of the decisions */
	LOG_ONLY,    /* as OTHER_RULES, with a rule that has log_only */
	STALE,	     /* as RUNNING, but the policy in force differs from the files */
	STORY,	     /* as RUNNING, with events */
	ABSENT,	     /* as OFFLINE, with rules for devices that are not there, and with files that
		      * the daemon cannot read */
	BAD_POLICY,  /* as OFFLINE, with errors in the policy */
	BAD_FILES,   /* as TAKING, with errors in the files */
	BAD_DEAF,    /* as BAD_FILES, with a daemon that ignores SIGHUP */
	BAD_ALONE,   /* as ALONE, with errors in the files */
	SPOILED,     /* as BAD_FILES, after the daemon has read the files */
	BAD_START,   /* as SPOILED, and the daemon has not read valid files since it started */
	TAKING,	     /* as STALE, with a daemon that reads the files on SIGHUP */
	UNCHANGED,   /* as RUNNING, with a daemon that reads the files on SIGHUP */
	MUFFLED,     /* as UNCHANGED, but the event about the reload is lost */
	DEAF,	     /* as STALE, with a daemon that ignores SIGHUP */
	ASLEEP,	     /* as RUNNING, with a daemon that ignores SIGHUP */
	FAILING,     /* as RUNNING, but every request fails; some were made before */
	STRANGER,    /* as STALE, but the owner is another program, which SIGHUP would kill */
	WHO,	     /* as OFFLINE, with rules for users and groups, which differ below @/other */
	DEFINED,     /* as OFFLINE, with definitions, and a different policy below @/other */
	HOSTS,	     /* as DEFINED, with inventories of other hosts in @/hosts and bad ones in @/bad */
	CARDS,	     /* as UNCHANGED, with definitions for cards, some of which are not installed */
	BEYOND,	     /* as RUNNING, but VFs 3 and 5 are bound to other VFIO drivers */
	ATTRIBUTES,  /* as OFFLINE, with the driver's files in sysfs */
	SINGLE,	     /* as OFFLINE, with a PF that has one VF */
	NO_JOURNAL,  /* as OFFLINE, with a journal directory without a journal */
	OBSTACLE,    /* as OFFLINE, with a file where the temporary definitions belong */
	POOR,	     /* as OFFLINE, for a user who may not write definitions */
	ODD,	     /* as RUNNING, with VFs that are each unusual in one way */
	LOST,	     /* as RUNNING, with each counter at 1, and lost audit records */
	GAP,	     /* as RUNNING, until a VF disappears while events are lost */
	FULL,	     /* as STORY, on a full disk */
	TORN,	     /* as RUNNING, but the module is unloaded between two commands */
	FORBIDDEN,   /* as RUNNING, for a user without privilege */
	BROKEN,	     /* as RUNNING, but generic netlink fails */
	ENDING,	     /* as STALE, but the module is unloaded when the daemon gets SIGHUP */
	FOREIGN,     /* as STALE, for a user who may not signal the daemon */
	USED,	     /* as RUNNING, but no VF is bound, and the host uses them all */
	DRIVERCTL,   /* as RUNNING, with driverctl, which has an override to vfio-pci for VF 2 */
	TWO_DRIVERS, /* as RUNNING, with VF 1 bound to a second driver, which is declared */
	OLD_MODULE,  /* as RUNNING, with a module of an earlier ABI */
	NEW_MODULE,  /* as RUNNING, with a module of a later ABI */
	ALONE,	     /* as UNLOADED, with a daemon whose PID is @ */
	KERNELS, /* as RUNNING, and the newest installed kernel has neither module nor headers */
	PLAIN,	 /* as OFFLINE, with the kernels of KERNELS, and the newest has the module */
	REMOVED, /* as UNLOADED, and the only kernel, which runs, has no module */
	LOCKED,	 /* as UNLOADED, with a kernel that loads signed modules only */
	N_SCENES
};

struct golden {
	const char *name;
	enum scene scene;
	/* "@/x" is a path below the root, and "@" at the end of a word is the PID. */
	const char *words[WORDS_MAX];
};

extern const struct golden golden_cases[];
extern const size_t golden_n;

/* Write the policy and the other files of SCENE below ROOT. */
void golden_fill(const char *root, enum scene scene);
