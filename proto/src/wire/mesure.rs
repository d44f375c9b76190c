//! Legal measures: events and requests of their chapter.

use domain::ids::{ChaineId, MesureId};
use domain::mesure::{
    Attribuee, Command, Contractee, Demarree, Levee, MiseEnAttente, Missionnee, Ordonnee, Recue,
    Renouvelee, Reprise, Suspendue, Termes, Terminee,
};

use super::reader::wire_struct;
use super::requetes::{one_each, shared};
use crate::mesure::v1 as fil;

// Without a chain, the measure begins one, which takes its identifier.
wire_struct!(Termes => fil::Mesure {
    mesure,
    decision,
    chaine = mesure.map(|mesure: MesureId| ChaineId(mesure.0)),
    nature,
    fondement,
    libelle_local,
    autorite,
    effet_le,
    terme_le,
    notifiee_le,
    recue_le,
    service_responsable,
    consentements,
    decideur,
});
wire_struct!(Ordonnee => fil::Ordonnee { mesure });
wire_struct!(Contractee => fil::Contractee { mesure });
wire_struct!(Renouvelee => fil::Renouvelee { precedente, mesure });
wire_struct!(Recue => fil::Recue { mesure });
wire_struct!(Attribuee => fil::Attribuee { mesure, service });
wire_struct!(MiseEnAttente => fil::MiseEnAttente { mesure, motif, rang });
wire_struct!(Missionnee => fil::Missionnee { mesure });
wire_struct!(Demarree => fil::Demarree { mesure });
wire_struct!(Suspendue => fil::Suspendue { mesure, motif });
wire_struct!(Reprise => fil::Reprise { mesure });
wire_struct!(Levee => fil::Levee { mesure, motif, situation_apres, decision });
wire_struct!(Terminee => fil::Terminee { mesure, motif, situation_apres, remplacee_par });

one_each! {
    fil::OrdonnerRequest { mesures: fil::MesureEnfant { mesure } } => Mesure(Command::Ordonner);
    fil::ContracterRequest { mesures: fil::MesureEnfant { mesure } } => Mesure(Command::Contracter);
    fil::RenouvelerRequest { renouvellements: fil::RenouvellementEnfant { renouvelee } }
        => Mesure(Command::Renouveler);
}

shared! {
    fil::RecevoirRequest { recue } => Mesure(Command::Recevoir);
    fil::AttribuerRequest { attribuee } => Mesure(Command::Attribuer);
    fil::MettreEnAttenteRequest { attente } => Mesure(Command::MettreEnAttente);
    fil::MissionnerRequest { missionnee } => Mesure(Command::Missionner);
    fil::DemarrerRequest { demarree } => Mesure(Command::Demarrer);
    fil::SuspendreRequest { suspendue } => Mesure(Command::Suspendre);
    fil::ReprendreRequest { reprise } => Mesure(Command::Reprendre);
    fil::LeverRequest { levee } => Mesure(Command::Lever);
    fil::TerminerRequest { terminee } => Mesure(Command::Terminer);
}
