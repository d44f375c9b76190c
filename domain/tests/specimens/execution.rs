//! Specimens of how a measure is decided and carried out, and of the places: chapters `mesure`, `accueil`.

use domain::accueil::{self, ChangementDecide, FratrieReunie, FratrieSeparee, SejourRenouvele};
use domain::codes::{
    AuteurContact, BeneficiaireDroit, Canal, EcartMesure, FormeVisite, FrequenceVisite,
    GenreSolution, IssueVisite, ModeContact, MotifChangementLieu, MotifEcart,
    MotifRefusOrientation, MotifSeparation, NatureMesure, ObjetModification, PositionTitulaire,
    Preconisateur, PresenceTiers, Titulaire,
};
use domain::mesure::{
    AccordNote, ContactEnAttente, DroitDeVisiteFixe, EcartConstate, EffetFixe, Event, Modifiee,
    OrientationRefusee, PrealablesConstates, Preconisee, Restitue, SolutionProvisoire, VisiteNotee,
};

use super::{ACCUEIL, AUTRE_MESURE, DECISION, EVALUATION, MESURE, jour, some};

pub(super) fn mesures() -> Vec<Event> {
    [decidees(), attendues(), exercees()].concat()
}

fn decidees() -> Vec<Event> {
    vec![
        Event::Preconisee(Preconisee {
            mesure: MESURE,
            nature: NatureMesure::PlacementAse,
            par: Preconisateur::Evaluation,
            libelle_local: some("internat"),
            evaluation: Some(EVALUATION),
        }),
        Event::EcartConstate(EcartConstate {
            mesure: MESURE,
            ecart: EcartMesure::PreconiseeOrdonnee,
            motif: MotifEcart::DefautDePlace,
            executee: Some(NatureMesure::AemoRenforcee),
        }),
        Event::AccordNote(AccordNote {
            mesure: MESURE,
            titulaire: Titulaire::Pere,
            position: PositionTitulaire::InformeParEcrit,
            voie: Some(Canal::LettreRecommandee),
        }),
        Event::Modifiee(Modifiee {
            mesure: MESURE,
            objet: ObjetModification::Terme,
            terme_le: Some(jour("2026-12-31")),
            decision: Some(DECISION),
        }),
        Event::EffetFixe(EffetFixe {
            mesure: MESURE,
            effet_le: jour("2026-06-15"),
            apres: Some(AUTRE_MESURE),
        }),
        Event::PrealablesConstates(PrealablesConstates {
            mesure: MESURE,
            option_familiale_le: Some(jour("2026-03-10")),
            enfant_entendu_le: Some(jour("2026-03-20")),
            sans_discernement: false,
        }),
    ]
}

fn attendues() -> Vec<Event> {
    vec![
        Event::OrientationRefusee(OrientationRefusee {
            mesure: MESURE,
            service: "mecs-fictive".to_owned(),
            motif: MotifRefusOrientation::Complet,
        }),
        Event::ContactEnAttente(ContactEnAttente {
            mesure: MESURE,
            par: AuteurContact::ReferentListeAttente,
            mode: ModeContact::Domicile,
            enfant_vu: true,
        }),
        Event::SolutionProvisoire(SolutionProvisoire {
            mesure: MESURE,
            genre: GenreSolution::AnciennePlace,
            accueil: Some(ACCUEIL),
        }),
    ]
}

fn exercees() -> Vec<Event> {
    vec![
        Event::DroitDeVisiteFixe(DroitDeVisiteFixe {
            mesure: MESURE,
            beneficiaire: BeneficiaireDroit::Pere,
            forme: FormeVisite::VisiteMediatisee,
            frequence: Some(FrequenceVisite::Mensuelle),
            tiers: Some(PresenceTiers::Permanente),
            jusqu_au: Some(jour("2026-12-31")),
            decision: Some(DECISION),
        }),
        Event::VisiteNotee(VisiteNotee {
            mesure: MESURE,
            beneficiaire: BeneficiaireDroit::Pere,
            issue: IssueVisite::NonTenueParent,
        }),
        Event::Restitue(Restitue { mesure: MESURE }),
    ]
}

pub(super) fn accueils() -> Vec<accueil::Event> {
    use accueil::Event;
    vec![
        Event::ChangementDecide(ChangementDecide {
            accueil: ACCUEIL,
            prevu_le: Some(jour("2026-07-01")),
            urgence: false,
            motif: MotifChangementLieu::FinDAgrement,
        }),
        Event::FratrieSeparee(FratrieSeparee {
            accueil: ACCUEIL,
            motif: MotifSeparation::ManqueDePlace,
        }),
        Event::FratrieReunie(FratrieReunie { accueil: ACCUEIL }),
        Event::SejourRenouvele(SejourRenouvele { accueil: ACCUEIL }),
    ]
}
