/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A guest inside the emulated host: the distribution's own QEMU with KVM, and either Linux with a
 * shell that the test controls, or the system that the firmware boots. Functions without a result
 * end the test with "Bail out!".
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
	const char *name;	  /* its console is written to /share/guest-NAME.console */
	const char *vf;		  /* BDF of its VF, see machine.h, or NULL */
	const char *vf_options;	  /* additional options for its -device, ",key=value", or NULL */
	const char *append; /* appended to Linux's command line; NULL to boot firmware instead of
			     * Linux */
	const char *const *extra; /* additional options for QEMU, NULL-terminated, or NULL */
	bool typed; /* guest_type() and guest_wait_for() use the console, the first serial line */
};

struct guest {
	char name[64]; /* the name from the options and machine_suffix() */
	pid_t pid;
	int shell; /* a socket to the guest's second serial line */
	int qmp;   /* a socket; -1 until it is used */
	uint64_t started_ns;
	char text[GUEST_TEXT_MAX]; /* output of the shell that has not been consumed yet */
	size_t len;
	char messages[GUEST_TEXT_MAX]; /* output of QMP that has not been consumed yet */
	size_t messages_len;
};

/* Prepares KVM, and /guest with the files that guests boot; guest_start() calls this as well. */
void guest_prepare(void);
void guest_start(struct guest *guest, const struct guest_options *options);
/*
 * Waits for text on the second serial line, and consumes everything up to and including it. Returns
 * 0, -ETIMEDOUT or -EPIPE.
 */
int guest_wait_for(struct guest *guest, const char *text, unsigned int timeout_ms);
/* Waits for Linux's shell; returns the time since the start in ms. */
uint64_t guest_ready(struct guest *guest);
uint64_t guest_age_ms(const struct guest *guest);

/*
 * Runs shell commands in the guest. Returns their exit status or a negative errno. *out, unless
 * NULL, gets the output of both streams; the caller frees it.
 */
int guest_sh(struct guest *guest, char **out, const char *format, ...) _printf_(3, 4);
/* Types a line in the guest. Returns 0 or -EPIPE. */
int guest_type(struct guest *guest, const char *line);
/* Runs shell commands that must succeed; prints their output to the log. */
void guest_show(struct guest *guest, const char *command);

/* Runs a QMP command, given as JSON. Returns 0, or -EINVAL if QEMU refuses it. */
int guest_qmp(struct guest *guest, const char *command);
/* Waits for an event after the last command. Returns 0 or -ETIMEDOUT. */
int guest_qmp_event(struct guest *guest, const char *event, unsigned int timeout_ms);

/*
 * Plugs in the VF, at its default place or at another one, "key=value". Returns 0 or a negative
 * errno.
 */
int guest_plug(struct guest *guest, const char *bdf, const char *place);
/* Unplugs the VF, and waits until the guest has released it. Returns 0 or a negative errno. */
int guest_unplug(struct guest *guest);

/* Returns whether the first GUEST_TEXT_MAX bytes of the guest's console contain this text. */
bool guest_console_has(const struct guest *guest, const char *text);

/* Ends QEMU; returns false if it had exited or crashed before. */
bool guest_stop(struct guest *guest);
/*
 * Reads more of a text stream until the deadline, and appends it to the len bytes in buf. buf has
 * GUEST_TEXT_MAX bytes and is NUL-terminated. Returns 0 if there may be more, or a negative errno.
 */
int guest_receive(int fd, char *buf, size_t *len, uint64_t deadline_ns);
/* Prints the guest's console to the log. */
void guest_log_console(const struct guest *guest);
/* Prints a file to the log, without control characters. */
void guest_log_file(const char *path);
