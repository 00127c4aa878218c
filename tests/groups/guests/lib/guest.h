/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A guest inside the emulated host: the distribution's own QEMU with KVM, and either Linux with a
 * shell that the test controls, or what the firmware boots. Functions without a result give up with
 * "Bail out!".
 */

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "lib/macro.h"

/* A guest boots in 15 to 30 s on an idle machine. */
#define GUEST_BOOT_MS 240000
#define GUEST_COMMAND_MS 60000
#define GUEST_TEXT_MAX 65536

struct guest_options {
	const char *name;	/* its console goes to /share/guest-NAME.console */
	const char *vf;		/* BDF of its VF, see machine.h; NULL: none */
	const char *vf_options; /* more of its -device, ",key=value"; NULL: none */
	const char *append; /* more for Linux's command line; NULL: no Linux, the firmware boots */
	const char *const *extra; /* more of QEMU's options, the last one NULL; or NULL */
	bool typed; /* guest_type() and guest_wait_for() use the first serial line, its console */
};

struct guest {
	char name[64]; /* the name in the options and machine_suffix() */
	pid_t pid;
	int shell; /* a socket, the guest's second serial line */
	int qmp;   /* -1 until it is used */
	uint64_t started_ns;
	char text[GUEST_TEXT_MAX]; /* output of the shell that was not read yet */
	size_t len;
	char messages[GUEST_TEXT_MAX]; /* the same for QMP */
	size_t messages_len;
};

/* Prepares KVM, and /guest with what guests boot; guest_start() does it as well. */
void guest_prepare(void);
void guest_start(struct guest *guest, const struct guest_options *options);
/*
 * Waits for text on the second serial line, and consumes everything up to it. Returns 0, -ETIMEDOUT
 * or -EPIPE.
 */
int guest_wait_for(struct guest *guest, const char *text, unsigned int timeout_ms);
/* Waits for Linux's shell; returns the time since the start in ms. */
uint64_t guest_ready(struct guest *guest);
uint64_t guest_age_ms(const struct guest *guest);

/*
 * Runs shell commands in the guest. Returns their status or a negative errno. *out, which the
 * caller frees, gets their output on both streams; NULL: not wanted.
 */
int guest_sh(struct guest *guest, char **out, const char *format, ...) _printf_(3, 4);
/* Types a line to the guest. Returns 0 or -EPIPE. */
int guest_type(struct guest *guest, const char *line);
/* Runs shell commands that must succeed; prints their output to the log. */
void guest_show(struct guest *guest, const char *command);

/* Runs a QMP command, given as JSON. Returns 0, or -EINVAL when QEMU refuses it. */
int guest_qmp(struct guest *guest, const char *command);
/* Waits for an event since the last command. Returns 0 or -ETIMEDOUT. */
int guest_qmp_event(struct guest *guest, const char *event, unsigned int timeout_ms);

/* Plugs the VF in, at its own place or at another, "key=value". Returns 0 or a negative errno. */
int guest_plug(struct guest *guest, const char *bdf, const char *place);
/* Unplugs it, and waits until the guest has released it. Returns 0 or a negative errno. */
int guest_unplug(struct guest *guest);

/* Returns whether the first GUEST_TEXT_MAX bytes of the guest's console have this text. */
bool guest_console_has(const struct guest *guest, const char *text);

/* Ends QEMU; returns true unless it had ended or crashed by itself. */
bool guest_stop(struct guest *guest);
/*
 * Reads more of a stream of text until the deadline, after the len bytes in buf, which has
 * GUEST_TEXT_MAX bytes and ends with a NUL. Returns 0 when there may be more, or a negative errno.
 */
int guest_receive(int fd, char *buf, size_t *len, uint64_t deadline_ns);
/* Prints the guest's console to the log. */
void guest_log_console(const struct guest *guest);
/* Prints a file to the log, without control characters. */
void guest_log_file(const char *path);
