//! Expressions in `platform!`: any type that fits, checked at the gate, found again at their own place.

use eksml::findings::{self, Colour};
use eksml::prelude::*;
use eksml::spec::{Taint, Zones};
use eksml::units::LabelValue;

fn platform(cidr: Cidr, zones: Zones, max: u32, taints: Vec<Taint>, admin: Option<RoleArn>) -> Platform {
    let admins: Vec<RoleArn> = admin.into_iter().collect();
    let region = "eu-central-1".parse::<eksml::catalog::Region>().expect("a region");
    platform! {
        name: "acme-ml", region: {region},
        cluster shared {
            version: V1_35,
            environment: Staging,
            vpc { cidr: {cidr}, zones: {zones} }
            access { admins: {admins} }
            scaler: ClusterAutoscaler,
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
            node_group gpu { instances: ["g6.xlarge"], scale: 0..={max}, taints: {taints}, labels { team: { "vision".parse::<LabelValue>().expect("a label") } } }
            namespace team { serves: Development, network: Unrestricted({ format!("until {}", 2027) }) }
        }
    }
}

fn sound() -> Platform {
    let admin = "arn:aws:iam::111122223333:role/admin".parse().expect("an ARN");
    platform("10.0.0.0/16".parse().expect("a CIDR"), Zones::Count(3), 4, vec![Taint::NvidiaGpu], Some(admin))
}

fn rules(platform: &Platform) -> Vec<&'static str> {
    platform.check().errors().map(|finding| finding.rule).collect()
}

#[test]
fn values_arrive() {
    let platform = sound();
    platform.assert_sound();
    assert_eq!(platform.clusters[0].vpc.cidr.to_string(), "10.0.0.0/16");
    assert_eq!(platform.clusters[0].node_groups[1].scale.max, 4);
    assert_eq!(platform.clusters[0].node_groups[1].labels[0].as_str(), "vision");
}

#[test]
fn the_gate_judges_what_the_compiler_could_not() {
    let admin: RoleArn = "arn:aws:iam::111122223333:role/admin".parse().expect("an ARN");
    let cidr: Cidr = "10.0.0.0/16".parse().expect("a CIDR");
    let untainted = platform(cidr, Zones::Count(3), 4, Vec::new(), Some(admin.clone()));
    assert!(rules(&untainted).contains(&"NG-06"), "{:?}", rules(&untainted));
    let locked_out = platform(cidr, Zones::Count(3), 4, vec![Taint::NvidiaGpu], None);
    assert!(rules(&locked_out).contains(&"CL-06"), "{:?}", rules(&locked_out));
    let one_zone = platform(cidr, Zones::Count(1), 4, vec![Taint::NvidiaGpu], Some(admin));
    assert!(rules(&one_zone).contains(&"NET-05"), "{:?}", rules(&one_zone));
}

#[test]
fn the_gate_points_at_the_expression() {
    let mut platform = sound();
    platform.clusters[0].node_groups[1].taints.clear();
    let text = findings::render(&platform.check(), &platform, Colour::Never);
    assert!(text.contains("[NG-06]") && text.contains("tests/doors/holes.rs:"), "{text}");
    assert!(text.contains("node_group gpu {"), "the user's own line is shown:\n{text}");
}
