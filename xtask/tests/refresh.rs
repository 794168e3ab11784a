//! What is downloaded in its documented form is taken in, and what is not of that form is refused with the reason.
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;
use xtask::check::check;
use xtask::day::Day;
use xtask::facts::{Facts, repository};
use xtask::refresh::{allocatable, refresh};

fn facts() -> Facts {
    Facts::read(&repository()).expect("the tables can be read")
}

/// A folder with these files.
fn folder(name: &str, files: &[(&str, String)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("refresh").join(name);
    _ = fs::remove_dir_all(&folder);
    for (file, text) in files {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }
    folder
}

fn taken(name: &str, files: &[(&str, String)], facts: &mut Facts) -> Result<Vec<String>, String> {
    refresh(facts, &folder(name, files), Day::parse("2026-12-24")?)
}

fn cells<'f>(facts: &'f Facts, table: &str, name: &str, columns: &[&str]) -> Vec<&'f str> {
    let table = facts.table(table).expect("a table");
    let row = table.rows().find(|row| row.cell("name") == Ok(name)).unwrap_or_else(|| panic!("no {name}"));
    columns.iter().map(|column| row.cell(column).expect("a column")).collect()
}

#[test]
fn the_arithmetic_is_that_of_the_table() -> Result<(), String> {
    for row in facts().table("instance_types")?.rows() {
        let (memory, pods) = (row.number("memory_mib")?, row.number("max_pods")?);
        let left = allocatable::memory_mib(memory, row.cell("arch")? == "arm64", pods);
        assert_eq!(left, row.number("allocatable_memory_mib")?, "{}", row.place());
    }
    Ok(())
}

#[test]
fn instance_types_are_taken_from_their_description() -> Result<(), String> {
    let described = json!({ "InstanceTypes": [
        {
            "InstanceType": "m7i.large", "BareMetal": false, "Hypervisor": "nitro", "SupportedUsageClasses": ["on-demand", "spot"],
            "ProcessorInfo": { "SupportedArchitectures": ["x86_64"] },
            "VCpuInfo": { "DefaultVCpus": 2 }, "MemoryInfo": { "SizeInMiB": 8192 },
            "NetworkInfo": {
                "MaximumNetworkInterfaces": 3, "MaximumNetworkCards": 1, "DefaultNetworkCardIndex": 0, "Ipv4AddressesPerInterface": 10,
                "NetworkCards": [{ "NetworkCardIndex": 0, "MaximumNetworkInterfaces": 3, "BaselineBandwidthInGbps": 9.0 }],
            },
        },
        {
            "InstanceType": "x99g.metal", "BareMetal": true, "SupportedUsageClasses": ["on-demand", "capacity-block"],
            "ProcessorInfo": { "SupportedArchitectures": ["arm64"] },
            "VCpuInfo": { "DefaultVCpus": 8 }, "MemoryInfo": { "SizeInMiB": 65536 },
            "InstanceStorageInfo": { "TotalSizeInGB": 950 },
            "GpuInfo": { "Gpus": [{ "Name": "Z 100", "Manufacturer": "NVIDIA", "Count": 2, "MemoryInfo": { "SizeInMiB": 24576 } }] },
            "NetworkInfo": {
                "MaximumNetworkInterfaces": 6, "MaximumNetworkCards": 2, "DefaultNetworkCardIndex": 0, "Ipv4AddressesPerInterface": 15,
                "EfaInfo": { "MaximumEfaInterfaces": 2 },
                "NetworkCards": [
                    { "NetworkCardIndex": 0, "MaximumNetworkInterfaces": 4, "BaselineBandwidthInGbps": 12.5 },
                    { "NetworkCardIndex": 1, "MaximumNetworkInterfaces": 2, "BaselineBandwidthInGbps": 12.5 },
                ],
            },
        },
        { "InstanceType": "p3.2xlarge" },
    ] });
    let mut facts = facts();
    let before = facts.table("instance_types")?.clone();
    let told = taken("types", &[("instance-types-us-east-1.json", described.to_string())], &mut facts)?;
    let columns = "arch vcpu memory_mib accelerator accelerator_model accelerator_count accelerator_memory_mib efa_interfaces network_cards \
                   enis ipv4_per_eni max_pods allocatable_cpu_m allocatable_memory_mib local_nvme_gb network_mbps hypervisor eksctl_known \
                   capacity_block";
    let columns: Vec<&str> = columns.split_whitespace().collect();
    let expected = "arm64 8 65536 nvidia z-100 2 24576 2 2 4 15 58 7910 59568 950 25000  no yes";
    assert_eq!(cells(&facts, "instance_types", "x99g.metal", &columns), expected.split(' ').collect::<Vec<_>>());
    let names: Vec<&str> = facts.table("instance_types")?.rows().map(|row| row.cell("name")).collect::<Result<_, _>>()?;
    assert!(names.is_sorted() && names.len() == before.rows.len() + 1);
    assert!(told.iter().any(|line| line.contains("new are x99g.metal")), "{told:#?}");
    assert_eq!(facts.table("instance_types")?.as_of.to_string(), "2026-12-24");
    // What is retired stays away; what is known already and says the same changes nothing.
    assert!(!names.contains(&"p3.2xlarge") && told.iter().all(|line| !line.starts_with("m7i.large")), "{told:#?}");
    let problems = check(&facts, None)?.problems;
    assert_eq!(problems, ["facts/prices.tsv: x99g.metal has no row for us-east-1; an empty price says that none is known"]);
    // An accelerator that the description has elsewhere stays, a part of a GPU is none, a block that is sold somewhere is sold.
    let machine = |name: &str, cpu: u32, mib: u32| {
        json!({
            "InstanceType": name, "Hypervisor": "nitro", "ProcessorInfo": { "SupportedArchitectures": ["x86_64"] },
            "VCpuInfo": { "DefaultVCpus": cpu }, "MemoryInfo": { "SizeInMiB": mib }, "NetworkInfo": {},
        })
    };
    let mut part = machine("g6f.large", 2, 8192);
    part["GpuInfo"] = json!({ "Gpus": [{ "Name": "L4", "Manufacturer": "NVIDIA", "Count": 1, "GpuPartitionSize": 0.125 }] });
    let odd = json!({ "InstanceTypes": [part, machine("dl2q.24xlarge", 96, 786_432), machine("p5.4xlarge", 16, 262_144)] });
    let before = facts.clone();
    taken("odd", &[("instance-types.json", odd.to_string())], &mut facts)?;
    for (name, kept) in [
        ("g6f.large", "nvidia l4 0 2861 no"),
        ("dl2q.24xlarge", "qualcomm qualcomm-ai100 8  no"),
        ("p5.4xlarge", "nvidia h100 1 81920 yes"),
    ] {
        let columns = ["accelerator", "accelerator_model", "accelerator_count", "accelerator_memory_mib", "capacity_block"];
        assert_eq!(cells(&facts, "instance_types", name, &columns), kept.split(' ').collect::<Vec<_>>());
    }
    facts = before;
    // A type that is known and says otherwise is told, and what does not go together any more is found.
    let mut other = described;
    other["InstanceTypes"][0]["MemoryInfo"]["SizeInMiB"] = 16384.into();
    let told = taken("types", &[("instance-types-us-east-1.json", other.to_string())], &mut facts)?;
    assert!(told.contains(&"m7i.large: memory_mib was 8192, is 16384".to_owned()), "{told:#?}");
    assert!(check(&facts, None)?.problems.iter().any(|problem| problem.contains("m7i.large: ")));
    let refused = taken(
        "types",
        &[("instance-types.json", json!({ "InstanceTypes": [{ "InstanceType": "m8.x" }] }).to_string())],
        &mut facts,
    );
    assert_eq!(refused, Err("describe-instance-types: m8.x has no architecture".to_owned()));
    Ok(())
}

#[test]
fn what_eksctl_knows_is_taken_from_a_list() -> Result<(), String> {
    let mut facts = facts();
    let known = facts.table("instance_types")?.rows().filter(|row| row.yes("eksctl_known") == Ok(true));
    let mut list: Vec<String> = known.map(|row| row.cell("name").map(str::to_owned)).collect::<Result<_, _>>()?;
    assert_eq!(taken("known", &[("eksctl-instance-types.txt", list.join("\n"))], &mut facts)?, [""; 0]);
    list.retain(|name| name != "m7i.large");
    list.extend(["p3.2xlarge", "trn3.large", "zz9.large"].map(str::to_owned));
    let told = taken("known", &[("eksctl-instance-types.txt", list.join("\n"))], &mut facts)?;
    assert_eq!(
        told,
        [
            "instance_types: eksctl_known changes for m7i.large (no)",
            "instance_types: eksctl knows these and facts/ does not: zz9.large",
        ]
    );
    let refused = taken("known", &[("eksctl-instance-types.txt", "<!DOCTYPE html>".to_owned())], &mut facts);
    assert!(refused.is_err_and(|why| why.contains("is not an instance type")));
    Ok(())
}

/// A product and its terms as the price list has them.
fn product(name: &str, system: &str, usd: &str) -> serde_json::Value {
    json!({
        "product": { "sku": name, "attributes": {
            "instanceType": name, "operatingSystem": system, "tenancy": "Shared", "preInstalledSw": "NA", "capacitystatus": "Used",
        } },
        "terms": { "OnDemand": { format!("{name}.J"): { "priceDimensions": { "x": { "unit": "Hrs", "pricePerUnit": { "USD": usd } } } } } },
    })
}

#[test]
fn prices_are_taken_from_both_forms_of_the_price_list() -> Result<(), String> {
    let products = [
        product("m7i.large", "Linux", "0.2000000000"),
        product("m7i.large", "Windows", "0.3"),
        product("p5.48xlarge", "Linux", "0.0000"),
    ];
    let answer = json!({ "PriceList": products.iter().map(ToString::to_string).collect::<Vec<_>>() });
    let mut file = json!({ "products": {}, "terms": { "OnDemand": {} } });
    for (at, product) in products.iter().enumerate() {
        let sku = format!("SKU{at}");
        file["products"][&sku] = product["product"].clone();
        file["terms"]["OnDemand"][&sku] = product["terms"]["OnDemand"].clone();
    }
    for form in [answer, file] {
        let mut facts = facts();
        let types = facts.table("instance_types")?.rows.len();
        let told = taken("prices", &[("prices-eu-west-1.json", form.to_string())], &mut facts)?;
        assert_eq!(told, ["prices of eu-west-1: 1 taken"]);
        assert_eq!(facts.table("prices")?.rows.len(), 2 * types);
        let of = |region: &str, name: &str, facts: &Facts| {
            let found = facts
                .table("prices")
                .expect("a table")
                .rows()
                .find(|row| row.cell("region") == Ok(region) && row.cell("name") == Ok(name));
            found.and_then(|row| row.cell("usd_per_hour").ok().map(str::to_owned))
        };
        assert_eq!(of("eu-west-1", "m7i.large", &facts).as_deref(), Some("0.2"));
        // What cannot be bought on demand has no price; other regions keep theirs.
        assert_eq!(of("eu-west-1", "p5.48xlarge", &facts).as_deref(), Some(""));
        assert_eq!(of("us-east-1", "p5.48xlarge", &facts).as_deref(), Some("55.04"));
        assert_eq!(check(&facts, None)?.problems, [""; 0]);
    }
    for (file, text, why) in [
        ("prices-eu-west-9.json", json!({ "PriceList": [] }), "no region `eu-west-9`"),
        ("prices-eu-west-1.json", json!({ "PriceList": [] }), "no on-demand price of Linux"),
        ("prices-eu-west-1.json", json!({}), "neither `PriceList` nor"),
        ("prices-eu-west-1.json", json!({ "PriceList": ["{"] }), "a product in `PriceList`"),
    ] {
        let refused = taken("prices", &[(file, text.to_string())], &mut facts());
        assert!(refused.as_ref().is_err_and(|told| told.contains(why)), "{refused:?}");
    }
    Ok(())
}

/// A schema in the form of `eksctl utils schema`.
fn schema() -> serde_json::Value {
    json!({
        "$ref": "#/definitions/ClusterConfig", "$schema": "http://json-schema.org/draft-07/schema#",
        "definitions": {
            "ClusterConfig": {
                "required": ["groups"], "additionalProperties": false, "preferredOrder": ["zone", "groups", "providers", "free", "role"],
                "properties": {
                    "groups": { "type": "array", "items": { "$ref": "#/definitions/Group" }, "description": "not taken" },
                    "zone": { "type": "string", "enum": ["a", "b"], "default": "a" },
                    "providers": { "$ref": "#/definitions/Provider" },
                    "free": { "$ref": "#/definitions/Document" },
                    "role": { "$ref": "#/definitions/ARN" },
                },
            },
            "Group": {
                "preferredOrder": ["labels", "parent", "loads"], "additionalProperties": false,
                "properties": {
                    "labels": { "type": "object", "additionalProperties": { "type": "string" } },
                    "loads": { "type": "array", "items": { "type": "string", "enum": ["x", "*"] } },
                    "parent": { "$ref": "#/definitions/Group" },
                },
            },
            "Provider": {
                "required": ["type"], "preferredOrder": ["type"], "properties": { "type": { "type": "string", "enum": ["oidc"] } },
                "oneOf": [{ "$ref": "#/definitions/OidcProvider" }],
            },
            "OidcProvider": { "required": ["url"], "preferredOrder": ["url"], "properties": { "url": { "type": "string" } } },
            "Document": { "type": "object", "additionalProperties": {} },
            "ARN": { "$ref": "#/definitions/arn.ARN" },
            "arn.ARN": { "description": "not taken" },
        },
    })
}

#[test]
fn eksctls_keys_are_taken_from_its_schema() -> Result<(), String> {
    let mut facts = facts();
    taken("eksctl", &[("eksctl-schema.json", schema().to_string())], &mut facts)?;
    let rows: Vec<String> = facts.table("eksctl_keys")?.rows.iter().map(|row| row.join(";")).collect();
    assert_eq!(
        rows,
        [
            "ClusterConfig;zone;string;;a|b;;",
            "ClusterConfig;groups;[Group];yes;;;",
            "ClusterConfig;providers;Provider;;;;",
            "ClusterConfig;free;object;;;;",
            "ClusterConfig;role;arn;;;;",
            "Group;labels;{string};;;;",
            "Group;parent;Group;;;;",
            "Group;loads;list;;;;",
            "Group;loads[];string;;x|*;;",
            "Provider;type;string;yes;oidc;;",
            "Provider;url;string;yes;;;",
        ]
    );
    assert_eq!(check(&facts, None)?.problems, [""; 0]);
    for (pointer, value, why) in [
        ("/definitions/Group/properties/labels", json!({ "type": "string", "not": {} }), "Group.labels: `not` has no place"),
        ("/definitions/Group/properties/labels", json!({ "type": "text" }), "there is no type `text`"),
        ("/definitions/Group/properties/labels", json!({ "$ref": "#/definitions/Lost" }), "no definition `Lost`"),
        ("/definitions/Group/preferredOrder", json!(["labels"]), "does not order all of its keys"),
        ("/definitions", json!(null), "no definitions"),
    ] {
        let mut spoilt = schema();
        *spoilt.pointer_mut(pointer).expect("there") = value;
        let refused = taken("eksctl", &[("eksctl-schema.json", spoilt.to_string())], &mut facts);
        assert!(refused.as_ref().is_err_and(|told| told.contains(why)), "{refused:?}");
    }
    Ok(())
}

const DEFINITIONS: &str = r#"
kind: CustomResourceDefinition
spec:
  group: toys.example.com
  names: {kind: TopSpin}
  versions:
  - name: v1
    schema:
      openAPIV3Schema:
        description: not taken
        type: object
        required: [spec]
        properties:
          apiVersion: {type: string}
          kind: {type: string}
          metadata: {type: object}
          status: {type: object}
          spec:
            type: object
            required: [speed]
            properties:
              speed: {type: integer, format: int32, minimum: 1, maximum: 9}
              colour: {type: string, enum: ["", red], maxLength: 3, pattern: "^[a-z]*$"}
              size: {anyOf: [{type: integer}, {type: string}], x-kubernetes-int-or-string: true}
              near: {type: object, required: [name], properties: {name: {type: string}}}
              spins: {type: array, minItems: 1, items: {type: object, required: [name], properties: {name: {type: string}}}}
              open: {type: object, x-kubernetes-preserve-unknown-fields: true, properties: {known: {type: boolean}}}
              limits: {type: object, additionalProperties: {type: string, pattern: "^[0-9]+$"}}
---
kind: CustomResourceDefinition
spec:
  group: toys.example.com
  names: {kind: Yoyo}
  versions:
  - {name: v1alpha1, schema: {openAPIV3Schema: {type: object, properties: {old: {type: string}}}}}
  - {name: v1, schema: {openAPIV3Schema: {type: object, properties: {to: {type: object, required: [name], properties: {name: {type: string}}}}}}}
"#;

#[test]
fn custom_resources_are_taken_from_their_definitions() -> Result<(), String> {
    let mut facts = facts();
    let kinds = [["toys.example.com/v1", "TopSpin", "custom_resources"], ["toys.example.com/v1", "Yoyo", "custom_resources"]];
    let own = facts.table("custom_kinds")?.rows.clone();
    let own = own.into_iter().filter(|row| row[2] == "eks_keys");
    facts.table_mut("custom_kinds")?.rows = kinds.map(|row| row.map(str::to_owned).to_vec()).into_iter().chain(own).collect();
    taken("crds", &[("crds/toys.yaml", DEFINITIONS.to_owned())], &mut facts)?;
    let rows: Vec<String> = facts.table("custom_resources")?.rows.iter().map(|row| row.join(";")).collect();
    let expected = [
        "TopSpin;apiVersion;string;yes;;;",
        "TopSpin;kind;string;yes;;;",
        "TopSpin;metadata;object;yes;;;",
        "TopSpin;spec;TopSpin.spec;yes;;;",
        "TopSpin.spec;colour;string;;\"\"|red;max-length=3;^[a-z]*$",
        "TopSpin.spec;limits;map;;;;",
        "TopSpin.spec;limits{};string;;;;^[0-9]+$",
        "TopSpin.spec;near;Yoyo.to;;;;",
        "TopSpin.spec;open;TopSpin.spec.open;;;;",
        "TopSpin.spec;size;int-or-string;;;;",
        "TopSpin.spec;speed;integer;yes;;min=1 max=9;",
        "TopSpin.spec;spins;[Yoyo.to];;;min-items=1;",
        "TopSpin.spec.open;known;boolean;;;;",
        "TopSpin.spec.open;*;any;;;;",
        "Yoyo;apiVersion;string;yes;;;",
        "Yoyo;kind;string;yes;;;",
        "Yoyo;metadata;object;yes;;;",
        "Yoyo;to;Yoyo.to;;;;",
        "Yoyo.to;name;string;yes;;;",
    ];
    assert_eq!(rows, expected);
    assert_eq!(check(&facts, None)?.problems, [""; 0]);
    let alone = DEFINITIONS.split("---").next().expect("the first").to_owned();
    let refused = taken("crds", &[("crds/toys.yaml", alone)], &mut facts);
    assert!(refused.is_err_and(|why| why.contains("there is no definition of toys.example.com/v1 Yoyo")));
    Ok(())
}

#[test]
fn charts_are_raised_to_the_newest_release() -> Result<(), String> {
    let index = "apiVersion: v1\nentries:\n  keda:\n  - {version: 2.9.9}\n  - {version: 2.100.0}\n  - {version: 3.0.0-rc.1}\n";
    let mut facts = facts();
    let before = facts.clone();
    let told = taken("charts", &[("helm/keda.yaml", index.to_owned())], &mut facts)?;
    assert!(told[0].starts_with("charts: keda was ") && told[0].contains("is 2.100.0"), "{told:?}");
    assert_eq!(cells(&facts, "charts", "keda", &["version"]), ["2.100.0"]);
    assert_eq!(facts.table("charts")?.as_of, before.table("charts")?.as_of, "the other charts were not looked at");
    let again = taken("charts", &[("helm/keda.yaml", index.to_owned())], &mut facts)?;
    assert_eq!(again, ["charts: keda 2.100.0 is the newest"]);
    for (text, why) in [("entries: {}", "there is no chart `keda`"), ("entries: {keda: [{version: 1.0.0-rc}]}", "has no release")]
    {
        let refused = taken("charts", &[("helm/keda.yaml", text.to_owned())], &mut facts);
        assert!(refused.as_ref().is_err_and(|told| told.contains(why)), "{refused:?}");
    }
    Ok(())
}

#[test]
fn a_folder_with_nothing_to_take_in_is_refused() {
    for files in [[("notes.txt", String::new())].as_slice(), &[("prices.json", "{}".to_owned())]] {
        let refused = taken("nothing", files, &mut facts());
        assert!(refused.as_ref().is_err_and(|told| told.contains("holds nothing to take in")), "{refused:?}");
    }
    let nowhere = refresh(&mut facts(), Path::new("/nowhere/at/all"), Day::parse("2026-12-24").expect("a day"));
    assert!(nowhere.is_err_and(|told| told.contains("/nowhere/at/all")));
}
