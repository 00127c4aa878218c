/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * PCIe Device Serial Numbers, written as lspci writes them: 00-15-4d-ff-fe-12-34-56. A card has the
 * same number in any slot and host.
 */
#pragma once

#include <stdint.h>

enum { VFV_SERIAL_TEXT = 24 }; /* bytes of the text with its NUL */

/**
 * vfv_serial_parse - read all eight bytes
 * @text: NUL-terminated; holds only the number
 * @serial: set on success only
 *
 * Return: 0, or -EINVAL.
 */
int vfv_serial_parse(const char *text, uint64_t *serial);

/* Write @serial into @text and return @text. */
const char *vfv_serial_format(uint64_t serial, char text[static VFV_SERIAL_TEXT]);
