//! The way to adult life: events and requests of this chapter.

use domain::autonomie::{
    AccompagnementDecide, AccompagnementPropose, AnneeEngagee, Command, CommissionTenue,
    EntretienDecline, EntretienTenu, ProjetAutonomieEtabli, ReponseDuJeune, RetourAse, SortieAse,
};
use domain::codes::{
    AvisCommission, BesoinAutonomie, Diplome, GenreEntretien, MotifSortieAse, SensAccompagnement,
    SujetEntretien,
};

use super::leaves::codes;
use super::reader::{Field as _, Reader, Wire, wire_struct};
use super::requetes::shared;
use crate::autonomie::v1 as fil;

codes! {
    AvisCommission, BesoinAutonomie, Diplome, GenreEntretien, MotifSortieAse, SensAccompagnement,
    SujetEntretien,
}

wire_struct!(EntretienTenu => fil::EntretienTenu { genre, sujets });
wire_struct!(EntretienDecline => fil::EntretienDecline { genre });
wire_struct!(ProjetAutonomieEtabli => fil::ProjetAutonomieEtabli { couverts, non_couverts, precisions });
wire_struct!(AccompagnementPropose => fil::AccompagnementPropose { accompagnement, decideur });
wire_struct!(ReponseDuJeune => fil::ReponseDuJeune { accompagnement, accepte });
wire_struct!(AccompagnementDecide => fil::AccompagnementDecide { accompagnement, sens, motivee, voies_de_recours, mesure, decideur });
wire_struct!(AnneeEngagee => fil::AnneeEngagee { jusqu_au });
wire_struct!(CommissionTenue => fil::CommissionTenue { avis });
wire_struct!(SortieAse => fil::SortieAse { motif, situation_apres, diplome });

shared! {
    fil::TenirEntretienRequest { entretien } => Autonomie(Command::TenirEntretien);
    fil::DeclinerEntretienRequest { entretien } => Autonomie(Command::DeclinerEntretien);
    fil::EtablirProjetRequest { projet } => Autonomie(Command::EtablirProjet);
    fil::ProposerRequest { proposition } => Autonomie(Command::Proposer);
    fil::RepondreRequest { reponse } => Autonomie(Command::Repondre);
    fil::DeciderRequest { decision } => Autonomie(Command::Decider);
    fil::EngagerAnneeRequest { annee } => Autonomie(Command::EngagerAnnee);
    fil::PasserEnCommissionRequest { commission } => Autonomie(Command::PasserEnCommission);
    fil::SortirRequest { sortie } => Autonomie(Command::Sortir);
    fil::RevenirRequest { retour } => Autonomie(Command::Revenir);
}

impl Wire for RetourAse {
    type Message = fil::RetourAse;

    fn to_wire(&self) -> fil::RetourAse {
        let Self { accompagnement } = self;
        fil::RetourAse { accompagnement: accompagnement.write() }
    }

    fn from_wire(message: fil::RetourAse, reader: &mut Reader) -> Option<Self> {
        let fil::RetourAse { accompagnement } = message;
        Some(Self { accompagnement: reader.field("accompagnement", accompagnement)? })
    }

    /// Coming back says enough by itself.
    fn is_absent(_: &fil::RetourAse) -> bool {
        false
    }
}
