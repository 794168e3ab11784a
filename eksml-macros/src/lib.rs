//! `platform!`: reads a platform written in the words of the field, runs every rule of eksml-core while it expands, and becomes
//! the struct literals of the spec, made of your own tokens.
//!
//! Use it through the facade crate `eksml`, which its expansion names.

#[cfg(test)]
mod bases;
mod complain;
mod expand;
#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod holes;
#[cfg(test)]
mod node_security_cases;
#[cfg(test)]
mod one_cause;
#[cfg(test)]
mod own_keys;
mod place;
#[cfg(test)]
mod secret_cases;
#[cfg(test)]
mod siblings;
#[cfg(test)]
mod standing_cases;
#[cfg(test)]
mod storage_cases;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod traps;
mod units;

use eksml_core::findings::{Finding, Report};
use eksml_core::rules;
use eksml_core::source::{Mark, Path};
use eksml_core::spec::{Bases, Knowledge, Platform, Reader, Spec};
use proc_macro2::{Span, TokenStream};
use quote::quote;

/// A platform, checked while compiling.
///
/// Everything literal is read and judged by every rule; an expression in braces (`{expr}`) is checked by its type now and by the
/// same rules before anything is emitted. Gives an `eksml::Platform`.
///
/// ```text
/// eksml::platform! {
///     name: "acme-ml", region: "us-west-2",
///     cluster shared {
///         version: V1_35,
///         environment: Staging,
///         vpc { cidr: "10.0.0.0/16", zones: 3 }
///         access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
///         scaler: ClusterAutoscaler,
///         node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
///     }
/// }
/// ```
#[proc_macro]
pub fn platform(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let locate = |span: Span| {
        let span = span.unwrap();
        Some((span.line(), span.column(), span.end().column()))
    };
    expand(input.into(), locate).0.into()
}

/// An EC2 instance type, with its accelerator, architecture and fabric in its type: `instance!("p5.48xlarge")` gives an
/// `eksml::builder::Instance<Nvidia, Efa>`.
#[proc_macro]
pub fn instance(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    units::instance(input.into()).into()
}

/// Where a bucket is and where its copy goes: `replication!("us-west-2" => "us-east-2")` gives an `eksml::builder::Replication`.
#[proc_macro]
pub fn replication(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    units::replication(input.into()).into()
}

/// When something goes to cold storage and when it ends: `cold!(30 => 120)` gives an `eksml::builder::Cold`.
#[proc_macro]
pub fn cold(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    units::cold(input.into()).into()
}

/// Declares a macro for each unit that is checked by its own `FromStr` while compiling.
macro_rules! unit_macros {
    ($($(#[$doc:meta])* $name:ident => $module:ident::$Type:ident;)*) => {$(
        $(#[$doc])*
        #[proc_macro]
        pub fn $name(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
            units::unit::<eksml_core::$module::$Type>(input.into(), &quote!($module::$Type)).into()
        }
    )*};
}

unit_macros! {
    /// A twelve-digit AWS account id: `account!("111122223333")`.
    account => units::AccountId;
    /// A capacity reservation or Capacity Block: `capacity!("cr-0123456789abcdef0")`.
    capacity => units::CapacityReservationId;
    /// IPv4 addresses: `cidr!("10.0.0.0/16")`.
    cidr => units::Cidr;
    /// A cron schedule of five fields: `cron!("0 3 * * *")`.
    cron => units::CronSchedule;
    /// A day: `date!("2027-03-31")`.
    date => units::Date;
    /// The name of a host in DNS, or of all hosts below one: `domain!("*.pythonhosted.org")`.
    domain => units::DomainName;
    /// A length of time: `duration!("15m")`.
    duration => units::Duration;
    /// A container image with a tag or digest: `image!("registry.example.com/train:1.4.2")`.
    image => units::Image;
    /// The name of a host in DNS: `host!("chat.example.com")`.
    host => units::HostName;
    /// A KMS key: `key_arn!("arn:aws:kms:us-west-2:111122223333:key/…")`.
    key_arn => units::KeyArn;
    /// An SQS queue: `queue_arn!("arn:aws:sqs:us-west-2:111122223333:recordings")`.
    queue_arn => units::QueueArn;
    /// A key of a Secret, or the name of a file: `data_key!("token")`.
    data_key => units::DataKey;
    /// The key of a label or taint: `label_key!("example.com/team")`.
    label_key => units::LabelKey;
    /// The value of a label or taint: `label_value!("research")`.
    label_value => units::LabelValue;
    /// The name of a Kubernetes object or of a part of the platform: `name!("training-gpu")`.
    name => units::Name;
    /// A Kubernetes quantity: `quantity!("96")`, `quantity!("512Gi")`.
    quantity => units::Quantity;
    /// An AWS region: `region!("us-west-2")`.
    region => catalog::Region;
    /// An IAM role: `role_arn!("arn:aws:iam::111122223333:role/trainer")`.
    role_arn => units::RoleArn;
    /// An S3 bucket by its name there: `s3_bucket!("acme-training-data")`.
    s3_bucket => units::BucketName;
    /// A security group: `security_group!("sg-0123456789abcdef0")`.
    security_group => units::SecurityGroupId;
    /// A subnet: `subnet!("subnet-0123456789abcdef0")`.
    subnet => units::SubnetId;
    /// A file system: `file_system!("fs-0123456789abcdef0")`.
    file_system => units::FileSystemId;
    /// The name of an environment variable: `variable!("NCCL_DEBUG")`.
    variable => units::VariableName;
    /// A Kubernetes version that EKS offers: `version!("1.35")`.
    version => catalog::KubernetesVersion;
    /// An availability zone: `zone!("us-west-2a")`.
    zone => catalog::Zone;
}

/// Reads, checks and expands `input`; also gives what is wrong with it, for tests.
fn expand(input: TokenStream, locate: impl Fn(Span) -> Option<(usize, usize, usize)>) -> (TokenStream, Vec<Complaint>) {
    let (mut node, words, faults) = eksml_syntax::platform(input);
    let mut reader = Reader::default();
    let bases = Bases::resolve(&mut node, &mut reader);
    let path = Path::root();
    reader.place(&path, None, &node);
    let platform = Platform::read(&node, &path, &mut reader);
    let told = faults.iter().chain(&reader.faults);
    let mut complaints: Vec<Complaint> = told.map(|(finding, mark)| complain::of(finding, *mark)).collect();

    let knowledge = Knowledge::without(reader.unknown);
    let report = Report::new(rules::check_with(&platform, &knowledge, None));
    let found = report.errors().map(|finding| (finding.clone(), reader.places.word(&finding.path).unwrap_or(node.mark)));
    complaints.extend(once_per_base(found.collect(), &bases).iter().map(|(finding, mark)| complain::of(finding, *mark)));
    complaints.sort_by(|a, b| (a.mark, a.rule).cmp(&(b.mark, b.rule)));
    complaints.dedup_by(|a, b| a.mark == b.mark && a.text == b.text);

    let (value, of_bases) = expand::platform(&node, &bases, &words);
    let written = place::table(&reader.places, &words, locate);
    let errors = complaints.iter().map(|complaint| complain::error(complaint, &words));
    // The errors stand after the value: what was understood stays typed, so that completion works beside an error.
    let expansion = quote! {{
        #[allow(clippy::needless_update, unexpected_cfgs)]
        let __platform = { #of_bases ::eksml::spec::Platform { written: ::eksml::__macro::written(::core::file!(), #written), ..#value } };
        #(#errors)*
        __platform
    }};
    (expansion, complaints)
}

/// A mistake in a base is one mistake, however many clusters inherit it.
fn once_per_base(found: Vec<(Finding, Mark)>, bases: &Bases) -> Vec<(Finding, Mark)> {
    let mut once: Vec<(Finding, Mark, usize)> = Vec::new();
    for (finding, mark) in found {
        let same = once.iter_mut().find(|(other, at, _)| *at == mark && other.rule == finding.rule && bases.has(mark));
        match same {
            Some((.., more)) => *more += 1,
            None => once.push((finding, mark, 0)),
        }
    }
    let told = |(mut finding, mark, more): (Finding, Mark, usize)| {
        if more > 0 {
            finding.problem.push_str(&format!(" and in {more} more"));
        }
        (finding, mark)
    };
    once.into_iter().map(told).collect()
}

/// Something wrong, and the word it stands under.
#[derive(Debug)]
struct Complaint {
    /// The rule's id.
    rule: &'static str,
    /// The word.
    mark: Mark,
    /// What rustc prints.
    text: String,
}

/// Every finding of the rules about `input`, warnings included.
#[cfg(test)]
fn check(input: TokenStream) -> Vec<Finding> {
    let (mut node, _, _) = eksml_syntax::platform(input);
    let mut reader = Reader::default();
    Bases::resolve(&mut node, &mut reader);
    let platform = Platform::read(&node, &Path::root(), &mut reader);
    rules::check_with(&platform, &Knowledge::without(reader.unknown), None)
}
