//! GitOps finds the manifests, has a place to run in, and a way into the clusters.

use crate::derived::GITOPS_FOLDER;
use crate::findings::{Edit, Fix, Severity};
use crate::rules::known::{instead, role_to_paste};
use crate::rules::{Check, Example, Findings, Rule};
use crate::spec::{ArgoCd, At, Cluster, Endpoint, GitOps, Platform};
use crate::units::Name;

pub(super) const DR_06: Rule = Rule {
    id: "DR-06",
    name: "gitops-cannot-find-set",
    title: "GitOps finds the emitted set in the repository",
    severity: Severity::Error,
    why: "an engine that looks in another place keeps nothing, or keeps something else; credentials in the address are readable by \
          whoever can read the Application",
    source: "Argo CD, ApplicationSpec.source; Flux, GitRepository.spec.url and Kustomization.spec.path",
    check: Check::Platform(set_is_found),
    bad: Example::Beside("gitops: Flux { repo: \"github.com/acme/platform\", folder: \"../manifests\" },"),
    good: Example::Beside("gitops: Flux { repo: \"https://github.com/acme/platform\", folder: \"clusters/manifests\" },"),
};

fn set_is_found(platform: &At<'_, Platform>, findings: &mut Findings<'_>) {
    let Some(gitops) = platform.gitops().get() else { return };
    let argo = gitops.variant(argo_cd);
    let flux = gitops.variant(|gitops| match gitops {
        GitOps::Flux(flux) => Some(flux),
        GitOps::ArgoCd(_) => None,
    });
    let parts = match (&argo, &flux) {
        (Some(argo), _) => (argo.repo(), argo.revision(), argo.folder()),
        (_, Some(flux)) => (flux.repo(), flux.revision(), flux.folder()),
        _ => return,
    };
    let (repo, revision, folder) = parts;
    findings.scope(|findings| {
        if let Some(problem) = repo_problem(&repo) {
            findings.report(&repo, format!("repository `{}` {problem}", *repo), repo_fix(&repo));
        }
    });
    findings.scope(|findings| {
        if let Some(flux) = &flux
            && repo.starts_with("ssh://")
            && flux.secret().is_none()
        {
            findings.report(
                &repo,
                format!("Flux reads `{}` with a key, and no Secret that has one is named", *repo),
                "write `secret: flux_git` beside it, or an `https://` address that anybody may read",
            );
        }
    });
    findings.scope(|findings| {
        if let Some(revision) = revision.get()
            && revision.is_empty()
        {
            findings.report(
                &revision,
                format!("`{}` is no branch and no tag", *revision),
                Fix::decision([Edit::set(&revision, "main")]),
            );
        }
    });
    if let Some(folder) = folder.get()
        && (folder.starts_with('/') || folder.is_empty() || folder.split('/').any(|step| matches!(step, ".." | "." | "")))
    {
        findings.report(
            &folder,
            format!("`{}` is not a folder inside the repository", *folder),
            "write the folder that `cargo run -- --out` writes to, from the repository's root: `folder: \"manifests\"`",
        );
    }
    findings.each(platform.clusters().iter(), |cluster, findings| {
        let name = cluster.name();
        if name.as_str() == GITOPS_FOLDER {
            findings.report(
                &name,
                format!("cluster `{GITOPS_FOLDER}` takes the folder of GitOps' own files"),
                "give the cluster another name",
            );
        }
    });
}

/// What to write instead; git's own short form has a long one.
pub(super) fn repo_fix(repo: &str) -> String {
    match repo.split_once(':') {
        Some((host, path)) if host.contains('@') && !path.starts_with("//") => format!("write `repo: \"ssh://{host}/{path}\"`"),
        None if repo.split('/').count() == 3 && repo.contains('.') => format!("write `repo: \"https://{repo}\"`"),
        _ => "write `repo: \"https://github.com/ORGANISATION/REPOSITORY\"`".to_owned(),
    }
}

pub(super) fn repo_problem(repo: &str) -> Option<&'static str> {
    let Some((scheme, rest)) = repo.split_once("://") else {
        return Some("has no scheme; Flux and Argo CD then take it for something else");
    };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let user = host.split_once('@').map(|(user, _)| user);
    match scheme {
        "https" if user.is_some() => Some("has credentials in it"),
        "ssh" if user.is_some_and(|user| user.contains(':')) => Some("has a password in it"),
        "https" | "ssh" if host.is_empty() || path.trim_matches('/').is_empty() => Some("names no repository"),
        "https" | "ssh" => None,
        _ => Some("is neither https:// nor ssh://"),
    }
}

fn argo_cd(gitops: &GitOps) -> Option<&ArgoCd> {
    match gitops {
        GitOps::ArgoCd(argo) => Some(argo),
        GitOps::Flux(_) => None,
    }
}

/// A spoke beside the hub `shared`, which runs Argo CD with these entries; the spoke's VPC has further entries.
macro_rules! argo {
    ($argo:literal, $spoke:literal) => {
        Example::Beside(concat!(
            "hub: shared,\ngitops: ArgoCd { repo: \"https://github.com/acme/platform\", ",
            $argo,
            " },\n",
            "cluster vision { version: V1_35, vpc { cidr: \"10.2.0.0/16\", zones: 3 ",
            $spoke,
            " }\n",
            "access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }\n",
            "secrets_key: \"arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555\",\n",
            "scaler: ClusterAutoscaler, node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System } }\n",
        ))
    };
}

pub(super) const CL_19: Rule = Rule {
    id: "CL-19",
    name: "argocd-without-identity-center",
    title: "the Argo CD capability has its people from IAM Identity Center, and its role no IAM policy",
    severity: Severity::Error,
    why: "EKS makes no Argo CD capability without Identity Center, and eksctl finds out after the cluster exists; eksctl's own examples \
          attach AdministratorAccess, which opens the account to whoever may push to the repository",
    source: "eksctl pkg/apis/eksctl.io/v1alpha5/capability.go, Validate; eksctl examples 47 and 48",
    check: Check::Platform(capability_is_complete),
    bad: argo!("role: \"arn:aws:iam::111122223333:role/argocd\", capability { identity_center: \"ssoins-7223abcd\" }", ""),
    good: argo!(
        "role: \"arn:aws:iam::111122223333:role/argocd\", capability { identity_center: \"arn:aws:sso:::instance/ssoins-7223abcd12345678\" }",
        ""
    ),
};

fn capability_is_complete(platform: &At<'_, Platform>, findings: &mut Findings<'_>) {
    let Some(argo) = argo_at(platform) else { return };
    let Some(capability) = argo.capability().get() else { return };
    let arn = capability.identity_center();
    let mut parts = arn.splitn(6, ':');
    let form = ["arn", "aws", "sso", "", ""]
        .into_iter()
        .all(|want| parts.next().is_some_and(|part| part == want || (want == "aws" && part.starts_with("aws-"))));
    if !form || !parts.next().is_some_and(|rest| rest.starts_with("instance/ssoins-")) {
        findings.report(
            &arn,
            format!("`{}` is not the ARN of an Identity Center instance", *arn),
            "write `identity_center: \"arn:aws:sso:::instance/ssoins-…\"`; `aws sso-admin list-instances` shows it",
        );
    }
}

fn argo_at<'a>(platform: &At<'a, Platform>) -> Option<At<'a, ArgoCd>> {
    platform.gitops().get()?.variant(argo_cd)
}

/// The cluster Argo CD runs in, as far as that is known: the named one, the hub, or the only one.
fn home<'a>(platform: &At<'a, Platform>, argo: &At<'a, ArgoCd>) -> Option<At<'a, Name>> {
    let only = || {
        let clusters = platform.clusters();
        let only = clusters.iter().next()?;
        (clusters.len() == 1).then(|| only.name())
    };
    argo.on().get().or_else(|| platform.hub().get()).or_else(only)
}

pub(super) const FL_06: Rule = Rule {
    id: "FL-06",
    name: "argocd-without-cluster-or-role",
    title: "Argo CD has a cluster to run in, and a role of its own for the others",
    severity: Severity::Error,
    why: "it comes into a cluster by an access entry of its role; a role that people or Pods take as well gives them every cluster",
    source: "EKS user guide, register target clusters with the Argo CD capability; EKS API, CreateAccessEntry",
    check: Check::Platform(argo_has_a_place),
    bad: argo!("capability { identity_center: \"arn:aws:sso:::instance/ssoins-7223abcd12345678\" }", ""),
    good: argo!(
        "role: \"arn:aws:iam::111122223333:role/argocd\", capability { identity_center: \"arn:aws:sso:::instance/ssoins-7223abcd12345678\" }",
        ""
    ),
};

fn argo_has_a_place(platform: &At<'_, Platform>, findings: &mut Findings<'_>) {
    let Some(argo) = argo_at(platform) else { return };
    let clusters: Vec<At<'_, Cluster>> = platform.clusters().iter().collect();
    findings.scope(|findings| {
        match home(platform, &argo) {
            None => findings.report(
                &platform.gitops(),
                "no cluster is named for Argo CD to run in",
                "name it: `on: CLUSTER` in `gitops`, or `hub: CLUSTER` for the platform",
            ),
            // A hub that is not declared is DR-07's.
            Some(home) if argo.on().get().is_some() && !clusters.iter().any(|cluster| *cluster.name() == *home) => {
                let declared: Vec<&Name> = clusters.iter().map(|cluster| cluster.name().whole()).collect();
                let fix = instead(&home, &declared, "declare it");
                findings.report(&home, format!("Argo CD runs in cluster `{}`, which is not declared", *home), fix);
            }
            Some(_) => {}
        }
    });
    let Some(role) = argo.role().get() else {
        if clusters.len() > 1 || argo.capability().get().is_some() {
            findings.report(
                &platform.gitops(),
                "Argo CD has no role to come into clusters by",
                format!("add `role: \"{}\"` to `gitops`: a role that nothing else takes", role_to_paste(platform, "argo-cd")),
            );
        }
        return;
    };
    findings.each(&clusters, |cluster, findings| {
        let access = cluster.access();
        let people = access.admins().iter().chain(access.viewers().iter()).chain(access.teams().iter().map(|team| team.role()));
        findings.each(people, |theirs, findings| {
            if *theirs == *role {
                let cluster = cluster.name();
                findings.report(
                    &theirs,
                    format!("role `{}` is Argo CD's, and comes into cluster `{}` as people, too", role.role_name(), *cluster),
                    "give Argo CD a role that nothing else takes",
                );
            }
        });
    });
}

pub(super) const FL_07: Rule = Rule {
    id: "FL-07",
    name: "hub-cannot-reach-api-server",
    title: "Argo CD and the hub's queues reach the API servers of the clusters they write to",
    severity: Severity::Error,
    why: "an Argo CD of your own, and Kueue in the hub, talk to a private endpoint over connected networks alone; without one every \
          Application stays Unknown, and jobs wait. The EKS capability reaches private endpoints by itself",
    source: "EKS user guide, cluster API server endpoint; AWS Containers blog, deep dive on the EKS capability for Argo CD: inter-cluster \
             communication is AWS's, private API endpoints included",
    check: Check::Platform(controllers_reach),
    bad: argo!("role: \"arn:aws:iam::111122223333:role/argocd\"", ""),
    good: argo!("role: \"arn:aws:iam::111122223333:role/argocd\"", ", peer shared { cidr: \"10.0.0.0/16\" }"),
};

fn controllers_reach(platform: &At<'_, Platform>, findings: &mut Findings<'_>) {
    let clusters = platform.clusters();
    let argo = argo_at(platform).filter(|argo| argo.capability().get().is_none()).and_then(|argo| home(platform, &argo));
    findings.scope(|findings| {
        if let Some(home) = &argo {
            findings.each(clusters.iter(), |cluster, findings| {
                is_reached(platform, home, &cluster, "; or let EKS run Argo CD: `capability { … }`", findings);
            });
        }
    });
    // From one place there is one way: a cluster that Argo CD cannot reach was told of.
    let Some(hub) = platform.hub().get().filter(|hub| argo.as_ref().is_none_or(|home| **home != **hub)) else { return };
    let Some(queues) = clusters.iter().find(|cluster| *cluster.name() == *hub).and_then(|hub| hub.queues().get()) else { return };
    findings.each(clusters.iter(), |cluster, findings| {
        let name = cluster.name();
        if queues.queues().iter().any(|queue| queue.send_to().iter().any(|to| *to == *name)) {
            is_reached(platform, &hub, &cluster, "; or send no jobs there", findings);
        }
    });
}

/// Whether what runs in cluster `home` reaches the API server of `cluster`.
fn is_reached(
    platform: &At<'_, Platform>,
    home: &At<'_, Name>,
    cluster: &At<'_, Cluster>,
    or_else: &str,
    findings: &mut Findings<'_>,
) {
    let Some(here) = platform.clusters().iter().find(|other| *other.name() == **home) else { return };
    if here.path() == cluster.path() {
        return;
    }
    let addresses = *here.vpc().cidr();
    let private = cluster.endpoint().is(|endpoint| *endpoint == Endpoint::Private);
    if private && !cluster.vpc().peers().iter().any(|peer| peer.cidr().contains(addresses)) {
        let name = cluster.name();
        findings.report(
            &name,
            format!("the API server of `{}` is private, and its VPC is not connected to that of `{}`", *name, **home),
            format!("connect them and say so in its `vpc`: `peer {} {{ cidr: \"{addresses}\" }}`{or_else}", home.word()),
        );
    }
}

pub(super) const EM_06: Rule = Rule {
    id: "EM-06",
    name: "apply-order-by-hand",
    title: "the apply order follows from what the objects are",
    severity: Severity::Error,
    why: "an object before its namespace or its definition is refused, and a workload before its queue or class starts without it; an \
          order by hand goes wrong with the next object",
    source: "Argo CD, sync phases and waves; Flux, Kustomization.spec.dependsOn; kustomize, resources",
    check: Check::Form,
    bad: Example::Beside("gitops: ArgoCd { repo: \"https://github.com/acme/platform\", sync_wave: 3 },"),
    good: Example::Beside("gitops: ArgoCd { repo: \"https://github.com/acme/platform\" },"),
};
