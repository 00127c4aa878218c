// SPDX-License-Identifier: GPL-2.0-only
/*
 * How it runs
 *
 * The kernel asks by ringing a doorbell on a multicast group. The main thread, an sd-event loop,
 * reads all requests that wait, asks the policy, which is memory only, and answers each. Nothing in
 * this path waits for anything but the kernel itself, and for that five seconds at most: no disk,
 * no journal, no name service. There is one exception: a policy
 * with the key "port" has /sys asked for it, and that waits for the kernel's lock of all network
 * configuration (RTNL). Names are looked up once for each PF and pull, and only those that a rule
 * asks for. Where nobody waits for an answer the kernel rings a little later, once for all VFs that
 * are bound in one go (kmod/core/nl_bell.c).
 *
 * Everything that happens, decisions included, is an audit record in the kernel first. When nothing
 * more urgent is left the main thread reads a batch of them and gives it to the second thread,
 * the writer, which hands them to journald, waits until they can be seen in the journal, and rings
 * back. Only then are they acknowledged, and the kernel forgets them. So:
 *
 *	answer, then audit, then acknowledge.
 *
 * There is one batch at a time; the queue is the kernel's ring, which has its own rules for being
 * full (only native is granted then). A journal that is slow, stopped or gone holds up the writer
 * and nobody else. After a crash at any point the records are read again from the kernel, and those
 * that are found in the journal are not written twice. See writer.h for how that is known for sure.
 * A stop reads until nothing is left, and does not wait long for the journal.
 *
 * On SIGHUP a third thread, the loader, reads the policy's files. The policy before it is in force
 * until the main thread takes the new one.
 *
 * Where a rule asks for a name, changes of it are heard of (watch), and the main thread asks the kernel
 * for new decisions of the VFs that would be decided otherwise, once a second at most (recheck).
 *
 * The threads share struct vd_writer and struct vd_loader, behind a lock each, and the batch, which
 * belongs to one of them at a time. All else is the main thread's.
 *
 * The order of sources in one turn of the loop: the kernel's events (someone waits for an answer),
 * then signals, timers and the writer's bell, then audit records. STATUS= is told at the end.
 *
 * Files: manager (life), server (being the owner), decide (requests), audit, record, entry (the way
 * of a record), writer, batch, sink, journald (second thread), reload (policy), loader (third
 * thread), watch, ifaces, recheck, known (names), status, log, clean (text of others).
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
	puts("vfiovd - decides which profile a virtio VF shows through VFIO\n"
	     "\n"
	     "usage: vfiovd [OPTION...]\n"
	     "\n"
	     "  -l, --log-level=LEVEL  err, warning, notice, info or debug; info unless given\n"
	     "      --root=DIR         read policy and /sys below DIR\n"
	     "  -h, --help\n"
	     "  -V, --version\n"
	     "\n"
	     "It stays in the foreground. SIGHUP reads the policy again: " VFV_CONF_FILE "\n"
	     "and " VFV_POLICY_DIR_ETC "/*.conf.");
}

static int parse_level(const char *text)
{
	for (size_t i = 0; i < ARRAY_SIZE(levels); i++)
		if (levels[i] && strcmp(levels[i], text) == 0)
			return i;
	return -EINVAL;
}

/* One that is not there would be a system without a policy, in silence. */
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

/* Returns 1 to go on, 0 when all is done, -EINVAL. */
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

	/* Before there is a second thread, so that it has them blocked as well. */
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &signals, NULL);
	signal(SIGPIPE, SIG_IGN);

	return vd_manager_run(&manager) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
