//! How long the road from spec to disk takes. `cargo bench --profile dev --bench road` measures what a user's `cargo run` feels;
//! plain `cargo bench` measures release.
//!
//! No framework: the median of many runs, printed beside the least, because noisy machines only ever add time.

#![allow(clippy::print_stdout, reason = "what it says is its work")]

use eksml::render::Gate as _;
use std::time::{Duration, Instant};

#[allow(dead_code, unreachable_pub, reason = "the example has its own main, and is a program of its own")]
#[path = "../examples/shared_platform.rs"]
mod shared_platform;

#[allow(dead_code, unreachable_pub, reason = "the example has its own main, and is a program of its own")]
#[path = "../examples/hundred_clusters.rs"]
mod hundred_clusters;

fn measure(what: &str, runs: usize, mut work: impl FnMut()) {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    println!("{what:<44} median {:>10.3?}   least {:>10.3?}", times[runs / 2], times[0]);
}

fn main() {
    let platform = shared_platform::platform();
    let mut fleet = platform.clone();
    let cluster = platform.clusters[0].clone();
    for number in 1..10_u32 {
        let mut cluster = cluster.clone();
        cluster.name = format!("ai-shared-{number}").parse().expect("a name");
        cluster.vpc.cidr = format!("10.{number}.0.0/16").parse().expect("a CIDR");
        fleet.clusters.push(cluster);
    }
    let folder = std::env::temp_dir().join(format!("eksml-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    let set = platform.manifests().expect("sound");

    measure("the platform value, as the macro left it", 50, || drop(shared_platform::platform()));
    measure("every rule, 1 cluster", 50, || drop(platform.check()));
    measure("rules and rendering, 1 cluster", 50, || drop(platform.manifests().expect("sound")));
    measure("rules and rendering, 10 clusters", 10, || drop(fleet.manifests().expect("sound")));
    let hundred = hundred_clusters::platform();
    measure("every rule, 100 clusters", 10, || drop(hundred.check()));
    measure("rules and rendering, 100 clusters", 5, || drop(hundred.manifests().expect("sound")));
    let mut run = 0_u32;
    measure("emission into a new folder", 20, || {
        run += 1;
        eksml::output::emit(&set, &folder.join(run.to_string())).expect("written");
    });
    measure("emission, nothing changed", 20, || drop(eksml::output::emit(&set, &folder.join("1")).expect("written")));
    std::fs::remove_dir_all(&folder).expect("removed");
}
