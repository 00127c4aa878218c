/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A guest inside the emulated host: the distribution's own QEMU with KVM, and either Linux with a
 * shell that does what the test says, or what the firmware boots. Functions without a result give
 * up with "Bail out!".
 */

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "lib/macro.h"

/* A guest boots in 15 to 30 s when nothing else wants the machine. */
#define GUEST_BOOT_MS 240000
#define GUEST_COMMAND_MS 60000
#define GUEST_TEXT_MAX 65536

struct guest_options {
	const char *name;	/* its console goes to /share/guest-NAME.console */
	const char *vf;		/* BDF of the VF it gets, in slot 5; NULL: none */
	const char *vf_options; /* more of its -device, ",key=value"; NULL: none */
	const char *append; /* more for Linux's command line; NULL: no Linux, the firmware boots */
	const char *const *extra; /* more of QEMU's options, the last one NULL; or NULL */
};

struct guest {
	const char *name;
	pid_t pid;
	int shell; /* a socket, the guest's second serial line */
	int qmp;   /* -1 until it is used */
	uint64_t started_ns;
	char text[GUEST_TEXT_MAX]; /* what came from the shell and was not yet taken */
	size_t len;
	char messages[GUEST_TEXT_MAX]; /* the same for QMP */
	size_t messages_len;
};

/* Makes KVM, and /guest with what guests boot; guest_start() does it as well. */
void guest_prepare(void);
void guest_start(struct guest *guest, const struct guest_options *options);
/* Waits for text on the second serial line, and takes all up to it. 0, -ETIMEDOUT, -EPIPE. */
int guest_wait_for(struct guest *guest, const char *text, unsigned int timeout_ms);
/* Waits until Linux's shell is there; how long that took since the start is in the result, in ms. */
uint64_t guest_ready(struct guest *guest);
uint64_t guest_age_ms(const struct guest *guest);

/*
 * Runs shell commands in the guest: their status or a negative errno. *out, which the caller frees,
 * is what they said on both streams; NULL when it is not wanted.
 */
int guest_sh(struct guest *guest, char **out, const char *format, ...) _printf_(3, 4);
/* The same, which must end with 0; what they said goes to the log. */
void guest_show(struct guest *guest, const char *command);

/* A QMP command, as JSON. 0, or -EINVAL when QEMU refuses it. */
int guest_qmp(struct guest *guest, const char *command);
/* Waits for an event that has come since the last command. 0 or -ETIMEDOUT. */
int guest_qmp_event(struct guest *guest, const char *event, unsigned int timeout_ms);

/* Whether the guest's console has had this text, among the first GUEST_TEXT_MAX bytes. */
bool guest_console_has(const struct guest *guest, const char *text);

/* Ends QEMU; true when it had not ended or crashed by itself. */
bool guest_stop(struct guest *guest);
/*
 * Reads more of a stream of text until the deadline, behind the len bytes that buf has; it has
 * GUEST_TEXT_MAX and ends with a NUL. 0 when there may be something new, or a negative errno.
 */
int guest_receive(int fd, char *buf, size_t *len, uint64_t deadline_ns);
/* Prints a file into the log, without what a terminal would not show. */
void guest_log_file(const char *path);
