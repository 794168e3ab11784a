//! What every unit promises: its own examples are valid, its text reads back as the same value, and no text makes it panic.
use eksml_core::catalog::{Addon, AmiFamily, InstanceType, KubernetesVersion, Region, Zone};
use eksml_core::units::{
    AccountId, Arn, BucketName, CapacityReservationId, Cidr, CronSchedule, Date, Duration, Image, Invalid, KeyArn, LabelKey,
    LabelValue, Name, Partition, Quantity, RoleArn, SecurityGroupId, SubnetId, Unit, VpcId,
};

/// Pieces that parsers trip over, to be joined in every order of two and many of three.
const PIECES: [&str; 40] = [
    "",
    "a",
    "Z",
    "0",
    "9",
    "255",
    "256",
    "-",
    "--",
    "_",
    ".",
    "..",
    "/",
    "//",
    ":",
    "::",
    "@",
    " ",
    "\t",
    "\n",
    "\0",
    "*",
    "?",
    ",",
    "+",
    "e",
    "é",
    "日",
    "👩‍🚀",
    "\u{202e}",
    "arn:aws:iam::",
    "sha256:",
    "us-west-2",
    "1.35",
    "10.0.0.0",
    "cr-",
    "V1_",
    "p5.",
    "mrk-",
    "99999999999999999999999999999999999999999",
];

fn holds<U: Unit + PartialEq + std::fmt::Debug>() {
    let examples: Vec<&str> = U::EXPECTS.split('"').skip(1).step_by(2).collect();
    assert!(!examples.is_empty(), "`{}` gives no example", U::EXPECTS);
    for example in examples {
        let value: U = example.parse().unwrap_or_else(|invalid: Invalid| panic!("`{}`: {invalid}", U::EXPECTS));
        reads_back(&value);
        for piece in PIECES {
            takes::<U>(&format!("{example}{piece}"));
            takes::<U>(&format!("{piece}{example}"));
        }
        for (cut, _) in example.char_indices() {
            takes::<U>(&example[..cut]);
            takes::<U>(&example[cut..]);
        }
    }
    for first in PIECES {
        for second in PIECES {
            for third in ["", "-", "1", "/", "é"] {
                takes::<U>(&format!("{first}{second}{third}"));
            }
        }
    }
}

fn reads_back<U: Unit + PartialEq + std::fmt::Debug>(value: &U) {
    assert_eq!(value.to_string().parse::<U>().as_ref(), Ok(value));
}

fn takes<U: Unit + PartialEq + std::fmt::Debug>(text: &str) {
    match text.parse::<U>() {
        Ok(value) => reads_back(&value),
        Err(invalid) => {
            assert!(!invalid.problem.is_empty(), "{text:?} is refused without a word");
            assert_eq!(Invalid::from_message(&invalid.to_string()).as_ref(), Some(&invalid), "{text:?}");
        }
    }
}

macro_rules! every_unit {
    ($($name:ident: $unit:ty),* $(,)?) => {
        $(
            #[test]
            fn $name() {
                holds::<$unit>();
            }
        )*
    };
}

every_unit! {
    account_ids: AccountId,
    addons: Addon,
    ami_families: AmiFamily,
    arns: Arn,
    bucket_names: BucketName,
    capacity_reservations: CapacityReservationId,
    cidrs: Cidr,
    cron_schedules: CronSchedule,
    dates: Date,
    durations: Duration,
    images: Image,
    instance_types: InstanceType,
    key_arns: KeyArn,
    kubernetes_versions: KubernetesVersion,
    label_keys: LabelKey,
    label_values: LabelValue,
    names: Name,
    partitions: Partition,
    quantities: Quantity,
    regions: Region,
    role_arns: RoleArn,
    security_groups: SecurityGroupId,
    subnets: SubnetId,
    vpcs: VpcId,
    zones: Zone,
}
