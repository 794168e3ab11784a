//! Closed vocabularies: a value that must be one of a few words.

/// Declares an enum whose variants are words of eksctl's configuration.
///
/// `any case` marks the vocabularies that eksctl folds before comparing; they are read in any case and written canonically.
macro_rules! keyword {
    ($(#[$($meta:tt)*])* pub enum $name:ident $(, $fold:ident case)? {
        $($(#[$($doc:tt)*])* $variant:ident = $word:literal,)+
    }) => {
        $(#[$($meta)*])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$($doc)*])* $variant,)+ }

        impl $name {
            /// Every value, in eksctl's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            const ANY_CASE: bool = keyword!(@fold $($fold)?);

            /// The word as eksctl writes it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::spec::Spec for $name {
            const SHAPE: &'static $crate::spec::shape::Shape = &$crate::spec::shape::Shape {
                rust: concat!("eksctl::", stringify!($name)),
                kind: $crate::spec::shape::Kind::Enum(&[$($crate::spec::shape::Variant {
                    name: stringify!($variant),
                    word: Some($crate::spec::shape::Word { text: $word, any_case: Self::ANY_CASE }),
                    payload: None,
                }),+], &[]),
            };

            fn stand_in() -> Self {
                Self::ALL[0]
            }

            fn read(node: &$crate::source::Node, path: &$crate::source::Path, reader: &mut $crate::spec::Reader) -> Self {
                Self::ALL[reader.keyword(node, path, Self::SHAPE)]
            }

            fn write(&self) -> $crate::source::Node {
                $crate::source::Node::text(self.as_str())
            }
        }

        $crate::spec::plain_data!($name, Eksctl);
    };
    (@fold any) => { true };
    (@fold) => { false };
}

pub(super) use keyword;
