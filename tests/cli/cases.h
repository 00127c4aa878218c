/* SPDX-License-Identifier: GPL-2.0-only */
/* Command lines whose expected output is in tests/cli/expect, and the machines they run on. */
#pragma once

#include <stddef.h>

enum { WORDS_MAX = 8 };

enum scene {
	OFFLINE,     /* --root, without a kernel */
	NAMELESS,    /* like OFFLINE, with a second PF and a rule that matches the unreadable port
		      * of the first */
	EMPTY,	     /* no VFs */
	UNLOADED,    /* the module is not loaded */
	NO_DAEMON,   /* VFs are bound, but no daemon runs */
	RUNNING,     /* VFs are bound, and a daemon runs */
	UNJUDGED,    /* like RUNNING, before udev has named the PF's interface */
	OTHER_RULES, /* like RUNNING, with rules that made none of the decisions */
	LOG_ONLY,    /* like OTHER_RULES, with a rule that has log_only */
	STALE,	     /* like RUNNING, but the policy in force differs from the files */
	STORY,	     /* like RUNNING, with events */
	ABSENT,	     /* like OFFLINE, with rules for devices that are not there, and with files that
		      * the daemon cannot read */
	BAD_POLICY,  /* like OFFLINE, with errors in the policy */
	BAD_FILES,   /* like TAKING, with errors in the files */
	BAD_DEAF,    /* like BAD_FILES, with a daemon that ignores SIGHUP */
	BAD_ALONE,   /* like ALONE, with errors in the files */
	SPOILED,     /* like BAD_FILES, after the daemon has read the files */
	BAD_START,   /* like SPOILED, and the daemon has not read valid files since it started */
	TAKING,	     /* like STALE, with a daemon that reads the files on SIGHUP */
	UNCHANGED,   /* like RUNNING, with a daemon that reads the files on SIGHUP */
	MUFFLED,     /* like UNCHANGED, but the event about the reload is lost */
	DEAF,	     /* like STALE, with a daemon that ignores SIGHUP */
	ASLEEP,	     /* like RUNNING, with a daemon that ignores SIGHUP */
	FAILING,     /* like RUNNING, but every request fails, and some VFs have results of
		      * earlier ones */
	STRANGER,    /* like STALE, but the owner is another program, which SIGHUP would kill */
	WHO,	     /* like OFFLINE, with rules for users and groups, which differ below @/other */
	DEFINED,     /* like OFFLINE, with definitions, and a different policy below @/other */
	HOSTS,	     /* like DEFINED, with good and bad inventories of other hosts */
	CARDS,	     /* like UNCHANGED, with definitions for cards, some of them absent */
	BEYOND,	     /* like RUNNING, but VFs 3 and 5 are bound to other VFIO drivers */
	ATTRIBUTES,  /* like OFFLINE, with the driver's files in sysfs */
	SINGLE,	     /* like OFFLINE, with a PF that has one VF */
	NO_JOURNAL,  /* like OFFLINE, with a journal directory that contains no journal */
	OBSTACLE,    /* like OFFLINE, with a file where the temporary definitions belong */
	POOR,	     /* like OFFLINE, as a user who may not write definitions */
	ODD,	     /* like RUNNING, with VFs that are each unusual in one way */
	LOST,	     /* like RUNNING, with each counter at 1, and lost audit records */
	GAP,	     /* like RUNNING, until a VF disappears while events are lost */
	FULL,	     /* like STORY, on a full disk */
	TORN,	     /* like RUNNING, but the module is unloaded between two commands */
	FORBIDDEN,   /* like RUNNING, as a user without privileges */
	BROKEN,	     /* like RUNNING, but generic netlink fails */
	ENDING,	     /* like STALE, but the module is unloaded when the daemon gets SIGHUP */
	FOREIGN,     /* like STALE, as a user who may not signal the daemon */
	USED,	     /* like RUNNING, but the host uses all VFs through virtio-pci */
	DRIVERCTL,   /* like RUNNING, with driverctl, which has an override to vfio-pci for VF 2 */
	TWO_DRIVERS, /* like RUNNING, with VF 1 bound to a second driver, which is declared */
	OLD_MODULE,  /* like RUNNING, with a module of an earlier ABI */
	NEW_MODULE,  /* like RUNNING, with a module of a later ABI */
	ALONE,	     /* like UNLOADED, with a daemon whose PID is @ */
	KERNELS, /* like RUNNING, and the newest installed kernel has neither module nor headers */
	PLAIN,	 /* like OFFLINE, with the kernels of KERNELS, and the newest has the module */
	REMOVED, /* like UNLOADED, and the only kernel, which is running, has no module */
	LOCKED,	 /* like UNLOADED, with a kernel that loads signed modules only */
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
