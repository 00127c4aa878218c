/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The results of QEMU's configure on Debian amd64, for the headers. INT128 is important: without
 * it, structures that contain memory regions are smaller than QEMU's.
 */
#define CONFIG_ATOMIC64 1
#define CONFIG_CMPXCHG128 1
#define CONFIG_INT128 1
#define CONFIG_INT128_TYPE 1
#define CONFIG_IOVEC 1
#define CONFIG_LINUX 1
#define CONFIG_PLUGIN 1
#define CONFIG_POSIX 1
#define CONFIG_TCG 1
#define HOST_X86_64 1
