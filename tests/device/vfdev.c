// SPDX-License-Identifier: GPL-2.0-only
/*
 * vfdev [-p PF] COMMAND [WORD]...: send one command to the emulated device and print its answer
 *
 * PF is the address of a PF, such as 0000:01:00.0; the default is the first one. "trace read"
 * without from= prints all pages. Exit status: 0 done, 1 refused, 2 no device or no access.
 */
#include "control-client.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *join(char **words)
{
	size_t len = 1;
	char *line;

	for (char **word = words; *word; word++)
		len += strlen(*word) + 1;
	line = calloc(1, len);
	for (; line && *words; words++) {
		strcat(line, *words);
		if (words[1])
			strcat(line, " ");
	}
	return line;
}

static int command(struct vfdev *dev, const char *line, char **reply)
{
	int ret = vfdev_command(dev, reply, "%s", line);

	if (ret == -EINVAL && *reply)
		fprintf(stderr, "vfdev: %s", *reply);
	else if (ret)
		fprintf(stderr, "vfdev: %s\n", strerror(-ret));
	if (!ret)
		return 0;
	return ret == -EINVAL ? 1 : 2;
}

/* The last line of a page has the start of the next one and the number of records left. */
static int trace(struct vfdev *dev)
{
	uint64_t next = 0, more;

	do {
		char line[64], *reply, *last;
		int ret;

		snprintf(line, sizeof(line), "trace read from=%" PRIu64, next);
		ret = command(dev, line, &reply);
		last = ret ? NULL : strstr(reply, "next=");
		if (!last || sscanf(last, "next=%" SCNu64 " more=%" SCNu64, &next, &more) != 2) {
			free(reply);
			return ret ? ret : 2;
		}
		if (more)
			*last = '\0';
		fputs(reply, stdout);
		free(reply);
	} while (more);
	return 0;
}

int main(int argc, char **argv)
{
	struct vfdev *dev;
	char *line, *reply = NULL;
	const char *pf = NULL;
	int ret;

	if (argc > 2 && !strcmp(argv[1], "-p")) {
		pf = argv[2];
		argc -= 2;
		argv += 2;
	}
	if (argc < 2) {
		fprintf(stderr, "usage: vfdev [-p PF] COMMAND [WORD]...\n");
		return 2;
	}
	ret = vfdev_open_pf(&dev, pf);
	if (ret) {
		fprintf(stderr, "vfdev: cannot open the control device: %s\n", strerror(-ret));
		return 2;
	}
	line = join(argv + 1);
	if (!line) {
		ret = 2;
	} else if (!strcmp(line, "trace read")) {
		ret = trace(dev);
	} else {
		ret = command(dev, line, &reply);
		if (!ret)
			fputs(reply, stdout);
	}
	free(reply);
	free(line);
	vfdev_close(dev);
	return ret;
}
