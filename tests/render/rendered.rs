//! A platform with one of everything, and its emitted objects as a cluster would read them.

#![allow(dead_code, reason = "every test program uses its own part")]

use std::collections::BTreeMap;

use eksml::render;
use eksml::spec::*;
use serde_json::Value;

/// Anything that is parsed from text.
pub(crate) fn parsed<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().expect(text)
}

/// A node group of the given name and type.
pub(crate) fn group(name: &str, instance: &str, min: u32, max: u32) -> NodeGroup {
    NodeGroup { name: parsed(name), instances: vec![parsed(instance)], scale: Scale { min, max }, ..NodeGroup::default() }
}

/// An NVIDIA group, tainted as it must be.
pub(crate) fn gpu_group(name: &str, instance: &str, min: u32, max: u32) -> NodeGroup {
    NodeGroup { taints: vec![Taint::NvidiaGpu], ..group(name, instance, min, max) }
}

/// One of everything that is rendered: shared and whole GPUs, EFA, Neuron, Spot, reservations, metrics, workloads.
pub(crate) fn platform() -> Platform {
    let team = Taint::Custom(CustomTaint { key: parsed("example.com/team"), value: parsed("vision"), ..CustomTaint::default() });
    let system = NodeGroup { serves: Use::System, ..group("system", "m7i.xlarge", 3, 6) };
    let pretrain = NodeGroup {
        serves: Use::Training,
        purchase: Purchase::CapacityBlock(parsed("cr-0123456789abcdef0")),
        zones: vec![parsed("us-west-2a")],
        efa: true,
        ..gpu_group("pretrain", "p5.48xlarge", 0, 4)
    };
    let trainium = NodeGroup {
        serves: Use::Training,
        zones: vec![parsed("us-west-2b")],
        taints: vec![Taint::AwsNeuron],
        efa: true,
        ..group("trainium", "trn1.32xlarge", 0, 2)
    };
    let mut serving = NodeGroup { serves: Use::Inference, ..gpu_group("serving", "g6e.2xlarge", 3, 9) };
    serving.taints.push(team);
    let notebooks = NodeGroup {
        serves: Use::Development,
        purchase: Purchase::Spot,
        sharing: Sharing::TimeSlicing(4),
        ..gpu_group("notebooks", "g6.2xlarge", 0, 4)
    };
    let small = NodeGroup { serves: Use::Development, sharing: Sharing::Mps(2), ..gpu_group("small", "g5.2xlarge", 0, 4) };
    let cluster = Cluster {
        name: parsed("shared"),
        version: parsed("1.35"),
        environment: Environment::Staging,
        access: Access { admins: vec![parsed("arn:aws:iam::123456789012:role/platform-admin")], ..Access::default() },
        vpc: Vpc { cidr: parsed("10.0.0.0/16"), ..Vpc::default() },
        scaler: Scaler::ClusterAutoscaler(ClusterAutoscaler { expander: Expander::Priority, ..ClusterAutoscaler::default() }),
        node_groups: vec![system, pretrain, trainium, serving, notebooks, small],
        namespaces: vec![
            Namespace {
                name: parsed("ml-training"),
                serves: Use::Training,
                https_to: vec![Peers::Internet("S3, over NAT".to_owned())],
                ..Namespace::default()
            },
            Namespace { name: parsed("ml-inference"), serves: Use::Inference, ..Namespace::default() },
        ],
        storage: vec![Storage { name: parsed("gp3"), default: true, ..Storage::default() }],
        identities: vec![Identity {
            name: parsed("trainer"),
            namespace: parsed("ml-training"),
            write: vec![Store::Bucket(parsed("checkpoints"))],
            // Some tests take its job away.
            used_by: eksml::spec::UsedBy::Others,
            ..Identity::default()
        }],
        queues: Some(Queues::default()),
        training: vec![large_job(), small_job()],
        inference: vec![service()],
        monitoring: Some(Monitoring {
            prometheus: Some(Prometheus { class: Some(parsed("gp3")), storage: Some(parsed("200Gi")), ..Prometheus::default() }),
            dcgm: Some(Dcgm::default()),
            node_exporter: true,
            kube_state_metrics: true,
            neuron_monitor: true,
            grafana: Some(Grafana { admin_secret: parsed("grafana-admin"), ..Grafana::default() }),
            alertmanager: Some(Alertmanager { to: Receiver::Webhook(parsed("alert-webhook")) }),
            ..Monitoring::default()
        }),
        ..Cluster::default()
    };
    Platform {
        name: parsed("acme"),
        region: parsed("us-west-2"),
        buckets: vec![Bucket { name: parsed("checkpoints"), s3: parsed("acme-checkpoints"), ..Bucket::default() }],
        clusters: vec![cluster],
        ..Platform::default()
    }
}

/// Four whole p5 nodes.
pub(crate) fn large_job() -> Training {
    Training {
        name: parsed("pretrain"),
        namespace: parsed("ml-training"),
        placement: Placement::On(parsed("pretrain")),
        nodes: Some(4),
        gpus: Some(8),
        cpu: parsed("180"),
        memory: parsed("1800Gi"),
        image: parsed("123456789012.dkr.ecr.us-west-2.amazonaws.com/trainer:v1.4.2"),
        command: vec!["torchrun".to_owned(), "train.py".to_owned()],
        identity: Some(parsed("trainer")),
        checkpoint: Some(Checkpoint { every: parsed("15m"), to: Store::Bucket(parsed("checkpoints")) }),
        ..Training::default()
    }
}

/// One CPU node.
pub(crate) fn small_job() -> Training {
    Training {
        name: parsed("tokenize"),
        namespace: parsed("ml-training"),
        placement: Placement::On(parsed("system")),
        cpu: parsed("2"),
        memory: parsed("8Gi"),
        image: parsed("123456789012.dkr.ecr.us-west-2.amazonaws.com/tokenizer:v1.4.2"),
        ..Training::default()
    }
}

/// A replicated service with a GPU per Pod.
pub(crate) fn service() -> Inference {
    Inference {
        name: parsed("chat"),
        namespace: parsed("ml-inference"),
        placement: Placement::On(parsed("serving")),
        replicas: 3,
        gpus: Some(1),
        cpu: parsed("4"),
        memory: parsed("32Gi"),
        image: parsed("docker.io/vllm/vllm-openai:v0.11.0"),
        port: 8000,
        health: "/health".to_owned(),
        ..Inference::default()
    }
}

/// The emitted Kubernetes objects of the first cluster.
pub(crate) struct Objects(pub(crate) Vec<Value>);

/// What `platform` emits, read back by a YAML library.
pub(crate) fn objects(platform: &Platform) -> Objects {
    let set = render::manifests(platform).unwrap_or_else(|refusal| panic!("{refusal}"));
    let mut all = Vec::new();
    for (path, text) in set.iter() {
        let path = path.to_string();
        let cluster_config = path.contains(".eksctl.");
        let is_list = ["kustomization", "helmfile", "values/"].iter().any(|other| path.contains(other));
        if path.contains(".yaml") && !cluster_config && !is_list {
            for document in serde_yaml::Deserializer::from_str(text) {
                let object: Value = serde::Deserialize::deserialize(document).unwrap_or_else(|error| panic!("{path}: {error}"));
                all.push(object);
            }
        }
    }
    Objects(all)
}

impl Objects {
    /// The one object of a kind and name.
    pub(crate) fn get(&self, kind: &str, name: &str) -> &Value {
        self.find(kind, name).unwrap_or_else(|| panic!("no {kind} {name}"))
    }

    /// The object of a kind and name, if it is there.
    pub(crate) fn find(&self, kind: &str, name: &str) -> Option<&Value> {
        let mut found = self.0.iter().filter(|object| object["kind"] == kind && object["metadata"]["name"] == name);
        let object = found.next();
        assert!(found.next().is_none(), "two {kind} {name}");
        object
    }

    /// Whether a namespace has an object.
    pub(crate) fn has(&self, kind: &str, namespace: &Value, name: &Value) -> bool {
        self.0.iter().any(|object| {
            object["kind"] == kind && object["metadata"]["namespace"] == *namespace && object["metadata"]["name"] == *name
        })
    }

    /// Every object with a Pod template, with the template.
    pub(crate) fn templates(&self) -> Vec<(&Value, &Value)> {
        self.0
            .iter()
            .filter_map(|object| {
                let template = match object["kind"].as_str()? {
                    "JobSet" => object.pointer("/spec/replicatedJobs/0/template/spec/template"),
                    "TrainingRuntime" => object.pointer("/spec/template/spec/replicatedJobs/0/template/spec/template"),
                    "RayJob" => object.pointer("/spec/rayClusterSpec/headGroupSpec/template"),
                    "CronJob" => object.pointer("/spec/jobTemplate/spec/template"),
                    _ => object.pointer("/spec/template"),
                };
                Some((object, template?))
            })
            .collect()
    }
}

/// The environment of a container.
pub(crate) fn environment(container: &Value) -> BTreeMap<String, String> {
    let variables = container["env"].as_array().into_iter().flatten();
    variables
        .map(|variable| {
            let value = variable["value"].as_str().or_else(|| variable.pointer("/valueFrom/fieldRef/fieldPath")?.as_str());
            (variable["name"].as_str().unwrap_or_default().to_owned(), value.unwrap_or_default().to_owned())
        })
        .collect()
}

/// The names of the node groups a Pod is bound to.
pub(crate) fn groups_of(template: &Value) -> Vec<&str> {
    let path =
        "/spec/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms/0/matchExpressions/0";
    let named = template.pointer(path).unwrap_or(&Value::Null);
    assert!(named.is_null() || named["key"] == "eksml/node-group" && named["operator"] == "In", "{named}");
    named["values"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Whether a Pod tolerates a taint as the scheduler sees it.
pub(crate) fn tolerates(template: &Value, taint: &Taint) -> bool {
    let (key, value, effect) = taint.parts();
    template["spec"]["tolerations"].as_array().into_iter().flatten().any(|toleration| {
        let is = |field: &str, wanted: &str| toleration[field].is_null() || toleration[field] == wanted;
        is("key", key)
            && is("effect", &format!("{effect:?}"))
            && (toleration["operator"] == "Exists" || toleration["value"] == value)
    })
}
