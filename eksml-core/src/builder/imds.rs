//! Who may read instance metadata, and with it the node role's credentials.

use super::sealed::Sealed;
use crate::spec::Imds;

/// Who may read instance metadata: an [`Imds`], complete with its reason.
#[diagnostic::on_unimplemented(
    message = "[NG-16] opening instance metadata to Pods needs a reason",
    label = "who may read instance metadata is one of the words of `Imds`, each with its reason",
    note = "why: whoever reads instance metadata has the node role's credentials: one compromised Pod takes the whole group's permissions",
    note = "fix: leave `.imds(…)` out (only the node itself reads it), or write `Imds::PodsToo(\"the reason\".into())`"
)]
pub trait MetadataAccess: Sealed {
    /// Who may.
    fn imds(self) -> Imds;
}

impl Sealed for Imds {}
#[diagnostic::do_not_recommend]
impl MetadataAccess for Imds {
    fn imds(self) -> Imds {
        self
    }
}
