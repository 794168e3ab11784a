//! The examples' manifest sets, file by file, as they were read and blessed. `EKSML_BLESS=1 cargo test --test golden` writes them
//! anew; read the difference before you commit it.

use eksml::prelude::*;

/// Every example: it breaks no rule, and emits what was reviewed.
macro_rules! examples {
    ($($example:ident in $path:literal: $emits:ident;)*) => {$(
        #[allow(dead_code, unreachable_pub, reason = "the example has its own main, and is a program of its own")]
        #[path = $path]
        mod $example;

        #[test]
        fn $emits() {
            $example::platform().assert_sound();
            warns_of_nothing(&$example::platform());
            $example::platform().assert_emitted(concat!("tests/golden/", stringify!($example)));
            survives_serde(&$example::platform());
        }
    )*};
}

examples! {
    shared_platform in "../examples/shared_platform.rs": the_shared_platform_emits_what_was_reviewed;
    hub_and_spoke in "../examples/hub_and_spoke.rs": the_hub_and_its_spokes_emit_what_was_reviewed;
    hybrid_clusters in "../examples/hybrid_clusters.rs": the_hybrid_clusters_emit_what_was_reviewed;
    workload_clusters in "../examples/workload_clusters.rs": the_workload_clusters_emit_what_was_reviewed;
    environments in "../examples/environments.rs": the_environments_emit_what_was_reviewed;
    auto_mode in "../examples/auto_mode.rs": auto_mode_emits_what_was_reviewed;
    karpenter in "../examples/karpenter.rs": karpenter_emits_what_was_reviewed;
    observability in "../examples/observability.rs": the_observed_cluster_emits_what_was_reviewed;
    queued_training in "../examples/queued_training.rs": queued_training_emits_what_was_reviewed;
    recovery in "../examples/recovery.rs": the_recovery_platform_emits_what_was_reviewed;
    fully_private in "../examples/fully_private.rs": the_fully_private_cluster_emits_what_was_reviewed;
    gpu_planes in "../examples/gpu_planes.rs": the_gpu_planes_emit_what_was_reviewed;
    storage_matrix in "../examples/storage_matrix.rs": the_storage_matrix_emits_what_was_reviewed;
    workloads in "../examples/workloads.rs": the_workloads_emit_what_was_reviewed;
}

#[test]
fn the_same_program_emits_the_same_bytes() {
    let emit = || shared_platform::platform().manifests().expect("sound");
    let (first, second) = (emit(), emit());
    assert_eq!(first.iter().collect::<Vec<_>>(), second.iter().collect::<Vec<_>>());
    assert_eq!(first.manifest_json(), second.manifest_json());
}

#[test]
fn the_record_counts_the_rules_and_names_none() {
    let text = shared_platform::platform().manifests().expect("sound").manifest_json();
    let mut record: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(record["judged_by"]["rules"], eksml::rules::all().count());
    assert_eq!(record["judged_by"]["facts_as_of"], eksml::catalog::AS_OF.to_string());
    assert_eq!(record["judged_by"]["rules_sha256"].as_str().map(str::len), Some(64));
    // A waiver names the rule it silences.
    record["metadata"]["waivers"].take();
    let text = record.to_string();
    assert!(eksml::rules::all().all(|rule| !text.contains(&format!("\"{}\"", rule.id))), "{text}");
}

/// An example is what others begin with: it leaves no question open.
fn warns_of_nothing(platform: &Platform) {
    let report = platform.check();
    let told: Vec<_> = report.findings().iter().map(|finding| format!("[{}] {}", finding.rule, finding.problem)).collect();
    assert!(told.is_empty(), "{told:#?}");
}

/// What is written as plain data is read back, whatever words it uses.
fn survives_serde(platform: &Platform) {
    let text = serde_json::to_string(platform).expect("plain data");
    let back: Platform = serde_json::from_str(&text).expect("what was written");
    assert_eq!(*platform, back);
    assert_eq!(serde_json::to_string(&back).expect("plain data"), text, "where it was written is lost");
}

#[test]
fn a_spec_that_cannot_be_read_says_everything_at_once() {
    let mut spec = serde_json::to_value(shared_platform::platform()).expect("plain data");
    spec["clusters"][0]["vpc"]["cidr"] = "10.0.0.0".into();
    spec["clusters"][0]["node_group"] = serde_json::json!([]);
    spec.as_object_mut().expect("a platform").remove("region");
    let error = serde_json::from_value::<Platform>(spec).expect_err("three mistakes").to_string();
    for told in
        ["`region` is missing", "clusters[0]: no field `node_group` here: did you mean `node_groups`?", "clusters[0].vpc.cidr: "]
    {
        assert!(error.contains(told), "{error}");
    }
}

#[allow(dead_code, unreachable_pub, reason = "the example has its own main, and is a program of its own")]
#[path = "../examples/hundred_clusters.rs"]
mod hundred_clusters;

/// A set of a thousand files is held by its digest; `cargo run --example hundred_clusters` shows what it is the digest of.
#[test]
fn the_hundred_clusters_emit_what_was_reviewed() {
    let platform = hundred_clusters::platform();
    assert_eq!(platform.clusters.len(), 100);
    platform.assert_sound();
    warns_of_nothing(&platform);
    let set = platform.manifests().expect("sound");
    let digest = format!("{}  {} files\n", set.digest(), set.len());
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/hundred_clusters.digest");
    if std::env::var_os("EKSML_BLESS").is_some() {
        std::fs::write(golden, &digest).expect("written");
    }
    assert_eq!(std::fs::read_to_string(golden).expect("the digest"), digest, "`EKSML_BLESS=1 cargo test` writes it anew");
}

#[test]
fn the_storage_matrix_draws_no_remark_on_its_storage() {
    let report = storage_matrix::platform().check();
    assert!(!report.to_string().contains("[STO-"), "not even a warning: {report}");
}
