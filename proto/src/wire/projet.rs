//! The projet pour l'enfant: events and requests of its chapter.

use domain::codes::{
    ActeurPpe, DestinatairePpe, EvolutionStatut, MotifCessec, MotifRevisionPpe, ResultatObjectif,
    RubriquePpe,
};
use domain::projet_pour_enfant::{
    AvisCessec, CessecSaisie, Command, Etabli, Objectif, ObjectifEvalue, Reference,
    ReferenceConfiee, Remis, Revise, Rubrique, SignatureRefusee, Signe, StabiliteExaminee,
};

use super::leaves::codes;
use super::reader::{Field, Reader, Wire, wire_struct};
use super::requetes::shared;
use crate::projet::v1 as fil;

codes! {
    ActeurPpe, DestinatairePpe, EvolutionStatut, MotifCessec, MotifRevisionPpe, ResultatObjectif,
    RubriquePpe,
}

wire_struct!(Etabli => fil::Etabli {
    projet, objectifs, rubriques, objectifs_suivis, reference, decideur,
});
wire_struct!(Revise => fil::Revise {
    projet, edition, motif, objectifs, rubriques, objectifs_suivis, reference, decideur,
});
wire_struct!(Signe => fil::Signe { projet, edition, signataire });
wire_struct!(SignatureRefusee => fil::SignatureRefusee { projet, edition, signataire, motif });
wire_struct!(Rubrique => fil::Rubrique { rubrique, concerne, texte });
wire_struct!(Objectif => fil::Objectif {
    objectif, rubrique, concerne, texte, acteur, jusqu_au,
});
wire_struct!(Reference => fil::Reference { personne, service, institution, deleguee });
wire_struct!(ObjectifEvalue => fil::ObjectifEvalue { projet, objectif, resultat, observation });
wire_struct!(Remis => fil::Remis { projet, edition, destinataire, voie });
wire_struct!(CessecSaisie => fil::CessecSaisie { examen, motif });
wire_struct!(AvisCessec => fil::AvisCessec { examen, avis, precision });
wire_struct!(StabiliteExaminee => fil::StabiliteExaminee { examen, conclusion, precision, decideur });
wire_struct!(ReferenceConfiee => fil::ReferenceConfiee { mesure, reference });

shared! {
    fil::EtablirRequest { etabli } => Projet(Command::Etablir);
    fil::ReviserRequest { revise } => Projet(Command::Reviser);
    fil::SignerRequest { signe } => Projet(Command::Signer);
    fil::NoterRefusDeSignerRequest { refus } => Projet(Command::NoterRefusDeSigner);
    fil::EvaluerObjectifRequest { evalue } => Projet(Command::EvaluerObjectif);
    fil::RemettreRequest { remis } => Projet(Command::Remettre);
    fil::SaisirLaCommissionRequest { saisie } => Projet(Command::SaisirLaCommission);
    fil::NoterAvisDeLaCommissionRequest { avis } => Projet(Command::NoterAvisDeLaCommission);
    fil::ExaminerLaStabiliteRequest { examinee } => Projet(Command::ExaminerLaStabilite);
    fil::ConfierLaReferenceRequest { confiee } => Projet(Command::ConfierLaReference);
}

macro_rules! listes {
    ($($item:ident),+) => { $(
        impl Field<Vec<fil::$item>> for Vec<$item> {
            fn write(&self) -> Vec<fil::$item> {
                self.iter().map(Wire::to_wire).collect()
            }

            fn read(wire: Vec<fil::$item>, reader: &mut Reader) -> Option<Self> {
                reader.each(wire, $item::from_wire)
            }
        }
    )+ };
}

listes!(Rubrique, Objectif);
