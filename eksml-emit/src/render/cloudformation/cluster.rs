//! The stack of one cluster: what stands beside what eksctl makes, and refers to it by the exports of eksctl's own stack.

use super::template::Template;
use super::{backup, efs, endpoints, fsx, node_groups};
use crate::render::{ClusterFiles, ClusterView, Remark, RenderError, eksctl};
use crate::yaml;

/// Its file, deployed after the cluster is there.
const FILE: &str = "01-infra.cfn.yaml";

/// Adds the template, if anything is in it.
pub(in crate::render) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
    if let Some(template) = template(view) {
        files.text(FILE, yaml::to_string(&template)?);
    }
    Ok(())
}

/// The commands that deploy it; `folder` is the cluster's.
pub(in crate::render) fn commands(view: &ClusterView<'_>, folder: &str) -> Vec<String> {
    let Some(template) = template(view) else { return Vec::new() };
    let stack = format!("{}-infra", view.cluster.name);
    let mut command = format!(
        "aws cloudformation deploy --region {} --stack-name {stack} --template-file {folder}/{FILE} --capabilities CAPABILITY_IAM \
         --no-fail-on-empty-changeset",
        view.region(),
    );
    let parameters: Vec<String> = endpoints::parameter(view).into_iter().chain(fsx::parameters(view)).collect();
    if !parameters.is_empty() {
        command.push_str(" --parameter-overrides ");
        command.push_str(&parameters.join(" "));
    }
    std::iter::once(command).chain(super::protection(&template, *view.region(), &stack)).collect()
}

/// What is said about it.
pub(in crate::render) fn remarks(view: &ClusterView<'_>) -> impl Iterator<Item = Remark> {
    node_groups::remark(view).into_iter().chain(order(view))
}

/// In which order cluster and stack go.
fn order(view: &ClusterView<'_>) -> Option<Remark> {
    let template = template(view)?;
    let (name, region) = (&view.cluster.name, view.region());
    let mut text =
        format!("stack `{name}-infra` goes before the cluster, whose own stack stays as long as others use what it exports: ");
    if template.has_data() {
        text.push_str(&format!(
            "`aws cloudformation update-termination-protection --region {region} --stack-name {name}-infra --no-enable-termination-protection`, \
             then "
        ));
    }
    text.push_str(&format!("`aws cloudformation delete-stack --region {region} --stack-name {name}-infra`"));
    if template.has_data() {
        text.push_str("; what has data in it stays");
    }
    if fsx::makes_groups(view) {
        text.push_str("; Lustre file systems hold its security groups, so they go first");
    }
    let nodes = eksctl::delete_nodes(view);
    if !nodes.is_empty() {
        text.push_str(&format!("; nodes that have its security groups go before it: {}", nodes.join(", ")));
    }
    Some(Remark::Know(text))
}

fn template(view: &ClusterView<'_>) -> Option<Template> {
    let mut template = Template::new(format!("What cluster {} has beside what eksctl makes", view.cluster.name));
    endpoints::endpoints(&mut template, view);
    node_groups::groups(&mut template, view);
    fsx::lustre(&mut template, view);
    efs::created(&mut template, view);
    if let Some(backup) = &view.cluster.backup {
        backup::plan(&mut template, view, backup);
    }
    (!template.is_empty()).then_some(template)
}
