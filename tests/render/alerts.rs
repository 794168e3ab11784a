//! What can go wrong on a platform is told of, by metrics that something there really exports (MON-07).

use std::collections::BTreeMap;

use eksml::prelude::*;
use serde_json::Value;

use crate::rendered::objects;

/// The expressions of the alerts of a platform's first cluster, by their names.
fn alerts(platform: &Platform) -> BTreeMap<String, String> {
    let objects = objects(platform);
    let text = objects.get("ConfigMap", "prometheus-config")["data"]["rules.yml"].as_str().expect("rules").to_owned();
    let rules: Value = serde_yaml::from_str(&text).expect("YAML");
    let groups = rules["groups"].as_array().expect("groups").iter();
    let of_group = |group: &Value| group["rules"].as_array().expect("rules").clone();
    groups.flat_map(of_group).map(|rule| (text_of(&rule, "alert"), text_of(&rule, "expr"))).collect()
}

fn text_of(rule: &Value, key: &str) -> String {
    rule[key].as_str().expect("a text").to_owned()
}

fn observed() -> Platform {
    platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333",
        cluster observed {
            version: V1_35,
            environment: Staging,
            vpc { cidr: "10.0.0.0/16", zones: 3, nat: PerZone }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            scaler: ClusterAutoscaler,
            accelerators { plane: GpuOperator }
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
            node_group block {
                instances: ["p5.48xlarge"], scale: 0..=4, serves: Training, taint: nvidia_gpu, efa: true,
                purchase: CapacityBlock("cr-0123456789abcdef0"), block_ends: "2027-01-15", zone: "us-west-2a",
            }
            node_group slices { instances: ["p4d.24xlarge"], scale: 0..=2, serves: Development, taint: nvidia_gpu, sharing: Mig("1g.5gb") }
            node_group trainium { instances: ["trn1.32xlarge"], scale: 0..=2, serves: Training, taint: aws_neuron, zone: "us-west-2b" }
            storage gp3 { ebs_gp3, default: true }
            monitoring { prometheus { class: gp3 }, dcgm, node_exporter, neuron_monitor, kube_state_metrics }
        }
    }
}

fn auto_mode() -> Platform {
    platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333",
        cluster auto {
            version: V1_35,
            environment: Staging,
            vpc { cidr: "10.0.0.0/16", zones: 3, nat: PerZone }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            scaler: AutoMode,
            node_group gpu { instances: ["g6.2xlarge"], scale: 0..=4, serves: Development, taint: nvidia_gpu, management: NodePool }
            node_group spot { instances: ["m7i.4xlarge", "m7a.4xlarge"], scale: 0..=4, purchase: Spot, management: NodePool }
            storage gp3 { ebs_gp3, default: true }
            monitoring { prometheus { class: gp3 }, dcgm, kube_state_metrics }
        }
    }
}

fn claimed() -> Platform {
    platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333",
        cluster claimed {
            version: V1_35,
            environment: Staging,
            vpc { cidr: "10.0.0.0/16", zones: 3, nat: PerZone }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            scaler: ClusterAutoscaler,
            accelerators { plane: Dra }
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
            node_group gpu { instances: ["g6e.2xlarge"], scale: 1..=4, serves: Development, taint: nvidia_gpu }
            storage gp3 { ebs_gp3, default: true }
            monitoring { prometheus { class: gp3 }, dcgm, kube_state_metrics }
        }
    }
}

#[test]
fn everything_that_a_platform_can_suffer_from_is_told() {
    let alerts = alerts(&observed());
    let asks = |name: &str, metric: &str| {
        let expr = alerts.get(name).unwrap_or_else(|| panic!("no alert {name} among {:?}", alerts.keys()));
        assert!(expr.contains(metric), "{name}: {expr}");
    };
    asks("GpuHardwareXid", "DCGM_EXP_XID_ERRORS_COUNT");
    asks("GpuDoubleBitEcc", "DCGM_FI_DEV_ECC_DBE_VOL_TOTAL");
    asks("NeuronUncorrectedEcc", "hardware_ecc_events_total");
    asks("GpuHeldIdle", "DCGM_FI_DEV_GPU_UTIL");
    asks("NeuronHeldIdle", "neuroncore_utilization_ratio");
    asks("AcceleratorPodsPending", "nvidia_com_.+|aws_amazon_com_neuron");
    asks("PodsUnschedulable", "cluster_autoscaler_unschedulable_pods_count");
    asks("CapacityBlockEnding", "vector(time())");
    asks("CapacityBlockEndsToday", "vector(time())");
    asks("NodeBroken", "AcceleratedHardwareReady");
    asks("NodeNotRepaired", "AcceleratedHardwareReady");
    asks("SubnetOutOfAddresses", "awscni_aws_api_error_count");
    asks("PodsWithoutAddress", "awscni_no_available_ip_addresses");
    asks("EfaPeersUnresponsive", "node_amazonefa_unresponsive_remote_events");
}

/// The driver gives no utilisation of GPUs that are cut.
#[test]
fn slices_that_are_held_idle_are_told_by_what_slices_export() {
    let slices = "DCGM_FI_PROF_GR_ENGINE_ACTIVE{pod!=\"\",GPU_I_ID!=\"\"}";
    assert!(alerts(&observed())["GpuSliceHeldIdle"].contains(slices));
    assert!(!alerts(&auto_mode()).contains_key("GpuSliceHeldIdle"), "nothing is cut there");
}

#[test]
fn auto_mode_repairs_nodes_and_hides_its_cni() {
    let alerts = alerts(&auto_mode());
    assert!(alerts.contains_key("NodeNotRepaired"));
    assert!(alerts.values().all(|expr| !expr.contains("awscni")), "no Pod exports it");
    assert!(alerts["PodsNotStarting"].contains("ContainerCreating"));
    let config = objects(&auto_mode()).get("ConfigMap", "prometheus-config")["data"]["prometheus.yml"].to_string();
    assert!(!config.contains("aws-node"));
}

/// A pool of Spot nodes without a taint takes whatever Pod does not say where it lives.
#[test]
fn controllers_of_auto_mode_live_on_its_own_pools() {
    let objects = objects(&auto_mode());
    let pod = &objects.get("StatefulSet", "prometheus")["spec"]["template"]["spec"];
    let term = &pod["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]["nodeSelectorTerms"][0];
    assert_eq!(term["matchExpressions"][0]["key"], "karpenter.sh/nodepool");
    assert_eq!(term["matchExpressions"][0]["values"], serde_json::json!(["general-purpose", "system"]));
    assert_eq!(pod["tolerations"][0]["key"], "CriticalAddonsOnly");
}

/// Who claims devices asks for none by number.
#[test]
fn pods_that_wait_for_claims_are_told() {
    assert!(alerts(&claimed())["AcceleratorPodsPending"].contains("kube_pod_tolerations{key=\"nvidia.com/gpu\""));
    assert!(!alerts(&observed())["AcceleratorPodsPending"].contains("kube_pod_tolerations"));
}
