//! Volumes of Pods: who may attach one, in which zone it is made, and who may write to it.

use crate::applied::{Applied, Breaches, Object, amount, at, containers, is_true, items, text};
use crate::findings::Severity;
use crate::rules::example::Example;
use crate::rules::{Check, Rule};
use crate::source::Node;

pub(super) const APP_02: Rule = Rule {
    id: "APP-02",
    name: "held-disk-in-rollout",
    title: "a disk of one node is let go before the next Pod wants it",
    severity: Severity::Error,
    why: "a rolling update starts the new Pod first; on another node it waits for a volume that the old Pod holds, which goes only when the new one is ready: the rollout hangs",
    source: "Kubernetes, Persistent Volumes, access modes; Deployment strategy",
    check: Check::Applied(disk_is_let_go),
    bad: Example::Objects(
        "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data}\nspec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 10Gi}}}\n---\n\
         apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: db}\nspec:\n  selector: {matchLabels: {app: db}}\n  template:\n    metadata: {labels: {app: db}}\n    spec:\n      \
         containers: [{name: db, image: \"registry.example.com/db:1\"}]\n      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]",
    ),
    good: Example::Objects(
        "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data}\nspec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 10Gi}}}\n---\n\
         apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: db}\nspec:\n  strategy: {type: Recreate}\n  selector: {matchLabels: {app: db}}\n  template:\n    metadata: {labels: {app: db}}\n    spec:\n      \
         containers: [{name: db, image: \"registry.example.com/db:1\"}]\n      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]",
    ),
};

fn disk_is_let_go(applied: &Applied<'_>, breaches: &mut Breaches<'_>) {
    for (number, object, pods) in applied.pods().filter(|(_, object, _)| object.kind() == "Deployment") {
        let strategy = object.at(&["spec", "strategy"]);
        let of = |path: &[&str]| strategy.and_then(|strategy| at(strategy, path));
        let is_rolling = of(&["type"]).is_none_or(|kind| amount(kind).as_deref() != Some("Recreate"));
        let surge = of(&["rollingUpdate", "maxSurge"]).and_then(amount);
        let makes_way = surge.is_some_and(|surge| surge == "0" || surge == "0%");
        if !is_rolling || makes_way {
            continue;
        }
        for volume in items(pods.spec, &["volumes"]) {
            let Some(claim) = text(volume, &["persistentVolumeClaim", "claimName"]) else { continue };
            let is_of_one = |own: &Object<'_>| {
                let modes = items(own.node, &["spec", "accessModes"]);
                own.name() == claim
                    && !modes.is_empty()
                    && modes.iter().all(|mode| amount(mode).is_some_and(|mode| mode.starts_with("ReadWriteOnce")))
            };
            if applied.of_kind("PersistentVolumeClaim", object.namespace()).any(|own| is_of_one(&own)) {
                let problem = format!(
                    "mounts claim `{claim}`, which one node at a time can attach, and starts a new Pod before the old one has gone"
                );
                breaches.report(
                    number,
                    strategy.unwrap_or(volume).mark,
                    problem,
                    "write `strategy: {type: Recreate}`, or `strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}`",
                );
            }
        }
    }
}

pub(super) const APP_05: Rule = Rule {
    id: "APP-05",
    name: "bucket-of-root-alone",
    title: "whoever mounts a bucket may read and write it",
    severity: Severity::Error,
    why: "Mountpoint shows a bucket's files to the user who mounted them, root: a Pod that runs as anybody else gets `Permission denied`",
    source: "Mountpoint for Amazon S3 CSI driver, CONFIGURATION.md: allow-other, uid, gid",
    check: Check::Applied(bucket_is_open),
    bad: Example::Objects(
        "apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: models}\nspec:\n  accessModes: [ReadWriteMany]\n  capacity: {storage: 1Ti}\n  \
         csi: {driver: s3.csi.aws.com, volumeHandle: models, volumeAttributes: {bucketName: acme-models}}\n  claimRef: {namespace: default, name: models}\n---\n\
         apiVersion: v1\nkind: Pod\nmetadata: {name: reader}\nspec:\n  securityContext: {runAsUser: 10001}\n  containers: [{name: a, image: \"registry.example.com/a:1\"}]\n  \
         volumes: [{name: models, persistentVolumeClaim: {claimName: models}}]",
    ),
    good: Example::Objects(
        "apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: models}\nspec:\n  accessModes: [ReadWriteMany]\n  capacity: {storage: 1Ti}\n  \
         mountOptions: [allow-other, uid=10001]\n  csi: {driver: s3.csi.aws.com, volumeHandle: models, volumeAttributes: {bucketName: acme-models}}\n  claimRef: {namespace: default, name: models}\n---\n\
         apiVersion: v1\nkind: Pod\nmetadata: {name: reader}\nspec:\n  securityContext: {runAsUser: 10001}\n  containers: [{name: a, image: \"registry.example.com/a:1\"}]\n  \
         volumes: [{name: models, persistentVolumeClaim: {claimName: models}}]",
    ),
};

fn bucket_is_open(applied: &Applied<'_>, breaches: &mut Breaches<'_>) {
    for (number, volume) in applied.each().filter(|(_, object)| object.kind() == "PersistentVolume") {
        let is_s3 = text(volume.node, &["spec", "csi", "driver"]) == Some("s3.csi.aws.com");
        let options = items(volume.node, &["spec", "mountOptions"]);
        if !is_s3 || options.iter().filter_map(amount).any(|option| option.contains("allow-other")) {
            continue;
        }
        let claimed_by = |claim: &Object<'_>| text(claim.node, &["spec", "volumeName"]) == Some(volume.name());
        let reference = ["namespace", "name"].map(|key| text(volume.node, &["spec", "claimRef", key]));
        let mounts = |object: &Object<'_>, spec: &Node| {
            items(spec, &["volumes"]).iter().filter_map(|own| text(own, &["persistentVolumeClaim", "claimName"])).any(|name| {
                reference == [Some(object.namespace()), Some(name)]
                    || applied
                        .of_kind("PersistentVolumeClaim", object.namespace())
                        .any(|claim| claim.name() == name && claimed_by(&claim))
            })
        };
        let user = |spec: &Node| {
            let own = containers(spec).find_map(|container| at(container, &["securityContext", "runAsUser"]));
            let user = own.or_else(|| at(spec, &["securityContext", "runAsUser"])).and_then(amount).filter(|user| user != "0");
            let not_root = is_true(spec, &["securityContext", "runAsNonRoot"])
                || containers(spec).any(|container| is_true(container, &["securityContext", "runAsNonRoot"]));
            user.map(|user| format!("user {user}")).or_else(|| not_root.then(|| "a user other than root".to_owned()))
        };
        let found = applied
            .pods()
            .find_map(|(_, object, pods)| Some((object.shown(), user(pods.spec).filter(|_| mounts(&object, pods.spec))?)));
        if let Some((who, user)) = found {
            let at = volume
                .at(&["spec", "mountOptions"])
                .or_else(|| volume.at(&["spec", "csi"]))
                .map_or(volume.mark(), |node| node.mark);
            let id = user.strip_prefix("user ").unwrap_or("1000");
            breaches.report(
                number,
                at,
                format!("shows its bucket to root alone, and {who} runs as {user}"),
                format!("write `mountOptions: [allow-other, uid={id}, gid={id}]`"),
            );
        }
    }
}

pub(super) const APP_08: Rule = Rule {
    id: "APP-08",
    name: "disk-before-its-pod",
    title: "a disk is made where its Pod runs",
    severity: Severity::Error,
    why: "with `Immediate` an EBS volume is made in some zone before anybody knows where the Pod fits: it waits for ever if that zone has no node for it, a GPU node above all",
    source: "Kubernetes, Storage Classes, volume binding mode; aws-ebs-csi-driver, docs/parameters.md",
    check: Check::Applied(binding_waits),
    bad: Example::Objects(
        "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: gp3}\nprovisioner: ebs.csi.aws.com\nparameters: {type: gp3}",
    ),
    good: Example::Objects(
        "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: gp3}\nprovisioner: ebs.csi.aws.com\nparameters: {type: gp3}\nvolumeBindingMode: WaitForFirstConsumer",
    ),
};

fn binding_waits(applied: &Applied<'_>, breaches: &mut Breaches<'_>) {
    for (number, class) in applied.each().filter(|(_, object)| object.kind() == "StorageClass") {
        let provisioner = class.at(&["provisioner"]);
        let is_of_a_zone =
            provisioner.and_then(amount).is_some_and(|name| name == "ebs.csi.aws.com" || name == "kubernetes.io/aws-ebs");
        let mode = class.at(&["volumeBindingMode"]);
        // One zone is named, and there is nothing to wait for.
        if is_of_a_zone
            && items(class.node, &["allowedTopologies"]).is_empty()
            && mode.and_then(amount).is_none_or(|mode| mode == "Immediate")
        {
            let at = mode.or(provisioner).map_or(class.mark(), |node| node.mark);
            breaches.report(
                number,
                at,
                "makes its volumes before it is known where their Pods run",
                "write `volumeBindingMode: WaitForFirstConsumer`",
            );
        }
    }
}
