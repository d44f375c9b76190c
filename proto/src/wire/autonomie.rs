//! The way to adult life: events and requests of this chapter.

use domain::autonomie::{Command, EntretienTenu};
use domain::codes::GenreEntretien;

use super::leaves::codes;
use super::reader::wire_struct;
use super::requetes::shared;
use crate::autonomie::v1 as fil;

codes! { GenreEntretien }

wire_struct!(EntretienTenu => fil::EntretienTenu { genre });

shared! {
    fil::TenirEntretienRequest { entretien } => Autonomie(Command::TenirEntretien);
}
