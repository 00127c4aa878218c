/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* cmocka with what it wants to have been included. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
