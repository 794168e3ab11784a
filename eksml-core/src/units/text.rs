//! The plumbing every unit shares: serde through its text, and the accessors of units that are stored as text.

/// Serde for a unit: written as its canonical text, read through `FromStr`.
macro_rules! serde_as_text {
    ($unit:ty) => {
        impl ::serde_core::Serialize for $unit {
            fn serialize<S: ::serde_core::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> ::serde_core::Deserialize<'de> for $unit {
            fn deserialize<D: ::serde_core::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str($crate::units::FromText(::std::marker::PhantomData))
            }
        }
    };
}

/// Reads a unit from its text.
pub(crate) struct FromText<T>(pub(crate) std::marker::PhantomData<T>);

impl<T: crate::units::Unit> serde_core::de::Visitor<'_> for FromText<T> {
    type Value = T;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(T::EXPECTS)
    }

    fn visit_str<E: serde_core::de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

/// `as_str`, `Display`, `AsRef<str>` and serde for a unit whose field `text` holds its canonical form.
macro_rules! stored_as_text {
    ($unit:ty) => {
        impl $unit {
            /// The canonical text.
            pub fn as_str(&self) -> &str {
                &self.text
            }
        }

        impl ::std::fmt::Display for $unit {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(&self.text)
            }
        }

        impl AsRef<str> for $unit {
            fn as_ref(&self) -> &str {
                &self.text
            }
        }

        $crate::units::text::serde_as_text!($unit);
    };
}

pub(crate) use {serde_as_text, stored_as_text};

#[cfg(test)]
mod tests {
    use serde_core::de::value::{Error, StrDeserializer, U64Deserializer};
    use serde_core::de::{Deserialize, IntoDeserializer};

    use crate::units::{AccountId, Invalid, Name};

    #[test]
    fn serde_reads_through_from_str() {
        let text: StrDeserializer<'_, Error> = "training-gpu".into_deserializer();
        assert_eq!(Name::deserialize(text).map(|name| name.to_string()), Ok("training-gpu".to_owned()));

        let text: StrDeserializer<'_, Error> = "ACCOUNT".into_deserializer();
        let refused = AccountId::deserialize(text).unwrap_err().to_string();
        assert_eq!(Invalid::from_message(&refused).map(|invalid| invalid.rule), Some("SEC-09"));
    }

    #[test]
    fn a_number_is_told_what_form_was_expected() {
        let number: U64Deserializer<Error> = 123_456_789_012_u64.into_deserializer();
        let refused = AccountId::deserialize(number).unwrap_err().to_string();
        assert!(refused.contains("12 digits"), "{refused}");
    }
}
