//! Rows of the chapters that follow a child once he is followed.

use domain::codes::{
    ActeSante, BesoinAutonomie, CasPupille, Connaissance, Correspondant, EcartMesure,
    EvolutionStatut, FinPupille, GenreEcrit, MotifEcart, NatureLien, SourceLien, SourceObservation,
};
use domain::ids::{EcritId, ExamenId, LienId, PersonneId, RecueilId};
use domain::projet_pour_enfant::AvisCessec;
use domain::statut::{PupilleAdmis, PupilleFini, PvDresse};
use domain::{autonomie, ecrit, entourage, sante, situation, statut};

use super::*;

fn ne(naissance: &'static str) -> (&'static str, Evenement) {
    ("2018-01-01", inscrit(naissance))
}

#[test]
fn un_statut_court_de_son_effet_a_celui_du_suivant() {
    let recueil = RecueilId(id(80));
    let cas = CasPupille::SansFiliation;
    let pv = PvDresse { recueil, cas, remis_par: vec![], informes: None, decideur: None };
    let admis = PupilleAdmis { recueil, cas, effet_le: None, decideur: None };
    let fini = PupilleFini { recueil, fin: FinPupille::Adoption };
    let mut aemo = termes(40, 50, NatureMesure::Aemo);
    aemo.terme_le = Some(jour("2020-12-31"));
    let faits = of(vec![
        ne("2012-01-01"),
        ("2020-01-01", ordonnee(aemo)),
        ("2021-03-01", Evenement::Statut(statut::Event::PvDresse(pv))),
        ("2021-06-01", Evenement::Statut(statut::Event::PupilleAdmis(admis))),
        ("2022-02-02", Evenement::Statut(statut::Event::PupilleFini(fini))),
    ]);
    let spells: Vec<_> =
        faits.statuts.iter().map(|row| (row.voie, row.depuis, row.jusqu_a)).collect();
    let expected = [
        ("assistance_educative", jour("2020-01-01"), Some(jour("2021-01-01"))),
        ("pupille_provisoire", jour("2021-03-01"), Some(jour("2021-06-01"))),
        ("pupille", jour("2021-06-01"), Some(jour("2022-02-02"))),
    ];
    assert_eq!(spells, expected);
    let [pupille] = &faits.pupilles[..] else { panic!("one procedure") };
    assert_eq!((pupille.fini_le, pupille.fin), (Some(jour("2022-02-02")), Some("adoption")));
    assert_eq!(of(vec![ne("2000-01-01")]).statuts, [], "nobody accompanies this adult");
}

#[test]
fn un_examen_garde_son_premier_avis() {
    let avis = |avis| {
        let examen = ExamenId(id(81));
        Evenement::Projet(projet::Event::AvisCessec(AvisCessec { examen, avis, precision: None }))
    };
    let faits = of(vec![
        ne("2012-01-01"),
        ("2022-01-01", avis(EvolutionStatut::Tutelle)),
        ("2022-02-01", avis(EvolutionStatut::Maintien)),
    ]);
    let [examen] = &faits.examens[..] else { panic!("one examination") };
    assert_eq!((examen.avis_le, examen.avis), (Some(jour("2022-01-01")), Some("tutelle")));
    assert_eq!(examen.saisie_le, None, "nobody said who asked");
}

/// A report about measure 40.
fn report(number: u128, genre: GenreEcrit) -> Evenement {
    Evenement::Ecrit(ecrit::Event::Recu(ecrit::Recu {
        ecrit: EcritId(id(number)),
        genre,
        auteur: Correspondant::ServiceHabilite,
        objet: Some(id(40)),
        service: None,
        rapport: None,
        pieces: vec![],
    }))
}

#[test]
fn chaque_rapport_sert_un_jour_du_et_un_jour_manque_n_efface_pas_les_suivants() {
    let mut aemo = termes(40, 50, NatureMesure::Aemo);
    aemo.terme_le = Some(jour("2023-06-30"));
    let all = |more: Vec<(&'static str, Evenement)>| {
        let told = [vec![ne("2012-01-01"), ("2020-07-04", ordonnee(aemo.clone()))], more].concat();
        let faits = of(told);
        let due = faits.rapports_dus.iter().map(|row| (row.du_le, row.remis_le));
        due.map(|(du, remis)| (du.to_string(), remis.map(|le| le.to_string()))).collect::<Vec<_>>()
    };
    let due = |remis: [Option<&str>; 2]| {
        let days = ["2021-07-04", "2022-07-04"].map(str::to_owned);
        days.into_iter().zip(remis.map(|le| le.map(str::to_owned))).collect::<Vec<_>>()
    };
    assert_eq!(all(vec![]), due([None, None]), "none after the term");
    let early = ("2021-06-01", report(90, GenreEcrit::RapportAnnuel));
    assert_eq!(all(vec![early.clone()]), due([Some("2021-06-01"), None]));
    let note = ("2021-08-01", report(91, GenreEcrit::NoteInformation));
    let late = ("2022-09-01", report(92, GenreEcrit::RapportSituation));
    assert_eq!(all(vec![early, note, late]), due([Some("2021-06-01"), Some("2022-09-01")]));
}

#[test]
fn un_projet_dit_les_besoins_qu_il_ne_couvre_pas() {
    let projet = |non_couverts: Vec<BesoinAutonomie>| {
        let etabli =
            autonomie::ProjetAutonomieEtabli { couverts: vec![], non_couverts, precisions: None };
        Evenement::Autonomie(autonomie::Event::ProjetAutonomieEtabli(etabli))
    };
    let faits = of(vec![
        ne("2004-01-01"),
        ("2022-01-01", projet(vec![BesoinAutonomie::Logement, BesoinAutonomie::Soins])),
        ("2022-02-01", projet(vec![])),
    ]);
    let seen: Vec<_> =
        faits.projets_autonomie.iter().map(|projet| projet.non_couverts.as_str()).collect();
    assert_eq!(seen, [" logement soins ", ""]);
}

#[test]
fn d_une_question_et_d_un_jour_la_derniere_reponse_compte() {
    let observe = |valeur: &str| {
        let reponse = situation::Reponse {
            rubrique: "handicap".into(),
            connaissance: Connaissance::Connue,
            valeur: Some(valeur.into()),
        };
        let source = SourceObservation::Mdph;
        let observee = situation::Observee { source, reponses: vec![reponse] };
        Evenement::Situation(situation::Event::Observee(observee))
    };
    let suivi = || {
        Evenement::Sante(sante::Event::ActeRealise(sante::ActeRealise {
            acte: ActeSante::Suivi,
            besoins: vec![],
            vaccination: None,
            realise_par: None,
            prochain_le: None,
            observation: None,
        }))
    };
    let faits = of(vec![
        ne("2012-01-01"),
        ("2022-01-01", observe("non")),
        ("2022-01-01", observe("oui")),
        ("2022-03-01", observe("non")),
        ("2022-03-01", suivi()),
    ]);
    let seen: Vec<_> = faits.situations.iter().map(|row| (row.le, row.valeur.as_deref())).collect();
    assert_eq!(seen, [(jour("2022-01-01"), Some("oui")), (jour("2022-03-01"), Some("non"))]);
    assert_eq!((faits.actes_sante[0].acte, faits.actes_sante[0].le), ("suivi", jour("2022-03-01")));
}

#[test]
fn seuls_un_pere_et_une_mere_font_des_freres_et_soeurs() {
    let lien = |number: u128, nature| {
        Evenement::Entourage(entourage::Event::LienDeclare(entourage::LienDeclare {
            lien: LienId(id(number)),
            personne: PersonneId(id(number)),
            nature,
            source: SourceLien::Declaration,
        }))
    };
    let faits = of(vec![
        ne("2012-01-01"),
        ("2020-01-01", lien(1, NatureLien::Mere)),
        ("2020-01-01", lien(2, NatureLien::GrandParent)),
    ]);
    let seen: Vec<_> = faits.parentes.iter().map(|row| (row.personne, row.nature)).collect();
    assert_eq!(seen, [(id(1), "mere")]);
}

#[test]
fn une_mesure_levee_sans_avoir_ete_executee_dit_son_issue_et_ses_ecarts() {
    let levee = |on: &'static str| {
        let levee = Levee {
            mesure: MesureId(id(40)),
            motif: MotifFin::AbsenceDeDanger,
            situation_apres: None,
            decision: None,
        };
        (on, Evenement::Mesure(mesure::Event::Levee(levee)))
    };
    let ordered = || ("2022-01-10", ordonnee(termes(40, 50, NatureMesure::Aemo)));
    let faits = of(vec![ne("2012-01-01"), ordered(), levee("2022-05-01")]);
    assert_eq!(faits.executions[0].issue, Some("levee"));

    let demarree = Demarree { mesure: MesureId(id(40)) };
    let demarree = ("2022-02-01", Evenement::Mesure(mesure::Event::Demarree(demarree)));
    let faits = of(vec![ne("2012-01-01"), ordered(), demarree.clone(), levee("2022-05-01")]);
    assert_eq!(faits.executions, [], "its measure says it all");

    let ecart = mesure::EcartConstate {
        mesure: MesureId(id(40)),
        ecart: EcartMesure::OrdonneeExecutee,
        motif: MotifEcart::DefautDePlace,
        executee: Some(NatureMesure::Aed),
    };
    let ecart = ("2022-02-02", Evenement::Mesure(mesure::Event::EcartConstate(ecart)));
    let faits = of(vec![ne("2012-01-01"), ordered(), demarree, ecart]);
    let [execution] = &faits.executions[..] else { panic!("one measure") };
    assert_eq!(
        (execution.ecart_execution, execution.executee, execution.issue),
        (Some("defaut_de_place"), Some("aed"), None)
    );
}

#[test]
fn une_irregularite_va_du_jour_ou_on_la_trouve_a_celui_ou_le_fait_arrive() {
    let etabli = Etabli {
        projet: ProjetId(id(70)),
        objectifs: None,
        rubriques: vec![],
        objectifs_suivis: vec![],
        reference: None,
        decideur: None,
    };
    let faits = of(vec![
        ne("2012-01-01"),
        ("2022-01-10", ordonnee(termes(40, 50, NatureMesure::Aemo))),
        ("2022-06-01", Evenement::Projet(projet::Event::Etabli(etabli))),
    ]);
    let [missing] = &faits.irregularites[..] else { panic!("{:?}", faits.irregularites) };
    assert_eq!((missing.code, missing.charge), ("PROJET_MANQUANT", "ase"));
    assert_eq!(missing.depuis, jour("2022-04-10"));
    assert_eq!(
        (missing.ouverte_le, missing.fermee_le),
        (jour("2022-04-11"), Some(jour("2022-06-01")))
    );
}
