//! Who reaches whom in the example of workloads, by the policies that are emitted for it.

use eksml::prelude::*;
use eksml::{assert_blocked, assert_reaches};

#[allow(dead_code, unreachable_pub, reason = "the example has its own main, and is a program of its own")]
#[path = "../examples/workloads.rs"]
mod workloads;

fn platform() -> Platform {
    workloads::platform()
}

#[test]
fn whom_a_workload_says_it_talks_to_it_reaches_and_nobody_else() {
    assert_reaches!(platform(), "ada" => "chat");
    assert_reaches!(platform(), "data/index_documents" => "embed:8080");
    assert_blocked!(platform(), "data/index_documents" => "chat");
    assert_blocked!(platform(), "data/index_documents" => "embed:8081");
    assert_blocked!(platform(), "data/*" => "embed");
    assert_blocked!(platform(), "ada" => "embed");
    assert_blocked!(platform(), "chat" => "ada");
}

#[test]
fn the_nodes_of_one_replica_reach_each_other_and_others_do_not() {
    assert_reaches!(platform(), "giant" => "models/giant:29500");
    assert_blocked!(platform(), "chat" => "giant:29500");
}

#[test]
fn the_internet_is_open_where_it_is_opened_and_metadata_nowhere() {
    assert_reaches!(platform(), "ada" => "internet:443");
    assert_blocked!(platform(), "ada" => "internet:22");
    assert_blocked!(platform(), "chat" => "internet:80");
    for pod in ["ada", "chat", "giant", "tokenize", "lab/*"] {
        assert_blocked!(platform(), pod => "169.254.169.254:80");
    }
    assert_blocked!(platform(), "internet" => "chat");
}

#[test]
fn everybody_asks_the_clusters_dns_and_no_other() {
    for pod in ["ada", "chat", "tokenize"] {
        assert_reaches!(platform(), pod => "dns");
        assert_blocked!(platform(), pod => "8.8.8.8:53");
    }
}

#[test]
fn credentials_come_from_the_agent_where_an_identity_needs_them() {
    assert_reaches!(platform(), "chat" => "169.254.170.23:80");
    assert_blocked!(platform(), "ada" => "169.254.170.23:80");
}

#[test]
fn prometheus_is_asked_by_who_scales_on_it_and_reaches_what_it_scrapes() {
    assert_reaches!(platform(), "keda/*" => "prometheus");
    assert_blocked!(platform(), "ada" => "prometheus");
    assert_reaches!(platform(), "prometheus" => "chat:8000");
}

#[test]
fn the_matrix_says_the_same() {
    let networks = platform().networks().expect("sound");
    let matrix = networks[0].matrix();
    assert_eq!(matrix.reaches("lab/ada", "models/chat:8000"), Some(true));
    assert_eq!(matrix.reaches("lab/ada", "models/embed:8080"), Some(false));
    assert_eq!(matrix.reaches("lab/nobody", "models/embed:8080"), None);
    let text = matrix.to_string();
    assert!(text.lines().any(|line| line.starts_with("data/tokenize → ")), "{text}");
}

#[test]
#[should_panic(expected = "there are no Pods `chta`")]
fn an_end_that_nobody_is_does_not_pass_for_blocked() {
    assert_blocked!(platform(), "ada" => "chta");
}

#[test]
#[should_panic(expected = "none allows it")]
fn what_is_blocked_says_by_what() {
    assert_reaches!(platform(), "ada" => "embed");
}
