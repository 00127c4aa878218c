// SPDX-License-Identifier: GPL-2.0-only
/*
 * How it runs
 *
 * The kernel asks by ringing a doorbell on a multicast group. The main thread, an sd-event loop,
 * reads all waiting requests, evaluates the policy, which is in memory only, and answers each. This
 * path waits only for the kernel itself, for at most five seconds. It uses no disk, no journal and
 * no name service. There is one exception: for a policy with the key "port" it reads /sys, which
 * waits for the kernel's lock for all network configuration (RTNL). It looks up names once per PF
 * and pass, and only those that a rule uses. If nobody waits for an answer, the kernel rings a
 * little later, once for all VFs that are bound together (kmod/core/nl_doorbell.c).
 *
 * Every event, decisions included, is first an audit record in the kernel. When nothing more urgent
 * is left, the main thread reads a batch of records and gives it to the second thread, the writer,
 * which sends them to journald, waits until they are visible in the journal, and then notifies the
 * main thread. Only then does the main thread acknowledge them, and the kernel forgets them. So:
 *
 *	answer, then audit, then acknowledge.
 *
 * There is one batch at a time; the queue is the kernel's ring, which has its own rules for when it
 * is full (the kernel then grants only native). A journal that is slow, stopped or gone delays only
 * the writer. After a crash at any point vfiovd reads the records again from the kernel, and does
 * not write those that it finds in the journal. writer.h describes how it finds them reliably. When
 * it is stopped, vfiovd reads until no record is left, and does not wait long for the journal.
 *
 * On SIGHUP a third thread, the loader, reads the policy's files. The previous policy stays in
 * force until the main thread takes the new one.
 *
 * If a rule uses a name, vfiovd listens for changes to that name (watch), and the main thread asks
 * the kernel to re-evaluate the VFs whose decision would differ, at most once a second (recheck).
 *
 * The threads share struct vd_writer and struct vd_loader, each with its own lock, and the batch,
 * which belongs to one thread at a time. Everything else belongs to the main thread.
 *
 * The order of sources in one turn of the loop: the kernel's events (a process waits for an
 * answer), then signals, timers and the writer's doorbell, then audit records. STATUS= is sent at
 * the end of each turn.
 *
 * Files: manager (start to exit), server (being the owner), decide (requests), audit, record, entry
 * (from record to journal entry), writer, batch, sink, journald (second thread), reload (policy),
 * loader (third thread), watch, ifaces, recheck, known (names), status, log, clean (text from other
 * processes).
 */
#include <errno.h>
#include <getopt.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>

#include "lib/macro.h"
#include "lib/names.h"
#include "manager.h"

static const char *const levels[] = {
	[LOG_ERR] = "err",   [LOG_WARNING] = "warning", [LOG_NOTICE] = "notice",
	[LOG_INFO] = "info", [LOG_DEBUG] = "debug",
};

static void help(void)
{
	puts("vfiovd - decide which profile a virtio VF shows through VFIO\n"
	     "\n"
	     "Usage: vfiovd [OPTION...]\n"
	     "\n"
	     "  -l, --log-level=LEVEL  log this level and above: err, warning, notice, info (the\n"
	     "                         default) or debug\n"
	     "      --root=DIR         read the policy and /sys below DIR\n"
	     "  -h, --help             print this help\n"
	     "  -V, --version          print the version\n"
	     "\n"
	     "vfiovd runs in the foreground. SIGHUP makes it reload the policy from\n" VFV_CONF_FILE
	     " and " VFV_POLICY_DIR_ETC "/*.conf.");
}

static int parse_level(const char *text)
{
	for (size_t i = 0; i < ARRAY_SIZE(levels); i++)
		if (levels[i] && strcmp(levels[i], text) == 0)
			return i;
	return -EINVAL;
}

/* A missing directory would silently count as a system without a policy. */
static int take_root(const char *dir, struct vd_options *ret)
{
	struct stat st;

	if (stat(dir, &st) < 0 || !S_ISDIR(st.st_mode)) {
		fprintf(stderr, "vfiovd: --root: not a directory: %s\n", dir);
		return -EINVAL;
	}
	ret->root = dir;
	return 0;
}

/* Returns 1 to continue, 0 if everything is done, or -EINVAL. */
static int parse_options(int argc, char **argv, struct vd_options *ret)
{
	enum { ROOT = 256 };
	static const struct option options[] = {
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ "log-level", required_argument, NULL, 'l' },
		{ "root", required_argument, NULL, ROOT },
		{ 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "hVl:", options, NULL)) >= 0)
		switch (c) {
		case 'h':
			help();
			return 0;
		case 'V':
			puts("vfiovd " VFV_VERSION);
			return 0;
		case 'l':
			ret->log_level = parse_level(optarg);
			if (ret->log_level < 0) {
				fprintf(stderr, "vfiovd: no such log level: %s\n", optarg);
				return -EINVAL;
			}
			break;
		case ROOT:
			if (take_root(optarg, ret) < 0)
				return -EINVAL;
			break;
		default:
			return -EINVAL;
		}
	if (optind < argc) {
		fprintf(stderr, "vfiovd: unexpected argument: %s\n", argv[optind]);
		return -EINVAL;
	}
	return 1;
}

int main(int argc, char **argv)
{
	struct vd_manager manager = {
		.options = {
			.root = "",
			.journal_socket = VFV_JOURNAL_SOCKET,
			.log_level = LOG_INFO,
		},
	};
	sigset_t signals;
	int r;

	r = parse_options(argc, argv, &manager.options);
	if (r <= 0)
		return r < 0 ? 2 : EXIT_SUCCESS;

	/* Block signals before the second thread starts, so that it inherits the mask. */
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &signals, NULL);
	signal(SIGPIPE, SIG_IGN);

	return vd_manager_run(&manager) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
