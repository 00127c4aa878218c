// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests the detection of whether a module is signed, and whether the kernel has a key with the
 * signer's name.
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "ctl/signing.h"
#include "unit.h"

static const char is_signed[] =
	"filename:       /lib/modules/6.12.9/updates/dkms/vfiov_vfio_pci.ko.xz\n"
	"version:        0.1.0\n"
	"description:    signer: nobody\n"
	"name:           vfiov_vfio_pci\n"
	"vermagic:       6.12.9 SMP preempt mod_unload modversions \n"
	"sig_id:         PKCS#7\n"
	"signer:         DKMS module signing key\n"
	"sig_key:        12:34\n";
static const char is_unsigned[] = "filename:       /lib/modules/6.12.9/updates/vfiov_vfio_pci.ko\n"
				  "description:    signer: nobody\n"
				  "name:           vfiov_vfio_pci\n";

static void the_signer_is_found(void **state)
{
	struct cmd_signing signing = { 0 };

	cmd_signing_parse(is_signed, &signing);
	assert_int_equal(signing.is_signed, CMD_YES);
	assert_string_equal(signing.signer, "DKMS module signing key");
}

static void a_module_may_be_unsigned(void **state)
{
	struct cmd_signing signing = { 0 };

	cmd_signing_parse(is_unsigned, &signing);
	assert_int_equal(signing.is_signed, CMD_NO);
	assert_string_equal(signing.signer, "");
}

static void other_output_means_unknown(void **state)
{
	static const char *const texts[] = { "", "\n", "modinfo: ERROR: Module x not found.\n",
					     "filename:", "sig_id: PKCS#7\n" };

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		struct cmd_signing signing = { 0 };

		cmd_signing_parse(texts[i], &signing);
		assert_int_equal(signing.is_signed, CMD_UNKNOWN);
	}
}

/* Search for @signer in keys that look like those of the kernel. */
static enum cmd_fact search(const char *signer, const char *keys)
{
	struct cmd_signing signing = { .is_signed = CMD_YES };
	int fd = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	assert_true(fd >= 0 && write(fd, keys, strlen(keys)) == (ssize_t)strlen(keys) &&
		    lseek(fd, 0, SEEK_SET) == 0);
	strcpy(signing.signer, signer);
	cmd_signing_find_key(fd, &signing);
	return signing.has_key;
}

static const char some_keys[] =
	"09c1a8e1 I------     1 perm 1f0b0000     0     0 keyring   .builtin_trusted_keys: 2\n"
	"12f2ab32 I------     1 perm 1f030000     0     0 asymmetri Debian Secure Boot Signer 2022 - "
	"linux: 14011249c2675ea8e5148542202005810584b25f: X509.rsa 0584b25f []\n"
	"1a86a1d5 I------     1 perm 1f010000     0     0 asymmetri Example: Our signing key: "
	"3ab5dd81cf0f39f9a1d2fe4fb9b6b9b57ce1a6ac: X509.rsa 7ce1a6ac []\n"
	"2b0a9c11 I------     1 perm 1f030000     0     0 user      DKMS module signing key: 7\n";

static void key_is_found_by_name(void **state)
{
	assert_int_equal(search("Debian Secure Boot Signer 2022 - linux", some_keys), CMD_YES);
	/* The kernel puts the organization before the name. */
	assert_int_equal(search("Our signing key", some_keys), CMD_YES);
}

static void parts_of_names_and_other_keys_do_not_count(void **state)
{
	assert_int_equal(search("DKMS module signing key", some_keys), CMD_NO);
	assert_int_equal(search("Debian Secure Boot Signer", some_keys), CMD_NO);
	assert_int_equal(search("signing key of ours", some_keys), CMD_NO);
	assert_int_equal(search("signing key", some_keys), CMD_NO);
	assert_int_equal(search("Example", some_keys), CMD_NO);
}

static void without_keys_it_is_unknown(void **state)
{
	assert_int_equal(search("Our signing key", ""), CMD_UNKNOWN);
	assert_int_equal(search("Our signing key", "0 I 1 perm 0 0 0 keyring   _uid.1000: 1\n"),
			 CMD_UNKNOWN);
}

static void matters_if_the_kernel_enforces_it(void **state)
{
	assert_false(cmd_signing_matters(&(struct cmd_signing){ .secure_boot = CMD_YES }));
	assert_false(cmd_signing_matters(
		&(struct cmd_signing){ .enforced = CMD_NO, .lockdown = "none" }));
	assert_true(cmd_signing_matters(&(struct cmd_signing){ .lockdown = "integrity" }));
	assert_true(cmd_signing_matters(
		&(struct cmd_signing){ .enforced = CMD_YES, .lockdown = "none" }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_signer_is_found),
		cmocka_unit_test(a_module_may_be_unsigned),
		cmocka_unit_test(other_output_means_unknown),
		cmocka_unit_test(key_is_found_by_name),
		cmocka_unit_test(parts_of_names_and_other_keys_do_not_count),
		cmocka_unit_test(without_keys_it_is_unknown),
		cmocka_unit_test(matters_if_the_kernel_enforces_it),
	};

	return cmocka_run_group_tests_name("signing", tests, NULL, NULL);
}
