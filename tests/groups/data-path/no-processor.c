// SPDX-License-Identifier: GPL-2.0-only
/*
 * The workers that process commands get no CPU time for longer than the timeout of a command. The
 * module must not treat this as a device that does not answer: the commands succeed once the CPU is
 * free, and other VFs of the PF do not fail meanwhile, although the only slot in its queue is in
 * use.
 */
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "client/util.h"
#include "lib/rig.h"

#define CPU 1
#define STARVE_MS 3500
#define SECOND_MS 2700
#define DRIVER_FEATURES 4

/* A thread that reads one register on the hog's CPU, with a higher priority than the hog. */
struct reader {
	struct rig rig;
	pthread_t thread;
	int result;
	uint64_t took_ms;
};

static void put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	tap_must(util_errno(fd), "open %s", path);
	tap_must(util_errno(write(fd, text, strlen(text))), "write %s", path);
	close(fd);
}

static void keep_to(int cpu, int priority)
{
	struct sched_param param = { .sched_priority = priority };
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	/* Set the priority first: without it, the thread would not run on the hog's CPU. */
	tap_must(-pthread_setschedparam(pthread_self(), SCHED_FIFO, &param), "set a priority");
	tap_must(-pthread_setaffinity_np(pthread_self(), sizeof(set), &set), "pin to a CPU");
}

static void *hog(void *userdata)
{
	uint64_t until = *(uint64_t *)userdata;

	keep_to(CPU, 10);
	while (util_now_ns() < until)
		;
	return NULL;
}

static void *read_one(void *userdata)
{
	struct reader *r = userdata;
	uint64_t start;
	uint8_t bytes[4];

	keep_to(CPU, 20);
	start = util_now_ns();
	r->result = rig_read(&r->rig, DRIVER_FEATURES, bytes, sizeof(bytes));
	r->took_ms = (util_now_ns() - start) / 1000000;
	return NULL;
}

/*
 * The kernel reserves 50 ms of each second on each CPU for tasks without real-time priority.
 */
static void starving(bool can)
{
	put("/sys/kernel/debug/sched/fair_server/cpu1/runtime", can ? "0" : "50000000");
}

static void starve(struct reader readers[static 2])
{
	uint64_t until = util_now_ns() + STARVE_MS * 1000000ul;
	pthread_t thread;

	starving(true);
	tap_must(-pthread_create(&thread, NULL, hog, &until), "start a thread");
	util_sleep_ms(50);
	tap_must(-pthread_create(&readers[0].thread, NULL, read_one, &readers[0]),
		 "start a thread");
	util_sleep_ms(SECOND_MS);
	tap_must(-pthread_create(&readers[1].thread, NULL, read_one, &readers[1]),
		 "start a thread");
	pthread_join(thread, NULL);
	for (int i = 0; i < 2; i++)
		pthread_join(readers[i].thread, NULL);
	starving(false);
}

int main(void)
{
	static struct reader readers[2];
	struct rig rig;
	struct tap *tap;

	rig_begin(&rig);
	if (sysconf(_SC_NPROCESSORS_ONLN) <= CPU) {
		tap_skip(&rig.scene.tap, "no processor", "there is only one");
		return rig_end(&rig);
	}
	rig_queue_size(&rig, rig_queue_least(&rig));
	for (unsigned int i = 0; i < 2; i++) {
		readers[i].rig = rig;
		rig_open(&readers[i].rig, i);
	}
	rig.scene.tap = readers[1].rig.scene.tap;
	tap = &rig.scene.tap;
	starve(readers);
	tap_ok(tap, readers[0].took_ms > SECOND_MS, "a command's worker did not run for %lu ms",
	       readers[0].took_ms);
	tap_returned(tap, readers[0].result, 0, "the command still succeeds");
	tap_returned(tap, readers[1].result, 0, "so does a later one of another VF: %lu ms",
		     readers[1].took_ms);
	for (unsigned int i = 0; i < 2; i++)
		rig_close(&readers[i].rig);
	rig_queue_size(&rig, 64);
	return rig_end(&rig);
}
