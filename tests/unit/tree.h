/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A temporary directory with files, which a test uses as a root directory. Functions without a
 * result abort the program on errors.
 */

#include <stddef.h>

enum { TREE_SIZE = 32, TREE_PATH = 256 };

/* Makes the directory and returns its path. The umask is 022 from now on. */
void tree_make(char root[static TREE_SIZE]);
/* Removes the directory. Returns 0, or another value if that fails. */
int tree_remove(const char *root);

/* cmocka setup and teardown of a group: *state is the path of such a directory. */
int tree_setup(void **state);
int tree_teardown(void **state);

/* Builds the path of a file below the directory. @name may start with a slash. */
void tree_path(const char *root, const char *name, char path[static TREE_PATH]);
/* Does the same, and creates the directories above the file. */
void tree_place(const char *root, const char *name, char path[static TREE_PATH]);
/* Writes a file with mode 0644, and creates the directories above it. */
void tree_put(const char *root, const char *name, const char *text);
/* Writes SIZE bytes in the same way. */
void tree_write(const char *root, const char *name, const void *data, size_t size);
/* Makes a symbolic link, and creates the directories above it. */
void tree_link(const char *root, const char *name, const char *target);
