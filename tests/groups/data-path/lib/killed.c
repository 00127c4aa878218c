// SPDX-License-Identifier: GPL-2.0-only
#include "killed.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client/util.h"
#include "rig.h"

uint64_t killed_reader(struct rig *rig, unsigned int at, unsigned int after_ms)
{
	uint8_t bytes[4];
	uint64_t start;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	tap_must(util_errno(pid), "fork");
	while (pid == 0)
		rig_read(rig, at, bytes, sizeof(bytes));
	util_sleep_ms(after_ms);
	start = util_now_ns();
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	return util_now_ns() - start;
}
