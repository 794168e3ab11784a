//! What Kubernetes is told of resources whose ids only AWS knows: objects with `@Output@` where an output of the cluster's stack goes.

use super::efs;
use crate::render::kubernetes::waiting_classes;
use crate::render::{ClusterFiles, ClusterView, RenderError};
use crate::yaml::Documents;

/// Its file, beside the stack that it waits for. It is in no kustomization: before the stack there is nothing to apply.
const FILE: &str = "01-infra.objects.yaml";

/// Adds the objects, if there are any.
pub(in crate::render) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    let mut documents = Documents::new();
    for class in waiting_classes(view, |name| format!("@{}@", efs::output(name))) {
        documents.push(&class)?;
    }
    let text = documents.into_string();
    if !text.is_empty() {
        files.text(FILE, text);
    }
    Ok(())
}

/// The command that puts the outputs in and applies the objects; `folder` is the cluster's.
pub(in crate::render) fn command(view: &ClusterView<'_>, folder: &str) -> Option<String> {
    waiting_classes(view, str::to_owned).next()?;
    Some(format!(
        "aws cloudformation describe-stacks --region {} --stack-name {}-infra \
         --query \"Stacks[].Outputs[].[join('',['s,@',OutputKey,'@,',OutputValue,',g'])]\" --output text \
         | sed -f /dev/stdin {folder}/{FILE} | kubectl apply -f -",
        view.region(),
        view.cluster.name
    ))
}
