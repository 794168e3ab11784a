//! Volumes, mounts and device planes: each case names the rules that speak of it, warnings among them, and no other may.

/// What the cases have in common: buckets, and a cluster with groups in one zone and in all, namespaces, classes and an identity.
fn body(words: &str) -> String {
    format!(
        r#"name: "acme-ml", region: "us-west-2", account: "111122223333",
        bucket models {{ s3: "acme-ml-models" }}
        cluster shared {{
            version: V1_35, environment: Development,
            vpc {{ cidr: "10.0.0.0/16", zones: ["us-west-2a", "us-west-2b"] }}
            access {{ admins: ["arn:aws:iam::111122223333:role/platform-admin"] }}
            scaler: ClusterAutoscaler,
            node_group system {{ instances: ["m7i.xlarge"], scale: 2..=4, serves: System }}
            node_group near {{ instances: ["m6id.2xlarge"], scale: 0..=4, zone: "us-west-2a" }}
            node_group far {{ instances: ["m6id.2xlarge"], scale: 0..=4, zone: "us-west-2b" }}
            node_group wide {{ instances: ["m6id.2xlarge"], scale: 0..=4 }}
            namespace ml {{ serves: General }}
            namespace other {{ serves: General }}
            identity reader {{ namespace: ml, read: bucket models }}
            storage fast {{ ebs_gp3 }}
            storage home {{ efs {{ file_system: "fs-0123456789abcdef0" }} }}
            storage lustre {{ fsx_lustre: Scratch2 {{ size_gib: 2400,
                place {{ subnet: "subnet-0123456789abcdef0", zone: "us-west-2a", security_groups: ["sg-0123456789abcdef0"] }} }} }}
            {words}
        }}"#
    )
}

/// A job of the namespace `ml` with these entries.
fn job(name: &str, words: &str) -> String {
    format!(
        "training {name} {{ namespace: ml, cpu: \"1\", memory: \"2Gi\", image: \"registry.example.com/ml/job:1.0\", {words} }}\n"
    )
}

fn found(words: &str) -> Vec<String> {
    let body = body(words);
    let tokens = body.parse().unwrap_or_else(|error| panic!("not even tokens: {error}\n{body}"));
    let complaints = crate::expand(tokens, |_| None).1;
    let mut found: Vec<String> = complaints.into_iter().map(|complaint| complaint.rule.to_owned()).collect();
    let warnings = crate::check(body.parse().expect("tokens"));
    found.extend(warnings.into_iter().map(|finding| finding.rule.to_owned()));
    found.retain(|rule| ["STO-", "NET-15", "NG-24", "EM-04", "EM-08", "ACC-"].iter().any(|family| rule.starts_with(family)));
    found.sort();
    found.dedup();
    found
}

fn says(words: &str, expected: &[&str]) {
    assert_eq!(found(words), expected, "{words}");
}

const SCRATCH: &str = "volume scratch { namespace: ml, storage: fast, size: \"50Gi\" }\n";
const CORPUS: &str = "volume corpus { namespace: ml, storage: lustre }\n";
const MODELS: &str = "volume models { namespace: ml, s3 { bucket: models } }\n";

#[test]
fn a_gp3_volume_is_one_pods_in_a_zone_that_has_nodes() {
    let mounts = "mount scratch { at: \"/scratch\" }";
    says(&format!("{SCRATCH}{}", job("a", &format!("on: near, {mounts}"))), &[]);
    says(&format!("{SCRATCH}{}", job("a", &format!("on: wide, {mounts}"))), &["NG-24"]);
    says(&format!("{SCRATCH}{}", job("a", &format!("on: near, nodes: 2, {mounts}"))), &["STO-01"]);
    let two = [job("a", &format!("on: near, {mounts}")), job("b", &format!("on: near, {mounts}"))].concat();
    says(&format!("{SCRATCH}{two}"), &["STO-01"]);
    says("volume scratch { namespace: ml, storage: fast }", &["STO-21"]);
    says("volume scratch { namespace: ml, storage: fast, size: \"100Ti\" }", &["STO-21"]);
}

#[test]
fn a_lustre_file_system_is_mounted_in_its_zone() {
    let mounts = "mount corpus { at: \"/corpus\" }";
    says(&format!("{CORPUS}{}", job("a", &format!("on: near, nodes: 2, {mounts}"))), &[]);
    says(&format!("{CORPUS}{}", job("a", &format!("on: far, {mounts}"))), &["STO-03"]);
    says(&format!("{CORPUS}{}", job("a", &format!("on: wide, {mounts}"))), &["NET-15"]);
    says("volume corpus { namespace: ml, storage: lustre, size: \"2400Gi\" }", &[]);
    says("volume corpus { namespace: ml, storage: lustre, size: \"1Ti\" }", &["STO-21"]);
}

#[test]
fn a_bucket_is_mounted_by_who_may() {
    let mounts = "on: near, mount models { at: \"/models\" }";
    says(&format!("{MODELS}{}", job("a", &format!("{mounts}, identity: reader"))), &[]);
    says(&format!("{MODELS}{}", job("a", mounts)), &["STO-23"]);
    let written = "volume models { namespace: ml, s3 { bucket: models, access: Write } }\n";
    says(&format!("{written}{}", job("a", &format!("{mounts}, identity: reader"))), &["STO-23"]);
}

#[test]
fn names_lead_somewhere() {
    says("volume a { namespace: nowhere, storage: fast, size: \"1Gi\" }", &["EM-04"]);
    says("volume a { namespace: ml, storage: slow, size: \"1Gi\" }", &["EM-04"]);
    says("volume a { namespace: ml, s3 { bucket: nothing } }", &["EM-04"]);
    says(&job("a", "on: near, mount gone { at: \"/gone\" }"), &["EM-04"]);
    let elsewhere = "volume there { namespace: other, storage: home }\n";
    says(&format!("{elsewhere}{}", job("a", "on: near, mount there { at: \"/there\" }")), &["EM-04"]);
    says(&format!("{CORPUS}{CORPUS}"), &["EM-08"]);
    let twice = "on: near, mount corpus { at: \"/a\" } mount corpus { at: \"/b\" }";
    says(&format!("{CORPUS}{}", job("a", twice)), &["EM-08"]);
}

#[test]
fn paths_are_absolute_and_free() {
    for path in ["corpus", "/", "/tmp/corpus", "/dev/shm", "/a/../b"] {
        says(&format!("{CORPUS}{}", job("a", &format!("on: near, mount corpus {{ at: \"{path}\" }}"))), &["STO-22"]);
    }
    says(&format!("{CORPUS}{}", job("a", "on: near, mount corpus { at: \"/tmpfs\" }")), &[]);
    let same = "on: near, mount corpus { at: \"/data\" } cache shards { at: \"/data/\", size: \"1Gi\" }";
    says(&format!("{CORPUS}{}", job("a", same)), &["STO-22"]);
}

#[test]
fn caches_fit_the_disk_they_are_on() {
    let cache = |size: &str| job("a", &format!("on: near, cache shards {{ at: \"/cache\", size: \"{size}\" }}"));
    says(&cache("50Gi"), &[]);
    says(&cache("100Gi"), &["STO-17"]);
    let store = "node_group store { instances: [\"m6id.2xlarge\"], scale: 0..=4, instance_store: Raid0 }\n";
    let on_store = |size: &str| format!("{store}{}", cache(size).replace("on: near", "on: store"));
    says(&on_store("300Gi"), &[]);
    says(&on_store("500Gi"), &["STO-17"]);
    says("node_group cpu { instances: [\"m7i.large\"], scale: 0..=4, instance_store: Raid0 }", &["STO-15"]);
    says("node_group cpu { instances: [\"m6id.large\"], scale: 0..=4, instance_store: Raid0, ami: Ubuntu2404 }", &["STO-15"]);
}

/// A PERSISTENT_2 class in us-west-2a with what is written at the end of its block.
fn fast(words: &str) -> String {
    format!(
        "storage two {{ fsx_lustre: Persistent2 {{ throughput: 1000, size_gib: 2400, {words}\n\
         place {{ subnet: \"subnet-0123456789abcdef0\", zone: \"us-west-2a\", security_groups: [\"sg-0123456789abcdef0\"] }} }} }}"
    )
}

#[test]
fn persistent_2_has_links_or_backups() {
    let made = "made { id: \"fs-0123456789abcdef0\", mount_name: \"abcdefgh\" }";
    says(&fast("backup_days: 7,"), &[]);
    says(&fast("backup_days: 91,"), &["STO-09"]);
    says(&fast("link models { at: \"/m\" }"), &[]);
    says(&fast(&format!("link models {{ at: \"/m\" }} {made}")), &[]);
    says(&fast(&format!("link models {{ at: \"m\" }} {made}")), &["STO-24"]);
    says(&fast(&format!("link models {{ at: \"/a\" }} link models {{ at: \"/b\" }} {made}")), &["STO-24"]);
    let prefixes = "link models { at: \"/a\", prefix: \"a\" } link models { at: \"/b\", prefix: \"b\" }";
    says(&fast(&format!("{prefixes} {made}")), &[]);
    let nine: Vec<String> = (0..9).map(|it| format!("link models {{ at: \"/{it}\", prefix: \"{it}\" }}")).collect();
    says(&fast(&format!("{} {made}", nine.join(" "))), &["STO-24"]);
    says(&fast("link gone { at: \"/m\" } made { id: \"fs-0123456789abcdef0\", mount_name: \"A B\" }"), &["EM-04", "STO-26"]);
    says(&fast("efa: true,"), &["STO-11"]);
    says(&fast("metadata_iops: 24000,"), &[]);
    says(&fast("metadata_iops: 13000,"), &["STO-25"]);
    let prometheus = "monitoring { prometheus { class: two } }";
    says(&format!("{}\n{prometheus}", fast(made)), &["EM-04"]);
}

#[test]
fn a_use_has_its_own_storage() {
    says("storage a { serves: Inference, efs { file_system: \"fs-0123456789abcdef0\" } }", &[]);
    says("storage a { serves: General, efs { file_system: \"fs-0123456789abcdef0\" } }", &["STO-16"]);
    let shared = "volume shared { namespace: ml, storage: home }\n";
    says(&format!("{shared}{}", job("a", "on: near, mount shared { at: \"/shared\" }")), &["STO-16"]);
    let both = "on: near, mount shared { at: \"/shared\" } mount corpus { at: \"/corpus\" }";
    says(&format!("{shared}{CORPUS}{}", job("a", both)), &[]);
}

#[test]
fn one_plane_offers_the_gpus_of_a_cluster() {
    let gpu = |more: &str| format!("node_group gpu {{ instances: [\"p5.48xlarge\"], scale: 1..=2, taint: nvidia_gpu, {more} }}");
    says(&format!("accelerators {{ plane: Dra }}\n{}", gpu("")), &[]);
    says(&format!("accelerators {{ plane: Dra }}\n{}", gpu("sharing: TimeSlicing(2)")), &["ACC-18"]);
    says(&format!("accelerators {{ plane: Dra }}\n{}", gpu("sharing: Mig(\"1g.10gb\")")), &["ACC-18"]);
    says(&format!("accelerators {{ plane: Dra }}\n{}", gpu("ami: Bottlerocket")), &["ACC-01"]);
    says(&format!("accelerators {{ plane: GpuOperator }}\n{}", gpu("sharing: Mig(\"1g.10gb\"), ami: Bottlerocket")), &["ACC-23"]);
    says(&gpu("sharing: Mig(\"1g.10gb\")"), &["ACC-23"]);
    says(&gpu("labels { \"nvidia.com/device-plugin.config\": \"mine\" }"), &["ACC-04"]);
}

#[test]
fn a_group_says_its_own_plane() {
    let gpu = |name: &str, more: &str| {
        format!(
            "node_group {name} {{ instances: [\"p5.48xlarge\"], scale: 1..=2, taint: nvidia_gpu, serves: Training, {more} }}\n"
        )
    };
    says(
        &format!("{}{}{}", gpu("a", ""), gpu("b", "plane: Dra"), gpu("c", "plane: GpuOperator, sharing: Mig(\"1g.10gb\")")),
        &["ACC-07"],
    );
    says(&format!("accelerators {{ plane: Dra }}\n{}", gpu("a", "plane: Dra")), &[]);
    says(&gpu("a", "plane: DevicePlugin"), &[]);
    // What the planes cannot do, they cannot do for one group either.
    says(&gpu("a", "plane: Dra, ami: Bottlerocket"), &["ACC-01"]);
    says(&gpu("a", "plane: GpuOperator, ami: Bottlerocket"), &["ACC-01"]);
    says(&format!("accelerators {{ plane: Dra }}\n{}", gpu("a", "plane: DevicePlugin, ami: Bottlerocket")), &[]);
    says("node_group a { instances: [\"p5.48xlarge\"], scale: 0..=2, taint: nvidia_gpu, plane: Dra }", &["ACC-18"]);
    says("node_group a { instances: [\"m7i.large\"], scale: 0..=2, plane: DevicePlugin }", &["ACC-24"]);
    says(
        &format!("accelerators {{ plane: GpuOperator }}\n{}", gpu("a", "plane: DevicePlugin, sharing: Mig(\"1g.10gb\")")),
        &["ACC-07", "ACC-23"],
    );
    // Kueue counts no claims, but is no concern of a group that none of its jobs runs on.
    let share = "queues { queue ml { share a { nodes: 2 } } }\n";
    says(&format!("{share}{}{}", gpu("a", ""), gpu("b", "plane: Dra")), &[]);
    let on = |group: &str| job("t", &format!("on: {group}, gpus: 1"));
    says(&format!("queues {{ queue ml {{ share b {{ nodes: 2 }} }} }}\n{}{}", gpu("b", "plane: Dra"), on("b")), &["ACC-18"]);
    says(&format!("queues,\n{}{}{}", gpu("a", ""), gpu("b", "plane: Dra"), on("a")), &["ACC-18"]);
    // One Pod cannot both claim and ask.
    let anywhere = job("t", "select { labels { \"workload-type\": \"training\" }, tolerate: [\"nvidia.com/gpu\"] }, gpus: 1");
    says(&format!("{}{}{anywhere}", gpu("a", ""), gpu("b", "plane: Dra")), &["ACC-25"]);
    says(&format!("{}{}{anywhere}", gpu("a", ""), gpu("b", "plane: GpuOperator")), &[]);
}

#[test]
fn models_fit_the_memory_they_share() {
    let serve = |sharing: &str, gpus: u32, memory: &str| {
        let plane = if sharing.contains("Mig") { "accelerators { plane: GpuOperator }\n" } else { "" };
        format!(
            "{plane}node_group gpu {{ instances: [\"p5.48xlarge\"], scale: 1..=2, taint: nvidia_gpu {sharing} }}\n\
             inference ask {{ namespace: ml, on: gpu, replicas: 2, gpus: {gpus}, gpu_memory: \"{memory}\", cpu: \"1\", memory: \"2Gi\",\n\
             image: \"registry.example.com/ml/ask:1.0\", port: 8000, health: \"/health\" }}"
        )
    };
    says(&serve("", 1, "79Gi"), &[]);
    says(&serve("", 1, "90Gi"), &["ACC-09"]);
    says(&serve("", 2, "90Gi"), &[]);
    says(&serve(", sharing: Mps(4)", 1, "19Gi"), &[]);
    says(&serve(", sharing: Mps(4)", 1, "30Gi"), &["ACC-09"]);
    says(&serve(", sharing: Mig(\"1g.10gb\")", 1, "10Gi"), &[]);
    says(&serve(", sharing: Mig(\"1g.10gb\")", 1, "12Gi"), &["ACC-09"]);
}

#[test]
fn the_cases_begin_sound() {
    assert_eq!(found(""), Vec::<String>::new());
}
