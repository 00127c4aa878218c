# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The Debian packages, built and used in one release of Debian. The scripts that are tests source it:
#
#	. "$(dirname "$0")/suite.sh"
#	packages_of trixie
. "$(dirname "${BASH_SOURCE[0]}")/../../lib/common.sh"

number=0 failed=

# point STATUS CLAIM LOG: one line of TAP; of what failed, the end of its log
point() {
	number=$((number + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $number - $2"
	else
		echo "not ok $number - $2"
		tail -n 20 "$3" | sed 's/^/# /'
		failed=yes
	fi
}

# build_there: as a user builds them; lintian has nothing to say of them
build_there() {
	local tree status=0

	tree=$("$top/tests/lib/tree" "$suite" packages)
	"$top/tests/lib/chroot" "$tree" "$top/conf/debian/build" "$dir/debs" >"$dir/build.log" 2>&1 || status=$?
	point "$status" "$suite: the packages are built" "$dir/build.log"
	[ "$status" -eq 0 ] || return 0

	# Debian 13 has no such tag any more, and complains of an override. vfiovd needs systemd: its audit is in
	# the journal, and its sandbox is the unit.
	"$top/tests/lib/chroot" "$tree" lintian --allow-root --no-cfg --display-info --pedantic --tag-display-limit 0 \
		"$dir"/debs/vfiov{d,-dkms}_*.deb 2>&1 |
		grep -vF ' package-supports-alternative-init-but-no-init.d-script ' >"$dir/lintian.log" || true
	[ ! -s "$dir/lintian.log" ] || status=1
	point "$status" "$suite: lintian is content" "$dir/lintian.log"
}

# fetch TREE: into DIR/apt what apt wants to have for them in TREE, and the names to DIR/wanted
fetch() {
	local other=()
	local apt=(apt-get -o "Dir::State::status=$1/var/lib/dpkg/status")
	local debs=("$dir"/debs/vfiov{d,-dkms}_*.deb)

	# The security archive, which has Debian 12's kernel 6.12, is seen for the machine's own release only.
	[ "$suite" = "$(codename)" ] || other=(--suite "$suite")
	"$top/tests/lib/private-apt" "${other[@]}" "$dir/apt"
	export APT_CONFIG=$dir/apt/apt.conf
	"${apt[@]}" -s install "${debs[@]}" | sed -n 's/^Inst \([^ ]*\) .*/\1/p' |
		grep -vxE 'vfiovd|vfiov-dkms' >"$dir/wanted"
	"$top/tests/lib/retry" "${apt[@]}" -qq -y --download-only install "${debs[@]}"
	unset APT_CONFIG
}

# packages_of SUITE
packages_of() {
	local tree status=0

	suite=$1
	dir=$build/packages/$suite
	rm -rf "$dir/debs"
	mkdir -p "$dir/debs"
	build_there
	if [ -z "$failed" ]; then
		tree=$("$top/tests/lib/tree" "$suite" packages-host)
		fetch "$tree" >"$dir/fetch.log" 2>&1 || status=$?
		point "$status" "$suite: apt finds all that they depend on" "$dir/fetch.log"
	fi
	if [ -z "$failed" ]; then
		# It counts its points on from ours.
		as_root env "VFIOVD_BUILD=$build" "$top/tests/lib/chroot" "$tree" \
			bash "$top/tests/groups/packages/inside.sh" "$dir" "$number" || failed=yes
	else
		echo "1..$number"
	fi
	[ -z "$failed" ]
}
