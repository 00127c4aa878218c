// SPDX-License-Identifier: GPL-2.0-only
#include "tree.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void must(bool it_is, const char *what)
{
	if (it_is)
		return;
	perror(what);
	abort();
}

void tree_make(char root[static TREE_SIZE])
{
	umask(022);
	/* The widths of tables in golden outputs depend on the length of this path. */
	strcpy(root, "/tmp/vfiov-testing-XXXXXX");
	must(mkdtemp(root) && chmod(root, 0755) == 0, root);
}

int tree_remove(const char *root)
{
	char command[TREE_SIZE + 16];

	snprintf(command, sizeof(command), "rm -rf %s", root);
	return system(command);
}

int tree_setup(void **state)
{
	char *root = calloc(1, TREE_SIZE);

	must(root, "calloc");
	tree_make(root);
	*state = root;
	return 0;
}

int tree_teardown(void **state)
{
	int r = tree_remove(*state);

	free(*state);
	return r;
}

void tree_path(const char *root, const char *name, char path[static TREE_PATH])
{
	must(snprintf(path, TREE_PATH, "%s/%s", root, name) < TREE_PATH, name);
}

void tree_place(const char *root, const char *name, char path[static TREE_PATH])
{
	tree_path(root, name, path);
	for (char *slash = path + strlen(root) + 1; (slash = strchr(slash, '/')); *slash++ = '/') {
		*slash = '\0';
		must(mkdir(path, 0755) == 0 || errno == EEXIST, path);
	}
}

void tree_put(const char *root, const char *name, const char *text)
{
	tree_write(root, name, text, strlen(text));
}

void tree_write(const char *root, const char *name, const void *data, size_t size)
{
	char path[TREE_PATH];
	FILE *file;

	tree_place(root, name, path);
	file = fopen(path, "we");
	must(file, path);
	must(fwrite(data, 1, size, file) == size, path);
	must(fclose(file) == 0 && chmod(path, 0644) == 0, path);
}

void tree_link(const char *root, const char *name, const char *target)
{
	char path[TREE_PATH];

	tree_place(root, name, path);
	must(symlink(target, path) == 0, path);
}
