//! The gate: rules first, manifests only after them.

use std::fmt;

use super::{ClusterFiles, ClusterView, RenderError, cloudformation, eksctl, fleet, gitops, helm, index, kubernetes, runbook};
use crate::findings::Report;
use crate::output::ManifestSet;
use crate::raw;
use crate::rules;
use crate::spec::Platform;
use crate::units::Date;

/// Why there are no manifests.
#[derive(Debug)]
pub enum Refusal {
    /// The platform breaks rules; the report has every finding.
    Unsound(Report),
    /// eksml itself failed to render a sound platform.
    Internal(RenderError),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsound(report) => report.fmt(f),
            Self::Internal(error) => write!(f, "eksml could not render a sound platform, which is a bug in eksml: {error}"),
        }
    }
}

impl std::error::Error for Refusal {}

/// Verdict of the gate on a platform: every finding, and the manifests if none of them is an error.
#[derive(Debug)]
pub struct Verdict {
    /// Every finding, warnings included: of the words and of the user's own objects, each once.
    pub report: Report,
    /// The manifests; none where the report has an error.
    pub set: Result<Option<ManifestSet>, RenderError>,
}

impl Verdict {
    /// The manifests alone.
    ///
    /// # Errors
    /// Every finding that stops emission, or an internal fault.
    pub fn into_manifests(self) -> Result<ManifestSet, Refusal> {
        self.set.map_err(Refusal::Internal)?.ok_or(Refusal::Unsound(self.report))
    }
}

/// Checks `platform` and renders it. Waivers do not end here: a build must not depend on the day.
///
/// # Errors
/// Every finding that stops emission, or an internal fault.
pub fn manifests(platform: &Platform) -> Result<ManifestSet, Refusal> {
    judge(platform, None).into_manifests()
}

/// Judges `platform` on a given day, past which waivers may have ended, and renders it: each rule runs once.
pub fn judge(platform: &Platform, today: Option<Date>) -> Verdict {
    let report = rules::check(platform, today);
    if !report.is_sound() {
        return Verdict { report, set: Ok(None) };
    }
    let set = match render(platform) {
        Ok(set) => set,
        Err(error) => return Verdict { report, set: Err(error) },
    };
    // What the user's own objects lead to is known once everything is there.
    let mut findings = raw::check(platform, &set);
    findings.extend(raw::check_set(platform, &set, &findings));
    findings.extend(report.findings().iter().cloned());
    let report = Report::new(findings);
    let set = report.is_sound().then_some(set);
    Verdict { report, set: Ok(set) }
}

fn render(platform: &Platform) -> Result<ManifestSet, RenderError> {
    let mut set = ManifestSet::new();
    cloudformation::render_fleet(platform, &mut set)?;
    let mut kept = gitops::Kept::default();
    for cluster in &platform.clusters {
        let view = ClusterView { platform, cluster };
        let mut files = ClusterFiles::default();
        eksctl::render(&view, &mut files)?;
        kubernetes::render(&view, &mut files)?;
        let releases = helm::render(&view, &mut files)?;
        cloudformation::render_cluster(&view, &mut files)?;
        cloudformation::render_joined(&view, &mut files)?;
        runbook::render(&view, &mut files);
        kept.add(&view, releases, &mut files)?;
        index::render(&view, &mut files)?;
        files.into_set(cluster.name.as_str(), &mut set)?;
    }
    kept.render(platform, &mut set)?;
    fleet::render(platform, &mut set)?;
    set.set_metadata(index::metadata(platform));
    Ok(set)
}

/// What the gate says of a platform, as its methods.
pub trait Gate {
    /// Every finding about this platform, warnings included. Waivers do not end here.
    fn check(&self) -> Report;

    /// The manifests, if the platform is sound.
    ///
    /// # Errors
    /// Every finding that stops emission, or an internal fault.
    fn manifests(&self) -> Result<ManifestSet, Refusal>;
}

impl Gate for Platform {
    fn check(&self) -> Report {
        if self.clusters.iter().all(|cluster| cluster.raw.0.is_empty()) {
            return rules::check(self, None);
        }
        // The user's own objects are judged in the midst of what is emitted.
        judge(self, None).report
    }

    fn manifests(&self) -> Result<ManifestSet, Refusal> {
        manifests(self)
    }
}
