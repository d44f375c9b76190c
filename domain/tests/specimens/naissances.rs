//! Specimens of the children to be born and of the assessments of minority.

use chrono::NaiveDate;
use domain::codes::{ConclusionMinorite, ElementMinorite, MotifPrenatalClos, Sexe};
use domain::identite::{
    ANaitreSignale, EtatCivil, Event, MinoriteEvaluee, MinoriteRefusee, MisALAbri,
    MiseALAbriProlongee, Ne, PrenatalClos, RepitAccorde,
};
use domain::ids::{MinoriteId, PersonneId};
use domain::sealed::Sealed;
use uuid::Uuid;

const MINORITE: MinoriteId = MinoriteId(Uuid::from_u128(0x74));

pub(super) fn specimens() -> Vec<Event> {
    let civil = EtatCivil {
        nom: "Duroc".to_owned(),
        prenoms: "Zoé".to_owned(),
        nom_naissance_mere: Some("Martin".to_owned()),
    };
    let prenatal = vec![
        Event::ANaitreSignale(ANaitreSignale {
            description: Sealed::nouveau("une grossesse suivie à la maternité".to_owned()),
            terme_prevu_le: NaiveDate::from_ymd_opt(2026, 5, 10),
            mere: Some(PersonneId(Uuid::from_u128(0x81))),
        }),
        Event::Ne(Ne { etat_civil: Some(Sealed::nouveau(civil)), sexe: Sexe::Feminin }),
        Event::PrenatalClos(PrenatalClos { motif: MotifPrenatalClos::SuiviOrdinaire }),
    ];
    [prenatal, minorites()].concat()
}

fn minorites() -> Vec<Event> {
    let minorite = MINORITE;
    vec![
        Event::MisALAbri(MisALAbri { minorite }),
        Event::MiseALAbriProlongee(MiseALAbriProlongee { minorite, decideur: super::decideur() }),
        Event::RepitAccorde(RepitAccorde {
            minorite,
            jusqu_au: NaiveDate::from_ymd_opt(2026, 2, 4).expect("a day"),
            besoins_de_sante_reperes: true,
        }),
        Event::MinoriteEvaluee(MinoriteEvaluee {
            minorite,
            conclusion: ConclusionMinorite::Doute,
            elements: vec![ElementMinorite::Entretiens, ElementMinorite::Documents],
        }),
        Event::MinoriteRefusee(MinoriteRefusee {
            minorite,
            voies_de_recours: true,
            decideur: super::decideur(),
        }),
    ]
}
