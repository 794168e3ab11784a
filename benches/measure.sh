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
# What any Rust program with Kubernetes' types pays: the floor that a cold build is held against, in the same run.
mkdir -p "$work/floor/src"
cat > "$work/floor/Cargo.toml" <<TOML
[package]
name = "floor"
version = "0.1.0"
edition = "2024"
[dependencies]
k8s-openapi = { version = "$(awk -F'"' '/^name = "k8s-openapi"$/ { getline; print $2 }' Cargo.lock)", default-features = false, features = ["std", "v1_35"] }
[workspace]
TOML
echo 'fn main() {}' > "$work/floor/src/main.rs"
cp examples/shared_platform.rs "$work/app/src/main.rs"
cd "$work/app"
cargo fetch --quiet

# CPU seconds of a command and its children.
cpu() {
  local TIMEFORMAT='%U %S'
  { time "$@" >"$work/log" 2>&1; } 2>&1 | awk '{ printf "%.1f", $1 + $2 }'
}

echo "cores                       $(nproc)"
(cd "$work/floor" && cargo fetch --quiet && echo "k8s-openapi alone           $(seconds cargo build) s")
echo "cold build                  $(seconds cargo build) s"
echo "first run                   $(seconds cargo run -- --out "$work/manifests") s"
sed -i 's/scale: 2..=50/scale: 2..=51/' src/main.rs
echo "edit a line -> manifests    $(seconds cargo run -- --out "$work/manifests") s"
sed -i 's/scale: 2..=51/scale: 2..=52/' src/main.rs
# Only the nightly flag tells the macro's share; it is read, never relied on.
RUSTC_BOOTSTRAP=1 cargo rustc -- -Z time-passes >"$work/passes" 2>&1
echo "macro expansion             $(awk '/macro_expand_crate/ { print $2; exit }' "$work/passes" | tr -d ';') s (rustc's macro_expand_crate)"
rm -rf target
echo "dev build                   $(cpu cargo build) CPU s"
rm -rf target
echo "release build               $(cpu cargo build --release) CPU s"
cd - >/dev/null
cargo bench --quiet --profile dev --bench road
