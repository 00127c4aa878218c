/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* cmocka with what it wants to have been included. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* One of a program's own setup() and teardown(), which has nothing left from the one before. */
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
