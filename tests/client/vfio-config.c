// SPDX-License-Identifier: GPL-2.0-only
/*
 * Prints what VFIO reports about a device (regions, interrupts and all bytes of config space) as
 * text for diff; with -b, prints only config space, as bytes.
 */
#include <linux/vfio.h>
#include <stdio.h>
#include <string.h>

#include "util.h"
#include "vfio.h"

static void regions_show(const struct vfio_vf *vf)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(vf->region); i++)
		printf("region %u size 0x%llx flags 0x%x\n", i, vf->region[i].size,
		       vf->region[i].flags);
}

static void irqs_show(struct vfio_vf *vf)
{
	struct vfio_irq_info info;

	for (unsigned int i = 0; i < VFIO_PCI_NUM_IRQS; i++) {
		int r = vfio_irq_info(vf, i, &info);

		if (r < 0)
			printf("irq %u %s\n", i, strerrorname_np(-r));
		else
			printf("irq %u count %u flags 0x%x\n", i, info.count, info.flags);
	}
}

static void config_show(const uint8_t *config)
{
	for (unsigned int i = 0; i < VFIO_CONFIG_SIZE; i += 16) {
		printf("%03x:", i);
		for (unsigned int j = i; j < i + 16; j++)
			printf(" %02x", config[j]);
		putchar('\n');
	}
}

static int show(struct vfio_vf *vf, bool bytes)
{
	uint8_t config[VFIO_CONFIG_SIZE];
	int r;

	r = vfio_read(vf, VFIO_PCI_CONFIG_REGION_INDEX, 0, config, sizeof(config));
	if (r < 0)
		return r;
	if (bytes)
		return fwrite(config, sizeof(config), 1, stdout) == 1 ? 0 : -EIO;
	regions_show(vf);
	irqs_show(vf);
	config_show(config);
	return 0;
}

int main(int argc, char **argv)
{
	bool bytes = argc == 3 && !strcmp(argv[1], "-b");
	const char *bdf = argv[argc - 1];
	struct vfio_vf vf;
	int r;

	if (argc != 2 && !bytes) {
		fputs("Usage: vfio-config [-b] BDF\n", stderr);
		return 2;
	}
	r = vfio_attach(&vf, bdf);
	if (r == 0)
		r = vfio_open(&vf);
	if (r == 0)
		r = show(&vf, bytes);
	if (r < 0)
		fprintf(stderr, "%s: %s\n", bdf, strerror(-r));
	vfio_detach(&vf);
	return r < 0;
}
