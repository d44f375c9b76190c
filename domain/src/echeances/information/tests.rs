//! Each rule IP, on its last day and the day after; the pitfalls and the date vectors that are theirs in `pieges`.

mod pieges;

use uuid::Uuid;

use crate::codes::{
    Canal, Contact, Correspondant, EmetteurSignalement, GenreEcrit, MotifDetachement, MotifDiffere,
    MotifEmpechement, MotifJonction, MotifPrenatalClos, Motifsig, NatureMesure, OrganismeSocial,
    Sexe, SuiteParquet, TitreTransfert, Titulaire, Transip,
};
use crate::decision::Suite;
use crate::droit::regle;
use crate::echeances::{Echeance, Etat, echeances};
use crate::ecrit::{self, Differee, Emis, Recu};
use crate::enfant::Commande;
use crate::essais::*;
use crate::evaluation::{self, ContactNote, Empechee, EnfantJoint, ParentsInformes, Reprise};
use crate::evenement::{Acte, Evenement};
use crate::identite;
use crate::ids::EcritId;
use crate::information::{
    self, AdresseDemandee, AdresseRecue, DangerGraveConstate, DemenagementConnu, Detachee,
    RetourParquetRecu, SuitesDemandees, Transferee,
};
use crate::sealed::Sealed;
use crate::temps::Survenu;

// Facts of these tests.

fn information(command: information::Command) -> Evenement {
    fait(Commande::Information(command))
}

fn evaluation(command: evaluation::Command) -> Evenement {
    fait(Commande::Evaluation(command))
}

fn recue_de(transmetteur: Transip, ecrite_le: Option<&str>) -> Evenement {
    let Commande::Information(information::Command::Recevoir(recue)) = recevoir(I1) else {
        unreachable!("that is what it makes")
    };
    information(information::Command::Recevoir(information::Recue {
        transmetteur,
        ecrite_le: ecrite_le.map(jour),
        ..recue
    }))
}

fn ecrit(genre: GenreEcrit, objet: Uuid) -> Evenement {
    fait(Commande::Ecrit(ecrit::Command::Emettre(Emis {
        ecrit: EcritId(Uuid::from_u128(0x91)),
        genre,
        destinataire: Correspondant::Expediteur,
        objet: Some(objet),
        voie: None,
        numero: None,
        decideur: None,
        rapport: None,
        pieces: vec![],
    })))
}

fn differer(genre: GenreEcrit, objet: Uuid) -> Evenement {
    fait(Commande::Ecrit(ecrit::Command::Differer(Differee {
        genre,
        objet: Some(objet),
        motif: MotifDiffere::InteretDeLEnfant,
        precision: None,
        reexaminer_le: jour("2026-06-01"),
        decideur: cadre(),
    })))
}

fn contact(genre: Contact) -> Evenement {
    evaluation(evaluation::Command::NoterContact(ContactNote {
        evaluation: E1,
        genre,
        accord_titulaires: None,
        professionnel: None,
        note: None,
    }))
}

fn empechee(motif: MotifEmpechement) -> Evenement {
    evaluation(evaluation::Command::ConstaterEmpechement(Empechee { evaluation: E1, motif }))
}

fn signalement(motif: Motifsig) -> Evenement {
    let Commande::Information(information::Command::Signaler(signalee)) =
        signaler(EmetteurSignalement::Departement, cadre())
    else {
        unreachable!("that is what it makes")
    };
    information(information::Command::Signaler(information::Signalee { motif, ..signalee }))
}

fn suites_demandees() -> Evenement {
    information(information::Command::NoterDemandeDeSuites(SuitesDemandees {
        information: I1,
        expediteur_id: None,
        canal: Canal::Telephone,
    }))
}

fn partie(vers_departement: Option<&str>) -> Evenement {
    information(information::Command::NoterDemenagement(DemenagementConnu {
        information: I1,
        vers_departement: vers_departement.map(str::to_owned),
    }))
}

fn transferee(titre: TitreTransfert, accord: Option<&str>) -> Evenement {
    information(information::Command::Transferer(Transferee {
        information: I1,
        vers_departement: "33".into(),
        canal: Canal::LettreRecommandee,
        parents_informes: Some(true),
        titre: Some(titre),
        accord_ecrit_le: accord.map(jour),
        numero: None,
        decideur: cadre(),
        pieces: vec![],
    }))
}

fn recue() -> Vec<Acte> {
    vec![lea(), le("2026-01-09", fait(recevoir(I1)))]
}

fn qualifiee() -> Vec<Acte> {
    avec(recue(), [("2026-01-12", fait(qualifier(I1)))])
}

fn mandatee() -> Vec<Acte> {
    avec(qualifiee(), [("2026-01-15", fait(mandater(&[I1], cadre())))])
}

fn avec<const N: usize>(mut faits: Vec<Acte>, plus: [(&str, Evenement); N]) -> Vec<Acte> {
    faits.extend(plus.map(|(jour_dit, evenement)| le(jour_dit, evenement)));
    faits
}

// What is asked of them.

fn toutes(faits: Vec<Acte>, id: &str) -> Vec<Echeance> {
    echeances(&parcours(faits)).into_iter().filter(|found| found.regle.id == id).collect()
}

#[track_caller]
fn une(faits: Vec<Acte>, id: &str) -> Echeance {
    let mut found = toutes(faits, id);
    assert_eq!(found.len(), 1, "{id}: {found:?}");
    found.remove(0)
}

#[track_caller]
fn etat(faits: Vec<Acte>, id: &str, au: &str) -> Etat {
    une(faits, id).etat(Survenu::le(jour(au)))
}

fn limite(echeance: &Echeance) -> Option<String> {
    echeance.stricte.map(|stricte| stricte.le.to_string())
}

#[test]
fn ip_01_un_professionnel_transmet_sans_delai_ce_qu_il_a_ecrit() {
    let faits = || vec![lea(), le("2026-01-12", recue_de(Transip::Hopital, Some("2026-01-09")))];
    let echeance = une(faits(), "IP-01");
    assert_eq!(echeance.declenchee.le, jour("2026-01-09"));
    assert_eq!(echeance.tenue, Some(Survenu::le(jour("2026-01-12"))));
    assert_eq!(limite(&echeance), None, "the law gives no number");
    let voisin =
        vec![lea(), le("2026-01-12", recue_de(Transip::AutreParticulier, Some("2026-01-09")))];
    assert!(toutes(voisin, "IP-01").is_empty(), "a neighbour owes nothing of the kind");
    assert!(toutes(recue(), "IP-01").is_empty(), "the day of the writing is not known");
}

#[test]
fn ip_02_le_119_transmet_sans_delai() {
    let faits = vec![lea(), le("2026-01-10", recue_de(Transip::Snated, Some("2026-01-09")))];
    let echeance = une(faits, "IP-02");
    assert_eq!(echeance.tenue, Some(Survenu::le(jour("2026-01-10"))));
    assert!(!echeance.regle.charge.du_departement());
}

#[test]
fn ip_03_la_premiere_analyse_n_a_pas_de_delai_national_mais_un_reglage() {
    let echeance = une(recue(), "IP-03");
    assert_eq!(limite(&echeance), None);
    let reglee = echeance.reglee(2);
    assert_eq!(limite(&reglee).as_deref(), Some("2026-01-11"));
    assert_eq!(reglee.etat(Survenu::le(jour("2026-01-11"))), Etat::Ouverte);
    assert_eq!(reglee.etat(Survenu::le(jour("2026-01-12"))), Etat::Depassee);
    assert_eq!(etat(qualifiee(), "IP-03", "2026-02-01"), Etat::Tenue);
    let tard = une(qualifiee(), "IP-03").reglee(2);
    assert_eq!(tard.etat(Survenu::le(jour("2026-02-01"))), Etat::TenueEnRetard);
}

/// Reported before his birth, expected on 10 May, and born on the day said.
fn prenatale(naissance: Option<&str>) -> Vec<Acte> {
    let signaler = identite::Command::SignalerANaitre(identite::ANaitreSignale {
        description: Sealed::nouveau("une grossesse suivie à la maternité".into()),
        terme_prevu_le: Some(jour("2026-05-10")),
        mere: None,
    });
    let naitre = identite::Ne { etat_civil: None, sexe: Sexe::Feminin };
    let naitre = identite::Command::ConstaterNaissance(naitre);
    let mut faits = vec![
        le("2026-02-01", fait(Commande::Identite(signaler))),
        le("2026-02-02", fait(recevoir(I1))),
    ];
    faits.extend(naissance.map(|ne| le(ne, fait(Commande::Identite(naitre)))));
    faits
}

#[test]
fn ip_03_avant_la_naissance_l_analyse_attend_que_l_enfant_naisse() {
    assert!(toutes(prenatale(None), "IP-03").is_empty());
    assert_eq!(etat(prenatale(None), "IP-03A", "2026-05-09"), Etat::AVenir);
    assert_eq!(etat(prenatale(None), "IP-03A", "2026-05-10"), Etat::Ouverte, "the expected day");
    let nee = prenatale(Some("2026-05-02"));
    assert_eq!(etat(nee.clone(), "IP-03A", "2026-05-01"), Etat::AVenir);
    assert_eq!(etat(nee.clone(), "IP-03A", "2026-05-02"), Etat::Ouverte);
    let qualifiee = avec(nee, [("2026-05-04", fait(qualifier(I1)))]);
    assert_eq!(etat(qualifiee, "IP-03A", "2026-05-04"), Etat::Tenue);
    let ecartee = avec(prenatale(None), [("2026-02-10", fait(ne_pas_qualifier(cadre())))]);
    assert_eq!(etat(ecartee, "IP-03", "2026-02-10"), Etat::Tenue, "looked at before the birth");
    let clos = identite::PrenatalClos { motif: MotifPrenatalClos::GrossesseInterrompue };
    let clos = fait(Commande::Identite(identite::Command::ClorePrenatal(clos)));
    let close = avec(prenatale(None), [("2026-03-01", clos)]);
    assert_eq!(etat(close, "IP-03A", "2026-06-01"), Etat::SansObjet);
}

#[test]
fn ip_04_avant_la_naissance_les_trois_mois_courent_de_la_naissance() {
    let nee = avec(prenatale(Some("2026-05-02")), [("2026-05-04", fait(qualifier(I1)))]);
    assert!(toutes(nee.clone(), "IP-04").is_empty());
    let echeance = une(nee.clone(), "IP-04A");
    assert_eq!(limite(&echeance).as_deref(), Some("2026-08-02"));
    assert_eq!(echeance.regle.verification, "M", "the texts read are silent");
    assert_eq!(etat(nee.clone(), "IP-04A", "2026-08-02"), Etat::Ouverte);
    assert_eq!(etat(nee.clone(), "IP-04A", "2026-08-03"), Etat::Depassee);
    assert_eq!(une(nee.clone(), "IP-05A").declenchee.le, jour("2026-05-02"));
    let parcours = parcours(nee);
    let due = parcours.echeance_d_evaluation(&parcours.information.informations[&I1]);
    assert_eq!(due, Some(jour("2026-08-02")));
}

fn parquet(suite: SuiteParquet) -> Evenement {
    let retour = RetourParquetRecu { information: I1, suite };
    information(information::Command::NoterRetourParquet(retour))
}

#[test]
fn ip_04_un_signalement_sans_evaluation_n_en_attend_pas() {
    let signalee = || {
        let signalement = signalement(Motifsig::DangerGraveImmediat);
        avec(qualifiee(), [("2026-01-13", signalement)])
    };
    assert_eq!(etat(signalee(), "IP-04", "2026-01-12"), Etat::Ouverte);
    assert_eq!(etat(signalee(), "IP-04", "2026-01-13"), Etat::SansObjet);
    let (le_jour, pourquoi) = une(signalee(), "IP-04").sans_objet.expect("without object");
    assert_eq!(le_jour, jour("2026-01-13"));
    assert_eq!(pourquoi, "signalée à l'autorité judiciaire sans évaluation");
    let mandatee = avec(signalee(), [("2026-01-15", fait(mandater(&[I1], cadre())))]);
    assert_eq!(etat(mandatee, "IP-04", "2026-04-10"), Etat::Depassee, "both go on together");
    let opp = avec(signalee(), [("2026-01-14", parquet(SuiteParquet::Opp))]);
    assert_eq!(etat(opp, "IP-04", "2026-04-10"), Etat::SansObjet);
    let rendue = avec(signalee(), [("2026-01-14", parquet(SuiteParquet::RenvoiAuDepartement))]);
    assert_eq!(etat(rendue, "IP-04", "2026-04-10"), Etat::Depassee, "to be evaluated again");
}

#[test]
fn ip_04_l_evaluation_est_rendue_dans_les_trois_mois_de_la_reception() {
    let rendue = |jour_dit| avec(mandatee(), [(jour_dit, fait(remettre_rapport()))]);
    assert_eq!(limite(&une(mandatee(), "IP-04")).as_deref(), Some("2026-04-09"));
    assert_eq!(etat(rendue("2026-04-09"), "IP-04", "2026-05-01"), Etat::Tenue);
    assert_eq!(etat(rendue("2026-04-10"), "IP-04", "2026-05-01"), Etat::TenueEnRetard);
    assert_eq!(etat(mandatee(), "IP-04", "2026-04-09"), Etat::Ouverte);
    assert_eq!(etat(mandatee(), "IP-04", "2026-04-10"), Etat::Depassee);
    assert!(toutes(recue(), "IP-04").is_empty(), "not yet an IP");
}

#[test]
fn ip_04_un_complement_ne_fait_pas_repartir_le_delai() {
    let faits = avec(
        mandatee(),
        [
            ("2026-04-01", fait(remettre_rapport())),
            ("2026-04-15", fait(demander_complement())),
            ("2026-05-20", fait(remettre_rapport())),
        ],
    );
    assert_eq!(etat(faits, "IP-04", "2026-06-01"), Etat::Tenue);
}

#[test]
fn ip_04_n_a_plus_d_objet_a_la_majorite_ni_apres_un_transfert() {
    let presque = vec![
        lea_nee_le("2008-02-01"),
        le("2026-01-09", fait(recevoir(I1))),
        le("2026-01-12", fait(qualifier(I1))),
    ];
    assert_eq!(etat(presque.clone(), "IP-04", "2026-01-31"), Etat::Ouverte);
    assert_eq!(etat(presque, "IP-04", "2026-02-01"), Etat::SansObjet);
    let partie = avec(mandatee(), [("2026-02-10", transferee(TitreTransfert::Evaluation, None))]);
    assert_eq!(etat(partie, "IP-04", "2026-02-10"), Etat::SansObjet);
    let decidee = Suite::TransmissionParquet { motif_signalement: Motifsig::Refus };
    let Commande::Decision(crate::decision::Command::Decider(prise)) =
        decider(vec![decidee], None, cadre())
    else {
        unreachable!("that is what it makes")
    };
    let prise = crate::decision::Prise { informations: vec![I1], ..prise };
    let prise = fait(Commande::Decision(crate::decision::Command::Decider(prise)));
    let sans_evaluer = avec(qualifiee(), [("2026-01-20", prise)]);
    assert_eq!(etat(sans_evaluer, "IP-04", "2026-04-30"), Etat::SansObjet);
}

#[test]
fn ip_04_l_enfant_joint_a_l_horloge_de_l_information() {
    let joint = |arrivee_le: Option<&str>| {
        evaluation(evaluation::Command::Joindre(EnfantJoint {
            evaluation: E1,
            informations: vec![I1],
            motif: MotifJonction::Domicile,
            arrivee_le: arrivee_le.map(jour),
        }))
    };
    let faits = vec![lea(), le("2026-02-20", joint(Some("2026-01-09")))];
    let echeance = une(faits, "IP-04");
    assert_eq!((limite(&echeance).as_deref(), echeance.objet), (Some("2026-04-09"), E1.0));
    let unknown = vec![lea(), le("2026-02-20", joint(None))];
    assert!(toutes(unknown, "IP-04").is_empty());
    let named = avec(mandatee(), [("2026-02-20", joint(Some("2026-01-09")))]);
    assert_eq!(
        toutes(named, "IP-04").len(),
        1,
        "named by the information: its clock is his already"
    );
}

#[test]
fn ip_05_le_delai_reduit_a_la_qualification_court_de_la_reception() {
    let Commande::Information(information::Command::Qualifier(commande)) = qualifier(I1) else {
        unreachable!("that is what it makes")
    };
    let reduite = information(information::Command::Qualifier(information::Qualifiee {
        delai_reduit_jours: Some(30),
        ..commande
    }));
    let faits = |rendu| {
        avec(
            recue(),
            [
                ("2026-01-12", reduite.clone()),
                ("2026-01-12", fait(mandater(&[I1], cadre()))),
                (rendu, fait(remettre_rapport())),
            ],
        )
    };
    assert_eq!(limite(&une(faits("2026-02-08"), "IP-05")).as_deref(), Some("2026-02-08"));
    assert_eq!(etat(faits("2026-02-08"), "IP-05", "2026-03-01"), Etat::Tenue);
    assert_eq!(etat(faits("2026-02-09"), "IP-05", "2026-03-01"), Etat::TenueEnRetard);
    assert_eq!(etat(faits("2026-02-09"), "IP-04", "2026-03-01"), Etat::Tenue, "both are shown");
}

#[test]
fn ip_05_s_ouvre_sans_nombre_pour_un_enfant_de_moins_de_deux_ans() {
    let ne_le = |naissance| {
        let faits = vec![lea_nee_le(naissance), le("2026-01-09", fait(recevoir(I1)))];
        toutes(avec(faits, [("2026-01-12", fait(qualifier(I1)))]), "IP-05")
    };
    let found = ne_le("2024-01-10");
    assert_eq!(limite(&found[0]), None, "the law gives no number");
    assert_eq!(limite(&found[0].clone().reglee(45)).as_deref(), Some("2026-02-23"));
    assert!(ne_le("2024-01-09").is_empty(), "two years old on the day it arrived");
}

#[test]
fn ip_06_un_danger_grave_et_immediat_est_signale_sans_delai() {
    let danger = || {
        information(information::Command::ConstaterDangerGrave(DangerGraveConstate {
            information: I1,
            evaluation: Some(E1),
            dangers: vec![],
        }))
    };
    let vu = || avec(mandatee(), [("2026-02-03", danger())]);
    assert_eq!(etat(vu(), "IP-06", "2026-02-04"), Etat::Ouverte);
    let signale = avec(vu(), [("2026-02-03", signalement(Motifsig::DangerGraveImmediat))]);
    let echeance = une(signale, "IP-06");
    assert_eq!(echeance.tenue, Some(Survenu::le(jour("2026-02-03"))));
    let avant =
        avec(mandatee(), [("2026-02-02", signalement(Motifsig::Refus)), ("2026-02-03", danger())]);
    assert_eq!(etat(avant, "IP-06", "2026-02-04"), Etat::Ouverte, "that was about something else");
}

#[test]
fn ip_07_l_enfant_qu_on_ne_peut_rencontrer_fait_saisir_la_justice() {
    let prevented = || avec(mandatee(), [("2026-02-10", empechee(MotifEmpechement::Refus))]);
    assert_eq!(etat(prevented(), "IP-07", "2026-02-11"), Etat::Ouverte);
    let seized = |motif| avec(prevented(), [("2026-02-12", signalement(motif))]);
    assert_eq!(etat(seized(Motifsig::EvaluationImpossible), "IP-07", "2026-02-12"), Etat::Tenue);
    assert_eq!(etat(seized(Motifsig::Refus), "IP-07", "2026-02-12"), Etat::Ouverte);
    let met = avec(prevented(), [("2026-02-20", contact(Contact::RencontreService))]);
    assert_eq!(etat(met, "IP-07", "2026-02-20"), Etat::SansObjet);
    let reprise = evaluation(evaluation::Command::Reprendre(Reprise { evaluation: E1 }));
    let resumed = avec(prevented(), [("2026-02-20", reprise)]);
    assert_eq!(etat(resumed, "IP-07", "2026-02-20"), Etat::SansObjet);
    let parti = avec(mandatee(), [("2026-02-10", empechee(MotifEmpechement::Demenagement))]);
    assert!(toutes(parti, "IP-07").is_empty(), "a family that moved is another rule's");
}

#[test]
fn ip_07_plusieurs_tentatives_font_un_seul_empechement_jusqu_a_la_reprise() {
    let faits = avec(
        mandatee(),
        [
            ("2026-02-10", empechee(MotifEmpechement::Refus)),
            ("2026-02-14", empechee(MotifEmpechement::EnfantNonRencontre)),
            ("2026-02-20", contact(Contact::RencontreDomicile)),
            ("2026-03-05", empechee(MotifEmpechement::Refus)),
        ],
    );
    let found = toutes(faits, "IP-07");
    let days: Vec<String> = found.iter().map(|one| one.declenchee.le.to_string()).collect();
    assert_eq!(days, ["2026-02-10", "2026-03-05"]);
}

#[test]
fn ip_08_les_titulaires_sont_informes_de_l_evaluation() {
    assert_eq!(etat(mandatee(), "IP-08", "2026-01-20"), Etat::Ouverte);
    let informer = evaluation(evaluation::Command::InformerParents(ParentsInformes {
        evaluation: E1,
        titulaires: vec![Titulaire::Mere],
        voie: None,
    }));
    let told = avec(mandatee(), [("2026-01-17", informer)]);
    assert_eq!(une(told, "IP-08").tenue, Some(Survenu::le(jour("2026-01-17"))));
    let lettre = ecrit(GenreEcrit::InformationParentsEvaluation, E1.0);
    assert_eq!(
        etat(avec(mandatee(), [("2026-01-17", lettre)]), "IP-08", "2026-01-20"),
        Etat::Tenue
    );
}

#[test]
fn ip_09_une_rencontre_a_lieu_au_domicile_avant_le_rapport() {
    let faits = |genre, rencontre, rapport| {
        avec(mandatee(), [(rencontre, contact(genre)), (rapport, fait(remettre_rapport()))])
    };
    let au = "2026-05-01";
    let meme_jour = faits(Contact::RencontreDomicile, "2026-03-20", "2026-03-20");
    assert_eq!(etat(meme_jour, "IP-09", au), Etat::Tenue);
    let apres = faits(Contact::RencontreDomicile, "2026-03-21", "2026-03-20");
    assert_eq!(etat(apres, "IP-09", au), Etat::TenueEnRetard);
    let ailleurs = faits(Contact::RencontreService, "2026-03-01", "2026-03-20");
    assert_eq!(etat(ailleurs, "IP-09", au), Etat::Depassee);
    let saisie = avec(mandatee(), [("2026-02-12", signalement(Motifsig::EvaluationImpossible))]);
    assert_eq!(etat(saisie, "IP-09", au), Etat::SansObjet);
}

#[test]
fn ip_10_les_parents_sont_informes_par_ecrit_de_la_saisine() {
    let signale = || avec(qualifiee(), [("2026-01-13", signalement(Motifsig::Refus))]);
    assert_eq!(etat(signale(), "IP-10", "2026-01-20"), Etat::Ouverte);
    let lettre = || ecrit(GenreEcrit::InformationParentsSaisine, I1.0);
    assert_eq!(
        etat(avec(signale(), [("2026-01-14", lettre())]), "IP-10", "2026-01-20"),
        Etat::Tenue
    );
    let before = avec(signale(), [("2026-01-12", lettre())]);
    assert_eq!(etat(before, "IP-10", "2026-01-20"), Etat::Ouverte, "nothing was seized yet");
}

#[test]
fn ip_11_le_professionnel_est_informe_des_suites_sans_le_demander() {
    assert!(toutes(qualifiee(), "IP-11").is_empty(), "nothing became of it yet");
    let classee = || avec(recue(), [("2026-01-12", fait(ne_pas_qualifier(cadre())))]);
    let echeance = une(classee(), "IP-11");
    assert_eq!((echeance.declenchee.le, limite(&echeance)), (jour("2026-01-12"), None));
    let ecrite = avec(classee(), [("2026-01-20", ecrit(GenreEcrit::RetourExpediteur, I1.0))]);
    assert_eq!(etat(ecrite, "IP-11", "2026-02-01"), Etat::Tenue);
    let decidee = avec(
        mandatee(),
        [
            ("2026-03-20", fait(remettre_rapport())),
            ("2026-03-25", fait(decider(vec![Suite::SansSuite], Some(E1), cadre()))),
        ],
    );
    assert_eq!(une(decidee, "IP-11").declenchee.le, jour("2026-03-25"));
}

#[test]
fn ip_12_le_particulier_qui_le_demande_a_sa_reponse_dans_les_trois_mois() {
    let voisin = || vec![lea(), le("2026-01-09", recue_de(Transip::AutreParticulier, None))];
    assert!(toutes(voisin(), "IP-12").is_empty(), "he asked nothing");
    let demande = || avec(voisin(), [("2026-02-28", suites_demandees())]);
    assert_eq!(limite(&une(demande(), "IP-12")).as_deref(), Some("2026-05-28"));
    let repondue =
        |jour_dit| avec(demande(), [(jour_dit, ecrit(GenreEcrit::ReponseExpediteur, I1.0))]);
    assert_eq!(etat(repondue("2026-05-28"), "IP-12", "2026-06-30"), Etat::Tenue);
    assert_eq!(etat(repondue("2026-05-29"), "IP-12", "2026-06-30"), Etat::TenueEnRetard);
    let ancienne = vec![
        lea(),
        le("2022-01-03", recue_de(Transip::AutreParticulier, None)),
        le("2022-02-08", suites_demandees()),
    ];
    assert!(toutes(ancienne, "IP-12").is_empty(), "before the law of 7 February 2022");
}

#[test]
fn ip_13_le_parquet_rend_compte_au_departement() {
    let signale = || avec(qualifiee(), [("2026-01-13", signalement(Motifsig::Refus))]);
    let echeance = une(signale(), "IP-13");
    assert!(!echeance.regle.charge.du_departement(), "it waits on someone else");
    let retour = information(information::Command::NoterRetourParquet(RetourParquetRecu {
        information: I1,
        suite: SuiteParquet::SansSuite,
    }));
    assert_eq!(etat(avec(signale(), [("2026-02-20", retour)]), "IP-13", "2026-03-01"), Etat::Tenue);
}

#[test]
fn ip_14_qui_signale_au_parquet_en_adresse_copie() {
    let tiers = |emetteur| fait(signaler(emetteur, None));
    let avec_copie = Acte {
        connu_le: jour("2026-01-20"),
        ..le("2026-01-13", tiers(EmetteurSignalement::Tiers))
    };
    let mut copie = recue();
    copie.push(avec_copie);
    assert_eq!(une(copie, "IP-14").tenue, Some(Survenu::le(jour("2026-01-20"))));
    let sans = || avec(recue(), [("2026-01-13", tiers(EmetteurSignalement::TiersSansCopie))]);
    assert_eq!(etat(sans(), "IP-14", "2026-02-01"), Etat::Ouverte);
    let arrivee = fait(Commande::Ecrit(ecrit::Command::Recevoir(Recu {
        ecrit: EcritId(Uuid::from_u128(0x92)),
        genre: GenreEcrit::CopieSignalement,
        auteur: Correspondant::Autre,
        objet: Some(I1.0),
        service: None,
        pieces: vec![],
        rapport: None,
    })));
    assert_eq!(etat(avec(sans(), [("2026-01-30", arrivee)]), "IP-14", "2026-02-01"), Etat::Tenue);
}

#[test]
fn ip_15_l_information_suit_la_famille_partie_ailleurs() {
    let parti = || avec(mandatee(), [("2026-02-01", partie(Some("33")))]);
    assert_eq!(etat(parti(), "IP-15", "2026-02-05"), Etat::Ouverte);
    let transmise = avec(parti(), [("2026-02-10", transferee(TitreTransfert::Evaluation, None))]);
    assert_eq!(etat(transmise, "IP-15", "2026-02-10"), Etat::Tenue);
    let sans_adresse = avec(mandatee(), [("2026-02-01", partie(None))]);
    assert!(toutes(sans_adresse, "IP-15").is_empty(), "nobody knows where: IP-17");
}

#[test]
fn ip_16_l_accord_ecrit_precede_la_transmission_d_une_prestation() {
    let aed = || {
        avec(
            mandatee(),
            [
                ("2026-01-20", fait(contracter(aed(M1).until("2027-01-20")))),
                ("2026-02-01", partie(Some("33"))),
            ],
        )
    };
    assert_eq!(etat(aed(), "IP-16", "2026-02-05"), Etat::Ouverte);
    let transmise = |accord| {
        avec(aed(), [("2026-02-10", transferee(TitreTransfert::Prestation, Some(accord)))])
    };
    assert_eq!(etat(transmise("2026-02-10"), "IP-16", "2026-03-01"), Etat::Tenue);
    assert_eq!(etat(transmise("2026-02-11"), "IP-16", "2026-03-01"), Etat::TenueEnRetard);
    let refuse = transferee(TitreTransfert::PrestationSansAccord, None);
    assert_eq!(etat(avec(aed(), [("2026-02-10", refuse)]), "IP-16", "2026-03-01"), Etat::SansObjet);
    let sans_mesure = avec(mandatee(), [("2026-02-01", partie(Some("33")))]);
    assert!(toutes(sans_mesure, "IP-16").is_empty());
}

#[test]
fn ip_17_la_caisse_repond_dans_les_dix_jours() {
    let demander = |recue_le: Option<&str>| {
        information(information::Command::DemanderAdresse(AdresseDemandee {
            information: I1,
            organisme: OrganismeSocial::Caf,
            recue_le: recue_le.map(jour),
        }))
    };
    let repondre = |organisme| {
        information(information::Command::NoterReponseAdresse(AdresseRecue {
            information: I1,
            organisme,
            connue: false,
            adresse: None,
        }))
    };
    let demandee = |recue_le| avec(recue(), [("2026-01-14", demander(recue_le))]);
    assert_eq!(limite(&une(demandee(None), "IP-17")).as_deref(), Some("2026-01-24"));
    let recue_le_16 = || demandee(Some("2026-01-16"));
    assert_eq!(limite(&une(recue_le_16(), "IP-17")).as_deref(), Some("2026-01-26"));
    let answered = |jour_dit, organisme| avec(recue_le_16(), [(jour_dit, repondre(organisme))]);
    let au = "2026-02-15";
    let caf = OrganismeSocial::Caf;
    assert_eq!(etat(answered("2026-01-26", caf), "IP-17", au), Etat::Tenue);
    assert_eq!(etat(answered("2026-01-27", caf), "IP-17", au), Etat::TenueEnRetard);
    let other = answered("2026-01-26", OrganismeSocial::Cpam);
    assert_eq!(etat(other, "IP-17", au), Etat::Depassee, "another answered");
}
