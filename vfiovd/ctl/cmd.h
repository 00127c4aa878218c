/* SPDX-License-Identifier: GPL-2.0-only */
/* Shared by all verbs of vfiovctl. */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "lib/genl.h"

/* Exit codes, as in vfiovctl(8). Never change the meaning of one. */
enum cmd_exit {
	CMD_OK = 0,
	CMD_FAILED = 1,
	CMD_USAGE = 2,
	CMD_NO_DEVICE = 3,
	CMD_REFUSED = 4,     /* by the policy */
	CMD_UNREACHABLE = 5, /* module not loaded, or no daemon to decide */
	CMD_BUSY = 6,	     /* the VF is open, or the host uses it */
	CMD_POLICY = 7,	     /* the policy's files have errors */
	CMD_UNSUPPORTED = 8, /* the device does not support it */
	CMD_DRIFT = 9,	     /* VFs differ from the policy, or are outside its control */
	CMD_UNJUDGED = 10,   /* a VF is native because a fact is not known */
};

/* The options and the connection to the kernel; there is one for the whole run. */
struct cmd {
	const char *verb;
	bool json;
	bool pretty;
	bool legend;
	bool color;	  /* for stdout */
	bool err_color;	  /* for stderr, which may be redirected */
	const char *root; /* "" for the running system; otherwise the kernel is not queried */
	const char *reason;
	const char *profile;
	int migration; /* -1: not given */
	int wait_s;    /* -1: not given */
	const char *rule;
	uint64_t since_us;  /* since the epoch; 0 if not given */
	uint64_t until_us;  /* since the epoch; UINT64_MAX if not given */
	unsigned int lines; /* 0: not given */
	bool follow;
	const char *journal;   /* a file or a directory of files; NULL means the system's journal */
	const char *host;      /* NULL: not given */
	const char *inventory; /* of other hosts: a file or a directory; NULL if not given */
	bool verify;
	bool denied;
	bool quiet;
	bool verbose;
	bool persist;
	pid_t main_pid;	   /* 0: not given */
	unsigned int seen; /* options that only some verbs take; for a verb with subverbs */

	bool silent; /* do not report errors, because this is only an attempt */

	const struct vfv_genl_hook *hook; /* for tests; NULL otherwise */
	struct vfv_genl *genl;		  /* NULL before cmd_connect() */
	struct vfv_nl_error error;	  /* from cmd_connect(); code 0 if there is no sentence */
	bool resolved;			  /* the family was found */
};

/*
 * A verb gets the words that follow it on the command line. It reports the error that it returns.
 */
typedef enum cmd_exit cmd_verb_fn(struct cmd *cmd, int argc, char **argv);

cmd_verb_fn cmd_list, cmd_show, cmd_profiles, cmd_status, cmd_monitor, cmd_set, cmd_reset,
	cmd_explain, cmd_define, cmd_undefine, cmd_policy, cmd_audit, cmd_report, cmd_bind,
	cmd_unbind, cmd_metrics, cmd_guest;

/* Return: true if --root was given, so that there is no kernel to query. */
bool cmd_is_offline(const struct cmd *cmd);

/**
 * cmd_connect - find the family, unless that was done before
 *
 * Return: 0; -ENOENT if the module is not loaded (cmd->genl is set even then) or with --root;
 * -EPROTONOSUPPORT if the module uses another version of the protocol; another negative errno. It
 * reports nothing.
 */
int cmd_connect(struct cmd *cmd);

/* Run the whole program, without exit(). @hook may be NULL. */
int cmd_main(int argc, char **argv, const struct vfv_genl_hook *hook);
