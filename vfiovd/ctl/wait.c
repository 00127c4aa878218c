/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "text.h"
#include "wait.h"

/* Events can be lost, so the kernel is also polled at this interval. */
enum { TURN_MS = 250, SHOW_AFTER_MS = 500 };

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void note(const struct vfv_notice *notice, void *userdata)
{
	struct cmd_wait *wait = userdata;

	if (notice->type == VFV_NOTICE_STATUS)
		wait->status_told = true;
}

static void read_events(struct cmd_wait *wait)
{
	if (vfv_genl_events_read(wait->cmd->genl, note, wait) == -ENOBUFS)
		wait->status_told = true;
}

void cmd_wait_start(struct cmd_wait *wait, const struct cmd *cmd, const char *device,
		    const char *what, int64_t default_ms)
{
	*wait = (struct cmd_wait){
		.cmd = cmd,
		.device = device,
		.what = what,
		.start_ms = now_ms(),
		.shown_s = -1,
	};
	wait->end_ms = wait->start_ms + (cmd->wait_s < 0 ? default_ms : cmd->wait_s * 1000LL);
	/* Discard earlier events. */
	read_events(wait);
	wait->status_told = false;
}

/* On a terminal, the line counts the seconds; elsewhere it is written only once. */
static void show(struct cmd_wait *wait)
{
	int seconds = (int)((now_ms() - wait->start_ms) / 1000);
	bool terminal = isatty(STDERR_FILENO);

	if (wait->cmd->json || now_ms() - wait->start_ms < SHOW_AFTER_MS)
		return;
	if (wait->shown_s >= 0 && (!terminal || seconds == wait->shown_s))
		return;
	wait->shown_s = seconds;
	if (terminal)
		fputc('\r', stderr);
	cmd_text_put(stderr, wait->device);
	if (terminal)
		fprintf(stderr, ": waiting for %s, %d s ", wait->what, seconds);
	else
		fprintf(stderr, ": waiting for %s\n", wait->what);
}

bool cmd_wait_turn(struct cmd_wait *wait)
{
	struct pollfd fd = { .fd = vfv_genl_events_fd(wait->cmd->genl), .events = POLLIN };
	int64_t left = wait->end_ms - now_ms();

	show(wait);
	if (left <= 0)
		return false;
	(void)poll(&fd, 1, left < TURN_MS ? (int)left : TURN_MS);
	read_events(wait);
	return true;
}

void cmd_wait_end(struct cmd_wait *wait)
{
	if (wait->shown_s >= 0 && isatty(STDERR_FILENO))
		fputs("\r\033[K", stderr);
}
