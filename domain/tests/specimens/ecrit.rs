//! Specimens of the chapter `ecrit`.

use chrono::NaiveDate;
use domain::codes::{
    Canal, CategorieIncident, Correspondant, GenreEcrit, IssueReexamen, MotifDiffere, MotifRetrait,
    PersonneMenacee, ProfilExtrait,
};
use domain::ecrit::{
    Accuse, Communique, Differee, Emis, Event, ExtraitRemis, IncidentSurvenu, LigneMontree,
    Rapport, Recu, Reexaminee, Retrait, Valide,
};
use domain::histoire::Cible;
use domain::ids::{
    AccueilId, DossierJudiciaireId, EcritId, EnfantId, ExtraitId, IncidentId, PieceId,
};
use uuid::Uuid;

use super::jour;

const ECRIT: EcritId = EcritId(Uuid::from_u128(0x91));
const PIECE: PieceId = PieceId(Uuid::from_u128(0x92));

pub(super) fn specimens() -> Vec<Event> {
    vec![
        Event::Emis(Emis {
            ecrit: ECRIT,
            genre: GenreEcrit::NoteInformation,
            destinataire: Correspondant::JugeDesEnfants,
            objet: Some(Uuid::from_u128(0x41)),
            voie: Some(Canal::LettreRecommandee),
            numero: Some("1A 204 000 0000 1".to_owned()),
            decideur: super::decideur(),
            rapport: None,
            pieces: vec![PIECE],
        }),
        Event::Recu(Recu {
            ecrit: ECRIT,
            genre: GenreEcrit::RapportEcheance,
            auteur: Correspondant::ServiceHabilite,
            objet: Some(Uuid::from_u128(0x41)),
            service: Some("AEMO Saintes".to_owned()),
            rapport: Some(Rapport {
                du: NaiveDate::from_ymd_opt(2025, 3, 1),
                au: NaiveDate::from_ymd_opt(2026, 2, 28),
                evaluation_pluridisciplinaire: Some(true),
                bilan_pediatrique_psychique_social: Some(true),
            }),
            pieces: vec![PIECE],
        }),
        Event::Accuse(Accuse { ecrit: ECRIT, numero: Some("AR 12".to_owned()) }),
        Event::Valide(Valide { ecrit: ECRIT, decideur: super::decideur() }),
        Event::Communique(Communique {
            ecrit: ECRIT,
            a: Correspondant::Mere,
            voie: Some(Canal::RemiseEnMain),
        }),
        Event::Differee(Differee {
            genre: GenreEcrit::RapportSituation,
            objet: Some(ECRIT.0),
            motif: MotifDiffere::MiseEnDanger,
            precision: super::texte("Menaces envers la mère."),
            reexaminer_le: jour("2026-06-01"),
            decideur: super::decideur(),
        }),
        Event::Reexaminee(Reexaminee {
            genre: GenreEcrit::RapportSituation,
            objet: Some(ECRIT.0),
            issue: IssueReexamen::Maintenue,
            reexaminer_le: NaiveDate::from_ymd_opt(2026, 9, 1),
            decideur: super::decideur(),
        }),
        Event::IncidentSurvenu(IncidentSurvenu {
            incident: IncidentId(Uuid::from_u128(0x93)),
            categorie: CategorieIncident::ViolenceDUsager,
            menaces: vec![PersonneMenacee::LEnfant, PersonneMenacee::Professionnel],
            accueil: Some(AccueilId(Uuid::from_u128(0x51))),
            organisation: super::organisation(),
            recit: super::texte("Une bagarre au repas du soir."),
        }),
        Event::ExtraitRemis(extrait()),
    ]
}

fn extrait() -> ExtraitRemis {
    let flux = EnfantId(Uuid::from_u128(0x17));
    ExtraitRemis {
        extrait: ExtraitId(Uuid::from_u128(0x94)),
        dossier: DossierJudiciaireId(Uuid::from_u128(0xa1)),
        juridiction: "TJ La Rochelle".to_owned(),
        cabinet: Some("2".to_owned()),
        numero_ae: Some("AE 26/0001".to_owned()),
        profil: ProfilExtrait::Contradictoire,
        au: jour("2026-08-10"),
        connu_a: 42,
        lignes: vec![
            LigneMontree { cible: Cible { flux, version: 1 }, rectifie_par: None },
            LigneMontree { cible: Cible { flux, version: 3 }, rectifie_par: Some(7) },
        ],
        retraits: vec![Retrait { motif: MotifRetrait::Expediteur, nombre: 1 }],
        empreinte: "17".repeat(32),
        adresse: Some("a4".repeat(32)),
        taille: 64,
        racine: "5e".repeat(32),
        decideur: super::decideur(),
    }
}
