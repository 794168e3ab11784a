//! Objects of which exactly one key may be set, as enums.

/// Declares an enum that eksctl writes as an object with exactly one of its keys.
macro_rules! choice {
    ($(#[$($meta:tt)*])* pub enum $name:ident {
        $($(#[$($doc:tt)*])* $variant:ident($of:ty) = $key:literal,)+
    }) => {
        $(#[$($meta)*])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$($doc)*])* $variant($of),)+ }

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

            fn write(&self) -> $crate::source::Node {
                match self {
                    $(Self::$variant(value) => $crate::source::Node::block([($key, $crate::spec::Spec::write(value))]),)+
                }
            }
        }

        $crate::spec::plain_data!($name, Eksctl);
    };
    (@first $variant:ident [$of:ty] $($rest:tt)*) => { Self::$variant(<$of as $crate::spec::Spec>::stand_in()) };
}

pub(super) use choice;
