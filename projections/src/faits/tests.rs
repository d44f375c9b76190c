//! Small histories, and the rows they make. What a figure makes of them is tested with the figures.

use chrono::NaiveDate;
use domain::codes::{
    Autorite, Canal, Conclusion, EmetteurSignalement, LieuAccueil, Mandant, MotifFin,
    MotifRevision, Motifsig, NatureMesure, Origip, PorteDEntree, Sexe, SourceNaissance, Transip,
};
use domain::decision::{self, Prise, Revisee, Suite};
use domain::evaluation::{self, Mandatee, RapportRemis};
use domain::evenement::{Acte, Evenement};
use domain::histoire::{Cible, Enregistre, effective};
use domain::identite::{self, EtatCivil, Inscrit, MnaReconnu, Naissance, ResidenceDeclaree};
use domain::ids::{
    AccueilId, ChaineId, DecisionId, EvaluationId, InformationId, MesureId, ProjetId,
};
use domain::information::{self, DoublonMarque, Qualifiee, Recue, Signalee};
use domain::mesure::{self, Demarree, Levee, Ordonnee, Renouvelee, Termes};
use domain::projet_pour_enfant::{self as projet, Etabli, Revise};
use domain::sealed::Sealed;
use domain::temps::{Precision, Survenu};
use domain::{accueil, dossier};

use super::*;

mod chapitres;

const ENFANT: EnfantId = EnfantId(Uuid::from_u128(1));

fn jour(texte: &str) -> NaiveDate {
    texte.parse().unwrap()
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn recorded(events: Vec<(&str, Evenement)>) -> Vec<Enregistre> {
    let numbered = (1..).zip(events);
    let recorded = numbered.map(|(version, (le, evenement))| Enregistre {
        cible: Cible { flux: ENFANT, version },
        position: u64::from(version),
        enregistre_a: None,
        auteur: "agent".into(),
        acte: Acte { survenu: Survenu::le(jour(le)), connu_le: jour(le), evenement },
    });
    recorded.collect()
}

fn of(events: Vec<(&str, Evenement)>) -> Faits {
    faits(ENFANT, &effective(&recorded(events)))
}

fn inscrit(naissance: &str) -> Evenement {
    let etat_civil =
        EtatCivil { nom: "Martin".into(), prenoms: "Zoé".into(), nom_naissance_mere: None };
    let naissance = Naissance {
        le: jour(naissance),
        precision: Precision::Jour,
        source: SourceNaissance::EtatCivil,
    };
    Evenement::Identite(identite::Event::Inscrit(Inscrit {
        etat_civil: Sealed::nouveau(etat_civil),
        naissance: Some(naissance),
        sexe: Sexe::Feminin,
    }))
}

fn reside(commune: &str, service: &str) -> Evenement {
    Evenement::Identite(identite::Event::ResidenceDeclaree(ResidenceDeclaree {
        commune: Some(commune.into()),
        adresse: None,
        service_responsable: Some(service.into()),
    }))
}

fn information(event: information::Event) -> Evenement {
    Evenement::Information(event)
}

fn recue(number: u128) -> Evenement {
    information(information::Event::Recue(Recue {
        information: InformationId(id(number)),
        arrivee_crip: None,
        ecrite_le: None,
        porte_d_entree: PorteDEntree::Crip,
        service_entree: None,
        canal: Canal::Courrier,
        transmetteur: Transip::Hopital,
        origine: Origip::PersonnelDeSante,
        organisation: None,
        reference_externe: None,
        expediteur_id: None,
        expediteur: None,
        recit: None,
        dangers_allegues: vec![],
        parents_informes: None,
        urgence: false,
        commune: None,
        reaffectee_de: None,
    }))
}

fn qualifiee(number: u128) -> Evenement {
    information(information::Event::Qualifiee(Qualifiee {
        information: InformationId(id(number)),
        dangers: vec![],
        delai_reduit_jours: None,
        decideur: None,
    }))
}

fn signalee(number: u128, emetteur: EmetteurSignalement) -> Evenement {
    information(information::Event::Signalee(Signalee {
        information: InformationId(id(number)),
        motif: Motifsig::DangerGraveImmediat,
        emetteur,
        oral_a: None,
        ecrit_a: None,
        parquet: None,
        numero_parquet: None,
        urgence: true,
        evaluation: None,
        decideur: None,
        pieces: vec![],
    }))
}

fn mandatee(evaluation: u128, informations: &[u128]) -> Evenement {
    Evenement::Evaluation(evaluation::Event::Mandatee(Mandatee {
        evaluation: EvaluationId(id(evaluation)),
        informations: informations.iter().map(|number| InformationId(id(*number))).collect(),
        service: "crip_17".into(),
        mandant: Mandant::Crip,
        equipe: vec![],
        decideur: None,
    }))
}

fn rapport(evaluation: u128) -> Evenement {
    Evenement::Evaluation(evaluation::Event::RapportRemis(RapportRemis {
        evaluation: EvaluationId(id(evaluation)),
        conclusion: Conclusion::Danger,
        dangers: vec![],
        propositions: vec![],
        synthese: None,
    }))
}

fn prise(decision: u128, evaluation: u128, suites: Vec<Suite>) -> Evenement {
    Evenement::Decision(decision::Event::Prise(Prise {
        decision: DecisionId(id(decision)),
        evaluation: Some(EvaluationId(id(evaluation))),
        informations: vec![],
        suites,
        motivation: None,
        decideur: None,
    }))
}

fn termes(mesure: u128, chaine: u128, nature: NatureMesure) -> Termes {
    Termes {
        mesure: MesureId(id(mesure)),
        decision: DecisionId(id(mesure + 1000)),
        chaine: ChaineId(id(chaine)),
        nature,
        fondement: None,
        libelle_local: None,
        autorite: Autorite::JugeDesEnfants,
        effet_le: None,
        terme_le: None,
        notifiee_le: None,
        recue_le: None,
        service_responsable: None,
        consentements: vec![],
        decideur: None,
        mentions: vec![],
    }
}

fn ordonnee(mesure: Termes) -> Evenement {
    Evenement::Mesure(mesure::Event::Ordonnee(Ordonnee { mesure }))
}

fn admis(accueil: u128, mesure: Option<u128>) -> Evenement {
    Evenement::Accueil(accueil::Event::Admis(accueil::Admis {
        accueil: AccueilId(id(accueil)),
        mesure: mesure.map(|mesure| MesureId(id(mesure))),
        lieu: lieu(LieuAccueil::Mecs),
        principal: true,
        urgence: false,
    }))
}

fn lieu(genre: LieuAccueil) -> accueil::Lieu {
    accueil::Lieu { genre, lieu: None, organisation: None, commune: None, secret: false }
}

#[test]
fn l_enfant_et_ses_residences_se_suivent_sans_se_chevaucher() {
    let faits = of(vec![
        ("2020-01-01", inscrit("2012-02-29")),
        ("2021-05-01", reside("17306", "dt_royan_atlantique")),
        ("2020-03-01", reside("17300", "dt_la_rochelle_re_aunis_atlantique")),
        ("2021-05-01", reside("17415", "dt_saintonge_romane")),
        ("2021-06-01", Evenement::Identite(identite::Event::MnaReconnu(MnaReconnu {}))),
    ]);
    let [enfant] = &faits.enfants[..] else { panic!("one child") };
    assert_eq!(enfant.majorite_le, Some(jour("2030-02-28")));
    assert_eq!(
        (enfant.sexe, enfant.identifie, enfant.mna_le),
        ("feminin", true, Some(jour("2021-06-01")))
    );
    let stays: Vec<_> = faits
        .residences
        .iter()
        .map(|stay| (stay.depuis, stay.jusqu_a, stay.commune.as_deref()))
        .collect();
    let expected = [
        (jour("2020-03-01"), Some(jour("2021-05-01")), Some("17300")),
        (jour("2021-05-01"), None, Some("17415")),
    ];
    assert_eq!(stays, expected);
}

#[test]
fn une_information_porte_ce_que_l_evaluation_et_la_decision_en_ont_fait() {
    let faits = of(vec![
        ("2020-01-01", inscrit("2012-01-01")),
        ("2020-03-01", reside("17300", "dt_la_rochelle_re_aunis_atlantique")),
        ("2022-01-31", recue(10)),
        ("2022-02-02", recue(11)),
        (
            "2022-02-03",
            information(information::Event::DoublonMarque(DoublonMarque {
                information: InformationId(id(11)),
                original: InformationId(id(10)),
            })),
        ),
        ("2022-02-04", qualifiee(10)),
        ("2022-02-10", mandatee(20, &[10, 11])),
        ("2022-06-01", rapport(20)),
        ("2022-06-20", rapport(20)),
        (
            "2022-06-21",
            prise(30, 20, vec![Suite::AideAdministrative { nature: NatureMesure::Aed }]),
        ),
    ]);
    let [information, doublon] = &faits.informations[..] else { panic!("two informations") };
    assert_eq!(information.arrivee, Some(jour("2022-01-31")));
    assert_eq!(information.echeance, Some(jour("2022-04-30")), "from 31 January");
    assert_eq!(information.commune.as_deref(), Some("17300"), "the residence of that day");
    assert_eq!(information.mandatee_le, Some(jour("2022-02-10")));
    assert_eq!(information.rapport_le, Some(jour("2022-06-01")), "the first one");
    assert_eq!(information.decidee_le, Some(jour("2022-06-21")));
    assert_eq!(information.suite, "prestation_ase");
    assert_eq!(doublon.doublon_le, Some(jour("2022-02-03")));
    let [evaluation] = &faits.evaluations[..] else { panic!("one évaluation") };
    assert_eq!(evaluation.depart_le, Some(jour("2022-01-31")));
    assert_eq!(evaluation.dernier_rapport_le, Some(jour("2022-06-20")));
    assert!(!faits.decisions[0].classement);
}

#[test]
fn la_suite_est_celle_qui_est_realisee() {
    let base = vec![
        ("2020-01-01", inscrit("2012-01-01")),
        ("2022-01-31", recue(10)),
        ("2022-02-04", qualifiee(10)),
        ("2022-02-10", mandatee(20, &[10])),
        ("2022-03-01", rapport(20)),
    ];
    let suite = |more: Vec<(&'static str, Evenement)>| {
        let faits = of([base.clone(), more].concat());
        (faits.informations[0].suite, faits.informations[0].aed_refusee)
    };
    let aed = || Suite::AideAdministrative { nature: NatureMesure::Aed };
    let decided = |suites| ("2022-03-10", prise(30, 20, suites));
    let refused = (
        "2022-04-01",
        Evenement::Decision(decision::Event::Revisee(Revisee {
            decision: DecisionId(id(30)),
            suites: vec![Suite::TransmissionParquet { motif_signalement: Motifsig::Refus }],
            motif: MotifRevision::RefusDesTitulaires,
            decideur: None,
        })),
    );
    assert_eq!(suite(vec![]), ("en_cours", false));
    assert_eq!(suite(vec![decided(vec![Suite::SansSuite])]), ("classement_2", false));
    assert_eq!(suite(vec![decided(vec![aed()])]), ("prestation_ase", false));
    assert_eq!(suite(vec![decided(vec![aed()]), refused]), ("parquet", true));
    let copie = ("2022-04-01", signalee(10, EmetteurSignalement::Tiers));
    assert_eq!(suite(vec![copie]), ("en_cours", false), "a copy is not ours");
    let ours = ("2022-04-01", signalee(10, EmetteurSignalement::Departement));
    assert_eq!(suite(vec![decided(vec![aed()]), ours]), ("parquet", false));
}

#[test]
fn une_mesure_finit_par_le_premier_de_ses_termes_connus() {
    let renouvelee = |effet: &str| {
        let mut mesure = termes(41, 50, NatureMesure::PlacementAse);
        mesure.effet_le = Some(jour(effet));
        Evenement::Mesure(mesure::Event::Renouvelee(Renouvelee {
            precedente: MesureId(id(40)),
            mesure,
        }))
    };
    let faits = of(vec![
        ("2020-01-01", inscrit("2006-06-15")),
        ("2022-01-10", ordonnee(termes(40, 50, NatureMesure::PlacementAse))),
        ("2022-02-01", admis(60, Some(40))),
        ("2022-12-01", renouvelee("2023-01-10")),
    ]);
    let [first, second] = &faits.mesures[..] else { panic!("two measures") };
    assert_eq!((first.fin_le, first.motif_fin), (Some(jour("2023-01-10")), Some("renouvellement")));
    assert_eq!((second.fin_le, second.motif_fin), (Some(jour("2024-06-15")), Some("majorite")));
    assert_eq!(first.demarree_le, Some(jour("2022-02-01")), "the accueil executes it");
    assert_eq!(second.demarree_le, Some(jour("2023-01-10")), "what runs does not begin again");
    assert!(first.premiere_de_chaine && !second.premiere_de_chaine);
    assert_eq!(second.debut_de_chaine, jour("2022-01-10"));
    assert_eq!(second.ppe_du_le, Some(jour("2022-04-10")));
    assert_eq!(faits.accueils[0].chaine, Some(id(50)));
}

#[test]
fn un_premier_acte_avant_l_accueil_l_emporte_et_une_fin_saisie_dit_son_motif() {
    let demarree = Demarree { mesure: MesureId(id(40)) };
    let levee = Levee {
        mesure: MesureId(id(40)),
        motif: MotifFin::AbsenceDeDanger,
        situation_apres: None,
        decision: None,
    };
    let faits = of(vec![
        ("2020-01-01", inscrit("2012-06-15")),
        ("2022-01-10", ordonnee(termes(40, 50, NatureMesure::Aemo))),
        ("2022-02-01", Evenement::Mesure(mesure::Event::Demarree(demarree))),
        ("2022-09-01", Evenement::Mesure(mesure::Event::Levee(levee))),
    ]);
    let [mesure] = &faits.mesures[..] else { panic!("one measure") };
    assert_eq!((mesure.nature, mesure.famille), ("aemo", "milieu_ouvert"));
    assert_eq!(mesure.demarree_le, Some(jour("2022-02-01")));
    assert_eq!(
        (mesure.fin_le, mesure.motif_fin),
        (Some(jour("2022-09-01")), Some("absence_de_danger"))
    );
}

#[test]
fn un_changement_de_lieu_reste_l_accueil_de_sa_mesure() {
    let change = accueil::LieuChange {
        accueil: AccueilId(id(60)),
        nouvel_accueil: AccueilId(id(61)),
        lieu: lieu(LieuAccueil::AssistantFamilial),
        motif: domain::codes::MotifChangementLieu::ManqueDePlace,
        juge_informe_le: None,
    };
    let faits = of(vec![
        ("2020-01-01", inscrit("2012-06-15")),
        ("2022-01-10", ordonnee(termes(40, 50, NatureMesure::OppJuge))),
        ("2022-01-10", admis(60, Some(40))),
        ("2022-03-01", Evenement::Accueil(accueil::Event::LieuChange(change))),
    ]);
    let seen: Vec<_> = faits
        .accueils
        .iter()
        .map(|accueil| (accueil.lieu, accueil.mesure, accueil.jusqu_a, accueil.motif))
        .collect();
    let expected = [
        ("mecs", Some(id(40)), Some(jour("2022-03-01")), Some("manque_de_place")),
        ("assistant_familial", Some(id(40)), None, None),
    ];
    assert_eq!(seen, expected);
}

#[test]
fn chaque_edition_du_projet_a_sa_ligne_et_une_annulation_l_efface() {
    let projet_id = ProjetId(id(70));
    let etabli = Etabli {
        projet: projet_id,
        objectifs: None,
        rubriques: vec![],
        objectifs_suivis: vec![],
        reference: None,
        decideur: None,
    };
    let revise = Revise {
        projet: projet_id,
        edition: 2,
        motif: None,
        objectifs: None,
        rubriques: vec![],
        objectifs_suivis: vec![],
        reference: None,
        decideur: None,
    };
    let annule = dossier::Annule {
        cible: Cible { flux: ENFANT, version: 3 },
        motif: "saisie sur le mauvais dossier".into(),
    };
    let mut events = vec![
        ("2020-01-01", inscrit("2012-06-15")),
        ("2022-01-10", Evenement::Projet(projet::Event::Etabli(etabli))),
        ("2022-07-10", Evenement::Projet(projet::Event::Revise(revise))),
    ];
    let editions =
        |faits: Faits| faits.ppe.iter().map(|row| (row.edition, row.edite_le)).collect::<Vec<_>>();
    let both = [(1, jour("2022-01-10")), (2, jour("2022-07-10"))];
    assert_eq!(editions(of(events.clone())), both);
    events.push(("2022-08-01", Evenement::Dossier(dossier::Event::Annule(annule))));
    assert_eq!(editions(of(events)), both[..1]);
}
