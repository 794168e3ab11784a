use super::*;

/// Put together at run time, so that nothing here is a token that a scanner of this repository would find.
fn token(start: &str, length: usize) -> String {
    format!("{start}{}", "AbCdEfGh0123456789".chars().cycle().take(length).collect::<String>())
}

#[test]
fn tokens_are_found_wherever_they_stand() {
    let upper = format!("AKIA{}", "ABCDEFGH23456789");
    let hex = format!("dapi{}", "0123456789abcdef".repeat(2));
    let web = format!("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.{}", token("", 43));
    let mut all = vec![upper, hex, web, format!("SG.{}.{}", token("", 22), token("", 43))];
    for (start, length) in [
        ("hf_", 34),
        ("sk-", 40),
        ("sk-ant-api03-", 30),
        ("sk-proj-", 40),
        ("ghp_", 36),
        ("github_pat_", 60),
        ("glpat-", 20),
        ("xoxb-", 30),
        ("AIza", 35),
        ("sk_live_", 24),
        ("npm_", 36),
        ("nvapi-", 40),
        ("gsk_", 40),
    ] {
        all.push(token(start, length));
    }
    for token in all {
        for text in [
            token.clone(),
            format!("exec serve --key {token}"),
            format!("HF={token} serve"),
            format!("{{\"a\": \"{token}\"}}"),
            format!("because {token}."),
            format!("https://example.com/{token}/x"),
            format!("x:{token}"),
        ] {
            let found = secret_in(&text).unwrap_or_else(|| panic!("{text}"));
            assert!(!found.hint().contains(&token), "{}", found.hint());
            assert!(found.hint().chars().count() <= 5, "{}", found.hint());
        }
    }
}

#[test]
fn secrets_are_found_by_name_and_place() {
    for text in [
        "--api-key=abcdef",
        "serve --api-key abcdef",
        "HF_TOKEN=abc exec serve",
        "export DB_PASS=hunter2",
        "password: hunter2",
        "  \"password\": \"hunter2\",",
        "- token: abc",
        "aws_secret_access_key = wJalrXUtnFEMIK7MDENGbPxRfiCYzzzzzzzzzzz",
        "db_password=12345678",
        "postgres://app:hunter2@db.example.com/app",
        "https://user:hunter2@charts.example.com",
        "redis://:hunter2@cache:6379",
        "https://example.com/?token=abcdefgh",
        "curl -H 'Authorization: Bearer abcdefghijkl' https://example.com",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIE",
        "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\nx",
        concat!("https://hooks.slack.com/services/T", "0000000/B0000000/AbCdEfGhIjKl"),
    ] {
        assert!(secret_in(text).is_some(), "{text}");
    }
    let base64 = "/AbCdEfGh0123456789+AbCdEfGh0123456789/x";
    assert_eq!(base64.len(), 40);
    for (name, value) in [
        ("HF_TOKEN", "hunter2"),
        ("db-password", "hunter2"),
        ("adminPassword", "12345678"),
        ("DB_PASS", "hunter2"),
        ("DB_PWD", "hunter2"),
        ("MINIO_SECRET_KEY", "minio123"),
        ("WANDB_KEY", "0123456789abcdef0123456789abcdef01234567"),
        ("WANDB_API_KEY", "x1"),
        ("AWS_SECRET_ACCESS_KEY", base64),
        ("PASSWORD", "$ecret123"),
        ("clientSecret", "abc"),
        ("TOKEN", "abc"),
        ("REDIS_AUTH_TOKEN", "abc"),
    ] {
        assert!(is_named_secret(name, value), "{name}={value}");
    }
}

#[test]
fn what_only_sounds_like_one_is_none() {
    for (name, value) in [
        ("TOKENIZERS_PARALLELISM", "off"),
        ("MAX_TOKENS", "many"),
        ("MAX_TOKEN", "many"),
        ("TOKEN", "4096"),
        ("HF_TOKEN_PATH", "x"),
        ("NCCL_DEBUG", "INFO"),
        ("KEY", "x"),
        ("SORT_KEY", "created_at"),
        ("PARTITION_KEY", "user-id-20260101-shard-04"),
        ("EOS_TOKEN", "END"),
        ("PASSWORD_FILE", "/run/secrets/password"),
        ("PASSWORD", "/run/secrets/password"),
        ("existingSecret", "grafana-admin"),
        ("secretName", "grafana-admin"),
        ("TOKEN_URL", "https://id.example.com"),
        ("PASSWORD", "$(FROM_ELSEWHERE)"),
        ("PASSWORD", "${FROM_ELSEWHERE}"),
        ("PASSWORD", "$FROM_ELSEWHERE"),
        ("PASSWORD", "{{ .Values.password }}"),
        ("PASSWORD", ""),
        ("PWD", "home"),
        ("automountServiceAccountToken", "true"),
        ("next_page_token", "abc"),
        ("secret", "arn:aws:secretsmanager:us-west-2:111122223333:secret:x"),
    ] {
        assert!(!is_named_secret(name, value), "{name}={value}");
    }
    for text in [
        "sk-learn",
        "risk-assessment-of-the-platform",
        "task-0123456789abcdef0123",
        "serve --max-tokens 4096 --tokenizer mistral",
        "serve --tokenizer-mode auto --served-model-name x",
        "the token: see the vault",
        "password: see the runbook",
        "serve --api-key $(API_KEY)",
        "serve --api-key \"$API_KEY\"",
        "HF_TOKEN=$(cat /run/secrets/token) serve",
        "https://user@example.com/x",
        "https://example.com/?page=2&tokens=40",
        "https://$USER:$PASSWORD@example.com",
        "postgres://app:$(DB_PASSWORD)@db/app",
        "-----BEGIN CERTIFICATE-----\nx",
        "ssh://git@github.com/acme/platform",
        "git@github.com:acme/platform.git",
        "111122223333.dkr.ecr.us-west-2.amazonaws.com/x@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "arn:aws:kms:us-west-2:111122223333:key/7d9f1e2a-3b4c-4d5e-8f60-718293a4b5c6",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
        "hf_transfer",
        "npm_config_cache_of_the_build_server",
        "tokenizer.json: /models/tokenizer.json",
        "secretKeyRef: {name: x, key: token}",
        "kubectl create secret generic grafana-admin --from-literal=password=…",
    ] {
        assert_eq!(secret_in(text), None, "{text}");
    }
}
