//! Production inference with an SLA, batch training and development beside it: the document's "hybrid approach".

use eksml::patterns::{Ground, Site, Sites, hybrid};
use eksml::prelude::*;
use eksml::spec::{ArgoCd, ArgoCdCapability, GitOps, Inference, LoadBalancerController, Placement, Reach, Receiver};
use eksml::{account, cidr, image, key_arn, name, quantity, region, role_arn};

/// The three clusters, and the service that all of it is for.
pub fn platform() -> Platform {
    let ground = Ground::new(
        name!("acme-assist"),
        region!("eu-central-1"),
        account!("111122223333"),
        role_arn!("arn:aws:iam::111122223333:role/platform-admin"),
        key_arn!("arn:aws:kms:eu-central-1:111122223333:key/7d9f1e2a-3b4c-4d5e-8f60-718293a4b5c6"),
    )
    // The address of the webhook is in a Secret of this name, in the namespace of Prometheus.
    .alerting(Receiver::Webhook(name!("alert-webhook")));
    let mut platform = hybrid(
        &ground,
        &Sites {
            inference: Site::new(name!("assist"), cidr!("10.32.0.0/16")),
            training: Site::new(name!("assist-batch"), cidr!("10.33.0.0/16")),
            development: Site::new(name!("assist-lab"), cidr!("10.34.0.0/16")),
        },
    );
    if let Some(production) = platform.clusters.first_mut() {
        production.inference = vec![
            service(name!("gateway"), name!("inference-cpu"), None, 6),
            service(name!("assistant"), name!("inference-gpu"), Some(1), 6),
        ];
        production.load_balancer_controller = Some(LoadBalancerController { default_class: true });
    }
    // EKS runs Argo CD in production. It may do everything in the clusters it keeps, and so installs their operators as well.
    platform.gitops = Some(GitOps::ArgoCd(ArgoCd {
        repo: "https://github.com/acme/assist-platform".to_owned(),
        on: Some(name!("assist")),
        role: Some(role_arn!("arn:aws:iam::111122223333:role/acme-assist-argocd")),
        reach: Reach::WholeCluster,
        capability: Some(ArgoCdCapability {
            identity_center: "arn:aws:sso:::instance/ssoins-7223abcd12345678".to_owned(),
            ..ArgoCdCapability::default()
        }),
        ..ArgoCd::default()
    }));
    platform
}

fn service(name: Name, on: Name, gpus: Option<u32>, replicas: u32) -> Inference {
    Inference {
        name,
        namespace: name!("ml-inference"),
        placement: Placement::On(on),
        replicas,
        gpus,
        cpu: quantity!("6"),
        memory: quantity!("24Gi"),
        image: image!(
            "111122223333.dkr.ecr.eu-central-1.amazonaws.com/assist@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
        ),
        port: 8000,
        health: "/health".to_owned(),
        identity: Some(name!("server")),
        ..Inference::default()
    }
}

fn main() -> std::process::ExitCode {
    eksml::run(platform())
}
