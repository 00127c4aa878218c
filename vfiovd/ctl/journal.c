/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "journal.h"

static int open_path(const char *path, sd_journal **ret)
{
	const char *files[] = { path, NULL };
	struct stat st;

	if (stat(path, &st) < 0)
		return -errno;
	if (S_ISDIR(st.st_mode))
		return sd_journal_open_directory(ret, path, 0);
	/* libsystemd maps it, and would wait for the other end of a FIFO. */
	return S_ISREG(st.st_mode) ? sd_journal_open_files(ret, files, 0) : -EINVAL;
}

/*
 * A journal looks empty to a user who cannot read its files, but a journal that is really empty has
 * a file.
 */
static bool has_files(sd_journal *journal)
{
	uint64_t bytes = 0;

	return sd_journal_get_usage(journal, &bytes) >= 0 && bytes;
}

int cmd_journal_open(const struct cmd *cmd, sd_journal **ret)
{
	sd_journal *journal = NULL;
	int r;

	if (cmd->journal)
		r = open_path(cmd->journal, &journal);
	else if (!cmd_is_offline(cmd))
		r = sd_journal_open(&journal, SD_JOURNAL_LOCAL_ONLY | SD_JOURNAL_SYSTEM);
	else
		r = sd_journal_open_directory(&journal, cmd->root, SD_JOURNAL_OS_ROOT);
	if (r >= 0 && !has_files(journal)) {
		sd_journal_close(journal);
		return -ENODATA;
	}
	if (r >= 0)
		*ret = journal;
	return r;
}

char *cmd_journal_field(sd_journal *journal, const char *name)
{
	const void *data;
	size_t size, skip = strlen(name) + 1;

	if (sd_journal_get_data(journal, name, &data, &size) < 0 || size < skip)
		return NULL;
	return strndup((const char *)data + skip, size - skip);
}
