//! The Cluster Autoscaler finds this cluster's groups, may do what it must, and grows the groups in the right order.

use eksml::spec::*;
use serde_json::Value;

use crate::rendered::{Objects, environment, group, groups_of, objects, parsed, platform};

fn container(objects: &Objects) -> Value {
    objects.get("Deployment", "cluster-autoscaler")["spec"]["template"]["spec"]["containers"][0].clone()
}

fn flags(objects: &Objects) -> Vec<String> {
    container(objects)["command"].as_array().unwrap().iter().map(|flag| flag.as_str().unwrap().to_owned()).collect()
}

#[test]
fn it_has_the_clusters_minor_and_discovers_the_clusters_groups() {
    let objects = objects(&platform());
    let container = container(&objects);
    assert!(container["image"].as_str().unwrap().starts_with("registry.k8s.io/autoscaling/cluster-autoscaler:v1.35."));
    assert_eq!(environment(&container)["AWS_REGION"], "us-west-2");
    let flags = flags(&objects);
    let discovery = "--node-group-auto-discovery=asg:tag=k8s.io/cluster-autoscaler/enabled,k8s.io/cluster-autoscaler/shared";
    for flag in [discovery, "--skip-nodes-with-local-storage=false", "--balancing-ignore-label=eksml/node-group"] {
        assert!(flags.iter().any(|own| own == flag), "{flag}");
    }
    let template = &objects.get("Deployment", "cluster-autoscaler")["spec"]["template"];
    assert_eq!(groups_of(template), ["system"]);
    assert_eq!(template["spec"]["priorityClassName"], "system-cluster-critical");
}

#[test]
fn its_settings_reach_the_command_line() {
    let mut platform = platform();
    platform.clusters[0].scaler = Scaler::ClusterAutoscaler(ClusterAutoscaler {
        version: Some("1.35.1".to_owned()),
        discovery_cluster: Some(parsed("shared")),
        expander: Expander::MostPods,
        scale_down_after_minutes: Some(25),
    });
    let objects = objects(&platform);
    assert!(container(&objects)["image"].as_str().unwrap().ends_with(":v1.35.1"));
    let flags = flags(&objects).join(" ");
    assert!(flags.contains("k8s.io/cluster-autoscaler/shared "));
    assert!(flags.contains("--expander=most-pods ") && flags.contains("--scale-down-unneeded-time=25m "));
    assert!(objects.find("ConfigMap", "cluster-autoscaler-priority-expander").is_none());
}

#[test]
fn it_may_read_all_that_the_scheduler_it_simulates_reads() {
    let objects = objects(&platform());
    let rules = objects.get("ClusterRole", "cluster-autoscaler")["rules"].clone();
    let may = |group: &str, resource: &str, verb: &str| {
        let lists =
            |rule: &Value, field: &str, wanted: &str| rule[field].as_array().into_iter().flatten().any(|word| word == wanted);
        rules
            .as_array()
            .unwrap()
            .iter()
            .any(|rule| lists(rule, "apiGroups", group) && lists(rule, "resources", resource) && lists(rule, "verbs", verb))
    };
    for (group, resource) in [
        ("resource.k8s.io", "resourceclaims"),
        ("resource.k8s.io", "deviceclasses"),
        ("storage.k8s.io", "csistoragecapacities"),
        ("storage.k8s.io", "volumeattachments"),
        ("policy", "poddisruptionbudgets"),
        ("apps", "replicasets"),
        ("", "namespaces"),
    ] {
        assert!(may(group, resource, "watch"), "{group}/{resource}");
    }
    assert!(may("", "nodes", "update") && may("", "pods/eviction", "create") && !may("", "nodes", "delete"));
    for kind in ["ClusterRoleBinding", "RoleBinding"] {
        let binding = objects.get(kind, "cluster-autoscaler");
        assert_eq!(binding["roleRef"]["name"], "cluster-autoscaler");
        assert!(objects.has("ServiceAccount", &binding["subjects"][0]["namespace"], &binding["subjects"][0]["name"]));
    }
}

#[test]
fn priorities_put_paid_capacity_first_and_name_each_group_once() {
    let mut platform = platform();
    platform.clusters[0].node_groups.push(NodeGroup {
        management: Management::SelfManaged(SelfManaged::default()),
        ..group("pretrain-a", "m7i.xlarge", 0, 1)
    });
    let objects = objects(&platform);
    let text = objects.get("ConfigMap", "cluster-autoscaler-priority-expander")["data"]["priorities"].as_str().unwrap();
    let priorities: std::collections::BTreeMap<u32, Vec<String>> = serde_yaml::from_str(text).unwrap();
    assert_eq!(priorities[&40], ["^eks-pretrain-[0-9a-f-]{36}$"]);
    assert_eq!(priorities[&20], ["^eks-notebooks-[0-9a-f-]{36}$"]);
    assert!(priorities[&10].contains(&"^eksctl-shared-nodegroup-pretrain-a-NodeGroup-[A-Za-z0-9]+$".to_owned()));
    assert_eq!(priorities.values().map(Vec::len).sum::<usize>(), platform.clusters[0].node_groups.len());
}

#[test]
fn a_fixed_cluster_has_no_autoscaler() {
    let mut platform = platform();
    platform.clusters[0].scaler = Scaler::Fixed;
    for group in &mut platform.clusters[0].node_groups {
        group.scale = Scale { min: 4, max: 4 };
    }
    assert!(objects(&platform).find("Deployment", "cluster-autoscaler").is_none());
}
