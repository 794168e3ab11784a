//! Workloads fit their nodes, pass the `restricted` level, start and restart together, and say what must be installed first.

use eksml::render;
use eksml::render::Gate as _;
use eksml::spec::*;
use serde_json::Value;

use crate::rendered::{environment, objects, parsed, platform, small_job, tolerates};

const WORKERS: &str = "/spec/replicatedJobs/0/template/spec";

#[test]
fn a_job_on_several_nodes_starts_and_restarts_as_one() {
    let objects = objects(&platform());
    let set = objects.get("JobSet", "pretrain");
    let workers = set.pointer(WORKERS).unwrap();
    assert_eq!((&workers["parallelism"], &workers["completions"]), (&4.into(), &4.into()));
    assert_eq!((&workers["completionMode"], &workers["backoffLimit"]), (&"Indexed".into(), &0.into()));
    assert_eq!(workers["podFailurePolicy"]["rules"][0]["action"], "FailJob");
    assert_eq!(set["spec"]["failurePolicy"]["rules"][0]["action"], "RestartJobSetAndIgnoreMaxRestarts");
    assert_eq!(set["spec"]["network"]["enableDNSHostnames"], true);

    let container = &workers["template"]["spec"]["containers"][0];
    let environment = environment(container);
    for (name, value) in [
        ("MASTER_ADDR", "pretrain-node-0-0.pretrain"),
        ("NNODES", "4"),
        ("WORLD_SIZE", "32"),
        ("PET_NPROC_PER_NODE", "8"),
        ("NODE_RANK", "metadata.annotations['batch.kubernetes.io/job-completion-index']"),
        ("CHECKPOINT_URI", "s3://acme-checkpoints/pretrain"),
        ("CHECKPOINT_EVERY_SECONDS", "900"),
        ("AWS_REGION", "us-west-2"),
    ] {
        assert_eq!(environment.get(name).map(String::as_str), Some(value), "{name}");
    }
}

#[test]
fn a_train_job_runs_on_a_runtime_that_is_the_same_gang() {
    let mut platform = platform();
    let plain = objects(&platform);
    platform.clusters[0].training[0].run_as = RunAs::TrainJob;
    let objects = objects(&platform);
    assert!(objects.find("JobSet", "pretrain").is_none());
    let (runtime, job) = (objects.get("TrainingRuntime", "pretrain"), objects.get("TrainJob", "pretrain"));
    assert_eq!(job["spec"]["runtimeRef"]["kind"], runtime["kind"]);
    assert_eq!(
        (&job["metadata"]["namespace"], &job["spec"]["runtimeRef"]["name"]),
        (&runtime["metadata"]["namespace"], &"pretrain".into())
    );
    assert_eq!(job["metadata"]["labels"]["kueue.x-k8s.io/queue-name"], "ml-training");
    assert!(runtime["metadata"]["labels"].get("kueue.x-k8s.io/queue-name").is_none(), "only what runs waits");
    assert_eq!((&job["spec"]["trainer"]["numNodes"], &job["spec"]["trainer"]["numProcPerNode"]), (&4.into(), &8.into()));

    let workers = &runtime["spec"]["template"]["spec"]["replicatedJobs"][0];
    assert_eq!(workers["name"], "node");
    assert_eq!(workers["template"]["metadata"]["labels"]["trainer.kubeflow.org/trainjob-ancestor-step"], "trainer");
    let pod = workers.pointer("/template/spec/template/spec").unwrap();
    assert_eq!(pod["containers"][0]["name"], "node", "Trainer looks for a container of this name");
    let of_set = plain.get("JobSet", "pretrain").pointer(&format!("{WORKERS}/template/spec")).unwrap();
    for same in ["serviceAccountName", "nodeSelector", "tolerations", "securityContext", "volumes", "priorityClassName"] {
        assert_eq!(pod[same], of_set[same], "{same}");
    }
    assert_eq!(pod["containers"][0]["resources"], of_set["containers"][0]["resources"]);
    // Trainer sets torchrun's own variables and refuses a TrainJob that has them; all others are the job's.
    let (own, shared) = (environment(&job["spec"]["trainer"]), environment(&pod["containers"][0]));
    assert_eq!(own.get("MASTER_ADDR").map(String::as_str), Some("pretrain-node-0-0.pretrain"));
    assert_eq!(own.get("CHECKPOINT_URI").map(String::as_str), Some("s3://acme-checkpoints/pretrain"));
    assert!(own.keys().chain(shared.keys()).all(|name| !name.starts_with("PET_")), "{own:?} {shared:?}");
    assert_eq!(runtime["spec"]["mlPolicy"]["torch"], serde_json::json!({}));
}

#[test]
fn a_train_job_without_gpus_finds_its_peers_by_variables_of_its_own() {
    let mut platform = platform();
    let job = &mut platform.clusters[0].training[1];
    (job.run_as, job.nodes) = (RunAs::TrainJob, Some(2));
    let objects = objects(&platform);
    let runtime = objects.get("TrainingRuntime", "tokenize");
    assert!(runtime["spec"]["mlPolicy"].get("torch").is_none(), "{runtime}");
    let own = environment(&objects.get("TrainJob", "tokenize")["spec"]["trainer"]);
    assert_eq!(own.get("PET_MASTER_ADDR").map(String::as_str), Some("tokenize-node-0-0.tokenize"));
}

#[test]
fn a_ray_job_has_its_nodes_and_no_pod_beside_them() {
    let mut platform = platform();
    platform.clusters[0].training[0].run_as = RunAs::RayJob;
    platform.clusters[0].training[0].command = vec!["python".to_owned(), "train.py".to_owned(), "--name=a b".to_owned()];
    let objects = objects(&platform);
    let job = objects.get("RayJob", "pretrain");
    let spec = &job["spec"];
    assert_eq!(spec["entrypoint"], "python train.py '--name=a b'");
    assert_eq!(spec["submissionMode"], "HTTPMode");
    assert_eq!(spec["shutdownAfterJobFinishes"], true, "Kueue takes no other");
    assert!(spec.get("ttlSecondsAfterFinished").is_none(), "a cluster that is kept holds its nodes");
    assert_eq!(job["metadata"]["labels"]["kueue.x-k8s.io/queue-name"], "ml-training");
    let (head, workers) = (&spec["rayClusterSpec"]["headGroupSpec"], &spec["rayClusterSpec"]["workerGroupSpecs"][0]);
    for bound in ["replicas", "minReplicas", "maxReplicas"] {
        assert_eq!(workers[bound], 3, "the head is the fourth");
    }
    assert_eq!(head["template"], workers["template"]);
    let container = &head["template"]["spec"]["containers"][0];
    assert!(container.get("command").is_none(), "KubeRay starts Ray");
    assert_eq!(container["resources"]["limits"]["nvidia.com/gpu"], "8");
    // 90 % of the quarter of 1800 GiB that is mounted.
    assert_eq!(head["rayStartParams"]["object-store-memory"], (450_u64 * 1024 * 1024 * 1024 / 10 * 9).to_string());
    assert_eq!(head["rayStartParams"]["dashboard-host"], "0.0.0.0");
    let policy = objects.get("NetworkPolicy", "pretrain-dashboard");
    assert_eq!(policy.pointer("/spec/ingress/0/ports/0/port").unwrap(), 8265);
    let from = policy.pointer("/spec/ingress/0/from/0/namespaceSelector/matchLabels").unwrap();
    assert_eq!(from["kubernetes.io/metadata.name"], "ray-system");
}

#[test]
fn each_form_brings_its_operator() {
    let charts = |form, nodes| {
        let mut platform = platform();
        let job = &mut platform.clusters[0].training[0];
        (job.run_as, job.nodes) = (form, Some(nodes));
        let set = platform.manifests().expect("sound");
        let helmfile: Value = serde_yaml::from_str(set.get("shared/helmfile.yaml").expect("a helmfile")).unwrap();
        let all = helmfile["releases"].as_array().unwrap().iter();
        all.map(|release| release["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(charts(RunAs::Job, 1), ["kueue"]);
    assert_eq!(charts(RunAs::Job, 4), ["kueue", "jobset"]);
    assert_eq!(charts(RunAs::TrainJob, 1), ["kueue", "jobset", "kubeflow-trainer"]);
    assert_eq!(charts(RunAs::RayJob, 4), ["kueue", "kuberay-operator"]);
}

#[test]
fn whole_nodes_come_with_all_their_interfaces() {
    let objects = objects(&platform());
    let container = objects.get("JobSet", "pretrain").pointer(&format!("{WORKERS}/template/spec/containers/0")).unwrap();
    let resources = &container["resources"];
    assert_eq!(resources["requests"], resources["limits"]);
    assert_eq!(
        (&resources["limits"]["nvidia.com/gpu"], &resources["limits"]["vpc.amazonaws.com/efa"]),
        (&"8".into(), &"32".into())
    );
    assert_eq!(resources["limits"]["hugepages-2Mi"], "5120Mi");
    let part = &objects.get("Deployment", "chat")["spec"]["template"]["spec"]["containers"][0]["resources"]["limits"];
    assert_eq!(part["nvidia.com/gpu"], "1");
    assert!(part.get("vpc.amazonaws.com/efa").is_none());
}

#[test]
fn a_job_on_one_node_is_a_job() {
    let objects = objects(&platform());
    let job = objects.get("Job", "tokenize");
    assert_eq!(job["spec"]["podFailurePolicy"]["rules"][0]["action"], "Ignore");
    for (kind, name) in [("Job", "tokenize"), ("JobSet", "pretrain")] {
        let spec = &objects.get(kind, name)["spec"];
        assert!(spec.get("ttlSecondsAfterFinished").is_none(), "GitOps would run {name} again");
    }
    let template = &job["spec"]["template"];
    assert_eq!(template["metadata"]["annotations"]["cluster-autoscaler.kubernetes.io/safe-to-evict"], "false");
    assert_eq!(template["spec"]["restartPolicy"], "Never");
    assert_eq!(template["spec"]["nodeSelector"]["eksml/node-group"], "system");
    assert!(template["spec"]["containers"][0]["resources"]["limits"].get("nvidia.com/gpu").is_none());
    assert!(!template["spec"]["volumes"].to_string().contains("Memory"));
    assert!(objects.find("JobSet", "tokenize").is_none());
}

#[test]
fn workloads_tolerate_their_group_and_only_that() {
    let platform = platform();
    let objects = objects(&platform);
    let chat = &objects.get("Deployment", "chat")["spec"]["template"];
    let cluster = &platform.clusters[0];
    let serving = cluster.node_groups.iter().find(|group| group.name.as_str() == "serving").unwrap();
    assert!(serving.taints.iter().all(|taint| tolerates(chat, taint)));
    assert!(!tolerates(chat, &Taint::AwsNeuron));
    let tokenize = &objects.get("Job", "tokenize")["spec"]["template"];
    assert!(!tolerates(tokenize, &Taint::NvidiaGpu));
}

#[test]
fn a_selection_is_taken_as_it_is_written() {
    let mut platform = platform();
    let labels = [(parsed("workload-type"), parsed("training")), (parsed("k8s.amazonaws.com/accelerator"), parsed("h100"))];
    platform.clusters[0].training = vec![Training {
        placement: Placement::Select(Selection {
            labels: labels.into_iter().collect(),
            tolerate: vec![parsed("nvidia.com/gpu")],
        }),
        gpus: Some(8),
        cpu: parsed("100"),
        memory: parsed("1000Gi"),
        checkpoint: Some(Checkpoint { every: parsed("15m"), to: Store::Bucket(parsed("checkpoints")) }),
        ..small_job()
    }];
    let objects = objects(&platform);
    let spec = &objects.get("Job", "tokenize")["spec"]["template"]["spec"];
    assert_eq!(spec["nodeSelector"]["k8s.amazonaws.com/accelerator"], "h100");
    assert_eq!(spec["tolerations"][0]["operator"], "Exists");
    assert_eq!(spec["containers"][0]["resources"]["limits"]["nvidia.com/gpu"], "8");
}

#[test]
fn every_workload_passes_the_restricted_level() {
    let objects = objects(&platform());
    let namespaces = ["ml-training", "ml-inference", "monitoring"];
    let mut checked = 0;
    for (object, template) in objects.templates() {
        if !namespaces.iter().any(|namespace| object["metadata"]["namespace"] == *namespace) {
            continue;
        }
        let spec = &template["spec"];
        assert_eq!(spec["securityContext"]["runAsNonRoot"], true);
        assert_ne!(spec["securityContext"]["runAsUser"], 0);
        assert_eq!(spec["securityContext"]["seccompProfile"]["type"], "RuntimeDefault");
        for container in spec["containers"].as_array().unwrap() {
            assert_eq!(container["securityContext"]["allowPrivilegeEscalation"], false);
            assert_eq!(container["securityContext"]["capabilities"]["drop"][0], "ALL");
        }
        for volume in spec["volumes"].as_array().into_iter().flatten() {
            let kinds: Vec<&String> = volume.as_object().unwrap().keys().filter(|key| *key != "name").collect();
            assert!(kinds.iter().all(|kind| ["emptyDir", "configMap", "secret"].contains(&kind.as_str())), "{volume}");
        }
        assert_ne!(spec["serviceAccountName"], "default");
        checked += 1;
    }
    assert_eq!(checked, 7);
}

#[test]
fn a_service_updates_within_its_accelerators_and_spreads_over_its_zones() {
    let mut platform = platform();
    let first = objects(&platform);
    let chat = first.get("Deployment", "chat");
    let update = &chat["spec"]["strategy"]["rollingUpdate"];
    assert_eq!((&update["maxSurge"], &update["maxUnavailable"]), (&0.into(), &1.into()));
    let spec = &chat["spec"]["template"]["spec"];
    let zone = &spec["topologySpreadConstraints"][0];
    assert_eq!(
        (&zone["topologyKey"], &zone["whenUnsatisfiable"]),
        (&"topology.kubernetes.io/zone".into(), &"DoNotSchedule".into())
    );
    assert!(spec["terminationGracePeriodSeconds"].as_i64().unwrap() <= 120);
    assert_eq!(spec["containers"][0]["startupProbe"]["httpGet"]["path"], "/health");
    assert_eq!(first.get("PodDisruptionBudget", "chat")["spec"]["maxUnavailable"], 1);
    let policy = first.get("NetworkPolicy", "chat-clients");
    assert_eq!(policy["spec"]["ingress"][0]["from"][0]["ipBlock"]["cidr"], "10.0.0.0/16");

    platform.clusters[0].inference[0].replicas = 2;
    let second = objects(&platform);
    let zone = &second.get("Deployment", "chat")["spec"]["template"]["spec"]["topologySpreadConstraints"][0];
    assert_eq!(zone["whenUnsatisfiable"], "ScheduleAnyway");
}

#[test]
fn shared_memory_is_part_of_the_pods_own() {
    let objects = objects(&platform());
    let size = |spec: &Value| {
        let volumes = spec["volumes"].as_array().unwrap().clone();
        volumes
            .into_iter()
            .find(|volume| volume["emptyDir"]["medium"] == "Memory")
            .map(|volume| volume["emptyDir"]["sizeLimit"].clone())
    };
    let chat = &objects.get("Deployment", "chat")["spec"]["template"]["spec"];
    assert_eq!(size(chat).unwrap(), "8192Mi");
    let pretrain = objects.get("JobSet", "pretrain").pointer(&format!("{WORKERS}/template/spec")).unwrap();
    assert_eq!(size(pretrain).unwrap(), "460800Mi");

    // Under MPS the device plugin mounts the control daemon's shared memory there.
    let mut platform = platform();
    platform.clusters[0].inference[0].placement = Placement::On(parsed("small"));
    platform.clusters[0].inference[0].memory = parsed("24Gi");
    let shared = crate::rendered::objects(&platform);
    assert_eq!(size(&shared.get("Deployment", "chat")["spec"]["template"]["spec"]), None);
}

#[test]
fn the_readme_names_what_must_be_there_first() {
    let mut platform = platform();
    let readme = |platform: &Platform| render::manifests(platform).unwrap().get("shared/README.md").unwrap().to_owned();
    let text = readme(&platform);
    assert!(text.contains("helmfile sync") && text.contains("have Helm 3 or 4 and helmfile 1 or later at hand"));
    assert!(!text.contains("delete daemonset"), "every EFA group is tainted");
    platform.clusters[0].training.remove(0);
    platform.clusters[0].queues = None;
    assert!(!readme(&platform).contains("helmfile"));
}
