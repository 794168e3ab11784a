//! The mirror of images that nodes do not reach: what is copied there, and what is pulled from there (SEC-23).

use serde_json::{Value, json};

use super::{ClusterFiles, ClusterView, Remark};
use crate::components::{self, Component};
use crate::derived;

/// The images to copy, a line each: from where, and to where.
const LIST: &str = "images.txt";

/// Lets the cluster's objects pull from the mirror, and lists what has to be there.
pub(super) fn render(view: &ClusterView<'_>, files: &mut ClusterFiles) {
    let images = derived::mirrored_images(view.platform, view.cluster);
    if images.is_empty() {
        return;
    }
    let mut list = String::new();
    for (from, to) in &images {
        files.replace_image(from, to);
        list.push_str(&format!("{from} {to}\n"));
    }
    files.text(LIST, list);
}

/// What a component's chart is told, so that its images come from the mirror; copies keep registry and path, as those in the list do.
/// `None` where its images stay where they are.
pub(super) fn of_chart(view: &ClusterView<'_>, component: &Component) -> Option<Value> {
    let mirror = view.cluster.image_mirror.as_ref()?.trim_end_matches('/');
    let setting = |(path, images): &(&str, &str)| {
        path.rsplit('.').fold(json!(format!("{mirror}/{images}")), |value, key| json!({ key: value }))
    };
    component.mirrored.iter().map(setting).reduce(merged)
}

/// `settings` with those of `more` in them: blocks are taken together.
pub(super) fn merged(settings: Value, more: Value) -> Value {
    match (settings, more) {
        (Value::Object(mut settings), Value::Object(more)) => {
            for (key, value) in more {
                let merged = merged(settings.remove(&key).unwrap_or(Value::Null), value);
                settings.insert(key, merged);
            }
            Value::Object(settings)
        }
        (_, more) => more,
    }
}

/// How the images come there, and whose are not in the list.
pub(super) fn remarks(view: &ClusterView<'_>) -> Vec<Remark> {
    let Some(mirror) = &view.cluster.image_mirror else { return Vec::new() };
    let mut all = Vec::new();
    if !derived::mirrored_images(view.platform, view.cluster).is_empty() {
        all.push(Remark::Before(format!(
            "copy the images of `{LIST}` into the mirror, from where the internet is reached, and again whenever the list changes: \
             `while read -r from to; do name=${{to#*/}}; aws ecr create-repository --region {} --repository-name \"${{name%:*}}\"; \
             crane copy \"$from\" \"$to\"; done < {LIST}`",
            view.region()
        )));
    }
    let charts = components::charts(view.cluster).into_iter().filter(|(component, _)| !component.mirrored.is_empty());
    let charts: Vec<String> = charts
        .map(|(component, chart)| {
            let version = component.version(view.cluster);
            match chart.repo.strip_prefix("oci://") {
                Some(_) => format!("`helm template {}/{} --version {version}`", chart.repo, chart.name),
                None => format!("`helm template {} --repo {} --version {version}`", chart.name, chart.repo),
            }
        })
        .collect();
    if !charts.is_empty() {
        all.push(Remark::Before(format!(
            "copy the images of the charts as well, each to `{mirror}/` and what it is called: behind `image:` they are in what these print: {}",
            charts.join(", ")
        )));
    }
    let own: Vec<&str> = view.cluster.helm.iter().map(|release| release.name.as_str()).collect();
    if !own.is_empty() {
        all.push(Remark::Know(format!(
            "the releases of your own ({}) take their images from where their values say, not from the mirror",
            own.join(", ")
        )));
    }
    all
}
