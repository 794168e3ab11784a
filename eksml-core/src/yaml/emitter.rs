//! The serde `Serializer` that writes block-style YAML: two spaces per level, lists at their key's column as `kubectl` prints them.
use super::collection::{Collection, Kind};
use super::error::{Error, ErrorKind};
use super::number::push_float;
use super::text::{is_block, push_block, push_inline};
use serde_core::ser::{Serialize, Serializer};

/// How many collections may be nested; yaml_serde and serde_json stop reading at 128.
pub const MAX_DEPTH: usize = 127;

/// Writes a value as one YAML document that ends with a line break, without `---`.
pub fn to_string<T: Serialize + ?Sized>(value: &T) -> Result<String, Error> {
    let mut out = String::new();
    value.serialize(Emitter { out: &mut out, column: 0, place: Place::Root, depth: 0 })?;
    Ok(out)
}

/// What stands on the current line before the value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Root,
    AfterKey,
    AfterDash,
}

/// Writes one value; `column` is where the collection around it stands.
pub(super) struct Emitter<'a> {
    pub(super) out: &'a mut String,
    pub(super) column: usize,
    pub(super) place: Place,
    pub(super) depth: usize,
}

impl<'a> Emitter<'a> {
    fn lead(&mut self) {
        if self.place != Place::Root {
            self.out.push(' ');
        }
    }

    fn word(mut self, word: &str) {
        self.lead();
        self.out.push_str(word);
        self.out.push('\n');
    }

    fn float(mut self, finite: bool, shortest: &str) {
        self.lead();
        push_float(self.out, finite, shortest);
        self.out.push('\n');
    }

    fn collection(self, kind: Kind) -> Result<Collection<'a>, Error> {
        if self.depth >= MAX_DEPTH {
            return Err(Error::new(ErrorKind::TooDeep));
        }
        let column = match (self.place, &kind) {
            (Place::Root, _) => 0,
            (Place::AfterKey, Kind::List) => self.column,
            (Place::AfterKey, Kind::Mapping) | (Place::AfterDash, _) => self.column + 2,
        };
        Ok(Collection::open(self.out, column, self.place, self.depth + 1, kind))
    }

    /// The mapping `variant: …` of an enum, whose inner collection is returned open.
    fn variant(self, variant: &'static str, kind: Kind) -> Result<Collection<'a>, Error> {
        let mut outer = self.collection(Kind::Mapping)?;
        outer.begin_key(variant)?;
        let (column, depth) = (outer.column, outer.depth);
        let mut inner = Emitter { out: outer.out, column, place: Place::AfterKey, depth }.collection(kind)?;
        inner.closes = Some(variant);
        Ok(inner)
    }
}

macro_rules! by_display {
    ($($method:ident: $type:ty),* $(,)?) => {
        $(fn $method(self, value: $type) -> Result<(), Error> { self.word(&value.to_string()); Ok(()) })*
    };
}

impl<'a> Serializer for Emitter<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Collection<'a>;
    type SerializeTuple = Collection<'a>;
    type SerializeTupleStruct = Collection<'a>;
    type SerializeTupleVariant = Collection<'a>;
    type SerializeMap = Collection<'a>;
    type SerializeStruct = Collection<'a>;
    type SerializeStructVariant = Collection<'a>;

    by_display! {
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
    }

    fn serialize_i128(self, value: i128) -> Result<(), Error> {
        if i64::try_from(value).is_err() && u64::try_from(value).is_err() {
            return Err(Error::new(ErrorKind::IntegerRange(value.to_string())));
        }
        self.word(&value.to_string());
        Ok(())
    }
    fn serialize_u128(self, value: u128) -> Result<(), Error> {
        if u64::try_from(value).is_err() {
            return Err(Error::new(ErrorKind::IntegerRange(value.to_string())));
        }
        self.word(&value.to_string());
        Ok(())
    }
    // Each width formats itself: 0.1f32 widened to f64 would print as 0.10000000149011612.
    fn serialize_f32(self, value: f32) -> Result<(), Error> {
        self.float(value.is_finite(), &format!("{value:?}"));
        Ok(())
    }
    fn serialize_f64(self, value: f64) -> Result<(), Error> {
        self.float(value.is_finite(), &format!("{value:?}"));
        Ok(())
    }
    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }
    fn serialize_str(mut self, text: &str) -> Result<(), Error> {
        self.lead();
        if is_block(text) {
            push_block(self.out, text, self.column + 2);
        } else {
            push_inline(self.out, text);
            self.out.push('\n');
        }
        Ok(())
    }
    fn serialize_bytes(self, _: &[u8]) -> Result<(), Error> {
        Err(Error::new(ErrorKind::Bytes))
    }
    fn serialize_none(self) -> Result<(), Error> {
        self.word("null");
        Ok(())
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<(), Error> {
        self.word("null");
        Ok(())
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.word("null");
        Ok(())
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        self.serialize_str(variant)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.collection(Kind::Mapping)?.entry(variant, value)
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Collection<'a>, Error> {
        self.collection(Kind::List)
    }
    fn serialize_tuple(self, _: usize) -> Result<Collection<'a>, Error> {
        self.collection(Kind::List)
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Collection<'a>, Error> {
        self.collection(Kind::List)
    }
    fn serialize_tuple_variant(self, _: &'static str, _: u32, variant: &'static str, _: usize) -> Result<Collection<'a>, Error> {
        self.variant(variant, Kind::List)
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Collection<'a>, Error> {
        self.collection(Kind::Mapping)
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Collection<'a>, Error> {
        self.collection(Kind::Mapping)
    }
    fn serialize_struct_variant(self, _: &'static str, _: u32, variant: &'static str, _: usize) -> Result<Collection<'a>, Error> {
        self.variant(variant, Kind::Mapping)
    }
}
