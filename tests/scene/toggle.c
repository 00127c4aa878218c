// SPDX-License-Identifier: GPL-2.0-only
#include "toggle.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>

#include "client/bind.h"
#include "client/util.h"
#include "scene/tap.h"

pid_t toggle_start(const char *bdf, unsigned int pause_ms)
{
	pid_t pid;

	fflush(stdout);
	pid = fork();
	tap_must(util_errno(pid), "fork");
	while (pid == 0) {
		bind_to(bdf, BIND_DRIVER, NULL);
		util_sleep_ms(pause_ms);
	}
	return pid;
}

void toggle_stop(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}
