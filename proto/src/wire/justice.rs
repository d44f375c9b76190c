//! What passes between the child and the courts: events and requests of this chapter.

use domain::codes::IssueAudience;
use domain::justice::{Command, DossierOuvert};

use super::leaves::codes;
use super::reader::wire_struct;
use super::requetes::shared;
use crate::justice::v1 as fil;

codes! { IssueAudience }

wire_struct!(DossierOuvert => fil::DossierOuvert { dossier, juridiction, cabinet, numero_ae, numero_parquet });

shared! {
    fil::OuvrirDossierRequest { ouvert } => Justice(Command::OuvrirDossier);
}
