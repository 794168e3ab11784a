//! Every number comes back as the same number.
use eksml_core::yaml::to_string;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn floats_survive(float in any::<f64>(), single in any::<f32>()) {
        let back: f64 = serde_yaml::from_str(&to_string(&float).expect("writable")).expect("readable");
        prop_assert!(back.to_bits() == float.to_bits() || back.is_nan() && float.is_nan());
        let back: f32 = serde_yaml::from_str(&to_string(&single).expect("writable")).expect("readable");
        prop_assert!(back.to_bits() == single.to_bits() || back.is_nan() && single.is_nan());
    }

    #[test]
    fn integers_survive(signed in any::<i64>(), unsigned in any::<u64>(), wide in any::<i64>().prop_map(i128::from)) {
        prop_assert_eq!(serde_yaml::from_str::<i64>(&to_string(&signed).expect("writable")).expect("readable"), signed);
        prop_assert_eq!(serde_yaml::from_str::<u64>(&to_string(&unsigned).expect("writable")).expect("readable"), unsigned);
        prop_assert_eq!(to_string(&wide).expect("writable"), format!("{wide}\n"));
    }
}

#[test]
fn extremes_survive() {
    for float in [
        0.0,
        -0.0,
        f64::MIN,
        f64::MAX,
        f64::MIN_POSITIVE,
        f64::EPSILON,
        5e-324,
        1e16,
        1e15,
        0.1 + 0.2,
        f64::INFINITY,
        f64::NEG_INFINITY,
    ] {
        let yaml = to_string(&float).expect("writable");
        assert_eq!(serde_yaml::from_str::<f64>(&yaml).expect("readable").to_bits(), f64::to_bits(float), "{yaml}");
    }
    assert_eq!(to_string(&0.1_f32).expect("writable"), "0.1\n");
}
