//! Teams bring objects of their own by GitOps, into their own namespaces.

use super::gitops::{repo_fix, repo_problem};
use crate::derived;
use crate::findings::Severity;
use crate::rules::{Check, Example, Findings, Rule};
use crate::spec::{At, GitOps, Platform, Team};

/// A spoke `vision` with the team of the given entries, and Flux or not.
macro_rules! team {
    ($gitops:literal, $team:literal) => {
        Example::Beside(concat!(
            $gitops,
            "\ncluster vision { version: V1_35, vpc { cidr: \"10.2.0.0/16\", zones: 3 }\n",
            "access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"],\n",
            "team vision { role: \"arn:aws:iam::111122223333:role/ml-vision\", namespaces: [ml_vision], ",
            $team,
            " } }\n",
            "secrets_key: \"arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555\",\n",
            "namespace ml_vision { serves: Training }\n",
            "scaler: ClusterAutoscaler, node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System } }\n",
        ))
    };
}

pub(super) const FL_08: Rule = Rule {
    id: "FL-08",
    name: "team-objects-without-gitops",
    title: "what a team brings is kept by GitOps, and its people sign in where there is a sign-in",
    severity: Severity::Error,
    why: "without an engine that keeps the cluster, nothing ever comes from a team's repository, and nobody says so; credentials in its \
          address are readable by whoever can read the project",
    source: "Argo CD, AppProject; Flux, multi-tenancy",
    check: Check::Platform(repos_are_kept),
    bad: team!("", "repos: [\"https://github.com/acme/vision\"]"),
    good: team!("gitops: Flux { repo: \"https://github.com/acme/platform\" },", "repos: [\"https://github.com/acme/vision\"]"),
};

fn repos_are_kept(platform: &At<'_, Platform>, findings: &mut Findings<'_>) {
    findings.each(platform.clusters().iter(), |cluster, findings| {
        findings.each(cluster.access().teams().iter(), |team, findings| {
            sign_in_is_there(platform, &team, findings);
            findings.each(team.repos().iter(), |repo, findings| {
                if let Some(problem) = repo_problem(&repo) {
                    findings.report(
                        &repo,
                        format!("repository `{}` of team `{}` {problem}", *repo, *team.name()),
                        repo_fix(&repo),
                    );
                    return;
                }
                let (engine, fix) = match platform.gitops().get().map(|gitops| gitops.whole()) {
                    Some(GitOps::Flux(_)) => return,
                    Some(GitOps::ArgoCd(argo)) if derived::argo_cd_keeps(platform.whole(), argo, cluster.whole()) => return,
                    Some(GitOps::ArgoCd(_)) => (
                        format!("Argo CD does not keep the hub `{}` that it runs in", *cluster.name()),
                        "remove `repos`, or give the team a cluster of its own",
                    ),
                    None => (
                        format!("nothing keeps cluster `{}`", *cluster.name()),
                        "add `gitops: Flux { repo: \"https://github.com/ORGANISATION/REPOSITORY\" }` to the platform",
                    ),
                };
                findings.report(&repo, format!("team `{}` brings objects from `{}`, but {engine}", *team.name(), *repo), fix);
            });
        });
    });
}

/// Groups are given a part in a project of the team's own, which only Argo CD has, and only for what the team brings.
fn sign_in_is_there(platform: &At<'_, Platform>, team: &At<'_, Team>, findings: &mut Findings<'_>) {
    findings.scope(|findings| {
        let groups = team.sign_in_groups();
        if groups.is_empty() {
            return;
        }
        let (why, fix) = match platform.gitops().get().map(|gitops| gitops.whole()) {
            Some(GitOps::ArgoCd(_)) if !team.repos().is_empty() => return,
            Some(GitOps::ArgoCd(_)) => ("it brings nothing", "add `repos: [\"https://github.com/ORGANISATION/REPOSITORY\"]`"),
            Some(GitOps::Flux(_)) => ("Flux has no sign-in", "remove `sign_in_groups`: its role sees its namespaces by kubectl"),
            None => ("nothing keeps the clusters", "remove `sign_in_groups`"),
        };
        findings.report(&groups, format!("people of team `{}` are to sign in to Argo CD, but {why}", *team.name()), fix);
    });
}
