//! Services grow by what is measured, replicas of several nodes live and die together, data processing ends, notebooks stop, and
//! connections are open at both ends or at none.

use eksml::render;
use eksml::render::Gate as _;
use eksml::spec::*;
use serde_json::Value;

use crate::rendered::{environment, objects, parsed, platform, service};

fn with(change: impl FnOnce(&mut Cluster)) -> Platform {
    let mut platform = platform();
    change(&mut platform.clusters[0]);
    platform
}

fn processing() -> Processing {
    Processing {
        name: parsed("score"),
        namespace: parsed("ml-training"),
        placement: Placement::On(parsed("system")),
        cpu: parsed("1"),
        memory: parsed("2Gi"),
        image: parsed("123456789012.dkr.ecr.us-west-2.amazonaws.com/score:v1.4.2"),
        ..Processing::default()
    }
}

fn notebook() -> Notebook {
    Notebook {
        name: parsed("ada"),
        namespace: parsed("ml-training"),
        placement: Placement::On(parsed("system")),
        home: Home { size: parsed("50Gi"), ..Home::default() },
        cpu: parsed("1"),
        memory: parsed("2Gi"),
        image: parsed("123456789012.dkr.ecr.us-west-2.amazonaws.com/lab:v1.4.2"),
        ..Notebook::default()
    }
}

#[test]
fn what_scales_a_service_owns_its_replicas() {
    let plain = objects(&platform());
    assert_eq!(plain.get("Deployment", "chat")["spec"]["replicas"], 3);
    let by = |by| Some(Autoscale { up_to: 9, by, calm: Some(parsed("10m")), to_zero: false });
    let cpu = objects(&with(|cluster| cluster.inference[0].autoscale = by(LoadMetric::Cpu(70))));
    assert_eq!(cpu.get("Deployment", "chat")["spec"].get("replicas"), None);
    let hpa = &cpu.get("HorizontalPodAutoscaler", "chat")["spec"];
    assert_eq!((&hpa["minReplicas"], &hpa["maxReplicas"]), (&3.into(), &9.into()));
    assert_eq!(hpa["metrics"][0]["resource"]["target"]["averageUtilization"], 70);
    assert_eq!(hpa["behavior"]["scaleDown"]["stabilizationWindowSeconds"], 600);

    let query = LoadQuery { query: "sum(requests)".to_owned(), per_replica: "8".to_owned() };
    let asked = with(|cluster| cluster.inference[0].autoscale = by(LoadMetric::Prometheus(query)));
    let keda = objects(&asked);
    let scaled = &keda.get("ScaledObject", "chat")["spec"];
    assert_eq!(scaled["scaleTargetRef"]["kind"], "Deployment");
    assert_eq!(scaled["fallback"]["replicas"], 3);
    let trigger = &scaled["triggers"][0]["metadata"];
    assert_eq!(
        (&trigger["serverAddress"], &trigger["threshold"]),
        (&"http://prometheus.monitoring.svc:9090".into(), &"8".into())
    );
    let lets_in =
        |objects: &crate::rendered::Objects| objects.get("NetworkPolicy", "prometheus")["spec"]["ingress"][0]["from"].to_string();
    assert!(lets_in(&keda).contains("\"keda\"") && !lets_in(&cpu).contains("\"keda\""));
    let set = render::manifests(&asked).unwrap_or_else(|refusal| panic!("{refusal}"));
    let helmfile = set.iter().find(|(path, _)| path.to_string().ends_with("helmfile.yaml")).map(|(_, text)| text);
    assert!(helmfile.is_some_and(|text| text.contains("name: keda")));
}

#[test]
fn a_queue_wakes_a_service_and_keda_may_look_at_that_queue_alone() {
    let queue = "arn:aws:sqs:us-west-2:123456789012:recordings";
    let by = LoadMetric::Sqs(Backlog { queue: parsed(queue), per_replica: 20 });
    let platform = with(|cluster| {
        cluster.namespaces[1].https_to = vec![Peers::Internet("SQS, over NAT".to_owned())];
        cluster.inference[0].autoscale = Some(Autoscale { up_to: 9, by, calm: Some(parsed("10m")), to_zero: true });
        cluster.inference[0].identity = Some(parsed("listener"));
        cluster.identities.push(Identity {
            name: parsed("listener"),
            namespace: cluster.inference[0].namespace.clone(),
            consumes: vec![parsed(queue)],
            ..Identity::default()
        });
    });
    let emitted = objects(&platform);
    let scaled = &emitted.get("ScaledObject", "chat")["spec"];
    assert_eq!(
        (&scaled["idleReplicaCount"], &scaled["minReplicaCount"], &scaled["cooldownPeriod"]),
        (&0.into(), &3.into(), &600.into())
    );
    let trigger = &scaled["triggers"][0];
    assert_eq!(trigger["type"], "aws-sqs-queue");
    assert_eq!(trigger["metadata"]["queueURL"], "https://sqs.us-west-2.amazonaws.com/123456789012/recordings");
    assert_eq!(trigger["metadata"]["queueLength"], "20", "KEDA reads texts");
    let authentication = trigger["authenticationRef"]["name"].as_str().expect("a reference");
    assert_eq!(emitted.get("TriggerAuthentication", authentication)["spec"]["podIdentity"]["provider"], "aws");
    let set = platform.manifests().expect("sound");
    let config: Value = serde_yaml::from_str(set.get("shared/00-cluster.eksctl.yaml").expect("a config")).expect("YAML");
    let of = |account: &str| {
        let all = config["iam"]["podIdentityAssociations"].as_array().expect("associations").iter();
        let mut own = all.filter(|it| it["serviceAccountName"] == account);
        own.next().expect(account)["permissionPolicy"]["Statement"].clone()
    };
    let look = of("keda-operator");
    assert_eq!(
        (&look[0]["Action"], &look[0]["Resource"]),
        (&serde_json::json!(["sqs:GetQueueAttributes"]), &serde_json::json!([queue]))
    );
    assert!(of("listener").to_string().contains("sqs:DeleteMessage"));
    assert!(emitted.find("NetworkPolicy", "keda").is_none(), "nothing keeps KEDA from AWS");
    // Whoever takes messages must reach SQS, at public addresses or by an endpoint in the VPC.
    let shut_out = |change: &dyn Fn(&mut Cluster)| {
        let mut platform = platform.clone();
        change(&mut platform.clusters[0]);
        platform.check().findings().iter().any(|it| it.rule == "NP-12" && it.problem.contains("no address of SQS"))
    };
    let https = |peers: Vec<Peers>| move |cluster: &mut Cluster| cluster.namespaces[1].https_to = peers.clone();
    assert!(shut_out(&https(Vec::new())) && shut_out(&https(vec![Peers::Vpc])));
    assert!(!shut_out(&https(vec![Peers::Internet("SQS".to_owned())])));
    assert!(!shut_out(&|cluster| {
        cluster.vpc.endpoints = vec![AwsService::Sqs];
        https(vec![Peers::Vpc])(cluster);
    }));
}

#[test]
fn hours_and_metrics_of_its_own_scale_a_service() {
    let by = |by| Some(Autoscale { up_to: 9, by, ..Autoscale::default() });
    let hours = Hours { from: parsed("0 8 * * 1-5"), to: parsed("0 19 * * 1-5"), time_zone: Some("Europe/Berlin".to_owned()) };
    let emitted = objects(&with(|cluster| cluster.inference[0].autoscale = by(LoadMetric::Hours(hours))));
    let scaled = &emitted.get("ScaledObject", "chat")["spec"];
    assert_eq!(scaled["triggers"][0]["metadata"]["desiredReplicas"], "9");
    assert_eq!(scaled.get("fallback"), None, "the clock is always there");
    assert_eq!(scaled.get("idleReplicaCount"), None);
    let own = OwnMetric { name: "vllm:num_requests_waiting".to_owned(), per_replica: "4".to_owned() };
    let emitted = objects(&with(|cluster| {
        cluster.inference[0].metrics = Some("/metrics".to_owned());
        cluster.inference[0].autoscale = by(LoadMetric::Metric(own));
    }));
    let scaled = &emitted.get("ScaledObject", "chat")["spec"];
    let query = scaled["triggers"][0]["metadata"]["query"].as_str().expect("a query");
    assert_eq!(query, "sum(vllm:num_requests_waiting{namespace=\"ml-inference\",app=\"chat\"})");
}

#[test]
fn what_would_never_scale_is_told() {
    let told = |autoscale: Autoscale| {
        let platform = with(|cluster| cluster.inference[0].autoscale = Some(autoscale));
        let report = platform.check();
        let all = report.findings().iter().filter(|it| matches!(it.rule, "SCH-15" | "SCH-23"));
        all.map(|it| format!("{} {}", it.rule, it.problem)).collect::<Vec<_>>().join("\n")
    };
    let by = |by| Autoscale { up_to: 9, by, ..Autoscale::default() };
    let metric = |name: &str| LoadMetric::Metric(OwnMetric { name: name.to_owned(), per_replica: "4".to_owned() });
    let sqs =
        |per_replica| LoadMetric::Sqs(Backlog { queue: parsed("arn:aws:sqs:us-west-2:123456789012:recordings"), per_replica });
    assert!(told(by(metric("requests_waiting"))).contains("does not say where it serves its metrics"));
    assert!(told(by(metric("http_requests_total"))).contains("a counter"));
    assert!(told(by(metric("sum(requests)"))).contains("no name of a metric"));
    assert!(told(by(sqs(0))).contains("0 messages"));
    assert!(told(by(sqs(5))).contains("no identity that may take them"));
    let hours = |to: &str| LoadMetric::Hours(Hours { from: parsed("0 8 * * *"), to: parsed(to), time_zone: None });
    assert!(told(by(hours("0 8 * * *"))).contains("begin and end"));
    assert_eq!(told(Autoscale { to_zero: true, ..by(hours("0 9 * * *")) }), "");
    assert!(told(Autoscale { to_zero: true, ..by(LoadMetric::Cpu(70)) }).starts_with("SCH-23"));
}

#[test]
fn a_replica_of_several_nodes_is_one_thing() {
    let objects = objects(&with(|cluster| {
        cluster.inference[0] = Inference {
            replicas: 2,
            over: Some(NodesPerReplica { nodes: 2, worker_command: vec!["work".to_owned()] }),
            ..service()
        };
    }));
    assert!(objects.find("Deployment", "chat").is_none());
    let set = &objects.get("LeaderWorkerSet", "chat")["spec"];
    let template = &set["leaderWorkerTemplate"];
    assert_eq!((&set["replicas"], &template["size"]), (&2.into(), &2.into()));
    assert_eq!(template["restartPolicy"], "RecreateGroupOnPodRestart");
    let container = |which: &str| template[which]["spec"]["containers"][0].clone();
    let (leader, worker) = (container("leaderTemplate"), container("workerTemplate"));
    assert!(leader["readinessProbe"].is_object() && worker.get("readinessProbe").is_none());
    assert_eq!(worker["command"][0], "work");
    assert_eq!(leader["resources"], worker["resources"]);
    let selector = &objects.get("Service", "chat")["spec"]["selector"];
    assert_eq!(selector["leaderworkerset.sigs.k8s.io/worker-index"], "0");
    let peers = &objects.get("NetworkPolicy", "chat-peers")["spec"];
    assert_eq!(peers["ingress"][0]["from"][0]["podSelector"], peers["podSelector"]);
    assert_eq!(peers["policyTypes"], serde_json::json!(["Ingress", "Egress"]));
}

#[test]
fn work_in_parts_is_indexed_and_work_on_schedule_does_not_overlap() {
    let parts = Processing { parts: Some(100), at_once: Some(18), give_up_after: Some(parsed("6h")), ..processing() };
    let nightly = Processing {
        name: parsed("nightly"),
        schedule: Some(parsed("30 2 * * *")),
        time_zone: Some("Europe/Berlin".to_owned()),
        ..processing()
    };
    let objects = objects(&with(|cluster| cluster.processing = vec![parts, nightly]));
    let job = &objects.get("Job", "score")["spec"];
    assert_eq!((&job["completions"], &job["parallelism"], &job["completionMode"]), (&100.into(), &18.into(), &"Indexed".into()));
    assert_eq!((&job["backoffLimitPerIndex"], &job["activeDeadlineSeconds"]), (&3.into(), &21_600.into()));
    assert!(job.get("backoffLimit").is_none());
    assert!(job.get("ttlSecondsAfterFinished").is_none(), "what removes itself is made again by the next apply");
    assert_eq!(environment(&job["template"]["spec"]["containers"][0])["PARTS"], "100");
    let cron = &objects.get("CronJob", "nightly")["spec"];
    assert_eq!((&cron["timeZone"], &cron["concurrencyPolicy"]), (&"Europe/Berlin".into(), &"Forbid".into()));
    assert!(cron["startingDeadlineSeconds"].is_number());
    assert_eq!(cron["jobTemplate"]["spec"]["template"]["spec"]["restartPolicy"], "Never");
}

#[test]
fn a_notebook_keeps_its_home_and_stops_when_nobody_works() {
    let idle = Idle { kernels_after: Some(parsed("1h")), stop: Some(parsed("0 20 * * *")), time_zone: None };
    let objects = objects(&with(|cluster| cluster.notebooks = vec![Notebook { idle: Some(idle), ..notebook() }]));
    let set = &objects.get("StatefulSet", "ada")["spec"];
    assert_eq!(set["persistentVolumeClaimRetentionPolicy"]["whenDeleted"], "Retain");
    assert_eq!(set["volumeClaimTemplates"][0]["spec"]["resources"]["requests"]["storage"], "50Gi");
    assert!(set.get("replicas").is_none(), "what is stopped stays stopped when it is applied again");
    let container = &set["template"]["spec"]["containers"][0];
    assert_eq!(environment(container)["HOME"], "/home/notebook");
    let text = objects.get("ConfigMap", "ada-idle")["data"]["jupyter_server_config.json"].as_str().unwrap();
    let config: Value = serde_json::from_str(text).unwrap();
    assert_eq!(config["MappingKernelManager"]["cull_idle_timeout"], 3600);
    let stop = &objects.get("CronJob", "ada-stop")["spec"]["jobTemplate"]["spec"]["template"]["spec"];
    assert_eq!(stop["serviceAccountName"], "ada-stop");
    let rule = &objects.get("Role", "ada-stop")["rules"][0];
    assert_eq!((&rule["resourceNames"], &rule["verbs"]), (&serde_json::json!(["ada"]), &serde_json::json!(["get", "patch"])));
    assert!(objects.get("NetworkPolicy", "ada-stop")["spec"]["egress"][0]["to"].to_string().contains("10.0.0.0/16"));
}

#[test]
fn a_notebook_that_never_stops_has_nothing_that_stops_it() {
    let objects = objects(&with(|cluster| cluster.notebooks = vec![notebook()]));
    assert_eq!(objects.get("StatefulSet", "ada")["spec"]["replicas"], 1);
    assert!(objects.find("CronJob", "ada-stop").is_none() && objects.find("ConfigMap", "ada-idle").is_none());
}

#[test]
fn a_connection_is_open_at_both_ends() {
    let score = Processing { talks_to: vec![Callee::Service(parsed("chat"))], ..processing() };
    let platform = with(|cluster| {
        cluster.processing = vec![score];
        cluster.inference[0].serves = vec![Peers::SameNamespace];
    });
    let objects = objects(&platform);
    let out = &objects.get("NetworkPolicy", "score-talks")["spec"];
    let chat = &objects.get("Deployment", "chat")["spec"]["template"]["metadata"]["labels"];
    assert_eq!(out["egress"][0]["to"][0]["podSelector"]["matchLabels"], *chat);
    assert_eq!(out["egress"][0]["to"][0]["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"], "ml-inference");
    assert_eq!(out["egress"][0]["ports"][0]["port"], 8000);
    let within = &objects.get("NetworkPolicy", "chat-clients")["spec"]["ingress"][0];
    let labels = &objects.get("Job", "score")["spec"]["template"]["metadata"]["labels"];
    assert_eq!(within["from"][1]["podSelector"]["matchLabels"], *labels);
    assert!(!within["from"].to_string().contains("ipBlock"), "whom it serves is said");
}

#[test]
fn where_everybody_may_talk_no_policy_takes_it_away() {
    let score = Processing { talks_to: vec![Callee::Service(parsed("chat"))], ..processing() };
    let objects = objects(&with(|cluster| {
        cluster.processing = vec![score];
        for namespace in &mut cluster.namespaces {
            namespace.network = Isolation::Unrestricted("a test".to_owned());
        }
    }));
    assert!(objects.find("NetworkPolicy", "score-talks").is_none() && objects.find("NetworkPolicy", "chat-clients").is_none());
}

#[test]
fn metrics_are_found_where_they_are_offered() {
    let objects = objects(&with(|cluster| cluster.inference[0].metrics = Some("/metrics".to_owned())));
    let annotations = &objects.get("Deployment", "chat")["spec"]["template"]["metadata"]["annotations"];
    assert_eq!((&annotations["prometheus.io/path"], &annotations["prometheus.io/port"]), (&"/metrics".into(), &"8000".into()));
}
