//! The évaluation: events and requests of its chapter.

use domain::evaluation::{
    Command, ComplementDemande, ContactNote, Empechee, EnfantJoint, Mandatee, RapportRemis,
};

use super::reader::wire_struct;
use super::requetes::shared;
use crate::evaluation::v1 as fil;

wire_struct!(Mandatee => fil::Mandatee {
    evaluation, informations, service, mandant, equipe, decideur,
});
wire_struct!(EnfantJoint => fil::EnfantJoint { evaluation, informations, motif });
wire_struct!(ContactNote => fil::ContactNote { evaluation, genre, note });
wire_struct!(Empechee => fil::Empechee { evaluation, motif });
wire_struct!(RapportRemis => fil::RapportRemis {
    evaluation, conclusion, dangers, propositions, synthese,
});
wire_struct!(ComplementDemande => fil::ComplementDemande { evaluation, attendu_le });

shared! {
    fil::MandaterRequest { mandatee } => Evaluation(Command::Mandater);
    fil::JoindreRequest { joint } => Evaluation(Command::Joindre);
    fil::NoterContactRequest { contact } => Evaluation(Command::NoterContact);
    fil::ConstaterEmpechementRequest { empechee } => Evaluation(Command::ConstaterEmpechement);
    fil::RemettreRapportRequest { rapport } => Evaluation(Command::RemettreRapport);
    fil::DemanderComplementRequest { complement } => Evaluation(Command::DemanderComplement);
}
