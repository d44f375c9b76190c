//! What siblings share: the events of this chapter.

use domain::codes::{GenreConsequence, GenreObjet};
use domain::fratrie::Partage;

use super::leaves::codes;
use super::reader::wire_struct;
use crate::fratrie::v1 as fil;

codes! { GenreConsequence, GenreObjet }

wire_struct!(Partage => fil::Partage { objet, genre, enfants });
