// SPDX-License-Identifier: GPL-2.0-only
#include "block-pf.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/macro.h"

#define PFS "/sys/bus/pci/devices/*/sriov_totalvfs"
#define BLOCK_PF 0x1042

static unsigned int device_id(const char *bdf)
{
	char path[256], text[16] = "";
	_cleanup_fclose_ FILE *file = NULL;

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/device", bdf);
	file = fopen(path, "re");
	if (!file || !fgets(text, sizeof(text), file))
		return 0;
	return strtoul(text, NULL, 0);
}

bool block_pf_find(char bdf[static VFIO_BDF_LEN])
{
	glob_t pfs = { 0 };
	bool found = false;

	glob(PFS, 0, NULL, &pfs);
	for (size_t i = 0; i < pfs.gl_pathc && !found; i++)
		found = sscanf(pfs.gl_pathv[i], "/sys/bus/pci/devices/%31[^/]", bdf) == 1 &&
			device_id(bdf) == BLOCK_PF;
	globfree(&pfs);
	return found;
}
