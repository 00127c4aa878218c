/* SPDX-License-Identifier: GPL-2.0-only */
/* The function that libFuzzer calls. A failing input causes abort() or a sanitizer report. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
