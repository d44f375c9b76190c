//! What stays in clear in the journal after an erasure: the list a certificate gives.
//!
//! It is enough to recognise somebody for whoever knows the rest, so pseudonymous and not anonymous.
//!
//! # Invariant
//!
//! - Every field of an event that is not sealed is in the list, and nothing else: a test reads the specimens of every
//!   event ever stored.

/// What stays, as a certificate says it, and the fields of events it speaks of.
const EN_CLAIR: &[(&str, &[&str])] = &[
    ("la date de naissance, sa précision et sa source", &["naissance"]),
    ("le sexe, et l'âge apparent d'un enfant non identifié", &["sexe", "age_apparent_ans"]),
    (
        "la commune, les services, les parquets et les Départements concernés",
        &[
            "commune",
            "numero_parquet",
            "parquet",
            "service",
            "service_entree",
            "service_responsable",
            "vers_departement",
            "responsable",
            "residence",
            "payeur",
            "departement_accueil",
            "de_departement",
        ],
    ),
    ("les organisations et les lieux d'accueil", &["lieu", "organisation"]),
    (
        "les identifiants de l'enfant et de ce qui le concerne, les références des autres services",
        &[
            "accueil",
            "objet",
            "transfert",
            "rendus",
            "enfants",
            "avec",
            "cible",
            "decision",
            "evaluation",
            "expediteur_id",
            "examen",
            "incident",
            "objectif",
            "pieces",
            "information",
            "informations",
            "nouvel_accueil",
            "original",
            "precedente",
            "principale",
            "projet",
            "reaffectee_de",
            "reference_externe",
            "remplacee_par",
            "vers",
        ],
    ),
    (
        "les identifiants professionnels de qui a décidé, évalué et saisi",
        &["agent", "decideur", "equipe", "membres"],
    ),
    (
        "les mesures : nature, fondement, décision, chaîne, autorité, dates et accords",
        &[
            "apres",
            "beneficiaire",
            "ecart",
            "enfant_entendu_le",
            "enfant_vu",
            "executee",
            "forme",
            "frequence",
            "libelle_local",
            "mesure",
            "mode",
            "nature",
            "option_familiale_le",
            "position",
            "prevu_le",
            "rang",
            "sans_discernement",
            "situation_apres",
            "tiers",
        ],
    ),
    (
        "les dossiers judiciaires : juridictions, cabinets, numéros, audiences, dispositifs, parties en qualité, appels",
        &[
            "actes_autorises",
            "allocations",
            "arret",
            "audience",
            "audition",
            "auteur",
            "autorite",
            "avis_medical_le",
            "cabinet",
            "delibere_le",
            "demande",
            "demandes_rejetees",
            "departement",
            "departements_informes",
            "dossier",
            "droits_de_visite",
            "ecrit",
            "execution_provisoire",
            "hospitalisation_psychiatrique",
            "interdiction_sortie",
            "interdiction_sortie_jusqu_au",
            "juge_du_lieu",
            "juridiction",
            "lieu_secret",
            "magistrat",
            "mesures",
            "mesures_finies",
            "notifiee_le",
            "nouveau_dossier",
            "numero",
            "numero_ae",
            "partie",
            "pour_le",
            "presents",
            "prevue",
            "rapport_tous_les_mois",
            "rapports_le",
            "recue_le",
            "representant",
            "sens",
            "terme_le",
            "vers_juridiction",
        ],
    ),
    (
        "les jours et les instants des faits, de leur connaissance et de leur enregistrement",
        &[
            "arrivee_crip",
            "accord_ecrit_le",
            "arrivee_le",
            "attendu_le",
            "effet_le",
            "ecrit_a",
            "ecrite_le",
            "juge_informe_le",
            "prochain_le",
            "reexaminer_le",
            "oral_a",
            "survenu",
        ],
    ),
    (
        "les codes : dangers, origines, conclusions, suites, motifs, délais, et les motifs de correction",
        &[
            "canal",
            "voie",
            "conclusion",
            "dangers",
            "dangers_allegues",
            "titre",
            "accord_titulaires",
            "professionnel",
            "famille_connue",
            "mis_en_cause",
            "organisme",
            "connue",
            "titulaires",
            "developpement_sante",
            "scolarite",
            "relations_sociales",
            "contexte_de_vie",
            "reponses_parentales",
            "signes_alerte",
            "facteurs",
            "danger",
            "immediat",
            "mobilisation",
            "vu_seul",
            "sans_avis_enfant",
            "sans_avis_titulaires",
            "destinataires",
            "delai_reduit_jours",
            "edition",
            "emetteur",
            "genre",
            "acte",
            "a",
            "avis",
            "besoins",
            "categorie",
            "destinataire",
            "issue",
            "menaces",
            "objectifs_suivis",
            "realise_par",
            "resultat",
            "role",
            "rubriques",
            "vaccination",
            "rapport",
            "reference",
            "mandant",
            "motif",
            "orientation",
            "origine",
            "parents_informes",
            "porte_d_entree",
            "principal",
            "propositions",
            "signataire",
            "suite",
            "suites",
            "transmetteur",
            "urgence",
        ],
    ),
    (
        "le statut et l'autorité parentale : titulaire, décision, procédures de pupille, de délaissement et de délégation, relations des parents",
        &[
            "admission_annulee",
            "cas",
            "declare",
            "demandeur",
            "depuis",
            "devant",
            "favorable",
            "fin",
            "fondement",
            "fondement_ase",
            "informes",
            "objets",
            "par",
            "parent",
            "parents",
            "partielle",
            "recueil",
            "relations",
            "remis_par",
            "requete",
            "statut",
            "titulaire",
        ],
    ),
    (
        "l'autonomie : entretiens, besoins couverts ou non, accompagnement, année scolaire, sortie, diplôme",
        &[
            "accepte",
            "accompagnement",
            "couverts",
            "diplome",
            "jusqu_au",
            "motivee",
            "non_couverts",
            "sujets",
            "voies_de_recours",
        ],
    ),
    (
        "les observations de situation : rubriques, réponses de liste fermée et source",
        &["reponses", "source"],
    ),
    (
        "l'alerte prénatale et l'évaluation de la minorité : terme prévu, mère par identifiant, éléments retenus",
        &["besoins_de_sante_reperes", "elements", "mere", "minorite", "terme_prevu_le"],
    ),
    (
        "les liens et les ménages : identifiants d'adultes, natures et sources",
        &["lien", "menage", "personne", "personnes"],
    ),
    (
        "les pièces : nature, auteur, dates, régime, taille, et l'adresse de leur contenu chiffré",
        &["adresse", "communicable_a", "date", "piece", "regime", "taille"],
    ),
    (
        "les extraits remis à la justice : à quel dossier, à quel jour, quels événements, leurs empreintes",
        &["au", "connu_a", "empreinte", "extrait", "lignes", "profil", "racine", "retraits"],
    ),
    ("les reçus de lecture : qui a lu ce dossier, quand et pourquoi", &[]),
];

/// The lines of a certificate.
pub(super) fn restent_en_clair() -> Vec<String> {
    EN_CLAIR.iter().map(|(quoi, _)| (*quoi).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use serde_json::Value;

    use super::*;

    /// The fields of an event that are not sealed; those of its replacement, for a rectification.
    fn clear(data: &Value, found: &mut BTreeSet<String>) {
        for (name, value) in data.as_object().unwrap() {
            if name == "remplacement" {
                clear(&value["data"], found);
            } else if value.get("clair").is_none() {
                found.insert(name.clone());
            }
        }
    }

    #[test]
    fn tout_ce_qui_reste_en_clair_est_dit_et_rien_d_autre() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../domain/specimens");
        let mut fields = BTreeSet::new();
        for entry in fs::read_dir(folder).unwrap() {
            let text = fs::read_to_string(entry.unwrap().path()).unwrap();
            clear(&serde_json::from_str(&text).unwrap(), &mut fields);
        }
        let said: Vec<String> = EN_CLAIR
            .iter()
            .flat_map(|(_, fields)| *fields)
            .map(|&field| field.to_owned())
            .collect();
        let told: BTreeSet<String> = said.iter().cloned().collect();
        assert_eq!(told.len(), said.len(), "a field is said once");
        assert_eq!(told, fields);
    }
}
