//! Specimens of the chapter `autonomie`.

use chrono::NaiveDate;
use domain::autonomie::{
    AccompagnementDecide, AccompagnementPropose, AnneeEngagee, CommissionTenue, EntretienDecline,
    EntretienTenu, Event, ProjetAutonomieEtabli, ReponseDuJeune, RetourAse, SortieAse,
};
use domain::codes::{
    AvisCommission, BesoinAutonomie, Diplome, GenreEntretien, MotifSortieAse, SensAccompagnement,
    SituationApres, SujetEntretien,
};
use domain::ids::{AccompagnementId, MesureId};
use domain::sealed::Sealed;
use uuid::Uuid;

const ACCOMPAGNEMENT: AccompagnementId = AccompagnementId(Uuid::from_u128(0x73));

pub(super) fn specimens() -> Vec<Event> {
    [preparation().to_vec(), accompagnement().to_vec()].concat()
}

fn preparation() -> [Event; 5] {
    [
        Event::EntretienTenu(EntretienTenu {
            genre: GenreEntretien::DixSeptAns,
            sujets: vec![SujetEntretien::Conditions, SujetEntretien::DroitAuSejour],
        }),
        Event::EntretienDecline(EntretienDecline { genre: GenreEntretien::ApresSortie }),
        Event::ProjetAutonomieEtabli(ProjetAutonomieEtabli {
            couverts: vec![
                BesoinAutonomie::Ressources,
                BesoinAutonomie::EmploiFormation,
                BesoinAutonomie::Soins,
                BesoinAutonomie::Demarches,
                BesoinAutonomie::SocioEducatif,
            ],
            non_couverts: vec![BesoinAutonomie::Logement],
            precisions: Some(Sealed::nouveau("une chambre au foyer de jeunes".to_owned())),
        }),
        Event::AnneeEngagee(AnneeEngagee {
            jusqu_au: NaiveDate::from_ymd_opt(2027, 7, 31).expect("a day"),
        }),
        Event::CommissionTenue(CommissionTenue { avis: AvisCommission::Favorable }),
    ]
}

fn accompagnement() -> [Event; 5] {
    [
        Event::AccompagnementPropose(AccompagnementPropose {
            accompagnement: ACCOMPAGNEMENT,
            decideur: super::decideur(),
        }),
        Event::ReponseDuJeune(ReponseDuJeune { accompagnement: ACCOMPAGNEMENT, accepte: true }),
        Event::AccompagnementDecide(AccompagnementDecide {
            accompagnement: ACCOMPAGNEMENT,
            sens: SensAccompagnement::Accord,
            motivee: true,
            voies_de_recours: true,
            mesure: Some(MesureId(Uuid::from_u128(0x41))),
            decideur: super::decideur(),
        }),
        Event::SortieAse(SortieAse {
            motif: MotifSortieAse::FinDAccompagnement,
            situation_apres: Some(SituationApres::Autonomie),
            diplome: Some(Diplome::CapBep),
        }),
        Event::RetourAse(RetourAse { accompagnement: Some(ACCOMPAGNEMENT) }),
    ]
}
