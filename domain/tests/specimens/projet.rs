//! Specimens of the chapter `projet_pour_enfant`.

use chrono::NaiveDate;
use domain::codes::{
    ActeurPpe, Canal, DestinatairePpe, EvolutionStatut, MotifCessec, MotifRevisionPpe,
    ResultatObjectif, RubriquePpe, Signataire, Titulaire,
};
use domain::ids::{ExamenId, ObjectifId, ProjetId};
use domain::projet_pour_enfant::{
    AvisCessec, CessecSaisie, Etabli, Event, Objectif, ObjectifEvalue, Reference, ReferenceConfiee,
    Remis, Revise, Rubrique, SignatureRefusee, Signe, StabiliteExaminee,
};
use domain::sealed::Sealed;
use uuid::Uuid;

const PROJET: ProjetId = ProjetId(Uuid::from_u128(0x71));

pub(super) fn specimens() -> Vec<Event> {
    vec![
        Event::Etabli(Etabli {
            projet: PROJET,
            objectifs: super::texte("Retrouver le sommeil et le chemin de l'école."),
            rubriques: vec![rubrique(
                RubriquePpe::Sante,
                None,
                "Voir un médecin chaque trimestre.",
            )],
            objectifs_suivis: vec![objectif()],
            reference: Some(reference()),
            decideur: super::decideur(),
        }),
        Event::Revise(Revise {
            projet: PROJET,
            edition: 2,
            motif: Some(MotifRevisionPpe::RapportDeSituation),
            objectifs: super::texte("Préparer le retour en famille."),
            rubriques: vec![rubrique(
                RubriquePpe::Famille,
                Some(Titulaire::Mere),
                "Reprendre les visites.",
            )],
            objectifs_suivis: vec![objectif()],
            reference: Some(reference()),
            decideur: super::decideur(),
        }),
        Event::Signe(Signe { projet: PROJET, edition: 1, signataire: Signataire::Mere }),
        Event::SignatureRefusee(SignatureRefusee {
            projet: PROJET,
            edition: 1,
            signataire: Signataire::Pere,
            motif: super::texte("Souhaite relire."),
        }),
        Event::ObjectifEvalue(ObjectifEvalue {
            projet: PROJET,
            objectif: ObjectifId(Uuid::from_u128(0x62)),
            resultat: ResultatObjectif::PartiellementAtteint,
            observation: super::texte("Trois rendez-vous sur quatre."),
        }),
        Event::Remis(Remis {
            projet: PROJET,
            edition: 1,
            destinataire: DestinatairePpe::Mere,
            voie: Some(Canal::RemiseEnMain),
        }),
        Event::CessecSaisie(CessecSaisie { examen: EXAMEN, motif: MotifCessec::StatutInadapte }),
        Event::AvisCessec(AvisCessec {
            examen: EXAMEN,
            avis: EvolutionStatut::Delaissement,
            precision: super::texte("Aucune visite depuis un an."),
        }),
        Event::StabiliteExaminee(StabiliteExaminee {
            examen: EXAMEN,
            conclusion: EvolutionStatut::Tiers,
            precision: super::texte("La grand-mère se propose."),
            decideur: super::decideur(),
        }),
        Event::ReferenceConfiee(ReferenceConfiee { mesure: super::MESURE, reference: reference() }),
    ]
}

const EXAMEN: ExamenId = ExamenId(Uuid::from_u128(0x63));

fn rubrique(rubrique: RubriquePpe, concerne: Option<Titulaire>, texte: &str) -> Rubrique {
    Rubrique { rubrique, concerne, texte: Sealed::nouveau(texte.to_owned()) }
}

fn objectif() -> Objectif {
    Objectif {
        objectif: ObjectifId(Uuid::from_u128(0x62)),
        rubrique: RubriquePpe::Sante,
        concerne: None,
        texte: Sealed::nouveau("Un rendez-vous par trimestre.".to_owned()),
        acteur: ActeurPpe::LieuAccueil,
        jusqu_au: NaiveDate::from_ymd_opt(2026, 9, 1),
    }
}

fn reference() -> Reference {
    Reference {
        personne: Some("educatrice.17".to_owned()),
        service: Some("Foyer de Saintes".to_owned()),
        institution: super::organisation(),
        deleguee: true,
    }
}
