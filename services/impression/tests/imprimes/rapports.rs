//! Reports to print, all figures invented: one of a whole Département with long breakdowns, one of a small territory
//! with small numbers hidden.
//!
//! Deliberately absent: the real registry. What a definition says is not looked at here, only that it is printed.

use serde_json::{Value, json};

const TERRITOIRES: [&str; 8] = [
    "Bocage",
    "Plaine-Haute",
    "Marais et Littoral",
    "Val-de-Brenne",
    "Pays de la Forêt",
    "Presqu’île",
    "Agglomération Centre",
    "Grand-Plateau",
];

/// The canonical bytes of a report.
pub(crate) fn octets(rapport: &Value) -> Vec<u8> {
    serde_json::to_vec(rapport).expect("a value is a JSON")
}

/// A Département, every section, long breakdowns.
pub(crate) fn complet() -> Value {
    let mut indicateurs = informations();
    indicateurs.extend(delais());
    indicateurs.extend(milieu_ouvert());
    indicateurs.extend(accueil());
    json!({
        "registre": "2",
        "departement": "17",
        "journal": "17/parcours",
        "position": 258_566,
        "donnees_au": "2023-02-15",
        "periode": {"du": "2022-01-01", "au": "2022-12-31"},
        "diffusion": "interne",
        "references": {
            "territoires": {
                "version": "2022-1", "source": "Carte inventée pour les essais",
                "reserve": "Huit territoires ; les communes des franges sont rattachées au plus proche.",
                "valide_du": "2022-01-01",
            },
            "population": {
                "source": "Population inventée, au 1er janvier 2022",
                "reserve": "Arrondie à la centaine.",
            },
        },
        "sections": [
            {"cle": "informations", "titre": "Informations préoccupantes"},
            {"cle": "delais", "titre": "Évaluations et délais"},
            {"cle": "vide", "titre": "Section sans indicateur"},
            {"cle": "milieu_ouvert", "titre": "Actions éducatives à domicile"},
            {"cle": "accueil", "titre": "Enfants confiés et lieux d’accueil"},
        ],
        "indicateurs": indicateurs,
    })
}

/// A territory, for publication: a few figures, small ones hidden, groups that are empty.
pub(crate) fn petit() -> Value {
    let masquee =
        |cle: &str, libelle: &str| json!({"cle": cle, "libelle": libelle, "genre": "masquee"});
    let absente =
        |cle: &str, libelle: &str| json!({"cle": cle, "libelle": libelle, "genre": "absente"});
    let sexes = vec![compte("filles", "Filles", 14), masquee("garcons", "Garçons")];
    let ages = vec![
        compte("0_5", "0 à 5 ans", 11),
        masquee("6_10", "6 à 10 ans"),
        masquee("11_17", "11 à 17 ans"),
    ];
    json!({
        "registre": "2",
        "departement": "17",
        "departement_libelle": "Département d’essai",
        "journal": "17/parcours",
        "position": 941,
        "donnees_au": "2022-07-01",
        "periode": {"du": "2022-01-01", "au": "2022-06-30"},
        "territoire": "presqu-ile",
        "territoire_libelle": "Presqu’île",
        "diffusion": "publication",
        "sections": [{"cle": "informations", "titre": "Informations préoccupantes"}],
        "indicateurs": [
            indicateur("A1", "informations", "Informations reçues", vec![compte("recues", "Informations reçues", 19)],
                vec![ventilation("sexe", Some("par sexe"), sexes), ventilation("tranche_d_age", None, ages)]),
            indicateur("A8", "informations", "Qualification",
                vec![part("qualifiees", "Qualifiées", 1, 16), absente("evaluees", "Évaluées"), masquee("classees", "Classées")],
                Vec::new()),
            indicateur("A13", "informations", "Délai d’évaluation", vec![absente("mediane", "Délai médian")], Vec::new()),
        ],
    })
}

/// The same, facing what others publish: a finding on two readings, another with a figure of the ledger, two
/// reconciliations.
pub(crate) fn avec_les_chiffres_d_ailleurs() -> Value {
    let mut rapport = complet();
    rapport["chiffres_publies"] = json!([
        publie(
            "aed_departement",
            "B1:en_vigueur",
            ("314", "mesure"),
            "AED au 31 décembre 2022",
            "Département"
        ),
        publie(
            "taux_departement",
            "D6:etablissement",
            ("79.8", "%"),
            "Taux publié",
            "Observatoire d’essai"
        ),
        publie("places", "", ("752", "place"), "Places collectives", "Observatoire d’essai"),
    ]);
    let qualification = json!([{
        "constat": "C2", "publie": "46,4 % de qualification : sur deux cohortes.",
        "retenu": "La même cohorte en haut et en bas.",
        "lectures": [
            {"indicateur": "A8", "cle": "qualifiees", "lit": "sur toutes les informations"},
            {"indicateur": "A9", "cle": "non_qualifiees", "lit": "sur une valeur d'un autre rapport"},
        ],
        "publies": [],
    }]);
    let aed = json!([{
        "constat": "C5", "publie": "314 AED, ou 304.", "retenu": "En vigueur au dernier jour.",
        "lectures": [{"indicateur": "B1", "cle": "en_vigueur", "lit": "toutes les mesures en vigueur"}],
        "publies": ["aed_departement", "aed_ailleurs"],
    }]);
    for indicateur in rapport["indicateurs"].as_array_mut().expect("it is a list") {
        match indicateur["id"].as_str() {
            Some("A1" | "A8") => indicateur["lectures"] = qualification.clone(),
            Some("B1") => {
                indicateur["lectures"] = aed.clone();
                indicateur["rapprochements"] = json!([face_a(
                    "aed_departement",
                    "Département",
                    "en_vigueur",
                    ["331", "314", "-17"],
                    [("l'autre chiffre écarte les mesures non exercées", "290", "24")]
                )]);
            }
            Some("D6") => {
                indicateur["rapprochements"] = json!([face_a(
                    "taux_departement",
                    "Observatoire d’essai",
                    "etablissement",
                    ["3/4", "399/500", "6/125"],
                    []
                )]);
            }
            _ => {}
        }
    }
    rapport
}

fn publie(
    cle: &str,
    indicateur: &str,
    (valeur, unite): (&str, &str),
    libelle: &str,
    auteur: &str,
) -> Value {
    json!({
        "cle": cle, "indicateur": indicateur, "libelle": libelle, "valeur": valeur, "unite": unite,
        "du": "2022-12-31", "au": "2022-12-31", "auteur": auteur,
        "source": "Recueil inventé pour les essais", "edition": "2023",
    })
}

fn face_a<const N: usize>(
    publie: &str,
    auteur: &str,
    cle: &str,
    [notre, externe, ecart]: [&str; 3],
    hypotheses: [(&str, &str, &str); N],
) -> Value {
    let hypotheses = hypotheses.map(|(dit, notre, reste)| {
        json!({"cle": "dont_non_executees", "dit": dit, "notre": notre, "reste": reste})
    });
    json!({
        "publie": publie, "auteur": auteur, "edition": "2023", "cle": cle, "notre": notre, "externe": externe,
        "ecart": ecart, "hypotheses": hypotheses.to_vec(), "inexplique": ecart,
    })
}

fn informations() -> Vec<Value> {
    let section = "informations";
    let motifs = [
        ("violences_physiques", "Violences physiques"),
        ("violences_conjugales", "Exposition à des violences conjugales"),
        (
            "negligences",
            "Négligences lourdes ou carences éducatives répétées, signalées par plusieurs professionnels",
        ),
        ("violences_sexuelles", "Violences sexuelles"),
        ("comportement", "Mise en danger par son propre comportement"),
        ("non_renseigne", "Non renseigné"),
    ];
    let motifs = motifs.iter().zip([612, 845, 1204, 198, 377, 66]);
    let motifs = motifs.map(|((cle, libelle), n)| compte(cle, libelle, n)).collect();
    let communes = (1..=46).map(|rang: i64| {
        compte(&format!("c{rang:02}"), &format!("Commune d’essai n° {rang:02}"), 160 - 3 * rang)
    });
    vec![
        indicateur(
            "A1",
            section,
            "Informations reçues",
            vec![
                compte("recues", "Informations reçues", 3302),
                compte("dont_rattachees", "dont rattachées à une autre", 287),
                compte("doublons", "Doublons, non comptés", 64),
            ],
            vec![
                par_territoire(|rang| 610 - 57 * rang),
                ventilation("motif", Some("par motif"), motifs),
                ventilation("commune", Some("par commune"), communes.collect()),
            ],
        ),
        indicateur(
            "A3",
            section,
            "Taux pour mille habitants",
            vec![
                fraction(
                    "pour_mille",
                    "ip",
                    "Informations préoccupantes pour 1 000 habitants de 0 à 17 ans",
                    1511,
                    128_400,
                ),
                fraction(
                    "pour_mille",
                    "mineurs",
                    "Mineurs concernés pour 1 000 habitants de 0 à 17 ans",
                    2204,
                    128_400,
                ),
            ],
            Vec::new(),
        ),
        indicateur(
            "A8",
            section,
            "Qualification et évaluation",
            vec![
                part("qualifiees", "Qualifiées", 1511, 3015),
                part("non_qualifiees", "Non qualifiées", 1322, 3015),
                part("pas_encore_analysees", "Pas encore analysées", 151, 3015),
                part("transferees", "Transférées avant analyse", 31, 3015),
            ],
            vec![taux_par_territoire()],
        ),
    ]
}

fn delais() -> Vec<Value> {
    let ages = [
        ("0_2", "0 à 2 ans"),
        ("3_5", "3 à 5 ans"),
        ("6_10", "6 à 10 ans"),
        ("11_14", "11 à 14 ans"),
        ("15_17", "15 à 17 ans"),
        ("non_renseigne", "Non renseigné"),
    ];
    let ages = ages.iter().zip([214, 377, 689, 512, 388, 24]);
    let ages = ages.map(|((cle, libelle), n)| compte(cle, libelle, n)).collect();
    vec![
        indicateur(
            "A13",
            "delais",
            "Délai de remise du rapport",
            vec![
                fraction(
                    "moyenne",
                    "remises_moyenne",
                    "Remises de la période : délai moyen",
                    172_881,
                    1402,
                ),
                jours("remises_mediane", "Remises de la période : délai médian", 97),
                jours("remises_p90", "Remises de la période : 9 sur 10 en moins de", 214),
                heures("urgences_p90", "Urgences : 9 sur 10 vues en moins de", 31),
                part("remises_dans_3_mois", "Remises dans les trois mois", 655, 1402),
            ],
            Vec::new(),
        ),
        indicateur(
            "A15",
            "delais",
            "Évaluations en cours",
            vec![compte("ouvertes", "Évaluations en cours", 2204)],
            vec![ventilation("age", Some("par âge"), ages)],
        ),
    ]
}

fn milieu_ouvert() -> Vec<Value> {
    vec![
        indicateur(
            "B1",
            "milieu_ouvert",
            "AED en vigueur",
            vec![
                compte("en_vigueur", "AED en vigueur", 331),
                compte("dont_non_executees", "dont non exercées", 41),
            ],
            vec![par_territoire(|rang| 70 - 7 * rang)],
        ),
        indicateur(
            "D3",
            "milieu_ouvert",
            "Évolution en quatre ans",
            vec![fraction("part", "evolution", "Évolution en quatre ans", -38, 1200)],
            Vec::new(),
        ),
    ]
}

fn accueil() -> Vec<Value> {
    vec![indicateur(
        "D6",
        "accueil",
        "Lieu d’accueil des enfants confiés",
        vec![
            part("famille_accueil", "Famille d’accueil", 803, 2011),
            part("etablissement", "Établissement", 901, 2011),
            part("autonomes", "Hébergement autonome", 122, 2011),
            part("autres", "Autres lieux, ou lieu attendu", 185, 2011),
            part("dont_attente", "dont attente du lieu", 97, 2011),
        ],
        Vec::new(),
    )]
}

fn par_territoire(nombre: impl Fn(i64) -> i64) -> Value {
    let lignes = territoires(|cle, libelle, rang| compte(cle, libelle, nombre(rang)));
    json!({"axe": "territoire", "de": "recues", "lignes": lignes})
}

fn taux_par_territoire() -> Value {
    let lignes =
        territoires(|cle, libelle, rang| part(cle, libelle, 190 + 13 * rang, 420 + 11 * rang));
    ventilation("territoire", Some("taux de qualification par territoire"), lignes)
}

fn territoires(ligne: impl Fn(&str, &str, i64) -> Value) -> Vec<Value> {
    let nommes = TERRITOIRES.into_iter().chain(["Non renseigné", "Hors département"]);
    nommes.zip(0..).map(|(libelle, rang)| ligne(&format!("t{rang}"), libelle, rang)).collect()
}

fn indicateur(
    id: &str,
    section: &str,
    libelle: &str,
    valeurs: Vec<Value>,
    ventilations: Vec<Value>,
) -> Value {
    json!({
        "id": id, "version": 1, "section": section, "libelle": libelle, "unite": "enfant_information", "genre": "cohorte",
        "numerateur": "informations distinctes, doublons exclus", "denominateur": "",
        "regle_de_date": "arrivée au Département dans la période ; état observé à la position du journal",
        "role_du_territoire": "résidence de l’enfant à l’arrivée de l’information", "date_de_l_age": "",
        "source": "Définitions inventées pour les essais",
        "definition": "Nombre d’informations distinctes arrivées au Département dans la période, hors doublons d’un même message et hors informations annulées. Celles qui sont rattachées à une autre y sont comptées et dites à part.",
        "valeurs": valeurs, "ventilations": ventilations,
    })
}

fn ventilation(axe: &str, libelle: Option<&str>, lignes: Vec<Value>) -> Value {
    let mut ventilation = json!({"axe": axe, "lignes": lignes});
    if let Some(libelle) = libelle {
        ventilation["libelle"] = libelle.into();
    }
    ventilation
}

fn compte(cle: &str, libelle: &str, n: i64) -> Value {
    json!({"cle": cle, "libelle": libelle, "genre": "compte", "valeur": n})
}

fn heures(cle: &str, libelle: &str, n: i64) -> Value {
    json!({"cle": cle, "libelle": libelle, "genre": "heures", "valeur": n})
}

fn jours(cle: &str, libelle: &str, n: i64) -> Value {
    json!({"cle": cle, "libelle": libelle, "genre": "jours", "valeur": n})
}

fn part(cle: &str, libelle: &str, num: i64, den: i64) -> Value {
    fraction("part", cle, libelle, num, den)
}

fn fraction(genre: &str, cle: &str, libelle: &str, num: i64, den: i64) -> Value {
    json!({"cle": cle, "libelle": libelle, "genre": genre, "num": num, "den": den})
}
