//! How a float is written so that YAML 1.1, YAML 1.2 and Go read the same number.

/// Appends a float given in Rust's shortest form, such as `1e21`, as YAML.
///
/// YAML 1.1 (PyYAML, go-yaml v2) takes a number for a float only with a point and a signed exponent: `1e21` would be a string.
pub(super) fn push_float(out: &mut String, finite: bool, shortest: &str) {
    if !finite {
        out.push_str(match shortest {
            "NaN" => ".nan",
            "-inf" => "-.inf",
            _ => ".inf",
        });
        return;
    }
    let (mantissa, exponent) =
        shortest.split_once('e').map_or((shortest, None), |(mantissa, exponent)| (mantissa, Some(exponent)));
    out.push_str(mantissa);
    if !mantissa.contains('.') {
        out.push_str(".0");
    }
    if let Some(exponent) = exponent {
        out.push('e');
        if !exponent.starts_with('-') {
            out.push('+');
        }
        out.push_str(exponent);
    }
}

#[cfg(test)]
mod tests {
    fn float(value: f64) -> String {
        let mut out = String::new();
        super::push_float(&mut out, value.is_finite(), &format!("{value:?}"));
        out
    }

    #[test]
    fn floats_have_point_and_signed_exponent() {
        assert_eq!(float(1.0), "1.0");
        assert_eq!(float(-0.0), "-0.0");
        assert_eq!(float(0.1), "0.1");
        assert_eq!(float(1e21), "1.0e+21");
        assert_eq!(float(-2.5e-9), "-2.5e-9");
        assert_eq!(float(f64::NAN), ".nan");
        assert_eq!(float(f64::INFINITY), ".inf");
        assert_eq!(float(f64::NEG_INFINITY), "-.inf");
    }
}
