// SPDX-License-Identifier: GPL-2.0-only
#include "figure.h"

#include <linux/pci_regs.h>
#include <sched.h>
#include <stdarg.h>

#include "client/report.h"

static const struct {
	const char *label, *name;
} drivers[] = {
	[FIGURE_OURS] = { "ours", BIND_DRIVER },
	[FIGURE_UPSTREAM] = { "upstream", "virtio_vfio_pci" },
	[FIGURE_PLAIN] = { "vfio-pci", "vfio-pci" },
};

const char *figure_driver_label(enum figure_driver driver)
{
	return drivers[driver].label;
}

const char *figure_driver_name(enum figure_driver driver)
{
	return drivers[driver].name;
}

void figure_begin(struct figure *figure, const char *name)
{
	*figure = (struct figure){ .name = name };
	rig_begin(&figure->rig);
	tap_must(run_quietly(
			 (const char *[]){ "modprobe", "-a", "virtio_vfio_pci", "vfio-pci", NULL }),
		 "load drivers");
	/* Tracing takes time in the device, the same for all drivers. */
	device_do(figure->rig.device, "trace off");
	scene_rule(&figure->rig.scene, "figures", "0-255", "transitional",
		   "\"native\", \"transitional\"");
}

int figure_end(struct figure *figure)
{
	struct rig *rig = &figure->rig;

	tap_must(bind_make_vfs(rig->scene.pf, SCENE_VFS), "make %d VFs", SCENE_VFS);
	device_end(rig->device);
	scene_close(&rig->scene);
	return 0;
}

void figure_make_vfs(struct figure *figure, unsigned int num)
{
	tap_must(bind_make_vfs(figure->rig.scene.pf, 0), "remove the VFs");
	tap_must(bind_make_vfs(figure->rig.scene.pf, num), "make %u VFs", num);
}

void figure_bind(struct figure *figure, enum figure_driver driver, unsigned int index)
{
	char bdf[VFIO_BDF_LEN];

	if (driver == FIGURE_OURS) {
		scene_bind_decided(&figure->rig.scene, index, bdf);
		return;
	}
	scene_vf(&figure->rig.scene, index, bdf);
	tap_must(bind_to(bdf, figure_driver_name(driver), NULL), "bind %s to %s", bdf,
		 figure_driver_name(driver));
}

void figure_open_bound(struct figure *figure, unsigned int index, struct vfio_vf *vf)
{
	char bdf[VFIO_BDF_LEN];

	scene_vf(&figure->rig.scene, index, bdf);
	scene_open(vf, bdf);
	tap_must(pci_command(vf, PCI_COMMAND_IO | PCI_COMMAND_MEMORY | PCI_COMMAND_MASTER, 0),
		 "turn decoding on");
}

void figure_open(struct figure *figure, enum figure_driver driver, unsigned int index,
		 struct vfio_vf *vf)
{
	figure_bind(figure, driver, index);
	figure_open_bound(figure, index, vf);
}

void figure_pin(int cpu)
{
	int n = sysconf(_SC_NPROCESSORS_ONLN);
	cpu_set_t set;

	CPU_ZERO(&set);
	for (int i = 0; i < n; i++)
		if (cpu < 0 || cpu % n == i)
			CPU_SET(i, &set);
	tap_must(util_errno(sched_setaffinity(0, sizeof(set), &set)), "pin to a CPU");
}

static _printf_(5, 0) void observe(const struct figure *figure, const char *driver,
				   unsigned int round, struct samples *samples, const char *what,
				   va_list args)
{
	_cleanup_free_ char *text = NULL;
	struct report report;

	if (vasprintf(&text, what, args) < 0)
		tap_must(-ENOMEM, "print a figure");
	report_begin(&report, true);
	report_text(&report, "figure", "%s", figure->name);
	report_text(&report, "what", "%s", text);
	report_text(&report, "driver", "%s", driver);
	report_number(&report, "round", round);
	report_number(&report, "n", samples->n);
	report_number(&report, "p50", samples_percentile(samples, 50));
	report_number(&report, "p99", samples_percentile(samples, 99));
	report_end(&report);
}

void figure_observe(const struct figure *figure, const char *driver, unsigned int round,
		    struct samples *samples, const char *what, ...)
{
	va_list args;

	va_start(args, what);
	observe(figure, driver, round, samples, what, args);
	va_end(args);
}

void figure_value(const struct figure *figure, const char *driver, unsigned int round,
		  uint64_t value, const char *what, ...)
{
	struct samples samples = { .n = 1, .value = { value } };
	va_list args;

	va_start(args, what);
	observe(figure, driver, round, &samples, what, args);
	va_end(args);
}
