//! In a fully private cluster every image is in reach, every endpoint is there once, and nodes come after what they need.

use std::collections::BTreeSet;

use eksml::prelude::*;
use eksml::{derived, spec};
use serde_json::Value;

use crate::rendered::{self, objects, parsed};

fn island() -> Platform {
    platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333",
        cluster island {
            version: V1_35,
            environment: Staging,
            vpc { cidr: "10.0.0.0/16", zones: 3, endpoints: [S3, Ecr, EksAuth, Eks, Autoscaling] }
            eksctl { privateCluster { enabled: true } },
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            scaler: ClusterAutoscaler,
            image_mirror: "111122223333.dkr.ecr.us-west-2.amazonaws.com/mirror",
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
            node_group gpu { instances: ["g6.2xlarge"], scale: 0..=6, serves: Training, taint: nvidia_gpu }
            namespace ml { serves: Training }
            queues,
            storage gp3 { ebs_gp3, default: true }
            monitoring { prometheus { class: gp3 }, dcgm, node_exporter, kube_state_metrics }
        }
    }
}

fn file(platform: &Platform, name: &str) -> String {
    platform.manifests().expect("sound").get(&format!("island/{name}")).unwrap_or_default().to_owned()
}

/// Every value of a key `image`, in whatever object.
fn images(value: &Value, all: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                match value {
                    Value::String(image) if key == "image" => drop(all.insert(image.clone())),
                    _ => images(value, all),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| images(value, all)),
        _ => {}
    }
}

fn emitted(platform: &Platform) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    objects(platform).0.iter().for_each(|object| images(object, &mut all));
    all
}

/// The rules judge by this list, and the mirror is filled from it.
#[test]
fn the_list_of_eksmls_own_images_is_what_is_emitted() {
    let mut platform = rendered::platform();
    let home = spec::Home { size: parsed("50Gi"), ..spec::Home::default() };
    let idle = Some(spec::Idle { stop: Some(parsed("0 20 * * *")), ..spec::Idle::default() });
    platform.clusters[0].notebooks.push(spec::Notebook {
        name: parsed("ada"),
        namespace: parsed("ml-inference"),
        placement: spec::Placement::On(parsed("system")),
        cpu: parsed("1"),
        memory: parsed("4Gi"),
        image: parsed("registry.example.com/lab:1"),
        home,
        idle,
        ..spec::Notebook::default()
    });
    let cluster = &platform.clusters[0];
    let (jobs, services) = (cluster.training.iter().map(|it| &it.image), cluster.inference.iter().map(|it| &it.image));
    let of_workloads: BTreeSet<String> =
        jobs.chain(services).chain(cluster.notebooks.iter().map(|it| &it.image)).map(ToString::to_string).collect();
    let emitted: BTreeSet<String> = emitted(&platform).difference(&of_workloads).cloned().collect();
    let listed: BTreeSet<String> = derived::own_images(&platform, &platform.clusters[0]).into_iter().collect();
    assert_eq!(listed, emitted);
    assert!(listed.len() > 9, "{listed:?}");
}

/// The operator's chart brings a device plugin of its own.
#[test]
fn the_device_plugins_image_is_listed_where_it_is_the_plane() {
    let mut platform = island();
    let listed = |platform: &Platform| {
        let all = derived::own_images(platform, &platform.clusters[0]);
        all.iter().any(|image| image.contains("k8s-device-plugin"))
    };
    assert!(listed(&platform));
    platform.clusters[0].node_groups[1].plane = Some(spec::DevicePlane::GpuOperator);
    assert!(!listed(&platform));
}

#[test]
fn every_image_comes_from_the_mirror_and_is_listed() {
    let platform = island();
    let list = file(&platform, "images.txt");
    for image in emitted(&platform) {
        let host = image.split('/').next().unwrap_or_default();
        assert!(derived::is_reached_privately(platform.region, host), "{image} is out of reach");
        let from = image.strip_prefix("111122223333.dkr.ecr.us-west-2.amazonaws.com/mirror/").expect("the mirror");
        assert!(list.lines().any(|line| line == format!("{from} {image}")), "{image} is not in {list}");
    }
    let kueue: Value = serde_yaml::from_str(&file(&platform, "values/kueue.yaml")).expect("YAML");
    let manager = &kueue["controllerManager"]["manager"];
    assert_eq!(manager["image"]["repository"], "111122223333.dkr.ecr.us-west-2.amazonaws.com/mirror/registry.k8s.io/kueue/kueue");
    assert_eq!(manager["priorityClassName"], "system-cluster-critical", "what it was told otherwise stands");
}

/// No node becomes ready before the VPC CNI has credentials.
#[test]
fn nodes_come_after_the_endpoint_of_their_credentials() {
    let readme = file(&island(), "README.md");
    let place = |what: &str| readme.find(what).unwrap_or_else(|| panic!("no {what} in {readme}"));
    let steps = [
        "00-cluster.eksctl.yaml --without-nodegroup",
        "--stack-name island-infra",
        "eksctl create nodegroup -f",
        "helmfile sync",
    ];
    assert!(steps.map(place).is_sorted(), "{readme}");
    assert!(readme.contains("00-cluster.eksctl.yaml --install-nvidia-plugin=false"), "{readme}");
}

/// A second endpoint of a service is refused: its name is taken in the VPC's DNS.
#[test]
fn endpoints_that_eksctl_makes_are_not_made_again() {
    let stack = file(&island(), "01-infra.cfn.yaml");
    assert!(stack.contains(".eks-auth") && stack.contains(".autoscaling"), "{stack}");
    assert!(!stack.contains(".s3") && !stack.contains(".ecr"), "{stack}");
}

#[test]
fn a_plane_whose_images_are_out_of_reach_is_told_under_the_groups_word() {
    let mut platform = island();
    let path_of = |platform: &Platform| {
        let report = platform.check();
        let told = report.findings().iter().find(|finding| finding.rule == "SEC-24");
        told.expect("out of reach").path.to_string()
    };
    platform.clusters[0].node_groups[1].plane = Some(spec::DevicePlane::GpuOperator);
    assert_eq!(path_of(&platform), "clusters[0].node_groups[1].plane");
    let cluster = &mut platform.clusters[0];
    (cluster.node_groups[1].plane, cluster.accelerators.plane) = (None, spec::DevicePlane::GpuOperator);
    assert_eq!(path_of(&platform), "clusters[0].accelerators.plane");
}

#[test]
fn external_dns_is_told_under_its_own_word() {
    let mut platform = island();
    let dns = spec::ExternalDns { zones: vec![parsed("Z0123456789ABCDEFGHIJ")], ..spec::ExternalDns::default() };
    platform.clusters[0].external_dns = Some(dns);
    let report = platform.check();
    let told: Vec<_> = report.findings().iter().filter(|finding| finding.rule == "SEC-24").collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].path.to_string(), "clusters[0].external_dns");
}
