//! What Kubernetes is told of resources whose ids only AWS knows: objects with `@Output@` where an output of the cluster's stack goes.

use super::{efs, fsx};
use crate::render::kubernetes::{OfAws, waiting_classes, waiting_volumes};
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::spec::{Backend, Storage};
use crate::yaml::Documents;

/// Its file, beside the stack that it waits for. It is in no kustomization: before the stack there is nothing to apply.
const FILE: &str = "01-infra.objects.yaml";

/// Adds the objects, if there are any.
pub(in crate::render) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let mut documents = Documents::new();
    for class in waiting_classes(view, output) {
        documents.push(&class)?;
    }
    for volume in waiting_volumes(view, output) {
        documents.push(&volume)?;
    }
    let text = documents.into_string();
    if !text.is_empty() {
        files.text(FILE, text);
    }
    Ok(())
}

/// Where an output of the stack goes.
fn output(class: &Storage, what: OfAws) -> String {
    let name = class.name.as_str();
    let output = match (&class.backend, what) {
        (Backend::Efs(_), _) => efs::output(name),
        (_, OfAws::FileSystem) => fsx::output(name, ""),
        (_, OfAws::MountName) => fsx::output(name, "MountName"),
        (_, OfAws::Subnet) => fsx::output(name, "Subnet"),
        (_, OfAws::SecurityGroup) => fsx::output(name, "SecurityGroup"),
    };
    format!("@{output}@")
}

/// The command that puts the outputs in and applies the objects; `folder` is the cluster's.
pub(in crate::render) fn command(view: &ClusterView<'_>, folder: &str) -> Option<String> {
    if waiting_classes(view, output).next().is_none() && waiting_volumes(view, output).next().is_none() {
        return None;
    }
    Some(format!("{} | kubectl apply -f -", with_outputs(view, &format!("{folder}/{FILE}"))))
}

/// The command that prints a file of the cluster's with the outputs of its stack in their places.
pub(in crate::render) fn with_outputs(view: &ClusterView<'_>, file: &str) -> String {
    format!(
        "aws cloudformation describe-stacks --region {} --stack-name {}-infra \
         --query \"Stacks[].Outputs[].[join('',['s,@',OutputKey,'@,',OutputValue,',g'])]\" --output text \
         | sed -f /dev/stdin {file}",
        view.region(),
        view.cluster.name
    )
}
