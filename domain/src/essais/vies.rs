//! Whole lives, told by everything the domain records: each fact on its day, in the order of the days.
//!
//! One long life holds most of the chapters at once; a few short ones hold what cannot be true of the same
//! child. Each fact is the specimen of its event, but for what is said otherwise.

use serde_json::{Value, json};

use super::table::demander;
use crate::enfant::Commande;

/// A fact, on its day.
pub(crate) type Dit = (&'static str, Commande);

fn dit(le: &'static str, nom: &str) -> Dit {
    (le, demander(nom, json!({})))
}

fn autrement(le: &'static str, nom: &str, autrement: Value) -> Dit {
    (le, demander(nom, autrement))
}

/// Every life, under the name of what it tells.
pub(crate) fn vies() -> Vec<(&'static str, Vec<Dit>)> {
    vec![
        ("un placement", placement()),
        ("un enfant trouvé", enfant_trouve()),
        ("une naissance annoncée", naissance_annoncee()),
        ("une grossesse suivie", grossesse_suivie()),
        ("un mineur seul", mineur_seul()),
        ("un pupille", pupille()),
        ("un enfant repris", enfant_repris()),
        ("un jeune majeur", jeune_majeur()),
    ]
}

/// From an information to a placement, with all that goes with it.
pub(crate) fn placement() -> Vec<Dit> {
    [
        ouverture(),
        informations(),
        evaluations(),
        mesures(),
        accueils(),
        projets(),
        ecrits(),
        judiciaire(),
        autour(),
    ]
    .concat()
}

fn ouverture() -> Vec<Dit> {
    vec![
        dit("2026-01-01", "enfant_inscrit"),
        dit("2026-01-02", "residence_declaree"),
        autrement("2026-01-03", "competence_fixee", json!({ "responsable": "17" })),
        dit("2026-01-04", "lien_declare"),
        dit("2026-01-05", "menage_observe"),
        dit("2026-01-06", "objet_partage"),
        autrement("2026-06-30", "naissance_fixee", json!({ "naissance": { "le": "2012-01-01" } })),
        autrement("2026-07-14", "residence_declaree", json!({ "commune": "17300" })),
    ]
}

fn recue(le: &'static str, information: &str) -> Dit {
    let said = json!({
        "information": information, "arrivee_crip": null, "ecrite_le": null, "reaffectee_de": null,
    });
    autrement(le, "information_recue", said)
}

pub(crate) fn informations() -> Vec<Dit> {
    let about =
        |le, nom, information: &str| autrement(le, nom, json!({ "information": information }));
    vec![
        recue("2026-01-09", "#21"),
        dit("2026-01-10", "navette_envoyee"),
        dit("2026-01-11", "information_qualifiee"),
        dit("2026-01-12", "navette_retournee"),
        dit("2026-01-13", "information_completee"),
        dit("2026-01-14", "mise_en_cause_notee"),
        dit("2026-01-15", "suites_demandees"),
        dit("2026-01-16", "adresse_demandee"),
        dit("2026-01-20", "adresse_recue"),
        recue("2026-01-14", "#22"),
        dit("2026-01-16", "information_rattachee"),
        dit("2026-01-18", "information_detachee"),
        recue("2026-01-17", "#23"),
        autrement("2026-01-19", "information_doublon_marque", json!({ "information": "#23" })),
        recue("2026-01-21", "#24"),
        about("2026-01-23", "information_non_qualifiee", "#24"),
        recue("2026-01-24", "#25"),
        about("2026-01-25", "demenagement_connu", "#25"),
        about("2026-01-26", "information_transferee", "#25"),
        about("2026-02-06", "transfert_accuse", "#25"),
        dit("2026-02-10", "danger_grave_constate"),
        dit("2026-02-11", "information_signalee"),
        dit("2026-02-20", "retour_parquet_recu"),
    ]
}

pub(crate) fn evaluations() -> Vec<Dit> {
    let autre = json!({ "evaluation": "#33" });
    vec![
        autrement("2026-01-22", "evaluation_mandatee", json!({ "informations": ["#21"] })),
        dit("2026-01-23", "equipe_designee"),
        dit("2026-01-24", "parents_informes"),
        dit("2026-01-26", "tentative_notee"),
        dit("2026-01-28", "evaluation_empechee"),
        dit("2026-02-02", "evaluation_reprise"),
        dit("2026-02-05", "contact_note"),
        autrement("2026-02-07", "enfant_joint", autre.clone()),
        autrement("2026-03-01", "rapport_remis", autre),
        dit("2026-03-08", "desaccord_note"),
        dit("2026-03-09", "enfant_apprecie"),
        dit("2026-03-10", "rapport_remis"),
        dit("2026-03-12", "complement_demande"),
        dit("2026-03-15", "complement_recu"),
        dit("2026-03-16", "commission_tenue"),
        dit("2026-03-17", "rapport_partage"),
        dit("2026-03-20", "decision_prise"),
        dit("2026-03-22", "decision_notifiee"),
        dit("2026-03-24", "suite_refusee"),
        dit("2026-03-26", "decision_revisee"),
        dit("2026-09-28", "suite_realisee"),
    ]
}

/// The terms of a measure, that begins on a day and runs for a year.
fn termes(mesure: &str, effet: &str, terme: &str) -> Value {
    json!({
        "mesure": mesure, "effet_le": effet, "terme_le": terme,
        "notifiee_le": effet, "recue_le": effet, "mentions": null,
    })
}

fn mesures() -> Vec<Dit> {
    let about = |le, nom, mesure: &str| autrement(le, nom, json!({ "mesure": mesure }));
    let mut contrat = termes("#53", "2026-02-12", "2026-08-12");
    contrat["nature"] = "aed".into();
    contrat["autorite"] = "president_du_conseil_departemental".into();
    contrat["libelle_local"] = Value::Null;
    let suite = json!({
        "precedente": "#51", "mesure": termes("#52", "2026-10-01", "2027-03-31"),
    });
    vec![
        autrement("2026-02-12", "mesure_contractee", json!({ "mesure": contrat })),
        about("2026-02-13", "mesure_demarree", "#53"),
        about("2026-02-14", "accord_note", "#53"),
        dit("2026-03-21", "mesure_preconisee"),
        autrement(
            "2026-04-01",
            "mesure_ordonnee",
            json!({
                "mesure": termes("#51", "2026-04-01", "2026-09-30"),
            }),
        ),
        about("2026-04-02", "mesure_levee", "#53"),
        dit("2026-04-03", "mesure_recue"),
        dit("2026-04-04", "mesure_attribuee"),
        dit("2026-04-05", "mesure_mise_en_attente"),
        dit("2026-04-06", "mesure_missionnee"),
        dit("2026-04-07", "orientation_refusee"),
        dit("2026-04-08", "contact_en_attente_note"),
        dit("2026-04-09", "solution_provisoire_notee"),
        dit("2026-04-10", "mesure_ecart_constate"),
        dit("2026-04-11", "droit_de_visite_fixe"),
        dit("2026-04-12", "prealables_constates"),
        dit("2026-04-20", "mesure_demarree"),
        dit("2026-05-03", "visite_notee"),
        dit("2026-05-10", "mesure_suspendue"),
        dit("2026-05-20", "mesure_reprise"),
        autrement("2026-06-01", "mesure_modifiee", json!({ "terme_le": "2026-09-29" })),
        autrement("2026-09-20", "mesure_renouvelee", suite),
        autrement(
            "2026-09-21",
            "mesure_effet_fixe",
            json!({
                "mesure": "#52", "apres": "#51", "effet_le": "2026-09-29",
            }),
        ),
        dit("2026-09-29", "mesure_terminee"),
        about("2026-12-20", "mesure_levee", "#52"),
    ]
}

fn accueils() -> Vec<Dit> {
    let about = |le, nom, accueil: &str| autrement(le, nom, json!({ "accueil": accueil }));
    let relais = json!({ "accueil": "#63", "mesure": null, "principal": false, "urgence": false });
    vec![
        dit("2026-04-21", "accueil_admis"),
        dit("2026-04-22", "fratrie_separee"),
        dit("2026-04-25", "sejour_renouvele"),
        dit("2026-04-28", "fratrie_reunie"),
        dit("2026-05-11", "absence_constatee"),
        dit("2026-05-13", "retour_constate"),
        autrement("2026-05-16", "accueil_admis", relais),
        about("2026-05-18", "accueil_termine", "#63"),
        autrement("2026-06-02", "accueil_changement_decide", json!({ "prevu_le": "2026-06-20" })),
        autrement("2026-06-20", "accueil_lieu_change", json!({ "juge_informe_le": "2026-06-03" })),
        dit("2026-06-21", "incident_survenu"),
        about("2026-12-20", "accueil_termine", "#62"),
    ]
}

fn projets() -> Vec<Dit> {
    let sans_signature = json!({ "decideur": { "signe_le": null } });
    vec![
        autrement("2026-05-04", "projet_etabli", sans_signature.clone()),
        dit("2026-05-05", "projet_signe"),
        dit("2026-05-06", "projet_signature_refusee"),
        dit("2026-05-07", "projet_remis"),
        dit("2026-05-08", "reference_confiee"),
        dit("2026-08-01", "cessec_saisie"),
        dit("2026-08-20", "cessec_avis_rendu"),
        dit("2026-08-25", "stabilite_examinee"),
        dit("2026-09-01", "objectif_evalue"),
        autrement("2026-11-02", "projet_revise", sans_signature),
        autrement("2026-11-03", "projet_signe", json!({ "edition": 2 })),
        dit("2026-04-23", "acte_sante_realise"),
        dit("2026-04-24", "referent_sante_designe"),
        dit("2026-05-30", "situation_observee"),
        dit("2026-01-08", "piece_versee"),
    ]
}

pub(crate) fn ecrits() -> Vec<Dit> {
    let genre = json!({ "genre": "rapport_echeance", "objet": "#51" });
    vec![
        autrement("2026-08-03", "ecrit_recu", genre.clone()),
        dit("2026-08-04", "ecrit_valide"),
        autrement("2026-08-05", "ecrit_emis", genre),
        dit("2026-08-06", "ecrit_communique"),
        dit("2026-08-10", "ecrit_accuse"),
        dit("2026-08-11", "extrait_remis"),
        dit("2026-05-01", "information_differee"),
        dit("2026-06-01", "information_differee_reexaminee"),
    ]
}

fn judiciaire() -> Vec<Dit> {
    let prevue = json!({ "le": "2026-03-30", "precision": "jour", "a": null });
    vec![
        dit("2026-03-02", "dossier_judiciaire_ouvert"),
        autrement("2026-03-03", "autorite_judiciaire_saisie", json!({ "mesure": "#53" })),
        autrement("2026-03-04", "audience_fixee", json!({ "prevue": prevue })),
        dit("2026-03-05", "convocation_recue"),
        dit("2026-03-06", "avocat_demande"),
        dit("2026-03-07", "avocat_designe"),
        dit("2026-03-11", "administrateur_ad_hoc_designe"),
        dit("2026-03-13", "dossier_judiciaire_communique"),
        dit("2026-03-14", "dossier_judiciaire_retourne"),
        autrement("2026-03-18", "audience_renvoyee", json!({ "prevue": prevue })),
        dit("2026-03-19", "dossier_judiciaire_consulte"),
        dit("2026-03-30", "enfant_entendu"),
        dit("2026-03-31", "audience_tenue"),
        autrement(
            "2026-04-01",
            "decision_judiciaire_rendue",
            json!({
                "mesures": ["#51"], "effet_le": "2026-04-01", "terme_le": "2026-09-30",
                "notifiee_le": "2026-04-02", "recue_le": "2026-04-03",
            }),
        ),
        dit("2026-04-13", "decision_judiciaire_notifiee"),
        dit("2026-04-14", "appel_forme"),
        autrement(
            "2026-07-01",
            "arret_rendu",
            json!({ "sens": "confirme", "mesures_finies": null }),
        ),
        dit("2026-07-02", "interdiction_sortie_levee"),
        dit("2026-07-03", "hospitalisation_psychiatrique_terminee"),
        dit("2026-07-04", "demande_justice_recue"),
        dit("2026-07-10", "demande_justice_repondue"),
        dit("2026-07-15", "dossier_judiciaire_cabinet_change"),
        dit("2026-07-16", "dossier_judiciaire_dessaisi"),
    ]
}

/// The adults around the child, the other Départements, the end.
fn autour() -> Vec<Dit> {
    vec![
        dit("2026-06-10", "menage_quitte"),
        dit("2026-06-11", "lien_fini"),
        dit("2026-06-12", "relations_parentales_observees"),
        dit("2026-06-13", "soutien_parental_propose"),
        dit("2026-10-05", "dossier_transmis"),
        autrement("2026-10-20", "transfert_accepte", json!({ "effet_le": "2026-12-21" })),
        autrement("2026-12-28", "dossier_recu_d_ailleurs", json!({ "effet_le": "2026-12-28" })),
        dit("2026-12-30", "enfant_decede"),
    ]
}

fn enfant_trouve() -> Vec<Dit> {
    vec![
        dit("2026-01-05", "enfant_non_identifie_signale"),
        recue("2026-01-05", "#21"),
        dit("2026-01-06", "information_qualifiee"),
        dit("2026-01-20", "enfant_identifie"),
        dit("2026-02-01", "residence_declaree"),
    ]
}

fn naissance_annoncee() -> Vec<Dit> {
    vec![
        dit("2026-01-05", "enfant_a_naitre_signale"),
        recue("2026-02-01", "#21"),
        dit("2026-05-08", "enfant_ne"),
        dit("2026-05-09", "information_qualifiee"),
        autrement("2026-05-10", "accueil_admis", json!({ "mesure": null })),
    ]
}

fn grossesse_suivie() -> Vec<Dit> {
    vec![
        dit("2026-01-05", "enfant_a_naitre_signale"),
        recue("2026-02-01", "#21"),
        dit("2026-05-08", "prenatal_clos"),
    ]
}

fn mineur_seul() -> Vec<Dit> {
    vec![
        autrement("2026-01-12", "enfant_inscrit", json!({ "naissance": null })),
        dit("2026-01-13", "mis_a_l_abri"),
        dit("2026-01-17", "mise_a_l_abri_prolongee"),
        dit("2026-01-20", "repit_accorde"),
        autrement("2026-02-05", "minorite_evaluee", json!({ "conclusion": "non_etablies" })),
        dit("2026-02-10", "minorite_refusee"),
        autrement("2026-03-01", "naissance_fixee", json!({ "naissance": { "le": "2010-01-01" } })),
        dit("2026-03-02", "mna_reconnu"),
        dit("2026-03-10", "delegation_demandee"),
        dit("2026-03-20", "avis_juge_delegation_recu"),
        autrement(
            "2026-04-01",
            "autorite_parentale_constatee",
            json!({ "decision": "delegation" }),
        ),
    ]
}

fn pupille() -> Vec<Dit> {
    vec![
        autrement("2026-01-05", "enfant_inscrit", json!({ "naissance": { "le": "2026-01-02" } })),
        dit("2026-01-06", "pv_recueil_dresse"),
        dit("2026-01-07", "adoption_consentie"),
        dit("2026-02-01", "consentement_retracte"),
        autrement("2026-07-08", "pupille_admis", json!({ "effet_le": "2026-07-08" })),
        dit("2026-07-10", "admission_notifiee"),
        dit("2026-07-20", "recours_admission_forme"),
        autrement("2026-08-15", "recours_admission_juge", json!({ "admission_annulee": false })),
        dit("2026-09-01", "conseil_de_famille_tenu"),
        autrement("2026-09-05", "statut_constate", json!({ "effet_le": "2026-09-05" })),
        dit("2026-10-01", "pupille_restitue"),
        dit("2026-12-01", "pupille_fini"),
    ]
}

fn enfant_repris() -> Vec<Dit> {
    let absent = json!({ "depuis": "2024-12-01" });
    vec![
        autrement("2026-01-05", "enfant_inscrit", json!({ "naissance": { "le": "2023-01-02" } })),
        dit("2026-01-06", "pv_recueil_dresse"),
        dit("2026-02-20", "enfant_repris"),
        autrement("2026-03-01", "relations_parentales_observees", absent),
        dit("2026-03-02", "soutien_parental_propose"),
        dit("2026-04-01", "delaissement_demande"),
        dit("2026-09-01", "delaissement_juge"),
    ]
}

fn jeune_majeur() -> Vec<Dit> {
    let mut contrat = termes("#55", "2026-03-04", "2027-03-03");
    contrat["nature"] = "contrat_jeune_majeur".into();
    contrat["autorite"] = "president_du_conseil_departemental".into();
    contrat["consentements"] = json!(["jeune_majeur"]);
    vec![
        autrement("2026-01-01", "enfant_inscrit", json!({ "naissance": { "le": "2008-03-04" } })),
        dit("2026-01-05", "entretien_autonomie_tenu"),
        dit("2026-01-15", "projet_autonomie_etabli"),
        dit("2026-01-20", "enfant_emancipe"),
        dit("2026-02-01", "commission_autonomie_tenue"),
        dit("2026-02-02", "accompagnement_propose"),
        dit("2026-02-10", "accompagnement_repondu"),
        dit("2026-02-20", "accompagnement_decide"),
        autrement("2026-03-04", "mesure_contractee", json!({ "mesure": contrat })),
        dit("2026-05-01", "annee_scolaire_engagee"),
        autrement("2026-09-01", "mesure_levee", json!({ "mesure": "#55" })),
        dit("2026-09-01", "sortie_ase"),
        dit("2026-10-01", "entretien_autonomie_decline"),
        dit("2026-11-01", "retour_ase"),
    ]
}
