/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Faults that the kernel injects (CONFIG_FAULT_INJECTION): allocations of memory and copies from and
 * to user space fail that are made on the module's behalf, which is: the module is among the callers.
 * Functions without a result give up with "Bail out!".
 */

#include <stdbool.h>
#include <stdint.h>

struct inject {
	int nth; /* /proc/thread-self/fail-nth */
};

/* What became of an action that was tried with each of its faults. */
struct inject_result {
	unsigned int faults; /* how many there were to be had */
	unsigned int errors; /* how many made the action fail */
};

/*
 * An action returns 0 or a negative errno. After each try, with no fault in force any more,
 * settle() has the result, and makes the next try possible.
 */
struct inject_action {
	int (*act)(void *userdata);
	void (*settle)(void *userdata, int r);
	void *userdata;
};

/* Whether this kernel can. */
bool inject_available(void);

/* The calling thread gets the faults. */
void inject_begin(struct inject *inject);
/* Faults of the module end with this, whoever was to get them. */
void inject_end(struct inject *inject);

/* In place of all of the module this is whose calls have faults: a function of it, or of the kernel (""). */
void inject_below(const char *module, const char *function);

/* Tries the action with its first fault, with its second, and so on, until none is left. */
struct inject_result inject_each(struct inject *inject, const struct inject_action *action);

/*
 * The same for allocations in the kernel's own threads, for which the action waits. Those can not be
 * counted, so it is a try for each step of 8 bytes that they get before one fails, up to this limit.
 */
struct inject_result inject_each_kthread(struct inject *inject, const struct inject_action *action,
					 unsigned int limit);
