//! What a workload says to its container arrives there: variables, Secrets, files; and a service is reached from outside as it says.

use eksml::render::{self, ClusterView};
use eksml::spec::*;
use serde_json::Value;

use crate::rendered::{environment, objects, parsed, platform};

fn told() -> Platform {
    let mut platform = platform();
    let chat = &mut platform.clusters[0].inference[0];
    chat.env = [(parsed("OMP_NUM_THREADS"), "2".to_owned()), (parsed("HOME"), "/models".to_owned())].into_iter().collect();
    let env = [(parsed("HF_TOKEN"), parsed("token"))].into_iter().collect();
    chat.secrets = vec![SecretUse { name: parsed("huggingface"), env, at: Some("/etc/huggingface".to_owned()) }];
    let files = [(parsed("server.yaml"), "on: yes\n".to_owned())].into_iter().collect();
    chat.configs = vec![ConfigFiles { name: parsed("server"), at: "/etc/chat".to_owned(), files }];
    platform
}

fn pod(platform: &Platform) -> Value {
    objects(platform).get("Deployment", "chat")["spec"]["template"].clone()
}

#[test]
fn variables_of_the_workload_stand_and_come_last() {
    let pod = pod(&told());
    let container = &pod["spec"]["containers"][0];
    let environment = environment(container);
    assert_eq!(environment.get("HOME").map(String::as_str), Some("/models"));
    assert_eq!(environment.get("AWS_REGION").map(String::as_str), Some("us-west-2"));
    let names: Vec<&str> = container["env"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["AWS_REGION", "USER", "HF_TOKEN", "OMP_NUM_THREADS", "HOME"]);
    let token = &container["env"][2]["valueFrom"]["secretKeyRef"];
    assert_eq!((&token["name"], &token["key"]), (&"huggingface".into(), &"token".into()));
}

#[test]
fn files_and_secrets_are_mounted_where_they_are_said() {
    let platform = told();
    let pod = pod(&platform);
    let mounts = pod["spec"]["containers"][0]["volumeMounts"].as_array().unwrap();
    let at = |path: &str| mounts.iter().find(|mount| mount["mountPath"] == path).unwrap_or_else(|| panic!("nothing at {path}"));
    assert_eq!((&at("/etc/chat")["name"], &at("/etc/chat")["readOnly"]), (&"config-server".into(), &true.into()));
    assert_eq!(at("/etc/huggingface")["name"], "secret-huggingface");
    let volumes = pod["spec"]["volumes"].as_array().unwrap();
    let config = volumes.iter().find(|volume| volume["name"] == "config-server").unwrap();
    let name = config["configMap"]["name"].as_str().unwrap();
    assert_eq!(objects(&platform).get("ConfigMap", name)["data"]["server.yaml"], "on: yes\n");
}

#[test]
fn new_files_start_the_pods_anew() {
    let mut platform = told();
    let mark = |platform: &Platform| pod(platform)["metadata"]["annotations"]["eksml/config"].clone();
    let before = mark(&platform);
    assert!(before.is_string());
    *platform.clusters[0].inference[0].configs[0].files.get_index_mut(0).unwrap().1 = "on: no\n".to_owned();
    assert_ne!(before, mark(&platform));
}

#[test]
fn the_readme_says_which_secrets_must_be_there() {
    let set = render::manifests(&told()).unwrap();
    let readme = set.get("shared/README.md").unwrap();
    assert!(readme.contains("kubectl -n ml-inference create secret generic huggingface --from-file=token=FILE"), "{readme}");
}

/// Whoever creates a cluster at night reads from the top: what comes before the commands stands above them, and nothing else does.
#[test]
fn what_comes_first_stands_above_the_commands() {
    let mut platform = exposed(Audience::Vpc);
    platform.clusters[0].inference[0].secrets = told().clusters[0].inference[0].secrets.clone();
    let set = render::manifests(&platform).unwrap();
    let readme = set.get("shared/README.md").unwrap();
    let at = |text: &str| readme.find(text).unwrap_or_else(|| panic!("no {text:?} in {readme}"));
    let order = [
        "Before the first command:",
        "run the commands as `arn:aws:iam::123456789012:role/platform-admin`",
        "eksctl create cluster",
        "After the last command:",
        "create secret generic huggingface",
        "point `chat.example.com` at the load balancer",
    ];
    assert!(order.windows(2).all(|pair| at(pair[0]) < at(pair[1])), "{readme}");
    let cluster = ClusterView { platform: &platform, cluster: &platform.clusters[0] };
    let [(_, before), ..] = render::remarks(&cluster);
    assert!(before.iter().all(|remark| at(remark) < at("```sh")), "{readme}");
}

fn exposed(to: Audience) -> Platform {
    let mut platform = platform();
    let cluster = &mut platform.clusters[0];
    cluster.load_balancer_controller = Some(LoadBalancerController::default());
    cluster.vpc.peers = vec![Peer { name: parsed("office"), cidr: parsed("10.8.0.0/16") }];
    cluster.inference[0].serves = vec![Peers::SameNamespace];
    cluster.inference[0].expose = Some(Expose { host: parsed("chat.example.com"), to, certificate: None });
    platform
}

fn annotation(platform: &Platform, key: &str) -> String {
    let objects = objects(platform);
    let annotations = &objects.get("Ingress", "chat")["metadata"]["annotations"];
    annotations[format!("alb.ingress.kubernetes.io/{key}")].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_load_balancer_is_as_public_as_it_is_said() {
    let private = exposed(Audience::Vpc);
    assert_eq!(annotation(&private, "scheme"), "internal");
    assert_eq!(annotation(&private, "inbound-cidrs"), "10.0.0.0/16,10.8.0.0/16");
    let some = exposed(Audience::Addresses(vec![parsed("203.0.113.0/24")]));
    assert_eq!(annotation(&some, "scheme"), "internet-facing");
    assert_eq!(annotation(&some, "inbound-cidrs"), "203.0.113.0/24");
    let all = exposed(Audience::Internet("customers".to_owned()));
    assert_eq!((annotation(&all, "scheme"), annotation(&all, "inbound-cidrs")), ("internet-facing".into(), "0.0.0.0/0".into()));
}

#[test]
fn the_way_from_the_name_to_the_pods_is_whole() {
    let objects = objects(&exposed(Audience::Vpc));
    let ingress = &objects.get("Ingress", "chat")["spec"];
    let backend = &ingress["rules"][0]["http"]["paths"][0]["backend"]["service"];
    let service = objects.get("Service", backend["name"].as_str().unwrap());
    let port = service["spec"]["ports"].as_array().unwrap().iter().find(|port| port["name"] == backend["port"]["name"]);
    assert!(port.is_some(), "the Service has the Ingress's port");
    // The load balancer's addresses are the VPC's: the Pods let them in, though they serve nobody else but their namespace.
    let peers = objects.get("NetworkPolicy", "chat-clients")["spec"]["ingress"][0]["from"].clone();
    assert!(peers.as_array().unwrap().iter().any(|peer| peer["ipBlock"]["cidr"] == "10.0.0.0/16"), "{peers}");
    let labels = &objects.get("Namespace", "ml-inference")["metadata"]["labels"];
    assert_eq!(labels["elbv2.k8s.aws/pod-readiness-gate-inject"], "enabled");
}
