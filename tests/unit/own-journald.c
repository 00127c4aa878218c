// SPDX-License-Identifier: GPL-2.0-only
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "journald.h"
#include "lib/macro.h"
#include "lib/names.h"
#include "own-journald.h"

static const char *const journald_paths[] = { "/usr/lib/systemd/systemd-journald",
					      "/lib/systemd/systemd-journald" };

/* Do not read audit or the kernel log, which belong to the machine's own journald. */
static const char journald_conf[] =
	"[Journal]\nStorage=volatile\nAudit=no\nReadKMsg=no\n"
	"RateLimitIntervalSec=0\nForwardToSyslog=no\nForwardToWall=no\n";

static pid_t daemon_pid;

bool own_journald_write(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");
	bool ok = file && fputs(text, file) >= 0;

	return file && fclose(file) == 0 && ok;
}

static bool own_namespace(void)
{
	uid_t uid = getuid();
	char map[32];

	if (uid == 0 && unshare(CLONE_NEWNS) == 0)
		return true;
	if (unshare(CLONE_NEWUSER | CLONE_NEWNS) < 0)
		return false;
	snprintf(map, sizeof(map), "0 %u 1", uid);
	return own_journald_write("/proc/self/uid_map", map);
}

static bool own_run(void)
{
	if (!own_namespace() || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
	    mount("tmpfs", "/run", "tmpfs", 0, "mode=755") < 0)
		return false;
	if (access("/var/log/journal", F_OK) == 0 &&
	    mount("tmpfs", "/var/log", "tmpfs", 0, "mode=755") < 0)
		return false;
	return mkdir("/run/log", 0755) == 0 && mkdir("/run/log/journal", 0755) == 0 &&
	       mkdir("/run/systemd", 0755) == 0 && mkdir("/run/systemd/journal", 0755) == 0 &&
	       mkdir("/run/systemd/journald.conf.d", 0755) == 0 &&
	       own_journald_write("/run/systemd/journald.conf.d/test.conf", journald_conf);
}

bool own_journald_start(void)
{
	daemon_pid = fork();
	if (daemon_pid == 0) {
		(void)!freopen("/dev/null", "w", stderr);
		for (size_t i = 0; i < ARRAY_SIZE(journald_paths); i++)
			execl(journald_paths[i], journald_paths[i], (char *)NULL);
		_exit(1);
	}
	for (int i = 0; i < 500 && !vd_journald_present(VFV_JOURNAL_SOCKET); i++)
		usleep(10000);
	return vd_journald_present(VFV_JOURNAL_SOCKET);
}

void own_journald_end(void)
{
	kill(daemon_pid, SIGKILL);
	waitpid(daemon_pid, NULL, 0);
	/* systemd, which would hold the socket, is absent: nobody listens, but the name remains. */
	unlink(VFV_JOURNAL_SOCKET);
}

void own_journald_signal(int signal)
{
	kill(daemon_pid, signal);
}

bool own_journald_begin(void)
{
	return (access(journald_paths[0], X_OK) == 0 || access(journald_paths[1], X_OK) == 0) &&
	       own_run() && own_journald_start();
}
