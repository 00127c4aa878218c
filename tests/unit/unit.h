/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* cmocka and the headers that it needs. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/*
 * A test with the program's setup() and teardown(), so that the previous test has no effect on it.
 */
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
