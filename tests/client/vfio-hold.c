// SPDX-License-Identifier: GPL-2.0-only
/*
 * Opens devices through VFIO one after the other, prints the duration of each open, and keeps the
 * devices open until the end of stdin or a signal.
 */
#include <stdio.h>
#include <string.h>

#include "util.h"
#include "vfio.h"

static int hold(struct vfio_vf *vf, const char *bdf)
{
	int r;

	r = vfio_attach(vf, bdf);
	if (r == 0)
		r = vfio_open(vf);
	if (r < 0)
		fprintf(stderr, "%s: %s\n", bdf, strerror(-r));
	else
		printf("bdf=%s open_us=%llu\n", bdf, (unsigned long long)vf->open_ns / 1000);
	fflush(stdout);
	return r;
}

int main(int argc, char **argv)
{
	_cleanup_free_ struct vfio_vf *vfs = NULL;
	int r = 0;

	if (argc < 2) {
		fputs("Usage: vfio-hold BDF...\n", stderr);
		return 2;
	}
	vfs = calloc(argc - 1, sizeof(*vfs));
	if (!vfs)
		return 1;
	for (int i = 1; r == 0 && i < argc; i++)
		r = hold(&vfs[i - 1], argv[i]);
	/* The kernel closes all devices when the process exits. */
	while (r == 0 && getchar() != EOF)
		;
	return r < 0;
}
