//! What every builder of this door has: a look at its spec, a way to change it, and waivers.

/// Gives a builder `spec`, `with` and `waive`.
macro_rules! carries {
    ([$($G:ident),*] $Builder:ty => $Spec:ty) => {
        impl<$($G),*> $Builder {
            /// What this builder has written so far.
            pub fn spec(&self) -> &$Spec {
                &self.spec
            }

            /// Changes the spec directly, for what has no method here. The types vouch for nothing of it; the rules at the gate do.
            pub fn with(mut self, change: impl FnOnce(&mut $Spec)) -> Self {
                change(&mut self.spec);
                self
            }

            /// Sets one rule aside here, with a reason and the last day it holds.
            pub fn waive(mut self, rule: &str, reason: &str, until: $crate::units::Date) -> Self {
                self.spec.waivers.push($crate::spec::Waiver { rule: rule.to_owned(), reason: reason.to_owned(), until });
                self
            }
        }
    };
}

pub(super) use carries;
