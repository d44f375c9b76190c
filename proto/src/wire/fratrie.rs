//! What siblings share: the events of this chapter.

use domain::codes::GenreObjet;
use domain::fratrie::Partage;

use super::leaves::codes;
use super::reader::wire_struct;
use crate::fratrie::v1 as fil;

codes! { GenreObjet }

wire_struct!(Partage => fil::Partage { objet, genre, enfants });
