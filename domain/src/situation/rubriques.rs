//! The questions the national observatory asks of a child's situation: a closed, dated, sourced table.
//!
//! Source: annexe 2-8 CASF (décret 2016-1966), guide Olinpe of September 2018 and its schema 2.0; flag V.
//! Keys are ours; numbers and names of variables are aliases of the export, like the codes of its answers.
//!
//! Deliberately absent: the variables that another chapter already holds ([`AILLEURS`]).

/// An answer of a closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choix {
    /// Stable key, stored and sent.
    pub cle: &'static str,
    /// French label.
    pub libelle: &'static str,
    /// Code of the national export.
    pub export: &'static str,
}

/// What answers a question admits, when the answer is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admises {
    /// One of a list.
    Codes(&'static [Choix]),
    /// `oui` or `non`.
    OuiNon,
    /// A whole number between two bounds.
    Nombre {
        /// The least.
        min: u32,
        /// The most.
        max: u32,
    },
    /// A year, `AAAA`.
    Annee,
    /// A month, `AAAA-MM`.
    Mois,
}

/// When a question applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Always.
    Toujours,
    /// Under 18.
    Mineur,
    /// From 18.
    Majeur,
    /// Under 6, and not at school.
    MoinsDeSixAns,
    /// From 3.
    TroisAnsEtPlus,
    /// When another question has that answer.
    Si(&'static str, &'static str),
}

/// One question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rubrique {
    /// Stable key, stored and sent.
    pub cle: &'static str,
    /// French label.
    pub libelle: &'static str,
    /// Number of the variable.
    pub numero: u8,
    /// Name of the variable.
    pub variable: &'static str,
    /// What it admits.
    pub admises: Admises,
    /// When it applies.
    pub condition: Condition,
    /// How the export writes *ne sait pas*; empty is for *sans objet* alone.
    pub ne_sait_pas: &'static str,
}

const OUI_NON: &[Choix] = &[choix("non", "non", "1"), choix("oui", "oui", "2")];

const fn choix(cle: &'static str, libelle: &'static str, export: &'static str) -> Choix {
    Choix { cle, libelle, export }
}

const MODES_D_ACCUEIL: &[Choix] = &[
    choix("parent_au_domicile", "gardé par un parent au domicile", "1"),
    choix("autre_adulte_au_domicile", "gardé par un autre adulte au domicile", "2"),
    choix("etablissement", "établissement d'accueil du jeune enfant", "3"),
    choix("assistante_maternelle", "assistante maternelle", "4"),
    choix("famille", "membre de la famille", "5"),
    choix("autre", "autre mode de garde", "6"),
];

const NIVEAUX: &[Choix] = &[
    choix("maternelle", "école maternelle", "200"),
    choix("cp", "CP", "310"),
    choix("ce1", "CE1", "320"),
    choix("ce2", "CE2", "330"),
    choix("cm1", "CM1", "340"),
    choix("cm2", "CM2", "350"),
    choix("elementaire", "école élémentaire, sans autre précision", "399"),
    choix("sixieme", "6e (dont SEGPA)", "410"),
    choix("cinquieme", "5e (dont SEGPA)", "420"),
    choix("quatrieme", "4e (dont SEGPA)", "430"),
    choix("troisieme", "3e (dont SEGPA, découverte professionnelle)", "440"),
    choix("college", "collège, sans autre précision", "499"),
    choix("seconde", "seconde générale et technologique", "510"),
    choix("premiere_generale", "première générale", "520"),
    choix("premiere_technologique", "première technologique", "530"),
    choix("terminale_generale", "terminale générale", "550"),
    choix("terminale_technologique", "terminale technologique", "560"),
    choix("lycee", "lycée général et technologique, sans autre précision", "599"),
    choix("cap", "CAP", "610"),
    choix("bep", "BEP", "620"),
    choix("bac_pro", "baccalauréat professionnel", "630"),
    choix("lycee_pro", "lycée professionnel, sans autre précision", "699"),
    choix("cap_alternance", "CAP en alternance", "710"),
    choix("bac_pro_alternance", "baccalauréat professionnel en alternance", "740"),
    choix("autre", "autre, ou plusieurs établissements", "750"),
    choix("alternance", "formation en alternance, sans autre précision", "769"),
    choix("post_bac", "après le baccalauréat", "770"),
];

const DISPOSITIFS: &[Choix] = &[
    choix("handicap", "dispositif pour le handicap (ULIS…)", "11"),
    choix("adaptation", "adaptation scolaire (SEGPA, EREA…)", "12"),
    choix("allophones", "élèves allophones nouvellement arrivés (UPE2A…)", "13"),
    choix("relais", "dispositif relais contre le décrochage", "14"),
    choix("autre", "autre dispositif", "15"),
];

const HORS_MILIEU_ORDINAIRE: &[Choix] = &[
    choix(
        "medico_social_exclusif",
        "établissement sanitaire ou médico-social, scolarité exclusive",
        "850",
    ),
    choix(
        "medico_social_partage",
        "établissement sanitaire ou médico-social, scolarité partagée",
        "860",
    ),
    choix("penitentiaire", "établissement pénitentiaire", "870"),
    choix("pjj", "établissement de la PJJ", "880"),
    choix("autre", "établissement ou service, sans autre précision", "890"),
    choix("domicile", "instruction à domicile, hors CNED", "900"),
];

const FREQUENTATIONS: &[Choix] = &[
    choix("assidu", "sans décrochage ni exclusion", "6"),
    choix("exclusion", "en situation d'exclusion", "7"),
    choix("decrochage", "en situation de décrochage", "8"),
];

const MENAGES: &[Choix] = &[
    choix("mineur_autonome", "mineur autonome", "1"),
    choix("deux_parents", "parents vivant ensemble", "2"),
    choix("mere_seule", "avec sa mère seule", "3"),
    choix("pere_seul", "avec son père seul", "4"),
    choix("alternee", "résidence alternée", "5"),
    choix("mere_recomposee", "avec sa mère, famille recomposée", "6"),
    choix("pere_recompose", "avec son père, famille recomposée", "7"),
    choix("autre_famille", "chez un autre membre de la famille", "8"),
    choix("particulier", "chez un particulier", "9"),
    choix("autre", "autre", "10"),
];

const MENAGES_MAJEUR: &[Choix] = &[
    choix("seul", "seul", "1"),
    choix("conjoint", "avec un conjoint ou un petit ami", "2"),
    choix("colocation", "en colocation", "3"),
    choix("famille", "avec sa famille de naissance ou d'adoption", "4"),
    choix("autre", "autre situation", "8"),
];

const LIENS: &[Choix] = &[
    choix("parent", "père ou mère", "1"),
    choix("conjoint_du_parent", "conjoint du père ou de la mère", "2"),
    choix("grand_parent", "grand-père ou grand-mère", "3"),
    choix("fratrie", "frère, sœur, demi-frère ou demi-sœur", "4"),
    choix("oncle_tante", "oncle ou tante", "5"),
    choix("autre_famille", "autre membre de la famille", "6"),
    choix("particulier", "autre particulier sans lien familial", "7"),
];

const SEXES: &[Choix] = &[choix("homme", "homme", "1"), choix("femme", "femme", "2")];

const EMPLOIS: &[Choix] = &[
    choix("apprentissage", "contrat d'apprentissage", "1"),
    choix("interim", "agence d'intérim", "2"),
    choix("aide", "emploi aidé", "3"),
    choix("stagiaire", "stagiaire rémunéré", "4"),
    choix("duree_limitee", "emploi à durée limitée", "5"),
    choix("sans_limite", "emploi sans limite de durée", "6"),
    choix("non_salarie", "non salarié", "7"),
    choix("autre_actif", "autre actif occupé", "8"),
    choix("chomage", "au chômage", "20"),
    choix("etudes", "élève, étudiant", "30"),
    choix("inactif", "inactif : retraité, parent au foyer…", "50"),
];

const CATEGORIES: &[Choix] = &[
    choix("agriculteur", "agriculteurs exploitants", "1"),
    choix("artisan", "artisans, commerçants, chefs d'entreprise", "2"),
    choix("cadre", "cadres et professions intellectuelles supérieures", "3"),
    choix("intermediaire", "professions intermédiaires", "4"),
    choix("employe", "employés", "5"),
    choix("ouvrier", "ouvriers", "6"),
    choix("retraite", "retraités", "7"),
    choix("sans_activite", "autres personnes sans activité professionnelle", "8"),
];

const fn rubrique(
    (numero, variable): (u8, &'static str),
    (cle, libelle): (&'static str, &'static str),
    admises: Admises,
    condition: Condition,
    ne_sait_pas: &'static str,
) -> Rubrique {
    Rubrique { cle, libelle, numero, variable, admises, condition, ne_sait_pas }
}

/// Every question, in the order of the annexe.
pub const RUBRIQUES: &[Rubrique] = &[
    rubrique(
        (8, "MODACC"),
        ("mode_d_accueil", "mode d'accueil du jeune enfant non scolarisé"),
        Admises::Codes(MODES_D_ACCUEIL),
        Condition::MoinsDeSixAns,
        "9",
    ),
    rubrique(
        (9, "SCODTCOM"),
        ("scolarise", "scolarisé en milieu ordinaire"),
        Admises::OuiNon,
        Condition::TroisAnsEtPlus,
        "9",
    ),
    rubrique(
        (10, "NIVSCO"),
        ("niveau_scolaire", "niveau scolaire"),
        Admises::Codes(NIVEAUX),
        Condition::Si("scolarise", "oui"),
        "999",
    ),
    rubrique(
        (11, "SCOCLASPE"),
        ("dispositif_specifique", "milieu ordinaire avec dispositif spécifique"),
        Admises::OuiNon,
        Condition::Si("scolarise", "oui"),
        "9",
    ),
    rubrique(
        (12, "TYPCLASSPE"),
        ("type_de_dispositif", "type de dispositif spécifique"),
        Admises::Codes(DISPOSITIFS),
        Condition::Si("dispositif_specifique", "oui"),
        "99",
    ),
    rubrique(
        (13, "ETABSCOSPE"),
        ("hors_milieu_ordinaire", "scolarisé en unité d'enseignement hors milieu ordinaire"),
        Admises::OuiNon,
        Condition::TroisAnsEtPlus,
        "9",
    ),
    rubrique(
        (14, "TYPETABSPE"),
        (
            "type_hors_milieu_ordinaire",
            "unité d'enseignement hors milieu ordinaire, ou instruction à domicile",
        ),
        Admises::Codes(HORS_MILIEU_ORDINAIRE),
        Condition::Si("hors_milieu_ordinaire", "oui"),
        "999",
    ),
    rubrique(
        (15, "FREQSCO"),
        ("frequentation_scolaire", "fréquentation scolaire"),
        Admises::Codes(FREQUENTATIONS),
        Condition::TroisAnsEtPlus,
        "9",
    ),
    rubrique(
        (16, "HANDICAP"),
        ("handicap", "handicap reconnu"),
        Admises::OuiNon,
        Condition::Toujours,
        "9",
    ),
    rubrique(
        (17, "ORIENTDEC"),
        ("orientation_cdaph", "orientation de la CDAPH vers un établissement ou service"),
        Admises::OuiNon,
        Condition::Toujours,
        "9",
    ),
    rubrique(
        (18, "ORIENTEFF"),
        ("orientation_effective", "orientation de la CDAPH effective"),
        Admises::OuiNon,
        Condition::Si("orientation_cdaph", "oui"),
        "9",
    ),
    rubrique(
        (26, "ENQPENAL"),
        ("enquete_penale", "enquête pénale"),
        Admises::OuiNon,
        Condition::Toujours,
        "9",
    ),
    rubrique(
        (27, "SAISJUR"),
        ("juridiction_penale_saisie", "juridiction pénale saisie"),
        Admises::OuiNon,
        Condition::Toujours,
        "9",
    ),
    rubrique(
        (28, "COMPOMENAG"),
        ("menage", "ménage de la résidence principale"),
        Admises::Codes(MENAGES),
        Condition::Mineur,
        "99",
    ),
    rubrique(
        (29, "AUTREHEBER"),
        ("autre_hebergement", "autre hébergement régulier"),
        Admises::OuiNon,
        Condition::Mineur,
        "9",
    ),
    rubrique(
        (30, "NBFRAT"),
        ("taille_fratrie", "taille de la fratrie au lieu de résidence, l'enfant compris"),
        Admises::Nombre { min: 1, max: 98 },
        Condition::Mineur,
        "99",
    ),
    rubrique(
        (31, "MENAGEJM"),
        ("menage_majeur", "ménage du jeune majeur"),
        Admises::Codes(MENAGES_MAJEUR),
        Condition::Majeur,
        "9",
    ),
    rubrique(
        (32, "NBENF"),
        ("nombre_d_enfants", "nombre d'enfants du jeune"),
        Admises::Nombre { min: 0, max: 98 },
        Condition::Toujours,
        "99",
    ),
    rubrique(
        (36, "LIENA1"),
        ("lien_adulte_1", "lien de l'adulte 1 en charge avec le mineur"),
        Admises::Codes(LIENS),
        Condition::Mineur,
        "9",
    ),
    rubrique(
        (37, "LIENA2"),
        ("lien_adulte_2", "lien de l'adulte 2 en charge avec le mineur"),
        Admises::Codes(LIENS),
        Condition::Mineur,
        "9",
    ),
    rubrique(
        (38, "SEXA1"),
        ("sexe_adulte_1", "sexe de l'adulte 1"),
        Admises::Codes(SEXES),
        Condition::Mineur,
        "9",
    ),
    rubrique(
        (39, "SEXA2"),
        ("sexe_adulte_2", "sexe de l'adulte 2"),
        Admises::Codes(SEXES),
        Condition::Mineur,
        "9",
    ),
    rubrique(
        (40, "ANSA1"),
        ("naissance_adulte_1", "année de naissance de l'adulte 1"),
        Admises::Annee,
        Condition::Mineur,
        "9999",
    ),
    rubrique(
        (41, "ANSA2"),
        ("naissance_adulte_2", "année de naissance de l'adulte 2"),
        Admises::Annee,
        Condition::Mineur,
        "9999",
    ),
    rubrique(
        (42, "EMPLA1"),
        ("emploi_adulte_1", "emploi de l'adulte 1"),
        Admises::Codes(EMPLOIS),
        Condition::Mineur,
        "99",
    ),
    rubrique(
        (43, "EMPLA2"),
        ("emploi_adulte_2", "emploi de l'adulte 2"),
        Admises::Codes(EMPLOIS),
        Condition::Mineur,
        "99",
    ),
    rubrique(
        (44, "CSPA1"),
        ("categorie_adulte_1", "catégorie socioprofessionnelle de l'adulte 1"),
        Admises::Codes(CATEGORIES),
        Condition::Mineur,
        "9",
    ),
    rubrique(
        (45, "CSPA2"),
        ("categorie_adulte_2", "catégorie socioprofessionnelle de l'adulte 2"),
        Admises::Codes(CATEGORIES),
        Condition::Mineur,
        "9",
    ),
    rubrique(
        (46, "EMPLJM"),
        ("emploi_majeur", "emploi du jeune majeur"),
        Admises::Codes(EMPLOIS),
        Condition::Majeur,
        "99",
    ),
    rubrique(
        (47, "CSPJM"),
        ("categorie_majeur", "catégorie socioprofessionnelle du jeune majeur"),
        Admises::Codes(CATEGORIES),
        Condition::Majeur,
        "9",
    ),
    rubrique(
        (48, "MINIMA"),
        ("minima_sociaux", "minima sociaux dans le ménage"),
        Admises::OuiNon,
        Condition::Toujours,
        "9",
    ),
    rubrique(
        (49, "ALLOC"),
        ("allocation_handicap", "allocation ou pension d'invalidité ou de handicap"),
        Admises::OuiNon,
        Condition::Toujours,
        "9",
    ),
    rubrique(
        (50, "MEREINC"),
        ("mere_inconnue", "mère inconnue"),
        Admises::OuiNon,
        Condition::Mineur,
        "9",
    ),
    rubrique(
        (51, "PEREINC"),
        ("pere_inconnu", "père inconnu"),
        Admises::OuiNon,
        Condition::Mineur,
        "9",
    ),
    rubrique(
        (52, "ANSMERE"),
        ("naissance_mere", "année de naissance de la mère"),
        Admises::Annee,
        Condition::Mineur,
        "9999",
    ),
    rubrique(
        (53, "ANSPERE"),
        ("naissance_pere", "année de naissance du père"),
        Admises::Annee,
        Condition::Mineur,
        "9999",
    ),
    rubrique(
        (54, "DCMERE"),
        ("mere_decedee", "mère décédée"),
        Admises::OuiNon,
        Condition::Mineur,
        "9",
    ),
    rubrique(
        (55, "DCPERE"),
        ("pere_decede", "père décédé"),
        Admises::OuiNon,
        Condition::Mineur,
        "9",
    ),
    rubrique(
        (56, "DATDCMERE"),
        ("deces_mere", "mois du décès de la mère"),
        Admises::Mois,
        Condition::Si("mere_decedee", "oui"),
        "9999-99",
    ),
    rubrique(
        (57, "DATDCPERE"),
        ("deces_pere", "mois du décès du père"),
        Admises::Mois,
        Condition::Si("pere_decede", "oui"),
        "9999-99",
    ),
    rubrique(
        (60, "MESANT"),
        (
            "mesure_fratrie",
            "prestation ou mesure, en cours ou antérieure, pour un autre enfant du ménage",
        ),
        Admises::OuiNon,
        Condition::Toujours,
        "9",
    ),
    rubrique(
        (80, "INTERANT"),
        ("intervention_anterieure", "intervention antérieure en protection de l'enfance"),
        Admises::OuiNon,
        Condition::Toujours,
        "9",
    ),
];

/// The variables of the same range that another chapter holds, and which.
pub const AILLEURS: &[(u8, &str)] = &[
    (19, "information"),
    (20, "information"),
    (21, "information"),
    (22, "justice"),
    (23, "information"),
    (24, "information"),
    (25, "information"),
    (33, "statut"),
    (34, "statut"),
    (35, "statut"),
];

/// The question of that key.
#[must_use]
pub fn de_cle(cle: &str) -> Option<&'static Rubrique> {
    RUBRIQUES.iter().find(|rubrique| rubrique.cle == cle)
}

impl Rubrique {
    /// Whether an answer is one it admits.
    #[must_use]
    pub fn admet(&self, valeur: &str) -> bool {
        match self.admises {
            Admises::Codes(choix) => choix.iter().any(|choix| choix.cle == valeur),
            Admises::OuiNon => OUI_NON.iter().any(|choix| choix.cle == valeur),
            Admises::Nombre { min, max } => number(valeur).is_some_and(|n| min <= n && n <= max),
            Admises::Annee => valeur.len() == 4 && number(valeur).is_some_and(|n| 1900 <= n),
            Admises::Mois => month(valeur),
        }
    }

    /// What it admits, as a refusal writes it: « handicap (non, oui) ».
    #[must_use]
    pub fn attendu(&self) -> String {
        let keys = |choix: &[Choix]| choix.iter().map(|one| one.cle).collect::<Vec<_>>().join(", ");
        let admises = match self.admises {
            Admises::Codes(choix) => keys(choix),
            Admises::OuiNon => keys(OUI_NON),
            Admises::Nombre { min, max } => format!("un nombre de {min} à {max}"),
            Admises::Annee => "une année, AAAA".to_owned(),
            Admises::Mois => "un mois, AAAA-MM".to_owned(),
        };
        format!("{} ({admises})", self.cle)
    }

    /// The label of an answer: itself, when it is a number or a date.
    #[must_use]
    pub fn libelle_de<'a>(&self, valeur: &'a str) -> &'a str {
        self.choix(valeur).map_or(valeur, |choix| choix.libelle)
    }

    /// How the export writes an answer.
    #[must_use]
    pub fn export_de<'a>(&self, valeur: &'a str) -> &'a str {
        self.choix(valeur).map_or(valeur, |choix| choix.export)
    }

    fn choix(&self, valeur: &str) -> Option<&'static Choix> {
        let choix = match self.admises {
            Admises::Codes(choix) => choix,
            Admises::OuiNon => OUI_NON,
            Admises::Nombre { .. } | Admises::Annee | Admises::Mois => return None,
        };
        choix.iter().find(|choix| choix.cle == valeur)
    }
}

fn number(text: &str) -> Option<u32> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| plain)
}

fn month(text: &str) -> bool {
    text.len() == 7 && format!("{text}-01").parse::<chrono::NaiveDate>().is_ok()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn les_champs_8_a_57_60_et_80_sont_demandes_ou_tenus_ailleurs() {
        let asked = RUBRIQUES.iter().map(|rubrique| rubrique.numero);
        let all: Vec<u8> = asked.chain(AILLEURS.iter().map(|(numero, _)| *numero)).collect();
        let each: BTreeSet<u8> = all.iter().copied().collect();
        assert_eq!(each.len(), all.len(), "a field is asked once");
        assert_eq!(each, (8..=57).chain([60, 80]).collect());
    }

    #[test]
    fn chaque_rubrique_a_une_cle_a_elle_et_des_reponses_distinctes_du_ne_sait_pas() {
        let keys: BTreeSet<_> = RUBRIQUES.iter().map(|rubrique| rubrique.cle).collect();
        assert_eq!(keys.len(), RUBRIQUES.len());
        for rubrique in RUBRIQUES {
            if let Admises::Codes(choix) = rubrique.admises {
                let keys: BTreeSet<_> = choix.iter().map(|choix| choix.cle).collect();
                let codes: BTreeSet<_> = choix.iter().map(|choix| choix.export).collect();
                assert_eq!(
                    (keys.len(), codes.len()),
                    (choix.len(), choix.len()),
                    "{}",
                    rubrique.cle
                );
                assert!(!codes.contains(rubrique.ne_sait_pas), "{}", rubrique.cle);
            }
            if let Condition::Si(autre, valeur) = rubrique.condition {
                assert!(de_cle(autre).is_some_and(|autre| autre.admet(valeur)), "{}", rubrique.cle);
            }
        }
    }

    #[test]
    fn un_nombre_une_annee_et_un_mois_se_lisent_dans_leurs_bornes() {
        let admet = |cle: &str, valeur: &str| de_cle(cle).expect("a question").admet(valeur);
        assert!(admet("taille_fratrie", "1") && admet("taille_fratrie", "98"));
        assert!(!admet("taille_fratrie", "0") && !admet("taille_fratrie", "99"));
        assert!(!admet("taille_fratrie", "+3"));
        assert!(admet("naissance_mere", "1985") && !admet("naissance_mere", "85"));
        assert!(admet("deces_mere", "2020-02") && !admet("deces_mere", "2020-13"));
    }
}
