//! Objects of which exactly one key may be set, as enums.

/// Declares an enum that eksctl writes as an object with exactly one of its keys.
///
/// The key set is given to the deserializer as the object's fields, so a misspelt key is reported like that of any object.
macro_rules! choice {
    ($(#[$($meta:tt)*])* pub enum $name:ident, $what:literal {
        $($(#[$($doc:tt)*])* $variant:ident($of:ty) = $key:literal,)+
    }) => {
        $(#[$($meta)*])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$($doc)*])* $variant($of),)+ }

        impl $name {
            const KEYS: &'static [&'static str] = &[$($key),+];
        }

        impl $crate::spec::Spec for $name {
            const SHAPE: &'static $crate::spec::shape::Shape = &$crate::spec::shape::Shape {
                rust: concat!("eksctl::", stringify!($name)),
                kind: $crate::spec::shape::Kind::Choice(&[$($crate::spec::shape::Variant {
                    name: stringify!($variant),
                    word: Some($crate::spec::shape::Word { text: $key, any_case: false }),
                    payload: Some(<$of as $crate::spec::Spec>::SHAPE),
                }),+]),
            };

            fn stand_in() -> Self {
                choice!(@first $($variant [$of])+)
            }

            fn read(node: &$crate::source::Node, path: &$crate::source::Path, reader: &mut $crate::spec::Reader) -> Self {
                let Some((variant, entry)) = reader.choice(node, path, Self::SHAPE) else { return Self::stand_in() };
                $(if variant == stringify!($variant) {
                    return Self::$variant(reader.chosen::<$of>(entry, path));
                })+
                Self::stand_in()
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, sink: S) -> Result<S::Ok, S::Error> {
                let mut object = serde::Serializer::serialize_struct(sink, stringify!($name), 1)?;
                match self {
                    $(Self::$variant(value) => serde::ser::SerializeStruct::serialize_field(&mut object, $key, value)?,)+
                }
                serde::ser::SerializeStruct::end(object)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                struct One;

                impl<'de> serde::de::Visitor<'de> for One {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        write!(f, concat!($what, " with one of {}"), $name::KEYS.join(", "))
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut entries: A) -> Result<$name, A::Error> {
                        use serde::de::Error as _;
                        let mut chosen = None;
                        while let Some(key) = entries.next_key::<String>()? {
                            if chosen.is_some() {
                                return Err(A::Error::custom(format_args!("only one of {} may be set", $name::KEYS.join(", "))));
                            }
                            chosen = Some(match key.as_str() {
                                $($key => $name::$variant(entries.next_value()?),)+
                                _ => return Err(A::Error::unknown_field(&key, $name::KEYS)),
                            });
                        }
                        chosen.ok_or_else(|| A::Error::custom(format_args!("one of {} must be set", $name::KEYS.join(", "))))
                    }
                }

                source.deserialize_struct(stringify!($name), Self::KEYS, One)
            }
        }
    };
    (@first $variant:ident [$of:ty] $($rest:tt)*) => { Self::$variant(<$of as $crate::spec::Spec>::stand_in()) };
}

pub(super) use choice;
