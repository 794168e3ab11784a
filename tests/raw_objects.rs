//! The raw door: what comes in is emitted as it is, and held against the rules.

use eksml::prelude::*;
use eksml::{name, platform};

fn base() -> Platform {
    platform! {
        name: "acme-ml", region: "us-west-2",
        cluster bench {
            version: V1_35,
            environment: Development,
            vpc { cidr: "10.0.0.0/16" }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            scaler: ClusterAutoscaler,
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
            node_group lab { instances: ["g6.2xlarge"], scale: 0..=4, taint: nvidia_gpu }
            namespace work { serves: Development, quota { nvidia_gpu: 4 } }
            storage gp3 { ebs_gp3, default: true }
            identity runner { namespace: work }
        }
    }
}

const SOUND: &str = r#"
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: work}
data: {mode: "on"}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: proxy, namespace: work}
spec:
  replicas: 1
  selector: {matchLabels: {app: proxy}}
  template:
    metadata: {labels: {app: proxy}}
    spec:
      serviceAccountName: runner
      nodeSelector: {eksml/node-group: system}
      securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
      containers:
      - name: proxy
        image: registry.example.com/proxy:1.0
        resources: {requests: {cpu: 100m, memory: 64Mi}}
        securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
      volumes:
      - name: settings
        configMap: {name: settings}
---
apiVersion: v1
kind: Service
metadata: {name: proxy, namespace: work}
spec: {selector: {app: proxy}, ports: [{port: 80}]}
"#;

fn with(text: &str) -> Platform {
    base().with_yaml(&name!("bench"), text).expect("objects")
}

#[test]
fn own_objects_survive_serde() {
    let platform = with(SOUND);
    let text = serde_json::to_string(&platform).expect("plain data");
    assert_eq!(serde_json::from_str::<Platform>(&text).expect("what was written"), platform);
}

/// The rules that `text` breaks, once each.
fn broken(text: &str) -> Vec<&'static str> {
    let mut rules: Vec<_> = with(text).check().errors().map(|finding| finding.rule).collect();
    rules.dedup();
    rules
}

#[test]
fn sound_objects_are_emitted_as_they_are() {
    let platform = with(SOUND);
    platform.assert_sound();
    let set = platform.manifests().expect("sound");
    let (_, text) = set.iter().find(|(path, _)| path.to_string().ends_with("80-raw.yaml")).expect("a file of their own");
    assert!(text.contains("kind: Deployment") && text.contains("mode: \"on\""), "{text}");
    let (_, kustomization) = set.iter().find(|(path, _)| path.to_string().ends_with("kustomization.yaml")).expect("an index");
    assert!(kustomization.contains("80-raw.yaml"));
}

#[test]
fn each_object_is_held_against_the_rules() {
    let change = |from: &str, to: &str| {
        assert!(SOUND.contains(from), "{from}");
        broken(&SOUND.replace(from, to))
    };
    assert_eq!(change("serviceAccountName: runner", "serviceAccountName: runnr"), ["SEC-13"]);
    assert_eq!(change("      serviceAccountName: runner\n", ""), ["SEC-13"]);
    assert_eq!(change("configMap: {name: settings}", "configMap: {name: setings}"), ["EM-04"]);
    assert_eq!(change("labels: {app: proxy}", "labels: {app: prox}"), ["SCH-16"]);
    assert_eq!(change("spec: {selector: {app: proxy}", "spec: {selector: {app: prox}"), ["SCH-16"]);
    assert_eq!(change("runAsNonRoot: true, ", ""), ["SEC-02"]);
    assert_eq!(change("allowPrivilegeEscalation: false, ", ""), ["SEC-02"]);
    assert_eq!(change("      volumes:\n", "      hostNetwork: true\n      volumes:\n"), ["SEC-02"]);
    assert_eq!(change("eksml/node-group: system", "eksml/node-group: sistem"), ["SCH-01"]);
    assert_eq!(
        change("      containers:\n", "      tolerations: [{key: nvidia.com/gpu, operator: Exists}]\n      containers:\n"),
        ["SCH-02"]
    );
    assert_eq!(change("cpu: 100m, ", ""), ["SCH-14"]);
    // What no node takes, and what eksml's own words do right by themselves.
    assert_eq!(change("cpu: 100m", "cpu: \"40\""), ["SCH-01"]);
    assert_eq!(change("memory: 64Mi", "memory: 400Gi"), ["SCH-01"]);
    let lab = SOUND
        .replace(
            "eksml/node-group: system}",
            "eksml/node-group: lab}\n      tolerations: [{key: nvidia.com/gpu, operator: Exists}]",
        )
        .replace("requests: {cpu: 100m, memory: 64Mi}", "requests: {cpu: 100m, memory: 64Mi}, limits: {nvidia.com/gpu: 1}");
    assert!(broken(&lab).is_empty(), "{:?}", broken(&lab));
    assert_eq!(broken(&lab.replace("nvidia.com/gpu: 1}", "nvidia.com/gpu: 8}")), ["ACC-12", "APP-09"]);
    let password = "        resources: {requests: {cpu: 100m";
    let with_password =
        |variable: &str| change(password, &format!("        env: [{{name: DB_PASSWORD, {variable}}}]\n{password}"));
    assert_eq!(with_password("value: hunter2"), ["SEC-15"]);
    assert!(with_password("valueFrom: {secretKeyRef: {name: db, key: password}}").is_empty());
    assert_eq!(change("mode: \"on\"", "api_key: sk-123"), ["SEC-15"]);
    // Wherever it stands: in a command, in an address, in a label.
    let with_args = |args: &str| change(password, &format!("        args: {args}\n{password}"));
    assert_eq!(with_args("[serve, --api-key, abcdef]"), ["SEC-15"]);
    assert_eq!(with_args("['--upstream=https://user:hunter2@example.com']"), ["SEC-15"]);
    assert!(with_args("[serve, --api-key, $(API_KEY), --max-tokens, '40']").is_empty());
    let token = format!("hf_{}", "AbCdEfGhIjKlMnOpQrStUvWxYz");
    assert_eq!(change("labels: {app: proxy}", &format!("labels: {{app: proxy, owner: {token}}}")), ["SEC-15"]);
    assert_eq!(change("proxy:1.0", "proxy"), ["SEC-14"]);
    assert_eq!(change("apiVersion: apps/v1\n", "apiVersion: apps/v1beta1\n"), ["CL-15"]);
}

/// A raw Pod hangs where a file system does not let its node in, and no word of the platform tells that it mounts it.
#[test]
fn a_file_system_lets_in_the_nodes_of_own_pods() {
    use eksml::spec::{Backend, CreatedEfs, Efs, EfsSource, NodeGroup, Scale, SecurityGroups, Storage, Use};

    let claim = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: home, namespace: work}\n\
                 spec: {storageClassName: home, accessModes: [ReadWriteMany], resources: {requests: {storage: 1Gi}}}\n---\n";
    let mounting = |group: &str, mounted_from: &[Use]| {
        let proxy = SOUND
            .replace("configMap: {name: settings}", "persistentVolumeClaim: {claimName: home}")
            .replace("eksml/node-group: system", &format!("eksml/node-group: {group}"));
        let mut platform = with(&format!("{claim}{proxy}"));
        let cluster = &mut platform.clusters[0];
        cluster.security_groups = SecurityGroups::PerKind;
        let tools =
            NodeGroup { name: name!("tools"), instances: vec!["m7i.xlarge".parse().expect("a type")], ..NodeGroup::default() };
        cluster.node_groups.push(NodeGroup { scale: Scale { min: 0, max: 4 }, ..tools });
        let backend = Backend::Efs(Efs { source: EfsSource::Create(CreatedEfs::default()) });
        cluster.storage.push(Storage { name: name!("home"), backend, mounted_from: mounted_from.to_vec(), ..Storage::default() });
        let mut rules: Vec<_> = platform.check().errors().map(|finding| finding.rule).collect();
        rules.retain(|rule| *rule != "SCH-16" && *rule != "EM-04");
        rules
    };
    assert_eq!(mounting("tools", &[Use::General]), [""; 0]);
    assert_eq!(mounting("system", &[Use::General]), ["NET-20"]);
    assert_eq!(mounting("tools", &[]), ["NET-21"], "nobody would be let in");
}

#[test]
fn names_lead_somewhere_and_are_nobody_elses() {
    let config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: elsewhere}\n";
    assert_eq!(broken(config), ["EM-04"]);
    let account = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: runner, namespace: work}\n";
    assert_eq!(broken(account), ["EM-08", "SEC-21"]);
    let scaler = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: a, namespace: work}\n\
                  spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: nobody}, maxReplicas: 3}\n";
    assert_eq!(broken(scaler), ["SCH-16"]);
}

#[test]
fn a_waiver_of_the_cluster_sets_a_rule_aside_for_them_too() {
    let service = "apiVersion: v1\nkind: Service\nmetadata: {name: a, namespace: work}\nspec: {selector: {app: nobody}, ports: [{port: 80}]}\n";
    let mut platform = with(service);
    assert!(!platform.check().is_sound());
    platform.clusters[0].waivers.push(eksml::spec::Waiver {
        rule: "SCH-16".to_owned(),
        reason: "an operator makes its Pods".to_owned(),
        until: eksml::date!("2999-12-31"),
    });
    platform.assert_sound();
}

#[test]
fn a_typed_object_comes_in_by_its_type() {
    use eksml::k8s_openapi::api::core::v1::ConfigMap;
    let mut map = ConfigMap::default();
    map.metadata.name = Some("a".to_owned());
    map.metadata.namespace = Some("work".to_owned());
    let platform = base().with_object(&name!("bench"), &map).expect("an object");
    assert_eq!(platform.clusters[0].raw.0[0].shown, "ConfigMap `a`");
    // Whoever reads it through the API is in no manifest.
    platform.assert_sound();
}

#[test]
fn what_is_no_object_does_not_come_in() {
    let refused = |text: &str| base().with_yaml(&name!("bench"), text).expect_err("no object").to_string();
    assert!(refused("kind: ConfigMap").contains("apiVersion"));
    assert!(refused("apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: a}").contains("metadata.name"));
    assert!(refused("apiVersion: v1\nkind: List\nitems: []").contains("one by one"));
    assert!(refused("a: [").contains("no YAML"));
    let nowhere = base().with_yaml(&name!("bensh"), SOUND).expect_err("no such cluster").to_string();
    assert!(nowhere.contains("`bench`"), "{nowhere}");
}

#[test]
fn what_selects_nothing_is_refused() {
    let scene = |more: &str| broken(&format!("{SOUND}---\n{more}"));
    let budget = |selector: &str| {
        scene(&format!(
            "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {{name: a, namespace: work}}\n\
             spec: {{maxUnavailable: 1, selector: {selector}}}\n"
        ))
    };
    assert!(budget("{matchLabels: {app: proxy}}").is_empty());
    assert!(budget("{matchExpressions: [{key: app, operator: In, values: [proxy, other]}]}").is_empty());
    assert_eq!(budget("{matchLabels: {app: prox}}"), ["SCH-16"]);
    assert_eq!(budget("{matchExpressions: [{key: app, operator: NotIn, values: [proxy]}]}"), ["SCH-16"]);
    let scaled = "apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: a, namespace: work}\n\
                  spec: {scaleTargetRef: {name: nobody}, triggers: []}\n";
    assert_eq!(scene(scaled), ["SCH-16"]);
    let account = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: nobodys, namespace: work}\n";
    assert_eq!(scene(account), ["SEC-21"]);
}

#[test]
fn a_monitor_is_taken_by_a_prometheus() {
    const MONITOR: &str = "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\n\
        metadata: {name: proxy, namespace: monitoring, labels: {app.kubernetes.io/name: prometheus}}\n\
        spec: {namespaceSelector: {matchNames: [work]}, selector: {matchLabels: {app: proxy}}, endpoints: [{port: http}]}\n";
    let service =
        SOUND.replace("kind: Service\nmetadata: {name: proxy,", "kind: Service\nmetadata: {name: proxy, labels: {app: proxy},");
    let operated = |monitor: &str| {
        let mut platform = with(&format!("{service}---\n{monitor}"));
        platform.clusters[0].monitoring = Some(eksml::spec::Monitoring {
            prometheus: Some(eksml::spec::Prometheus { form: eksml::spec::Form::Operator, ..Default::default() }),
            ..Default::default()
        });
        let found = platform.check();
        let mut rules: Vec<_> = found.errors().map(|finding| finding.rule).collect();
        rules.dedup();
        rules
    };
    assert_eq!(operated(MONITOR), Vec::<&str>::new());
    assert_eq!(operated(&MONITOR.replace("namespace: monitoring,", "namespace: work,")), ["MON-10"]);
    assert_eq!(operated(&MONITOR.replace("name: prometheus}", "name: prom}")), ["MON-10"]);
    assert_eq!(operated(&MONITOR.replace("{app: proxy}", "{app: prox}")), ["SCH-16"]);
    let nobody = with(&format!("{service}---\n{}", MONITOR.replace("namespace: monitoring", "namespace: work"))).check();
    assert!(nobody.errors().any(|finding| finding.rule == "MON-10" && finding.problem.contains("none of this cluster")));
}

#[test]
fn rights_are_narrow_and_lead_somewhere() {
    let role = |rule: &str| {
        broken(&format!(
            "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {{name: a, namespace: work}}\nrules: [{rule}]\n"
        ))
    };
    assert!(role("{apiGroups: [\"\"], resources: [pods], verbs: [get]}").is_empty());
    assert_eq!(role("{apiGroups: [\"\"], resources: [pods], verbs: [\"*\"]}"), ["SEC-16"]);
    assert_eq!(role("{apiGroups: [\"\"], resources: [\"*\"], verbs: [get]}"), ["SEC-16"]);
    assert_eq!(role("{apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: [escalate]}"), ["SEC-16"]);
    let binding = |role: &str, subject: &str| {
        broken(&format!(
            "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {{name: a, namespace: work}}\n\
             roleRef: {{apiGroup: rbac.authorization.k8s.io, {role}}}\nsubjects: [{subject}]\n"
        ))
    };
    let runner = "{kind: ServiceAccount, name: runner, namespace: work}";
    assert!(binding("kind: ClusterRole, name: view", runner).is_empty());
    assert!(
        binding("kind: ClusterRole, name: view", "{kind: Group, name: researchers, apiGroup: rbac.authorization.k8s.io}")
            .is_empty()
    );
    assert_eq!(binding("kind: ClusterRole, name: cluster-admin", runner), ["SEC-16"]);
    assert_eq!(binding("kind: Role, name: nobody", runner), ["SEC-16"]);
    assert_eq!(binding("kind: ClusterRole, name: view", "{kind: ServiceAccount, name: nobody, namespace: work}"), ["SEC-16"]);
    assert_eq!(binding("kind: ClusterRole, name: view", "{kind: ServiceAccount, name: default, namespace: work}"), ["SEC-16"]);
}

#[test]
fn a_secret_comes_without_its_secret() {
    let secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: work}\n";
    assert!(broken(secret).is_empty());
    assert_eq!(broken(&format!("{secret}stringData: {{password: hunter2}}\n")), ["SEC-15"]);
    let custom = "apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a, namespace: work}\nspec: {secretName: db, key: password, url: ";
    assert!(broken(&format!("{custom} 'https://example.com'}}\n")).is_empty());
    assert_eq!(broken(&format!("{custom} 'https://user:hunter2@example.com'}}\n")), ["SEC-15"]);
}

#[test]
fn a_workload_of_the_raw_door_is_somebody_for_an_identity() {
    let with_score = |text: &str| {
        let mut platform = with(text);
        let mut other = platform.clusters[0].identities[0].clone();
        other.name = name!("nobody");
        platform.clusters[0].identities.push(other);
        platform.clusters[0].notebooks.push(eksml::spec::Notebook {
            name: name!("lab"),
            namespace: name!("work"),
            ..Default::default()
        });
        platform.check().errors().filter(|finding| finding.rule == "SEC-21").map(|it| it.problem.clone()).collect::<Vec<_>>()
    };
    assert_eq!(with_score(SOUND), ["nothing in namespace `work` runs as identity `nobody`"]);
}
