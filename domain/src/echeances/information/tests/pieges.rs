//! The pitfalls of an information's delays, by their number, and the date vectors of the three months.

use super::*;

#[test]
fn piege_03_l_horloge_part_de_la_reception_et_non_du_tri_ni_du_mandat() {
    let lente = avec(
        recue(),
        [("2026-03-02", fait(qualifier(I1))), ("2026-03-20", fait(mandater(&[I1], cadre())))],
    );
    assert_eq!(limite(&une(lente, "IP-04")).as_deref(), Some("2026-04-09"));
}

#[test]
fn piege_04_un_rattachement_ne_relance_pas_l_horloge_et_garde_ses_retours() {
    let rattachee = || {
        avec(
            mandatee(),
            [("2026-02-20", fait(recevoir(I2))), ("2026-02-21", fait(rattacher(I2, I1)))],
        )
    };
    assert_eq!(une(rattachee(), "IP-04").objet, I1.0);
    assert_eq!(limite(&une(rattachee(), "IP-04")).as_deref(), Some("2026-04-09"));
    let decidee = avec(
        rattachee(),
        [
            ("2026-03-20", fait(remettre_rapport())),
            ("2026-03-25", fait(decider(vec![Suite::SansSuite], Some(E1), cadre()))),
            ("2026-03-27", ecrit(GenreEcrit::RetourExpediteur, I1.0)),
        ],
    );
    let returns = toutes(decidee, "IP-11");
    let open: Vec<Uuid> =
        returns.iter().filter(|one| one.tenue.is_none()).map(|one| one.objet).collect();
    assert_eq!((returns.len(), open), (2, vec![I2.0]), "each sender has his own return");
    let detachee = information(information::Command::Detacher(Detachee {
        information: I2,
        principale: I1,
        motif: MotifDetachement::FaitsDistincts,
    }));
    let alone = avec(rattachee(), [("2026-03-01", detachee), ("2026-03-02", fait(qualifier(I2)))]);
    let limits: Vec<_> = toutes(alone, "IP-04").iter().map(limite).collect();
    assert_eq!(limits, [Some("2026-04-09".into()), Some("2026-05-20".into())], "its own arrival");
}

#[test]
fn piege_05_des_faits_nouveaux_pendant_l_evaluation_se_signalent_aussitot() {
    given(mandatee())
        .on("2026-02-03")
        .when(signaler(EmetteurSignalement::Departement, cadre()))
        .then(expect_test::expect!["information_signalee"]);
    let signale = avec(mandatee(), [("2026-02-03", signalement(Motifsig::DangerGraveImmediat))]);
    assert_eq!(etat(signale, "IP-04", "2026-02-04"), Etat::Ouverte, "the évaluation goes on");
}

#[test]
fn piege_32_un_signalement_renvoye_par_le_parquet_n_est_pas_une_suite() {
    let renvoi = || {
        information(information::Command::NoterRetourParquet(RetourParquetRecu {
            information: I1,
            suite: SuiteParquet::RenvoiAuDepartement,
        }))
    };
    let renvoyee =
        avec(mandatee(), [("2026-02-03", signalement(Motifsig::Refus)), ("2026-02-20", renvoi())]);
    assert_eq!(etat(renvoyee.clone(), "IP-04", "2026-03-01"), Etat::Ouverte);
    assert!(toutes(renvoyee.clone(), "IP-11").is_empty(), "nothing was decided");
    assert_eq!(toutes(renvoyee.clone(), "IP-13").len(), 1, "one signalement, one return");
    let known = parcours(renvoyee);
    assert!(known.decision.decisions.is_empty());
    assert_eq!(known.information.informations[&I1].signalements_du_departement().count(), 1);
}

#[test]
fn piege_33_un_professionnel_est_informe_de_droit_un_particulier_sur_demande() {
    let by = |transmetteur| {
        vec![
            lea(),
            le("2026-01-09", recue_de(transmetteur, None)),
            le("2026-01-12", fait(ne_pas_qualifier(cadre()))),
            le("2026-01-30", suites_demandees()),
        ]
    };
    let rules = |transmetteur| {
        let faits = by(transmetteur);
        (toutes(faits.clone(), "IP-11").len(), toutes(faits, "IP-12").len())
    };
    assert_eq!(rules(Transip::EnseignementPublic), (1, 0));
    assert_eq!(rules(Transip::AutreParticulier), (0, 1));
    assert_eq!(rules(Transip::Anonyme), (0, 1), "a request is always recorded");
}

#[test]
fn piege_34_une_information_differee_n_est_pas_due_tant_qu_elle_l_est() {
    let genre = GenreEcrit::InformationParentsEvaluation;
    let retenue = avec(mandatee(), [("2026-01-16", differer(genre, E1.0))]);
    let echeance = une(retenue, "IP-08");
    assert_eq!(echeance.etat(Survenu::le(jour("2026-01-15"))), Etat::Ouverte);
    assert_eq!(echeance.etat(Survenu::le(jour("2026-01-16"))), Etat::SansObjet);
    let saisine = avec(
        qualifiee(),
        [
            ("2026-01-13", signalement(Motifsig::Refus)),
            ("2026-01-13", differer(GenreEcrit::InformationParentsSaisine, I1.0)),
        ],
    );
    assert_eq!(etat(saisine, "IP-10", "2026-01-20"), Etat::SansObjet);
}

#[test]
fn piege_06_une_ip_pendant_une_mesure_n_arrete_pas_la_mesure() {
    let faits = avec(
        vec![lea(), le("2026-01-02", fait(ordonner(aemo(M1).until("2026-12-31"))))],
        [
            ("2026-01-09", fait(recevoir(I1))),
            ("2026-01-12", fait(qualifier(I1))),
            ("2026-01-15", fait(mandater(&[I1], cadre()))),
            ("2026-03-20", fait(remettre_rapport())),
            ("2026-03-25", fait(decider(vec![Suite::PoursuiteMesure], Some(E1), cadre()))),
        ],
    );
    let known = parcours(faits.clone());
    assert!(known.mesure.mesures[&M1].en_vigueur(&known.identite, jour("2026-03-26")));
    assert_eq!(etat(faits, "IP-04", "2026-03-26"), Etat::Tenue);
    let revise = Suite::ModificationMesure { nature: NatureMesure::AemoRenforcee };
    assert_eq!(revise.genre(), crate::codes::GenreSuite::ModificationMesure);
}

#[test]
fn trois_mois_se_comptent_de_quantieme_a_quantieme_et_ne_se_prorogent_pas() {
    let due = |arrivee: &str| {
        let rule = regle("IP-04", jour(arrivee)).expect("in force");
        let strict = rule.duree.depuis(jour(arrivee));
        assert_eq!(rule.legale(strict), strict, "an administrative delay does not roll");
        strict.to_string()
    };
    assert_eq!(due("2026-11-30"), "2027-02-28");
    assert_eq!(due("2026-11-29"), "2027-02-28");
    assert_eq!(due("2027-11-30"), "2028-02-29");
    assert_eq!(due("2026-08-31"), "2026-11-30");
}
