#!/usr/bin/env bash
# The numbers a user feels, in one run on one machine: cold build, edit to manifests, macro expansion, emission.
# usage: benches/measure.sh      (leaves nothing behind but its output)
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
seconds() {
  local start=$EPOCHREALTIME
  "$@" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
  local end=$EPOCHREALTIME
  awk -v a="$start" -v b="$end" 'BEGIN { printf "%.2f", b - a }'
}

# A package of its own, as a user has it, with the example's platform in it.
mkdir -p "$work/app/src"
cat > "$work/app/Cargo.toml" <<TOML
[package]
name = "app"
version = "0.1.0"
edition = "2024"
[dependencies]
eksml = { path = "$PWD" }
[workspace]
TOML
cp Cargo.lock "$work/app/Cargo.lock"
cp examples/shared_platform.rs "$work/app/src/main.rs"
cd "$work/app"
cargo fetch --quiet

echo "cores                       $(nproc)"
echo "cold build                  $(seconds cargo build) s"
echo "first run                   $(seconds cargo run -- --out "$work/manifests") s"
sed -i 's/scale: 2..=50/scale: 2..=51/' src/main.rs
echo "edit a line -> manifests    $(seconds cargo run -- --out "$work/manifests") s"
sed -i 's/scale: 2..=51/scale: 2..=52/' src/main.rs
# Only the nightly flag tells the macro's share; it is read, never relied on.
RUSTC_BOOTSTRAP=1 cargo rustc -- -Z time-passes >"$work/passes" 2>&1
echo "macro expansion             $(awk '/macro_expand_crate/ { print $2; exit }' "$work/passes" | tr -d ';') s (rustc's macro_expand_crate)"
cd - >/dev/null
cargo bench --quiet --profile dev --bench road
