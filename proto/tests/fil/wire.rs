//! Every event and every command goes to the wire and back; what means nothing is said, all at once.

use crate::soutien::{AUTRE_ENFANT, ENFANT, line, lines, specimen, specimens};
use domain::codes::SourceNaissance;
use domain::enfant::Commande;
use domain::evenement::Evenement;
use domain::identite;
use domain::ids::{ChaineId, EnfantId};
use domain::information;
use domain::mesure;
use domain::sealed::Sealed;
use domain::temps::{Precision, Survenu};
use proto::wire::{ActeDemande, Demande, Violations, demande, evenement, evenement_de};
use serde_json::{Value, json};

fn ask(line: &Value) -> Result<Demande, Violations> {
    demande(&proto::json::ligne(&line.to_string()).expect("a line of the contract"))
}

/// The violations of a line, as `path CODE`.
fn faults(line: &Value) -> Vec<String> {
    let violations = ask(line).expect_err("something is wrong").0;
    violations.iter().map(|v| format!("{} {}", v.champ, v.code)).collect()
}

fn asked(line: &Value) -> Vec<(EnfantId, Commande)> {
    match ask(line).expect("understood").acte {
        ActeDemande::Fratrie(asked) => asked,
        ActeDemande::Reaffecter { .. }
        | ActeDemande::Departement(_)
        | ActeDemande::Fusionner { .. }
        | ActeDemande::Disjoindre { .. }
        | ActeDemande::Personne { .. }
        | ActeDemande::Doublon(_)
        | ActeDemande::Effacer { .. } => {
            panic!("one act on each child")
        }
    }
}

#[test]
fn chaque_evenement_va_et_revient() {
    let enfant: EnfantId = ENFANT.parse().unwrap();
    for specimen in specimens() {
        let told = evenement(&specimen);
        let mut read = evenement_de(told).unwrap_or_else(|v| panic!("{}: {v}", specimen.nom()));
        read.confie_les_scelles(enfant);
        assert_eq!(read, specimen);
    }
}

#[test]
fn ce_qui_n_est_pas_dit_reste_absent() {
    let Evenement::Information(information::Event::Recue(recue)) = specimen("information_recue.v1")
    else {
        panic!("received")
    };
    let bare = Evenement::Information(information::Event::Recue(information::Recue {
        arrivee_crip: None,
        ecrite_le: None,
        service_entree: None,
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
        ..recue
    }));
    assert_eq!(evenement_de(evenement(&bare)), Ok(bare));
}

#[test]
fn un_scelle_ferme_se_dit_mais_ne_se_recoit_pas() {
    let ferme: Sealed<String> =
        serde_json::from_value(json!({"cle": ENFANT, "n": "AA", "c": "BB", "e": "CC"})).unwrap();
    let residence = identite::ResidenceDeclaree {
        commune: None,
        adresse: Some(ferme),
        service_responsable: None,
    };
    let told = evenement(&Evenement::Identite(identite::Event::ResidenceDeclaree(residence)));
    assert_eq!(
        proto::json::to_value(&told),
        json!({"residence_declaree": {"adresse": {"scelle": true}}})
    );
    let violations = evenement_de(told).unwrap_err().0;
    assert_eq!(violations[0].champ, "residence_declaree.adresse");
    assert_eq!(violations[0].code, "VALEUR_SCELLEE");
}

#[test]
fn chaque_commande_se_comprend() {
    for (rpc, request) in lines() {
        let understood = ask(&json!({"rpc": rpc, "request": request}));
        let demande = understood.unwrap_or_else(|violations| panic!("{rpc}: {violations}"));
        assert_eq!(demande.departement, "17", "{rpc}");
        assert_eq!(demande.survenu, Survenu::le("2026-03-02".parse().unwrap()), "{rpc}");
    }
}

#[test]
fn chaque_commande_exige_un_en_tete_et_dit_ce_qui_lui_manque() {
    for (rpc, _) in lines() {
        let faults = faults(&json!({"rpc": rpc, "request": {}}));
        assert_eq!(faults[0], "entete CHAMP_OBLIGATOIRE", "{rpc}");
    }
    let empty = json!({"rpc": "DossierService.Annuler", "request": {"entete": {}}});
    assert_eq!(
        faults(&empty),
        [
            "entete.entete CHAMP_OBLIGATOIRE",
            "entete.commande_id CHAMP_OBLIGATOIRE",
            "entete.survenu CHAMP_OBLIGATOIRE",
            "motif CHAMP_OBLIGATOIRE",
            "cibles ENFANT_MANQUANT",
        ]
    );
}

#[test]
fn toutes_les_violations_sont_dites_ensemble_avec_leur_chemin() {
    let mut line = line("InformationService.Recevoir");
    let request = &mut line["request"];
    request["entete"]["entete"]["finalite"] = json!("curiosite");
    request["entete"]["enfants"] = json!([ENFANT, "pas un uuid", ENFANT]);
    request["entete"]["connu_le"] = json!("2/3/2026");
    request["recue"]["transmetteur"] = json!("hopitale");
    request["recue"]["origine"] = json!("");
    request["recue"]["dangers_allegues"] = json!(["sante", "peur"]);
    request["recue"]["arrivee_crip"] = json!({"le": "2026-02-30"});
    assert_eq!(
        faults(&line),
        [
            "entete.entete.finalite CODE_INCONNU",
            "entete.enfants[1] IDENTIFIANT_ILLISIBLE",
            "entete.enfants[2] ENFANT_EN_DOUBLE",
            "entete.connu_le DATE_ILLISIBLE",
            "recue.arrivee_crip.le DATE_ILLISIBLE",
            "recue.transmetteur CODE_INCONNU",
            "recue.origine CHAMP_OBLIGATOIRE",
            "recue.dangers_allegues[1] CODE_INCONNU",
        ]
    );
}

#[test]
fn une_cle_inconnue_dit_la_liste_et_les_cles_sans_citer_ce_qui_fut_tape() {
    let said = |field: &str, key: &str| {
        let mut line = line("InformationService.Recevoir");
        line["request"]["recue"][field] = json!(key);
        ask(&line).unwrap_err().to_string()
    };
    assert_eq!(
        said("porte_d_entree", "Capucine"),
        "recue.porte_d_entree : Cette clé n'est pas dans la liste PORTE_D_ENTREE. \
         Clés admises : crip, delegation_territoriale, autre_service."
    );
    let near = "recue.transmetteur : Cette clé n'est pas dans la liste TRANSIP. \
                La clé la plus proche est « hopital ».";
    assert_eq!(said("transmetteur", "hopitale"), near);
    assert_eq!(said("transmetteur", "550"), near, "a national alias shows the key");
}

#[test]
fn les_identifiants_imprimes_sont_acceptes() {
    let bare = line("MesureService.Ordonner");
    let mut printed = bare.clone();
    let request = &mut printed["request"];
    request["entete"]["enfants"] = json!([format!("enfant-{ENFANT}")]);
    request["mesures"][0]["enfant"] = json!(format!("enfant-{ENFANT}"));
    for id in ["mesure", "decision", "chaine"] {
        let field = &mut request["mesures"][0]["mesure"][id];
        *field = json!(format!("{id}-{}", field.as_str().unwrap()));
    }
    assert_eq!(ask(&printed), ask(&bare));
    printed["request"]["mesures"][0]["mesure"]["decision"] = json!(format!("enfant-{ENFANT}"));
    assert_eq!(faults(&printed), ["mesures[0].mesure.decision IDENTIFIANT_ILLISIBLE"]);
}

#[test]
fn un_identifiant_nul_n_est_celui_de_personne() {
    let mut line = line("IdentiteService.DeclarerDeces");
    line["request"]["entete"]["enfants"] = json!(["00000000-0000-0000-0000-000000000000"]);
    assert_eq!(faults(&line), ["entete.enfants[0] IDENTIFIANT_ILLISIBLE"]);
}

#[test]
fn un_instant_seul_donne_le_jour_legal_et_deux_dates_qui_divergent_sont_refusees() {
    let dated = |survenu: Value| {
        let mut line = line("IdentiteService.DeclarerDeces");
        line["request"]["entete"]["survenu"] = survenu;
        line
    };
    let late = "2022-12-31T23:30:00.123456789Z";
    let read = ask(&dated(json!({"a": late}))).unwrap().survenu;
    assert_eq!(read.le, "2023-01-01".parse().unwrap(), "the legal day is that of Paris");
    assert_eq!(read.precision, Precision::Instant);
    assert_eq!(read.a, Some("2022-12-31T23:30:00.123456Z".parse().unwrap()));
    assert_eq!(ask(&dated(json!({"a": late, "le": "2023-01-01"}))).unwrap().survenu, read);
    for (survenu, fault) in [
        (json!({"a": late, "le": "2022-12-31"}), "le DATES_DISCORDANTES"),
        (json!({"a": late, "precision": "PRECISION_MOIS"}), "precision PRECISION_DISCORDANTE"),
        (
            json!({"le": "2023-01-01", "precision": "PRECISION_INSTANT"}),
            "precision PRECISION_DISCORDANTE",
        ),
        (
            json!({"le": "2023-01-02", "precision": "PRECISION_MOIS"}),
            "precision PRECISION_DISCORDANTE",
        ),
        (json!({"le": "2023-01-02", "precision": 12}), "precision PRECISION_INCONNUE"),
        (json!({"precision": "PRECISION_JOUR"}), "le CHAMP_OBLIGATOIRE"),
    ] {
        assert_eq!(faults(&dated(survenu)), [format!("entete.survenu.{fault}")]);
    }
}

#[test]
fn un_instant_hors_du_calendrier_est_refuse() {
    let mut commande =
        proto::json::ligne(&line("IdentiteService.DeclarerDeces").to_string()).unwrap();
    let Some(proto::reprise::v1::commande::Commande::IdentiteDeclarerDeces(request)) =
        &mut commande.commande
    else {
        panic!("a death")
    };
    let entete = request.entete.as_mut().unwrap();
    entete.enregistre_a = Some(prost_types::Timestamp { seconds: i64::MAX, nanos: -1 });
    let violations = demande(&commande).unwrap_err().0;
    assert_eq!(violations.len(), 1);
    assert_eq!(violations[0].champ, "entete.enregistre_a");
    assert!(proto::json::commande_json(&commande)["octets"].is_string(), "it still has a hash");
}

#[test]
fn un_acte_partage_vaut_pour_chaque_enfant_de_l_en_tete() {
    let mut line = line("MesureService.Attribuer");
    line["request"]["entete"]["enfants"] = json!([ENFANT, AUTRE_ENFANT]);
    let asked = asked(&line);
    assert_eq!(asked.len(), 2);
    assert_eq!(asked[0].1, asked[1].1);
    line["request"]["entete"]["enfants"] = json!([]);
    assert_eq!(faults(&line), ["entete.enfants ENFANT_MANQUANT"]);
}

#[test]
fn l_en_tete_nomme_les_memes_enfants_que_la_liste_ou_aucun() {
    for rpc in [
        "IdentiteService.Inscrire",
        "InformationService.Qualifier",
        "DecisionService.Decider",
        "DecisionService.Reviser",
        "MesureService.Ordonner",
        "MesureService.Contracter",
        "MesureService.Renouveler",
        "AccueilService.Admettre",
        "DossierService.Annuler",
        "DossierService.Rectifier",
    ] {
        let mut line = line(rpc);
        line["request"]["entete"]["enfants"] = json!([]);
        assert_eq!(asked(&line).len(), 1, "{rpc}");
        line["request"]["entete"]["enfants"] = json!([AUTRE_ENFANT]);
        assert_eq!(faults(&line), ["entete.enfants ENFANTS_DISCORDANTS"], "{rpc}");
    }
    let mut twice = line("IdentiteService.Inscrire");
    let first = twice["request"]["inscriptions"][0].clone();
    twice["request"]["inscriptions"].as_array_mut().unwrap().push(first);
    assert_eq!(faults(&twice), ["inscriptions[1].enfant ENFANT_EN_DOUBLE"]);
}

#[test]
fn une_mesure_sans_chaine_commence_la_sienne() {
    let mut line = line("MesureService.Contracter");
    line["request"]["mesures"][0]["mesure"].as_object_mut().unwrap().remove("chaine");
    let (_, Commande::Mesure(mesure::Command::Contracter(termes))) = &asked(&line)[0] else {
        panic!("a contract")
    };
    assert_eq!(termes.chaine, ChaineId(termes.mesure.0));
}

#[test]
fn une_naissance_sans_source_est_declaree() {
    let mut line = line("IdentiteService.FixerNaissance");
    line["request"]["fixee"]["naissance"] = json!({"le": "2015-02-28"});
    let (_, Commande::Identite(identite::Command::FixerNaissance(fixee))) = &asked(&line)[0] else {
        panic!("a birth")
    };
    assert_eq!(fixee.naissance.source, SourceNaissance::Declaration);
    assert_eq!(fixee.naissance.precision, Precision::Jour);
}

#[test]
fn chaque_enfant_est_qualifie_ou_non_pour_l_information_de_la_demande() {
    let mut line = line("InformationService.Qualifier");
    let request = &mut line["request"];
    request["qualifications"] = json!([
        {"enfant": ENFANT, "qualifiee": {"dangers": ["sante"]}},
        {"enfant": AUTRE_ENFANT, "non_qualifiee": {"motif": "majeur", "orientation": "aucune"}},
    ]);
    request["entete"]["enfants"] = json!([AUTRE_ENFANT, ENFANT]);
    let qualifications = asked(&line);
    assert!(matches!(
        &qualifications[1].1,
        Commande::Information(information::Command::NePasQualifier(_))
    ));
    line["request"]["qualifications"][0]["qualifiee"]["information"] = json!(ENFANT);
    line["request"]["qualifications"][1].as_object_mut().unwrap().remove("non_qualifiee");
    assert_eq!(
        faults(&line),
        [
            "qualifications[0].qualifiee.information INFORMATIONS_DISCORDANTES",
            "qualifications[1] CHAMP_OBLIGATOIRE",
        ]
    );
}

#[test]
fn une_suite_dit_ce_qui_va_avec_elle_et_rien_d_autre() {
    let mut line = line("DecisionService.Decider");
    line["request"]["decisions"][0]["prise"]["suites"] = json!([
        {"suite": "aide_administrative"},
        {"suite": "sans_suite", "nature": "aed", "orientation": "pmi"},
        {"suite": "modification_mesure", "nature": "aemo"},
    ]);
    assert_eq!(
        faults(&line),
        [
            "decisions[0].prise.suites[0].nature CHAMP_OBLIGATOIRE",
            "decisions[0].prise.suites[1].orientation CHAMP_SANS_OBJET",
            "decisions[0].prise.suites[1].nature CHAMP_SANS_OBJET",
        ]
    );
}

#[test]
fn un_texte_a_une_longueur_et_pas_de_caractere_nul() {
    let told = |texte: &str| {
        let mut line = line("InformationService.Recevoir");
        line["request"]["recue"]["recit"] = json!({"clair": texte});
        line
    };
    assert!(ask(&told(&"é".repeat(32 * 1024))).is_ok());
    assert_eq!(faults(&told(&"a".repeat(64 * 1024 + 1))), ["recue.recit.clair TEXTE_TROP_LONG"]);
    assert_eq!(faults(&told("avant\0après")), ["recue.recit.clair TEXTE_ILLISIBLE"]);
    let mut line = line("MesureService.Attribuer");
    line["request"]["attribuee"]["service"] = json!("x".repeat(5000));
    assert_eq!(faults(&line), ["attribuee.service TEXTE_TROP_LONG"]);
}

#[test]
fn une_reaffectation_va_d_un_enfant_a_un_autre() {
    let mut line = line("InformationService.Reaffecter");
    line["request"]["entete"]["enfants"] = json!([ENFANT]);
    assert_eq!(faults(&line), ["entete.enfants ENFANTS_DISCORDANTS"]);
    line["request"]["entete"]["enfants"] = json!([]);
    let ActeDemande::Reaffecter { information: _, de, vers, motif: _ } = ask(&line).unwrap().acte
    else {
        panic!("moved")
    };
    assert_eq!((de, vers), (ENFANT.parse().unwrap(), AUTRE_ENFANT.parse().unwrap()));
    line["request"]["vers"] = json!(ENFANT);
    assert_eq!(faults(&line), ["vers ENFANT_EN_DOUBLE"]);
    let mut forged = crate::soutien::line("InformationService.Recevoir");
    forged["request"]["recue"]["reaffectee_de"] = json!(AUTRE_ENFANT);
    assert_eq!(faults(&forged), ["recue.reaffectee_de CHAMP_RESERVE"]);
}

#[test]
fn une_commande_vide_n_en_est_pas_une() {
    let violations = demande(&proto::reprise::v1::Commande::default()).unwrap_err().0;
    assert_eq!(violations[0].champ, "commande");
}

#[test]
fn un_dossier_s_efface_seul() {
    let mut line = line("DossierService.Effacer");
    let ActeDemande::Effacer { enfant, efface } = ask(&line).unwrap().acte else {
        panic!("erased")
    };
    assert_eq!(
        (enfant, efface.decision.as_str()),
        (ENFANT.parse().unwrap(), "AD17, visa 2036-004")
    );
    line["request"]["entete"]["enfants"] = json!([ENFANT, AUTRE_ENFANT]);
    line["request"]["efface"] = json!({});
    assert_eq!(faults(&line), ["entete.enfants UN_SEUL_ENFANT", "efface CHAMP_OBLIGATOIRE"]);
    line["request"]["entete"]["enfants"] = json!([]);
    line["request"]["efface"] = json!({"motif": "caprice"});
    let missing = [
        "entete.enfants ENFANT_MANQUANT",
        "efface.motif CODE_INCONNU",
        "efface.decision CHAMP_OBLIGATOIRE",
    ];
    assert_eq!(faults(&line), missing);
    let mut long = crate::soutien::line("DossierService.Effacer");
    long["request"]["efface"]["decision"] = json!("é".repeat(101));
    assert_eq!(faults(&long), ["efface.decision TEXTE_TROP_LONG"]);
}
