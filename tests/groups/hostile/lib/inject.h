/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Faults injected by the kernel (CONFIG_FAULT_INJECTION): memory allocations and user space copies
 * fail if the module is among their callers. Errors of void functions end the test with "Bail
 * out!".
 */

#include <stdbool.h>
#include <stdint.h>

struct inject {
	int nth; /* descriptor of /proc/thread-self/fail-nth */
};

/* The results of an action that is tried with each possible fault. */
struct inject_result {
	unsigned int faults; /* number of possible faults */
	unsigned int errors; /* number of faults that made the action fail */
};

/*
 * An action returns 0 or a negative errno. After each try, settle() gets the result and prepares
 * the next try; it runs without faults.
 */
struct inject_action {
	int (*act)(void *userdata);
	void (*settle)(void *userdata, int r);
	void *userdata;
};

/* Returns whether this kernel supports fault injection. */
bool inject_available(void);

/* Starts injection; faults occur in the calling thread. */
void inject_begin(struct inject *inject);
/* Ends injection for all threads. */
void inject_end(struct inject *inject);

/* Restricts the faults to callees of one function of the module, or of the kernel (""). */
void inject_below(const char *module, const char *function);

/*
 * Tries the action with its first possible fault, then with its second, and so on, until none is
 * left.
 */
struct inject_result inject_each(struct inject *inject, const struct inject_action *action);

/*
 * Like the above, for allocations in kernel threads that the action waits for. These cannot be
 * counted, so the failure comes after 0, 8, 16, ... allocated bytes, up to this limit.
 */
struct inject_result inject_each_kthread(struct inject *inject, const struct inject_action *action,
					 unsigned int limit);
