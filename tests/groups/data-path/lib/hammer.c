// SPDX-License-Identifier: GPL-2.0-only
#include "hammer.h"

#include <errno.h>

#include "client/util.h"
#include "scene/tap.h"

/*
 * Accesses that the module has no reason to answer from its cache.
 */
static const struct {
	uint8_t at, len;
} places[] = { { 4, 4 }, { 19, 1 }, { 18, 8 }, { 22, 4 } };

/*
 * Errors that a VMM may see when a device or PF fails. EBUSY means that a command is still in
 * flight.
 */
static bool is_plain(int r)
{
	return r == -EIO || r == -ENODEV || r == -ETIMEDOUT || r == -EBUSY;
}

static void longest(struct hammer *hammer, uint64_t took)
{
	unsigned long now = atomic_load(&hammer->longest_ns);

	while (took > now && !atomic_compare_exchange_weak(&hammer->longest_ns, &now, took))
		;
}

static void *work(void *userdata)
{
	struct hammer *hammer = userdata;

	for (unsigned int i = 0; !atomic_load(&hammer->stop); i++) {
		uint64_t start = util_now_ns();
		uint8_t buf[8];
		int r = vfio_read(hammer->vf, VFIO_PCI_BAR0_REGION_INDEX,
				  places[i % ARRAY_SIZE(places)].at, buf,
				  places[i % ARRAY_SIZE(places)].len);

		longest(hammer, util_now_ns() - start);
		if (r == 0) {
			atomic_fetch_add(&hammer->good, 1);
			continue;
		}
		atomic_fetch_add(&hammer->failed, 1);
		if (!is_plain(r)) {
			atomic_fetch_add(&hammer->strange, 1);
			atomic_store(&hammer->errno_strange, -r);
		}
	}
	return NULL;
}

void hammer_start(struct hammer *hammer, struct vfio_vf *vf, unsigned int n)
{
	*hammer = (struct hammer){ .vf = vf };
	for (; hammer->n < n; hammer->n++)
		tap_must(-pthread_create(&hammer->thread[hammer->n], NULL, work, hammer),
			 "start a thread");
}

void hammer_stop(struct hammer *hammer)
{
	atomic_store(&hammer->stop, true);
	for (unsigned int i = 0; i < hammer->n; i++)
		pthread_join(hammer->thread[i], NULL);
	hammer->n = 0;
}

static bool wait_for(const atomic_ulong *count, unsigned long more, unsigned int timeout_ms)
{
	uint64_t deadline = util_now_ns() + timeout_ms * 1000000ull;
	unsigned long target = atomic_load(count) + more;

	while (atomic_load(count) < target) {
		if (util_now_ns() >= deadline)
			return false;
		util_sleep_ms(2);
	}
	return true;
}

bool hammer_wait_good(struct hammer *hammer, unsigned long more, unsigned int timeout_ms)
{
	return wait_for(&hammer->good, more, timeout_ms);
}

bool hammer_wait_failed(struct hammer *hammer, unsigned long more, unsigned int timeout_ms)
{
	return wait_for(&hammer->failed, more, timeout_ms);
}
