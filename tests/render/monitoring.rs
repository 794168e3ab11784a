//! Prometheus finds what is there by discovery, may read it, survives its own volume, and every reference among objects is closed.

use std::collections::BTreeSet;

use eksml::spec::*;
use serde_json::Value;

use crate::rendered::{Objects, environment, objects, parsed, platform};

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
fn kube_state_metrics_may_list_what_it_watches_and_nothing_else() {
    let objects = objects(&platform());
    let container = &objects.get("Deployment", "kube-state-metrics")["spec"]["template"]["spec"]["containers"][0];
    let watched = container["args"][0].as_str().unwrap().strip_prefix("--resources=").unwrap();
    let mut watched: Vec<String> = watched.split(',').map(str::to_owned).collect();
    let mut listed = Vec::new();
    for rule in objects.get("ClusterRole", "kube-state-metrics")["rules"].as_array().unwrap() {
        assert_eq!(rule["verbs"], serde_json::json!(["list", "watch"]));
        listed.extend(rule["resources"].as_array().unwrap().iter().map(|it| it.as_str().unwrap().to_owned()));
    }
    watched.sort();
    listed.sort();
    assert_eq!(watched, listed);
    assert!(!listed.contains(&"secrets".to_owned()));
}

#[test]
fn alerts_need_what_exports_their_metrics_and_the_day_on_which_a_block_ends() {
    let mut platform = platform();
    let rules = |platform: &Platform| {
        objects(platform).get("ConfigMap", "prometheus-config")["data"]["rules.yml"].as_str().unwrap().to_owned()
    };
    assert!(!rules(&platform).contains("CapacityBlock"));
    platform.clusters[0].node_groups[1].block_ends = Some(parsed("2027-01-15"));
    let all = rules(&platform);
    // 2027-01-15 11:30 UTC.
    assert!(all.contains("1800012600 - vector(time()) > 0 < 172800") && all.contains("node_group: pretrain"), "{all}");
    assert!(all.contains("AcceleratorPodsPending") && all.contains("NodeNotRepaired"));
    platform.clusters[0].monitoring.as_mut().unwrap().kube_state_metrics = false;
    assert!(!rules(&platform).contains("kube_"));
}

#[test]
fn prometheus_reaches_its_targets_and_nothing_else() {
    let objects = objects(&platform());
    let deny = objects.0.iter().find(|object| {
        object["kind"] == "NetworkPolicy"
            && object["metadata"]["namespace"] == "monitoring"
            && object["metadata"]["name"] == "eksml-default-deny"
    });
    assert_eq!(deny.unwrap()["spec"]["policyTypes"].as_array().unwrap().len(), 2);
    let policy = objects.get("NetworkPolicy", "prometheus");
    for rule in policy["spec"]["egress"].as_array().unwrap() {
        assert!(!rule["to"].as_array().unwrap().is_empty(), "an empty list means everyone");
    }
    let egress = policy["spec"]["egress"].to_string();
    for port in ["53", "443", "10250", "9100", "61678"] {
        assert!(egress.contains(&format!("\"port\":{port}")), "{port}");
    }
    assert!(egress.contains("10.0.0.0/16") && egress.contains("172.20.0.1/32") && !egress.contains("0.0.0.0/0"));
}

#[test]
fn what_prometheus_asks_of_aws_is_one_workspace_and_what_alertmanager_asks_is_one_topic() {
    let mut platform = platform();
    platform.account = Some(parsed("123456789012"));
    let monitoring = platform.clusters[0].monitoring.as_mut().unwrap();
    monitoring.remote_write = Some(RemoteWrite {
        workspace: Some(parsed("ws-0a1b2c3d-1234-1234-1234-0123456789ab")),
        region: Some(parsed("eu-west-1")),
    });
    monitoring.alertmanager = Some(Alertmanager { to: Receiver::Sns(parsed("arn:aws:sns:us-west-2:123456789012:alerts")) });
    let access = eksml::components::access(&platform, &platform.clusters[0]);
    let access: Vec<_> = access.into_iter().filter(|own| own.namespace == "monitoring").collect();
    let resource = |own: &eksml::components::Access| match &own.permissions {
        eksml::components::Permissions::Statements(statements) => statements[0].resources[0].clone(),
        _ => String::new(),
    };
    let allowed: Vec<_> = access.iter().map(|own| (own.service_account, resource(own))).collect();
    let workspace = "arn:aws:aps:eu-west-1:123456789012:workspace/ws-0a1b2c3d-1234-1234-1234-0123456789ab";
    let topic = "arn:aws:sns:us-west-2:123456789012:alerts";
    assert_eq!(allowed, [("prometheus", workspace.to_owned()), ("alertmanager", topic.to_owned())]);
    let objects = objects(&platform);
    let config = config(&objects);
    let remote = &config["remote_write"][0];
    assert_eq!(remote["sigv4"]["region"], "eu-west-1");
    assert_eq!(
        remote["url"],
        "https://aps-workspaces.eu-west-1.amazonaws.com/workspaces/ws-0a1b2c3d-1234-1234-1234-0123456789ab/api/v1/remote_write"
    );
    for own in &access {
        assert!(objects.has("ServiceAccount", &own.namespace.as_str().into(), &own.service_account.into()));
        let egress = objects.get("NetworkPolicy", own.service_account)["spec"]["egress"].to_string();
        assert!(egress.contains("169.254.170.23/32") && egress.contains("0.0.0.0/0"), "{egress}");
    }
    let alerts = objects.get("ConfigMap", "alertmanager-config")["data"]["alertmanager.yml"].as_str().unwrap().to_owned();
    let alerts: Value = serde_yaml::from_str(&alerts).unwrap();
    assert_eq!(alerts["receivers"][0]["sns_configs"][0]["topic_arn"], "arn:aws:sns:us-west-2:123456789012:alerts");
    assert_eq!(alerts["receivers"][0]["name"], alerts["route"]["receiver"]);
}

#[test]
fn the_operator_is_told_the_same() {
    let plain = platform();
    let mut operated = plain.clone();
    operated.clusters[0].monitoring.as_mut().unwrap().prometheus.as_mut().unwrap().form = Form::Operator;
    let (plain, operated) = (objects(&plain), objects(&operated));
    for gone in [("StatefulSet", "prometheus"), ("ConfigMap", "prometheus-config"), ("Service", "prometheus")] {
        assert!(plain.find(gone.0, gone.1).is_some() && operated.find(gone.0, gone.1).is_none(), "{gone:?}");
    }
    let server = operated.get("Prometheus", "prometheus");
    let set = plain.get("StatefulSet", "prometheus");
    assert_eq!(server["spec"]["serviceAccountName"], set["spec"]["template"]["spec"]["serviceAccountName"]);
    let selects = |selector: &str, object: &Value| {
        let labels = &object["metadata"]["labels"];
        let wanted = server["spec"][selector]["matchLabels"].as_object().unwrap();
        !wanted.is_empty() && wanted.iter().all(|(key, value)| labels.get(key) == Some(value))
    };
    let config = config(&plain);
    let mut jobs: Vec<String> =
        config["scrape_configs"].as_array().unwrap().iter().map(|job| job["job_name"].as_str().unwrap().to_owned()).collect();
    let beside: Value =
        serde_yaml::from_str(operated.get("Secret", "prometheus-scrape-jobs")["stringData"]["jobs.yml"].as_str().unwrap())
            .unwrap();
    let mut told: Vec<String> =
        beside.as_array().unwrap().iter().map(|job| job["job_name"].as_str().unwrap().to_owned()).collect();
    for monitor in operated.0.iter().filter(|object| object["kind"] == "PodMonitor") {
        assert!(selects("podMonitorSelector", monitor), "{monitor}");
        told.push(monitor["spec"]["podMetricsEndpoints"][0]["relabelings"][0]["replacement"].as_str().unwrap().to_owned());
    }
    jobs.sort();
    told.sort();
    assert_eq!(jobs, told);
    let rule = operated.get("PrometheusRule", "eksml-alerts");
    assert!(selects("ruleSelector", rule));
    let file = plain.get("ConfigMap", "prometheus-config")["data"]["rules.yml"].as_str().unwrap();
    assert_eq!(serde_yaml::from_str::<Value>(file).unwrap()["groups"], rule["spec"]["groups"]);
    let sources = |objects: &Objects| objects.get("ConfigMap", "grafana-datasources")["data"].to_string();
    assert!(sources(&plain).contains("http://prometheus.monitoring.svc:9090"));
    assert!(sources(&operated).contains("http://prometheus-operated.monitoring.svc:9090"));
}

#[test]
fn secrets_are_named_and_mounted_and_never_written() {
    let objects = objects(&platform());
    for (kind, name, volume, secret) in
        [("Deployment", "grafana", "admin", "grafana-admin"), ("StatefulSet", "alertmanager", "webhook", "alert-webhook")]
    {
        let volumes = objects.get(kind, name)["spec"]["template"]["spec"]["volumes"].as_array().unwrap().clone();
        let mounted = volumes.iter().find(|it| it["name"] == volume).unwrap();
        assert_eq!(mounted["secret"]["secretName"], secret);
    }
    assert!(objects.0.iter().all(|object| object["kind"] != "Secret"));
    let webhook = objects.get("ConfigMap", "alertmanager-config")["data"].to_string();
    assert!(webhook.contains("url_file: /etc/alertmanager-webhook/url") && !webhook.contains("https://"), "{webhook}");
}

#[test]
fn alertmanagers_find_each_other_and_prometheus_finds_both() {
    let objects = objects(&platform());
    let set = objects.get("StatefulSet", "alertmanager");
    let args = set["spec"]["template"]["spec"]["containers"][0]["args"].to_string();
    assert_eq!(set["spec"]["replicas"], 2);
    for pod in 0..2 {
        assert!(args.contains(&format!("--cluster.peer=alertmanager-{pod}.alertmanager.monitoring.svc:9094")), "{args}");
    }
    let service = objects.get("Service", "alertmanager");
    assert_eq!((&service["spec"]["clusterIP"], &service["spec"]["publishNotReadyAddresses"]), (&"None".into(), &true.into()));
    let found = &config(&objects)["alerting"]["alertmanagers"][0];
    assert_eq!(found["kubernetes_sd_configs"][0]["namespaces"]["names"][0], "monitoring");
    assert_eq!(found["relabel_configs"][0]["regex"], "alertmanager;web");
    assert_eq!(objects.get("PodDisruptionBudget", "alertmanager")["spec"]["maxUnavailable"], 1);
}

#[test]
fn dashboards_show_what_is_exported_and_nothing_else() {
    let mut platform = platform();
    let dashboards = |platform: &Platform| objects(platform).get("ConfigMap", "grafana-dashboards")["data"].clone();
    let all = dashboards(&platform);
    for file in ["accelerators.json", "cluster.json", "cost.json"] {
        let dashboard: Value = serde_json::from_str(all[file].as_str().unwrap()).unwrap();
        for panel in dashboard["panels"].as_array().unwrap() {
            assert!(!panel["targets"].as_array().unwrap().is_empty(), "{panel}");
            assert_eq!(panel["datasource"]["uid"], "prometheus");
        }
    }
    let text = all.to_string();
    assert!(text.contains("DCGM_") && text.contains("kube_") && text.contains("node_cpu") && text.contains("neuroncore_"));
    // 8 × H100 at 55.04 USD/h.
    assert!(text.contains("55.04") && text.contains("6.88"), "{text}");
    let monitoring = platform.clusters[0].monitoring.as_mut().unwrap();
    (monitoring.dcgm, monitoring.kube_state_metrics, monitoring.node_exporter, monitoring.neuron_monitor) =
        (None, false, false, false);
    let few = dashboards(&platform).to_string();
    assert!(!few.contains("DCGM_") && !few.contains("kube_") && !few.contains("node_cpu") && !few.contains("neuroncore_"));
    assert!(few.contains("container_cpu"));
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
    assert_eq!(checked, 8);
}

#[test]
fn the_agent_of_cloudwatch_has_its_role_and_leaves_gpus_to_our_own_exporter() {
    let mut platform = platform();
    let addon = |platform: &Platform| {
        let config = eksml::derived::cluster_config(platform, &platform.clusters[0]);
        config.addons.into_iter().find(|addon| addon.name == "amazon-cloudwatch-observability")
    };
    assert!(addon(&platform).is_none());
    let monitoring = platform.clusters[0].monitoring.get_or_insert_default();
    monitoring.cloudwatch = Some(CloudWatch { container_logs: ContainerLogs::Left });
    monitoring.dcgm = Some(Dcgm::default());
    let beside = addon(&platform).expect("the add-on");
    let role = beside.pod_identity_associations.first().expect("a role");
    assert_eq!(role.service_account_name.as_deref(), Some("cloudwatch-agent"));
    let values: serde_json::Value =
        serde_json::from_str(beside.configuration_values.as_deref().unwrap_or_default()).expect("JSON");
    assert_eq!(values["agent"]["config"]["logs"]["metrics_collected"]["kubernetes"]["accelerated_compute_metrics"], false);
    assert_eq!(values["containerLogs"]["enabled"], false);
    let monitoring = platform.clusters[0].monitoring.get_or_insert_default();
    (monitoring.cloudwatch, monitoring.dcgm, monitoring.neuron_monitor) = (Some(CloudWatch::default()), None, false);
    assert_eq!(addon(&platform).expect("the add-on").configuration_values, None, "what the agent does anyway is not repeated");
}

/// Beside the node exporter, and only where some group has EFA: what it writes the exporter reads, and alerts ask for.
#[test]
fn what_efa_counts_is_exported_where_there_is_efa() {
    let exporter = |platform: &Platform| objects(platform).get("DaemonSet", "node-exporter")["spec"]["template"]["spec"].clone();
    let with = exporter(&platform());
    let containers = with["containers"].as_array().expect("containers");
    assert_eq!(containers.iter().map(|it| &it["name"]).collect::<Vec<_>>(), ["node-exporter", "efa-counters"]);
    assert_eq!(containers[0]["image"], containers[1]["image"], "one image, which has a shell");
    let argument = "--collector.textfile.directory=/counters";
    assert!(containers[0]["args"].as_array().is_some_and(|args| args.iter().any(|it| it == argument)));
    let seen = |at: usize, path: &str| {
        let mounts = containers[at]["volumeMounts"].as_array().expect("mounts").iter();
        mounts.filter(|it| it["mountPath"] == path).map(|it| it["name"].clone()).next()
    };
    assert_eq!(seen(0, "/counters"), seen(1, "/counters"));
    let alerts = |platform: &Platform| {
        let set = eksml::render::manifests(platform).expect("sound");
        set.get("shared/50-monitoring.yaml").expect("monitoring").contains("EfaPeersUnresponsive")
    };
    assert!(alerts(&platform()));
    let mut without = platform();
    for group in &mut without.clusters[0].node_groups {
        group.efa = false;
    }
    assert_eq!(exporter(&without)["containers"].as_array().map(Vec::len), Some(1));
    assert!(!alerts(&without));
}
