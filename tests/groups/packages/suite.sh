# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Build and use the Debian packages in one release of Debian. The test scripts source this file:
#
#	. "$(dirname "$0")/suite.sh"
#	packages_of trixie
. "$(dirname "${BASH_SOURCE[0]}")/../../lib/common.sh"

number=0 failed=

# point STATUS CLAIM LOG: print one line of TAP; for a failure, also the end of the log
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

# next_source DIR: the project in DIR, as a repository with a later version
next_source() {
	mkdir -p "$1"
	git -C "$top" ls-files -z | tar -C "$top" -c --null -T - | tar -C "$1" -x
	sed -i "s/version: '0\.1\.0'/version: '0.1.1'/" "$1/meson.build"
	sed -i 's/^\(#define VFIOV\(_VIRTIO\)\?_VERSION\t"0\.1\)"/\1.1"/' "$1"/kmod/{core,virtio}/state.h
	sed -i '1s/0\.1\.0/0.1.1/' "$1/conf/debian/changelog"
	git -C "$1" init -q && git -C "$1" add -A
}

# build_there: as a user builds them, of this version and of a later one; lintian has nothing to say of them
build_there() {
	local tree status=0

	tree=$("$top/tests/lib/tree" "$suite" packages)
	"$top/tests/lib/chroot" "$tree" "$top/conf/debian/build" "$dir/debs" >"$dir/build.log" 2>&1 || status=$?
	point "$status" "$suite: the packages are built, with every installed file in one" "$dir/build.log"
	[ "$status" -eq 0 ] || return 0
	next_source "$dir/next-source"
	"$top/tests/lib/chroot" "$tree" "$dir/next-source/conf/debian/build" "$dir/next" >"$dir/next.log" 2>&1 || status=$?
	rm -rf --one-file-system "$dir/next-source"
	point "$status" "$suite: a later version is built" "$dir/next.log"
	[ "$status" -eq 0 ] || return 0

	# Debian 13 no longer has this tag, and complains about an override. vfiovd needs systemd:
	# its audit is in the journal, and its sandbox is the unit.
	"$top/tests/lib/chroot" "$tree" lintian --allow-root --no-cfg --display-info --pedantic --tag-display-limit 0 \
		"$dir"/debs/vfiov{d,-dkms}_*.deb 2>&1 |
		grep -vF ' package-supports-alternative-init-but-no-init.d-script ' >"$dir/lintian.log" || true
	[ ! -s "$dir/lintian.log" ] || status=1
	point "$status" "$suite: lintian is content" "$dir/lintian.log"
}

# kernels OPTION...: the oldest and the newest 6.12 that apt-cache with these options knows
kernels() {
	local all

	mapfile -t all < <(apt-cache "$@" pkgnames linux-headers-6.12. |
		sed -n 's/^linux-headers-\(6\.12\.[0-9]*+deb[0-9]*-amd64\)$/\1/p' | sort -V)
	[ ${#all[@]} -lt 2 ] || printf '%s\n' "${all[0]}" "${all[-1]}"
}

# fetch TREE: into DIR/apt what apt wants to have for them in TREE, and for two kernels; the names go to
# DIR/wanted, the kernels to DIR/kernels
fetch() {
	local other=() packages=() kernel
	local apt=(apt-get -o "Dir::State::status=$1/var/lib/dpkg/status")
	local debs=("$dir"/debs/vfiov{d,-dkms}_*.deb)

	# The security archive, which has Debian 12's kernel 6.12, is available only for the
	# machine's own release.
	[ "$suite" = "$(codename)" ] || other=(--suite "$suite")
	"$top/tests/lib/private-apt" "${other[@]}" "$dir/apt"
	export APT_CONFIG=$dir/apt/apt.conf
	"${apt[@]}" -s install "${debs[@]}" | sed -n 's/^Inst \([^ ]*\) .*/\1/p' |
		grep -vxE 'vfiovd|vfiov-dkms' >"$dir/wanted"
	kernels "${apt[@]:1}" >"$dir/kernels"
	while read -r kernel; do
		packages+=("linux-image-$kernel" "linux-headers-$kernel")
	done <"$dir/kernels"
	"$top/tests/lib/retry" "${apt[@]}" -qq -y --download-only install "${debs[@]}"
	[ ${#packages[@]} -eq 0 ] ||
		"$top/tests/lib/retry" "${apt[@]}" -qq -y --download-only install "${debs[@]}" "${packages[@]}"
	unset APT_CONFIG
}

# built_there: as by build_there, unless nothing has changed since
built_there() {
	local hash

	hash=$(cd "$top" && git ls-files -z | xargs -0 sha256sum | sha256sum)
	[ "$(cat "$dir/built" 2>/dev/null)" != "$hash" ] || return 0
	rm -rf --one-file-system "$dir/debs" "$dir/next" "$dir/built"
	mkdir -p "$dir/debs" "$dir/next"
	build_there
	[ -n "$failed" ] || echo "$hash" >"$dir/built"
}

# fetch_for_host TREE RELEASE: as fetch, into DIR/host-apt and DIR/host-wanted, with the headers of the kernel
fetch_for_host() {
	local other=() apt=(apt-get -o "Dir::State::status=$1/var/lib/dpkg/status" --no-install-recommends)
	local debs=("$dir"/debs/vfiov{d,-dkms}_*.deb)
	# What signs modules, and what takes signatures off.
	local more=("linux-headers-$2" openssl binutils xz-utils)

	[ "$suite" = "$(codename)" ] || other=(--suite "$suite")
	"$top/tests/lib/private-apt" "${other[@]}" "$dir/host-apt"
	export APT_CONFIG=$dir/host-apt/apt.conf
	"${apt[@]}" -s install "${debs[@]}" "${more[@]}" | sed -n 's/^Inst \([^ ]*\) .*/\1/p' |
		grep -vxE 'vfiovd|vfiov-dkms' >"$dir/host-wanted"
	"$top/tests/lib/retry" "${apt[@]}" -qq -y --download-only install "${debs[@]}" "${more[@]}"
	unset APT_CONFIG
}

# host_tree RELEASE: in DIR/host-root, the emulated host's user space with the packages, for its kernel RELEASE
host_tree() {
	local scratch

	# tests/lib/chroot wants a tree outside of the build directory.
	scratch=$(mktemp -d)
	as_root rm -rf --one-file-system "$dir/host-root"
	as_root unsquashfs -quiet -no-progress -d "$scratch/base" \
		"$("$top/tests/host/rootfs" "$suite" image)/root.squashfs"
	fetch_for_host "$scratch/base" "$1"
	as_root env "VFIOVD_BUILD=$build" "$top/tests/lib/chroot" "$scratch/base" \
		bash "$top/tests/groups/packages/host-tree.sh" "$dir" "$1"
	as_root rm -rf --one-file-system "$scratch"
	mkdir "$dir/host-root"
	as_root tar -C "$dir/host-root" --no-same-owner -xf "$dir/host.tar"
	# Whoever packs it has to read it.
	as_root chmod -R a+rX "$dir/host-root"
	as_root rm "$dir/host.tar"
}

# from_source: installed without packages, where the tree has a systemd to look at it
from_source() {
	local tree tap=$dir/from-source.tap status=0

	tree=$("$top/tests/lib/tree" "$suite" packages)
	[ -x "$tree/usr/bin/systemd-analyze" ] || return 0
	as_root env "VFIOVD_BUILD=$build" "$top/tests/lib/chroot" "$tree" \
		bash "$top/tests/groups/packages/from-source.sh" "$top" >"$tap" || status=$?
	cat "$tap"
	number=$((number + $(grep -cE '^(not )?ok ' "$tap")))
	[ "$status" -eq 0 ] || failed=yes
}

# on_host SCRIPT OPTION...: run it on the emulated host, booted with these options; its TAP has no numbers
on_host() {
	local script=$1 tap=$dir/$1.tap status=0
	shift

	VFIOVD_LOGS=$dir/$script.logs VFIOVD_RELEASE=$suite "$top/tests/host/boot" "$@" "$out" -- \
		bash "/tests/groups/packages/$script.sh" >"$tap" || status=$?
	cat "$tap"
	number=$((number + $(grep -cE '^(not )?ok ' "$tap")))
	point "$status" "$suite: the emulated host gets to the end of $script" "$tap"
}

# on_the_host SUITE
on_the_host() {
	local status=0 out=$build/packages/host

	suite=$1
	dir=$build/packages/$suite
	mkdir -p "$dir" "$out"
	built_there
	if [ -z "$failed" ]; then
		{ "$top/tests/host/build" "$out" && "$top/tests/device/build" "$out/device" &&
			host_tree "$(cat "$out/release")" &&
			"$top/tests/host/payload" --root "$dir/host-root" "$out"; } >"$dir/host.log" 2>&1 || status=$?
		as_root rm -rf --one-file-system "$dir/host-root"
		point "$status" "$suite: an emulated host has the packages" "$dir/host.log"
	fi
	if [ -z "$failed" ]; then
		on_host in-use --timeout 1500
		on_host refused --append module.sig_enforce=1
	fi
	echo "1..$number"
	[ -z "$failed" ]
}

# packages_of SUITE
packages_of() {
	local tree status=0

	suite=$1
	dir=$build/packages/$suite
	mkdir -p "$dir"
	from_source
	built_there
	if [ -z "$failed" ]; then
		tree=$("$top/tests/lib/tree" "$suite" packages-host)
		fetch "$tree" >"$dir/fetch.log" 2>&1 || status=$?
		point "$status" "$suite: apt finds all that they depend on" "$dir/fetch.log"
	fi
	if [ -z "$failed" ]; then
		# It continues our numbering of the points.
		as_root env "VFIOVD_BUILD=$build" "$top/tests/lib/chroot" "$tree" \
			bash "$top/tests/groups/packages/inside.sh" "$dir" "$number" || failed=yes
	else
		echo "1..$number"
	fi
	[ -z "$failed" ]
}
