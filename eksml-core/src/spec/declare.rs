//! `spec!`: one declaration gives the struct, its reader, its lens and its shape.
//!
//! ```text
//! spec! {
//!     /// A docstring that becomes the public documentation.
//!     pub struct NodeGroup {
//!         /// …
//!         name: Name = name;
//!         /// …
//!         instances: Vec<InstanceName> = required;
//!         /// …
//!         taints: Vec<Taint> = each "taint";
//!     }
//!     refuses {
//!         "private_networking" by "NG-03": "workers are always private here", "remove the word";
//!     }
//! }
//! ```
//!
//! An enum takes the same `refuses { … }` after its variants.

/// Declares a type of the spec; see the module's own documentation.
macro_rules! spec {
    (
        $(#[$meta:meta])*
        pub struct $Type:ident {
            $( $(#[$field_meta:meta])* $field:ident : $ty:ty = $mode:ident $($word:literal)? ; )*
        }
        $( refuses { $( $refused:literal by $rule:literal : $problem:expr, $fix:expr $(, in keys $keys:literal)? $(, limit $limit:literal)? ; )* } )?
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $Type {
            $( $(#[$field_meta])* pub $field: $ty, )*
        }

        impl Default for $Type {
            fn default() -> Self {
                Self { $( $field: <$ty as $crate::spec::Spec>::stand_in(), )* }
            }
        }

        impl $crate::spec::Spec for $Type {
            const SHAPE: &'static $crate::spec::shape::Shape = &$crate::spec::shape::Shape {
                rust: stringify!($Type),
                kind: $crate::spec::shape::Kind::Struct {
                    fields: &[$( $crate::spec::shape::Field {
                        name: stringify!($field),
                        key: $crate::spec::shape::Key::Rust,
                        mode: $crate::spec::declare::mode!($mode $($word)?),
                        shape: <$ty as $crate::spec::Spec>::SHAPE,
                    }, )*],
                    refused: &[$($( $crate::spec::shape::Refused {
                        word: $refused, rule: $rule, problem: $problem, fix: $fix, keys: $crate::spec::shape::keys!($($keys)?),
                        limit: $crate::spec::shape::keys!($($limit)?),
                    }, )*)?],
                },
            };

            fn stand_in() -> Self {
                Self::default()
            }

            fn read(node: &$crate::source::Node, path: &$crate::source::Path, reader: &mut $crate::spec::Reader) -> Self {
                Self::read_named(node, None, path, reader)
            }

            fn read_named(
                node: &$crate::source::Node,
                name: Option<&(String, $crate::source::Mark)>,
                path: &$crate::source::Path,
                reader: &mut $crate::spec::Reader,
            ) -> Self {
                let block = reader.block(node, name, path, Self::SHAPE);
                Self { $( $field: block.take(stringify!($field), node, path, reader), )* }
            }

            fn write(&self) -> $crate::source::Node {
                $crate::spec::plain_data::block_of(Self::SHAPE, vec![$( $crate::spec::Spec::write(&self.$field), )*])
            }
        }

        $crate::spec::declare::plain_data!($Type, Data);

        impl<'a> $crate::spec::At<'a, $Type> {
            $( $(#[$field_meta])* pub fn $field(&self) -> $crate::spec::At<'a, $ty> {
                self.field(stringify!($field), |value| &value.$field)
            } )*
        }
    };

    (
        $(#[$meta:meta])*
        pub enum $Type:ident {
            $(#[$first_meta:meta])* $First:ident $(($first_payload:ty))?,
            $( $(#[$variant_meta:meta])* $Variant:ident $(($payload:ty))? ,)*
        }
        $( refuses { $( $refused:literal by $rule:literal : $problem:expr, $fix:expr $(, in keys $keys:literal)? $(, limit $limit:literal)? ; )* } )?
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        pub enum $Type {
            $(#[$first_meta])* $First $(($first_payload))?,
            $( $(#[$variant_meta])* $Variant $(($payload))?, )*
        }

        impl Default for $Type {
            fn default() -> Self {
                Self::$First $((<$first_payload as $crate::spec::Spec>::stand_in()))?
            }
        }

        impl $crate::spec::Spec for $Type {
            const SHAPE: &'static $crate::spec::shape::Shape = &$crate::spec::shape::Shape {
                rust: stringify!($Type),
                kind: $crate::spec::shape::Kind::Enum(&[
                    $crate::spec::shape::Variant {
                        name: stringify!($First),
                        word: None,
                        payload: $crate::spec::declare::payload!($($first_payload)?),
                    },
                    $( $crate::spec::shape::Variant {
                        name: stringify!($Variant),
                        word: None,
                        payload: $crate::spec::declare::payload!($($payload)?),
                    }, )*
                ], &[$($( $crate::spec::shape::Refused {
                        word: $refused, rule: $rule, problem: $problem, fix: $fix, keys: $crate::spec::shape::keys!($($keys)?),
                        limit: $crate::spec::shape::keys!($($limit)?),
                    }, )*)?]),
            };

            fn stand_in() -> Self {
                Self::default()
            }

            fn read(node: &$crate::source::Node, path: &$crate::source::Path, reader: &mut $crate::spec::Reader) -> Self {
                let Some((word, _payload)) = reader.variant(node, path, Self::SHAPE) else { return Self::default() };
                if word == stringify!($First) {
                    return Self::$First $((match _payload {
                        Some(node) => reader.payload::<$first_payload>(node, path),
                        None => <$first_payload as $crate::spec::Spec>::stand_in(),
                    }))?;
                }
                $( if word == stringify!($Variant) {
                    return Self::$Variant $((match _payload {
                        Some(node) => reader.payload::<$payload>(node, path),
                        None => reader.no_payload::<$payload>(node.mark, path),
                    }))?;
                } )*
                Self::default()
            }

            fn write(&self) -> $crate::source::Node {
                use $crate::spec::plain_data::word_of;
                match self {
                    Self::$First $(($crate::spec::declare::bound!(payload $first_payload)))? => {
                        word_of(stringify!($First), None $(.or(Some(<$first_payload as $crate::spec::Spec>::write(payload))))?)
                    }
                    $( Self::$Variant $(($crate::spec::declare::bound!(payload $payload)))? => {
                        word_of(stringify!($Variant), None $(.or(Some(<$payload as $crate::spec::Spec>::write(payload))))?)
                    } )*
                }
            }
        }

        $crate::spec::declare::plain_data!($Type, Data);
    };
}

/// Serde for a type of the spec, by its [`Spec::read`] and [`Spec::write`].
macro_rules! plain_data {
    ($Type:ty, $dialect:ident) => {
        impl serde_core::Serialize for $Type {
            fn serialize<S: serde_core::Serializer>(&self, sink: S) -> Result<S::Ok, S::Error> {
                $crate::spec::plain_data::write(self, sink)
            }
        }

        impl<'de> serde_core::Deserialize<'de> for $Type {
            fn deserialize<D: serde_core::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                $crate::spec::plain_data::read(source, $crate::spec::Dialect::$dialect)
            }
        }
    };
}

/// The [`crate::spec::shape::Mode`] for a mode word of [`spec!`].
macro_rules! mode {
    (name) => {
        $crate::spec::shape::Mode::Name
    };
    (required) => {
        $crate::spec::shape::Mode::Required
    };
    (optional) => {
        $crate::spec::shape::Mode::Optional
    };
    (hidden) => {
        $crate::spec::shape::Mode::Hidden
    };
    (one_of) => {
        $crate::spec::shape::Mode::OneOf
    };
    (each $word:literal) => {
        $crate::spec::shape::Mode::Each($word)
    };
}

/// The shape of an enum variant's payload, if it has one.
macro_rules! payload {
    () => {
        None
    };
    ($payload:ty) => {
        Some(<$payload as $crate::spec::Spec>::SHAPE)
    };
}

/// The name of a variant's payload in a pattern.
macro_rules! bound {
    ($name:ident $payload:ty) => {
        $name
    };
}

pub(crate) use bound;
pub(crate) use {mode, payload, plain_data, spec};
