/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Faults that the kernel injects (CONFIG_FAULT_INJECTION): memory allocations and user space copies
 * fail if the module is among their callers. Functions without a result give up with "Bail out!".
 */

#include <stdbool.h>
#include <stdint.h>

struct inject {
	int nth; /* /proc/thread-self/fail-nth */
};

/* The results of an action that was tried with each of its faults. */
struct inject_result {
	unsigned int faults; /* how many faults were possible */
	unsigned int errors; /* how many made the action fail */
};

/*
 * An action returns 0 or a negative errno. After each try, without a fault, settle() gets the
 * result and prepares the next try.
 */
struct inject_action {
	int (*act)(void *userdata);
	void (*settle)(void *userdata, int r);
	void *userdata;
};

/* Returns whether this kernel supports it. */
bool inject_available(void);

/* The calling thread gets the faults. */
void inject_begin(struct inject *inject);
/* Ends all faults of the module, for every thread. */
void inject_end(struct inject *inject);

/* Restricts the faults to the calls of one function of the module, or of the kernel (""). */
void inject_below(const char *module, const char *function);

/* Tries the action with its first fault, with its second, and so on, until none is left. */
struct inject_result inject_each(struct inject *inject, const struct inject_action *action);

/*
 * The same for allocations in kernel threads that the action waits for. They cannot be counted, so
 * there is a try for each step of 8 allocated bytes before the failure, up to this limit.
 */
struct inject_result inject_each_kthread(struct inject *inject, const struct inject_action *action,
					 unsigned int limit);
