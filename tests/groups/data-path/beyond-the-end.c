// SPDX-License-Identifier: GPL-2.0-only
/*
 * Accesses beyond the end of BAR0, including those whose end overflows, fail with EINVAL and do not
 * reach the device.
 */
#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/rig.h"

/* Unsigned arithmetic must not wrap for these widths and offsets. */
static void extremes(struct rig *rig)
{
	const uint64_t base = rig->vf.region[VFIO_PCI_BAR0_REGION_INDEX].offset;
	const uint64_t size = rig_bar0_size(rig);
	const size_t lens[] = { 1, 4, 4096, 1ul << 31, (1ul << 32) + 1 };
	const uint64_t places[] = { size, 1ull << 31, 1ull << 32, (1ull << 40) - 1 };
	unsigned int wrong = 0;
	struct tap *tap = &rig->scene.tap;
	uint8_t *buf;

	buf = mmap(NULL, 1ul << 33, PROT_READ | PROT_WRITE,
		   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	tap_must(buf == MAP_FAILED ? -errno : 0, "get address space");
	device_trace_clear(rig->device);
	for (size_t l = 0; l < ARRAY_SIZE(lens); l++) {
		for (size_t p = 0; p < ARRAY_SIZE(places); p++) {
			wrong += pread(rig->vf.device, buf, lens[l], base + places[p]) != -1 ||
				 errno != EINVAL;
			wrong += pwrite(rig->vf.device, buf, lens[l], base + places[p]) != -1 ||
				 errno != EINVAL;
		}
		wrong += pread(rig->vf.device, buf, lens[l] + size, base) != -1 || errno != EINVAL;
	}
	tap_ok(tap, wrong == 0, "extreme offsets and lengths are invalid arguments");
	tap_ok(tap, pread(rig->vf.device, buf, 0, base) == 0, "a length of 0 reads nothing");
	tap_ok(tap, device_trace(rig->device, rig->index, NULL, 0) == 0,
	       "no such access reaches the device");
	munmap(buf, 1ul << 33);
}

int main(void)
{
	struct rig rig;

	rig_begin_open(&rig, 4);
	extremes(&rig);
	return rig_end(&rig);
}
