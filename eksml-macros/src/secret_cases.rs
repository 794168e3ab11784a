//! Secrets planted where people plant them (SEC-15), beside settings that only sound like one.

/// A platform with words of its own, of a cluster and of an inference service.
fn body(platform: &str, cluster: &str, service: &str) -> String {
    format!(
        r#"name: "acme-ml", region: "us-west-2", account: "111122223333", {platform}
        cluster bench {{
            version: V1_35, environment: Development, vpc {{ cidr: "10.0.0.0/16", zones: 3 }}
            access {{ admins: ["arn:aws:iam::111122223333:role/platform-admin"] }}
            scaler: ClusterAutoscaler,
            node_group system {{ instances: ["m7i.xlarge"], scale: 3..=6, serves: System }}
            node_group lab {{ instances: ["g6.2xlarge"], scale: 0..=4, taint: nvidia_gpu }}
            namespace work {{ serves: Development, https_to: [Vpc, Internet("S3")] }}
            {cluster}
            inference chat {{ namespace: work, on: lab, replicas: 2, gpus: 1, cpu: "2", memory: "8Gi",
                image: "registry.example.com/chat:1.4.2", port: 8000, health: "/health", {service} }}
        }}"#
    )
}

fn found(platform: &str, cluster: &str, service: &str) -> usize {
    let body = body(platform, cluster, service);
    let tokens = body.parse().unwrap_or_else(|error| panic!("not even tokens: {error}\n{body}"));
    let (_, complaints) = crate::expand(tokens, |_| None);
    let unread = complaints.iter().find(|complaint| complaint.rule.starts_with("DSL"));
    assert!(unread.is_none(), "{unread:?}\n{body}");
    complaints.iter().filter(|complaint| complaint.rule == "SEC-15").count()
}

/// A token in parts, so that no scanner finds it here.
fn hugging_face() -> String {
    format!("hf_{}", "AbCdEfGhIjKlMnOpQrStUvWxYz")
}

#[test]
fn planted_secrets_are_found_once_each() {
    let token = hugging_face();
    let aws = "/wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY0";
    let service = [
        format!("command: [\"serve\", \"--api-key\", \"sk-{}\"]", "abcdefghijklmnopqrstuvwx"),
        "command: [\"serve\", \"--api-key\", \"abcdef\"]".to_owned(),
        "command: [\"serve\", \"--api-key=abcdef\"]".to_owned(),
        format!("command: [\"sh\", \"-c\", \"HF_TOKEN={token} exec serve\"]"),
        "command: [\"sh\", \"-c\", \"export DB_PASSWORD=hunter2; exec serve\"]".to_owned(),
        format!("env {{ HF_TOKEN: \"{token}\" }}"),
        format!("env {{ SETTING: \"{token}\" }}"),
        "env { DB_PASSWORD: \"hunter2\" }".to_owned(),
        "env { DB_PASS: \"hunter2\" }".to_owned(),
        "env { DB_PWD: \"hunter2\" }".to_owned(),
        "env { DB_PASSWORD: \"12345678\" }".to_owned(),
        "env { DB_PASSWORD: \"$ecret9\" }".to_owned(),
        format!("env {{ S3_SECRET_ACCESS_KEY: \"{aws}\" }}"),
        "env { MINIO_SECRET_KEY: \"minio123\" }".to_owned(),
        "env { WANDB_KEY: \"0123456789abcdef0123456789abcdef01234567\" }".to_owned(),
        "env { DATABASE_URL: \"postgres://app:hunter2@db.example.com/app\" }".to_owned(),
        "env { CALLBACK: \"https://example.com/?token=abcdefgh\" }".to_owned(),
        format!("env {{ GOOGLE: \"AIza{}\" }}", "SyA0123456789abcdefghijklmnopqrstuv"),
        format!("env {{ STRIPE: \"sk_live_{}\" }}", "AbCdEfGh0123456789"),
        format!("env {{ JWT: \"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.{}\" }}", "AbCdEfGh0123456789AbCd"),
        "env { AWS_ACCESS_KEY_ID: \"from-elsewhere\" }".to_owned(),
        "config server { at: \"/etc/x\", files { \"a.yaml\": \"password: hunter2\\n\" } }".to_owned(),
        "config server { at: \"/etc/x\", files { \"a.ini\": \"[default]\\naws_secret_access_key = abcdefgh\\n\" } }".to_owned(),
        format!("config server {{ at: \"/etc/x\", files {{ \"a\": \"token:{token}\" }} }}"),
        "config server { at: \"/etc/x\", files { \"a.pem\": \"-----BEGIN PRIVATE KEY-----\\nMIIE\\n\" } }".to_owned(),
    ];
    let cluster = [
        format!("eksctl {{ iam {{ serviceRolePermissionsBoundary: \"{token}\" }} }}"),
        format!(
            "node_group extra {{ instances: [\"m7i.large\"], scale: 0..=2, eksctl {{ preBootstrapCommands: [\"export X={token}\"] }} }}"
        ),
        "node_group extra { instances: [\"m7i.large\"], scale: 0..=2, eksctl { preBootstrapCommands: [\"export API_TOKEN=abc\"] } }".to_owned(),
        format!("node_group extra {{ instances: [\"m7i.large\"], scale: 0..=2, labels {{ owner: \"{token}\" }} }}"),
        format!("node_group extra {{ instances: [\"m7i.large\"], scale: 0..=2, tags {{ \"owner\": \"{token}\" }} }}"),
        format!("waive(NET-10, \"see {token}\", until: \"2099-01-01\"),"),
        "helm foo { chart: \"foo\", repo: \"https://user:hunter2@charts.example.com\", version: \"1.2.3\", namespace: work }".to_owned(),
        "helm foo { chart: \"foo\", repo: \"https://charts.example.com\", version: \"1.2.3\", namespace: work, values { auth { password: \"hunter2\" } } }".to_owned(),
        "helm foo { chart: \"foo\", repo: \"https://charts.example.com\", version: \"1.2.3\", namespace: work, values { env: [{ name: \"DB_PASSWORD\", value: \"hunter2\" }] } }".to_owned(),
        "helm foo { chart: \"foo\", repo: \"https://charts.example.com\", version: \"1.2.3\", namespace: work, values { args: [\"--api-key\", \"abcdef\"] } }".to_owned(),
    ];
    let platform = [format!(
        "gitops: Flux {{ repo: \"https://example.com/acme/platform?token=ghp_{}\" }},",
        "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789"
    )];
    let cases = service.iter().map(|words| ("", "", words.as_str()));
    let cases = cases.chain(cluster.iter().map(|words| ("", words.as_str(), "")));
    let cases = cases.chain(platform.iter().map(|words| (words.as_str(), "", "")));
    let wrong: Vec<_> = cases.map(|(a, b, c)| (found(a, b, c), a, b, c)).filter(|(count, ..)| *count != 1).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_only_sounds_like_a_secret_is_left_alone() {
    for words in [
        "env { TOKENIZERS_PARALLELISM: \"false\" }",
        "env { MAX_TOKENS: \"4096\" }",
        "env { EOS_TOKEN: \"<|end|>\" }",
        "env { PASSWORD_FILE: \"/run/secrets/password\" }",
        "env { DB_PASSWORD: \"$(FROM_THE_SECRET)\" }",
        "env { SORT_KEY: \"created_at\" }",
        "env { HF_HUB_ENABLE_HF_TRANSFER: \"1\" }",
        "env { VLLM_API_KEY_HEADER: \"X-Api-Key\" }",
        "secret hub { env { HF_TOKEN: \"token\" } }",
        "secret hub { env { OPENAI_API_KEY: \"api-key\", HF_TOKEN: \"token\" } }",
        "secret hub { at: \"/etc/secrets\" }",
        "command: [\"serve\", \"--max-tokens\", \"4096\", \"--tokenizer\", \"mistral\"]",
        "command: [\"serve\", \"--api-key\", \"$(API_KEY)\"]",
        "command: [\"sh\", \"-c\", \"HF_TOKEN=$(cat /run/secrets/token) exec serve\"]",
        "command: [\"serve\", \"--api-key-file\", \"/run/secrets/key\"]",
        "config server { at: \"/etc/x\", files { \"a.yaml\": \"max_tokens: 40\\ntoken_url: https://id.example.com\\n\" } }",
        "config server { at: \"/etc/x\", files { \"a.yaml\": \"passwordSecretRef: {name: a, key: password}\\n\" } }",
        "config server { at: \"/etc/x\", files { \"ca.pem\": \"-----BEGIN CERTIFICATE-----\\nMIIE\\n\" } }",
    ] {
        assert_eq!(found("", "", words), 0, "{words}");
    }
    for words in [
        "helm foo { chart: \"foo\", repo: \"https://charts.example.com\", version: \"1.2.3\", namespace: work, values { existingSecret: \"x\", auth { secretName: \"y\", tokenSecretRef { name: \"a\", key: \"token\" } } } }",
        "helm foo { chart: \"foo\", repo: \"https://charts.example.com\", version: \"1.2.3\", namespace: work, values { serviceAccount { automountServiceAccountToken: true } } }",
        "waive(NET-10, \"the token is rotated by hand until the vault is there\", until: \"2099-01-01\"),",
        "node_group extra { instances: [\"m7i.large\"], scale: 0..=2, eksctl { preBootstrapCommands: [\"export API_TOKEN=$(aws ssm get-parameter --name token)\"] } }",
    ] {
        assert_eq!(found("", words, ""), 0, "{words}");
    }
}
