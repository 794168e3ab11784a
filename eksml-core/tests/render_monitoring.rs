//! Prometheus finds what is there by discovery, may read it, survives its own volume, and every reference among objects is closed.

use std::collections::BTreeSet;

use eksml_core::spec::*;
use serde_json::Value;

mod rendered;
use rendered::{Objects, environment, objects, parsed, platform};

fn config(objects: &Objects) -> Value {
    serde_yaml::from_str(objects.get("ConfigMap", "prometheus-config")["data"]["prometheus.yml"].as_str().unwrap()).unwrap()
}

fn job(config: &Value, name: &str) -> Value {
    let jobs = config["scrape_configs"].as_array().unwrap();
    jobs.iter().find(|job| job["job_name"] == name).unwrap_or_else(|| panic!("no job {name}")).clone()
}

#[test]
fn every_target_is_discovered() {
    let objects = objects(&platform());
    let config = config(&objects);
    for job in config["scrape_configs"].as_array().unwrap() {
        assert!(job.get("static_configs").is_none() && job["kubernetes_sd_configs"][0]["role"] != "endpoints", "{job}");
    }
    assert_eq!(config["global"]["external_labels"]["cluster"], "shared");
}

#[test]
fn jobs_name_pods_and_ports_that_exist() {
    let objects = objects(&platform());
    let config = config(&objects);
    for (name, namespace) in [("dcgm-exporter", "gpu-system"), ("node-exporter", "monitoring-agents")] {
        let job = job(&config, name);
        assert_eq!(job["kubernetes_sd_configs"][0]["namespaces"]["names"][0], namespace);
        let daemon_set = objects.get("DaemonSet", name);
        assert_eq!(daemon_set["metadata"]["namespace"], namespace);
        let template = &daemon_set["spec"]["template"];
        let label = template["metadata"]["labels"]["app.kubernetes.io/name"].as_str().unwrap();
        let port = template["spec"]["containers"][0]["ports"][0]["name"].as_str().unwrap();
        assert_eq!(job["relabel_configs"][0]["regex"], format!("{label};{port}"));
    }
}

#[test]
fn annotated_pods_need_a_port_and_are_scraped_once() {
    let pods = job(&config(&objects(&platform())), "kubernetes-pods");
    let rules = pods["relabel_configs"].as_array().unwrap();
    let about = |label: &str, action: &str| {
        rules.iter().any(|rule| rule["action"] == action && rule["source_labels"].to_string().contains(label))
    };
    assert!(about("prometheus_io_scrape", "keep") && about("prometheus_io_port", "keep"));
    assert!(about("pod_container_init", "drop") && about("pod_label_app_kubernetes_io_name", "drop"));
    // A label that differs between the containers of a Pod would make several targets of it.
    assert!(
        !rules.iter().any(|rule| rule["target_label"].is_string() && rule["source_labels"].to_string().contains("container"))
    );
}

#[test]
fn the_volume_is_larger_than_what_prometheus_keeps() {
    let objects = objects(&platform());
    let set = objects.get("StatefulSet", "prometheus");
    let claim = &set["spec"]["volumeClaimTemplates"][0]["spec"];
    assert_eq!((&claim["resources"]["requests"]["storage"], &claim["storageClassName"]), (&"200Gi".into(), &"gp3".into()));
    let args = set["spec"]["template"]["spec"]["containers"][0]["args"].to_string();
    assert!(
        args.contains("--storage.tsdb.retention.time=15d") && args.contains("--storage.tsdb.retention.size=163840MB"),
        "{args}"
    );
}

#[test]
fn a_changed_configuration_rolls_prometheus_and_its_settings_arrive() {
    let mark = |every: &str| {
        let mut platform = platform();
        let monitoring = platform.clusters[0].monitoring.as_mut().unwrap();
        monitoring.prometheus.as_mut().unwrap().every = Some(parsed(every));
        let objects = objects(&platform);
        assert_eq!(config(&objects)["global"]["scrape_interval"], every);
        objects.get("StatefulSet", "prometheus")["spec"]["template"]["metadata"]["annotations"]["eksml/config"].clone()
    };
    assert_eq!(mark("30s"), mark("30s"));
    assert_ne!(mark("30s"), mark("5s"));
    let mut platform = platform();
    platform.clusters[0].monitoring.as_mut().unwrap().dcgm = Some(Dcgm { every: Some(parsed("1m")) });
    let objects = objects(&platform);
    assert_eq!(job(&config(&objects), "dcgm-exporter")["scrape_interval"], "1m");
    let exporter = &objects.get("DaemonSet", "dcgm-exporter")["spec"]["template"]["spec"]["containers"][0];
    assert_eq!(environment(exporter)["DCGM_EXPORTER_INTERVAL"], "60000");
}

#[test]
fn alerts_ask_only_for_what_is_collected() {
    let mut platform = platform();
    let rules = |platform: &Platform| {
        objects(platform).get("ConfigMap", "prometheus-config")["data"]["rules.yml"].as_str().unwrap().to_owned()
    };
    let counters = objects(&platform).get("ConfigMap", "dcgm-exporter-counters")["data"]["counters.csv"].to_string();
    let all = rules(&platform);
    for word in all.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|word| word.starts_with("DCGM_")) {
        assert!(counters.contains(&format!("{word},")), "{word}");
    }
    assert!(all.contains("GpuHardwareXid") && all.contains("NodeExporterDown") && all.contains("PodsUnschedulable"));
    let monitoring = platform.clusters[0].monitoring.as_mut().unwrap();
    monitoring.dcgm = None;
    monitoring.node_exporter = false;
    let few = rules(&platform);
    assert!(!few.contains("DCGM_") && !few.contains("node_filesystem"));
}

#[test]
fn prometheus_reaches_its_targets_and_nothing_else() {
    let objects = objects(&platform());
    let deny = objects.0.iter().find(|object| {
        object["kind"] == "NetworkPolicy"
            && object["metadata"]["namespace"] == "monitoring"
            && object["metadata"]["name"] == "default-deny"
    });
    assert_eq!(deny.unwrap()["spec"]["policyTypes"].as_array().unwrap().len(), 2);
    let policy = objects.get("NetworkPolicy", "prometheus");
    for rule in policy["spec"]["egress"].as_array().unwrap() {
        assert!(!rule["to"].as_array().unwrap().is_empty(), "an empty list means everyone");
    }
    let egress = policy["spec"]["egress"].to_string();
    for port in ["53", "443", "10250", "9100"] {
        assert!(egress.contains(&format!("\"port\":{port}")), "{port}");
    }
    assert!(egress.contains("10.0.0.0/16") && egress.contains("172.20.0.0/16") && !egress.contains("0.0.0.0/0"));
}

#[test]
fn every_reference_among_the_objects_is_closed() {
    let objects = objects(&platform());
    let mut names = BTreeSet::new();
    for object in &objects.0 {
        let id =
            (object["kind"].to_string(), object["metadata"]["namespace"].to_string(), object["metadata"]["name"].to_string());
        assert!(names.insert(id.clone()), "{id:?} twice");
    }
    for (object, template) in objects.templates() {
        let (namespace, name) = (&object["metadata"]["namespace"], &object["metadata"]["name"]);
        let spec = &template["spec"];
        let account = &spec["serviceAccountName"];
        // An identity's service account is emitted with the identity.
        assert!(account == "trainer" || objects.has("ServiceAccount", namespace, account), "{name}: {account}");
        assert!(spec["automountServiceAccountToken"].is_boolean(), "{name}");
        let volumes = spec["volumes"].as_array().cloned().unwrap_or_default();
        for volume in &volumes {
            if let Some(source) = volume.get("configMap") {
                assert!(objects.has("ConfigMap", namespace, &source["name"]), "{name}: {source}");
            }
        }
        let claims = object.pointer("/spec/volumeClaimTemplates").and_then(Value::as_array).cloned().unwrap_or_default();
        let every = |field: &str| spec[field].as_array().cloned().unwrap_or_default();
        for container in every("containers").iter().chain(&every("initContainers")) {
            for mount in container["volumeMounts"].as_array().into_iter().flatten() {
                let known = volumes.iter().any(|volume| volume["name"] == mount["name"])
                    || claims.iter().any(|claim| claim["metadata"]["name"] == mount["name"]);
                assert!(known, "{name}: {mount}");
            }
            let ports: Vec<&Value> = container["ports"].as_array().into_iter().flatten().map(|port| &port["name"]).collect();
            for probe in ["startupProbe", "readinessProbe", "livenessProbe"] {
                if let Some(port) = container.pointer(&format!("/{probe}/httpGet/port")) {
                    assert!(ports.contains(&port), "{name}: {probe} asks {port}");
                }
            }
            assert!(container["resources"]["requests"]["memory"].is_string(), "{name} asks for no memory");
        }
        if let Some(selector) = object.pointer("/spec/selector/matchLabels") {
            let labels = template["metadata"]["labels"].as_object().unwrap();
            assert!(selector.as_object().unwrap().iter().all(|(key, value)| labels.get(key) == Some(value)), "{name}");
        }
    }
}

#[test]
fn every_service_selects_pods_that_have_its_port() {
    let objects = objects(&platform());
    let mut checked = 0;
    for service in objects.0.iter().filter(|object| object["kind"] == "Service") {
        let selector = service["spec"]["selector"].as_object().unwrap();
        let selected: Vec<_> = objects
            .templates()
            .into_iter()
            .filter(|(object, template)| {
                object["metadata"]["namespace"] == service["metadata"]["namespace"]
                    && selector.iter().all(|(key, value)| template["metadata"]["labels"].get(key) == Some(value))
            })
            .collect();
        assert_eq!(selected.len(), 1, "{}", service["metadata"]["name"]);
        let ports = selected[0].1["spec"]["containers"][0]["ports"].as_array().unwrap();
        let target = &service["spec"]["ports"][0]["targetPort"];
        assert!(ports.iter().any(|port| port["name"] == *target), "{}: {target}", service["metadata"]["name"]);
        checked += 1;
    }
    assert_eq!(checked, 4);
}
