# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Build user space in another release of Debian with each of its compilers. The test scripts source
# this file:
#
#	. "$(dirname "$0")/suite.sh"
#	in_suite trixie
. "$(dirname "${BASH_SOURCE[0]}")/../../lib/common.sh"
. "$top/tests/lib/tap.sh"

# version_of PACKAGE: print its version in the tree
version_of() {
	local version

	# shellcheck disable=SC2016 # dpkg-query expands it
	version=$(dpkg-query --admindir="$tree/var/lib/dpkg" -W -f '${Version}' "$1")
	version=${version#*:}
	echo "$1 ${version%%[-+~]*}"
}

# by COMPILER: the project builds without a warning, and all tests that need no emulated host pass
by() {
	local dir=$build/versions/$suite-$1 what status=0 program
	what="$suite, $(version_of "$1")"

	rm -rf "$dir"
	mkdir -p "${dir%/*}"
	run env "CC=$1" meson setup "$dir" "$top" -Dkmod=disabled -Dtests=enabled >"$dir.log" 2>&1 || status=$?
	point "$status" "$what: is configured" "$dir.log"
	[ "$status" -eq 0 ] || return 0

	run ninja -C "$dir" >"$dir.build.log" 2>&1 || status=$?
	grep -E 'warning:|error:' "$dir.build.log" >"$dir.warnings" || true
	[ "$status" -eq 0 ] || tail -n 20 "$dir.build.log" >>"$dir.warnings"
	[ ! -s "$dir.warnings" ] || status=1
	point "$status" "$what: builds without a warning" "$dir.warnings"

	status=0
	run meson test -C "$dir" --no-rebuild --print-errorlogs >"$dir.test.log" 2>&1 || status=$?
	point "$status" "$what: $(sed -n 's/^Ok: *\([0-9]*\).*/\1/p' "$dir.test.log") unit tests pass" "$dir.test.log"

	for program in agree decide define files manual; do
		status=0
		run "$dir/tests/groups/policy-$program" >"$dir.$program.log" 2>&1 || status=$?
		point "$status" "$what: policy/$program passes" "$dir.$program.log"
	done
}

# in_suite SUITE
in_suite() {
	suite=$1
	tree=$("$top/tests/lib/tree" "$suite" versions)
	echo "# $suite: $(version_of libconfig-dev), $(version_of systemd), $(version_of meson)"
	by gcc
	by clang
	tap_end
}

run() {
	"$top/tests/lib/chroot" "$tree" "$@"
}
