//! The table of the demonstration: what is published, where the report has it, and what counts.
//!
//! # Invariants
//!
//! - Only a row that cannot agree, because the sources contradict each other, is *contradictoire*.
//!
//! Deliberately absent: the computed values. They come from a report, or from the truth (`compte`).

use crate::cibles::{Cibles, Publie, Taux};
use crate::territoire::Territoire;

/// Where a published value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statut {
    /// Printed by the Département.
    Publie,
    /// Published by the DREES.
    PublieDrees,
    /// Our arithmetic from published numbers.
    Deduit,
    /// A reading of an ambiguous number.
    Lecture,
    /// Published as an estimate between two bounds.
    Fourchette,
}

impl Statut {
    /// As printed.
    #[must_use]
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Publie => "publié",
            Self::PublieDrees => "publié (DREES)",
            Self::Deduit => "déduit",
            Self::Lecture => "lecture",
            Self::Fourchette => "fourchette",
        }
    }
}

/// A published value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Valeur {
    /// A whole number.
    Compte(u64),
    /// A percentage, with its decimals.
    Part(Taux),
    /// A mean, in days, rounded half up.
    Jours(u64),
    /// A percentage between two bounds, included.
    Entre(Taux, Taux),
}

impl Valeur {
    /// Does a computed value agree? A count is `num` (with `den` 1), a share or a mean `num / den`.
    #[must_use]
    pub fn convient(self, num: u64, den: u64) -> bool {
        match self {
            Self::Compte(publie) => den == 1 && num == publie,
            Self::Part(publie) => publie.convient(num, den),
            Self::Jours(publie) => den > 0 && (2 * num + den) / (2 * den) == publie,
            Self::Entre(bas, haut) => bas.atteint_par(num, den) && !haut.depasse_par(num, den),
        }
    }

    /// The published value, as printed.
    #[must_use]
    pub fn affiche(self) -> String {
        match self {
            Self::Compte(publie) => publie.to_string(),
            Self::Part(publie) => format!("{publie} %"),
            Self::Jours(publie) => format!("{publie} jours"),
            Self::Entre(bas, haut) => format!("{bas} à {haut} %"),
        }
    }

    /// A computed value, printed as the published one is.
    #[must_use]
    pub fn affiche_calcul(self, num: u64, den: u64) -> String {
        let part = |decimales: u32| {
            Taux::de(num, den, decimales).map_or("—".to_owned(), |taux| format!("{taux} %"))
        };
        match self {
            Self::Compte(_) => num.to_string(),
            Self::Part(publie) => part(publie.decimales()),
            Self::Jours(_) if den == 0 => "—".to_owned(),
            Self::Jours(_) => format!("{} jours", (2 * num + den) / (2 * den)),
            Self::Entre(_, _) => part(1),
        }
    }
}

/// A row: one published value, and where the report has the computed one.
#[derive(Clone, Debug)]
pub struct LigneCible {
    /// What it is, in French.
    pub intitule: String,
    /// Identifier of the indicator, e.g. `A8`.
    pub indicateur: &'static str,
    /// Key of the value in the indicator.
    pub cle: &'static str,
    /// The breakdown and its line, when the value is in one.
    pub ventilation: Option<(&'static str, &'static str)>,
    /// Period of the report, e.g. `2022`.
    pub periode: &'static str,
    /// Territory of the report; none: the whole Département.
    pub territoire: Option<&'static str>,
    /// Where the published value comes from.
    pub statut: Statut,
    /// The published value.
    pub publie: Valeur,
    /// It cannot agree: the sources contradict each other.
    pub contradictoire: bool,
    /// Why, or what to know when reading it.
    pub note: &'static str,
    /// What is counted.
    pub definition: &'static str,
}

impl LigneCible {
    fn compte(intitule: &str, place: Place, statut: Statut, publie: u64) -> Self {
        Self::nouvelle(intitule, place, statut, Valeur::Compte(publie))
    }

    fn nouvelle(intitule: &str, place: Place, statut: Statut, publie: Valeur) -> Self {
        let Place { indicateur, cle, periode, definition } = place;
        Self {
            intitule: intitule.to_owned(),
            indicateur,
            cle,
            ventilation: None,
            periode,
            territoire: None,
            statut,
            publie,
            contradictoire: false,
            note: "",
            definition,
        }
    }

    fn ventilee(mut self, axe: &'static str, territoire: Territoire) -> Self {
        self.ventilation = Some((axe, territoire.slug()));
        self
    }

    fn notee(mut self, note: &'static str) -> Self {
        self.note = note;
        self
    }

    fn contredite(mut self, note: &'static str) -> Self {
        self.contradictoire = true;
        self.notee(note)
    }
}

/// Where a value is in a report, and what it counts.
#[derive(Clone, Copy)]
struct Place {
    indicateur: &'static str,
    cle: &'static str,
    periode: &'static str,
    definition: &'static str,
}

fn place(
    indicateur: &'static str,
    cle: &'static str,
    periode: &'static str,
    definition: &'static str,
) -> Place {
    Place { indicateur, cle, periode, definition }
}

/// Every row.
#[must_use]
pub fn tableau(cibles: &Cibles) -> Vec<LigneCible> {
    let publie = &cibles.publie;
    let mut lignes = recues(publie);
    lignes.extend(evaluees(publie));
    lignes.extend(parquet(publie));
    lignes.extend(portes(publie));
    lignes.push(delai(publie));
    lignes.extend(milieu_ouvert(publie));
    lignes.extend(judiciarisation(publie));
    lignes.extend(accueillis(publie));
    lignes.extend(modes(publie));
    lignes.extend(attentes(publie));
    lignes.push(projets(publie));
    lignes
}

const RECUES: &str = "informations distinctes arrivées dans l'année, doublons exclus";

fn recues(publie: &Publie) -> Vec<LigneCible> {
    let annees = ["2018", "2019", "2020", "2021", "2022", "2023"];
    let lignes = annees.into_iter().zip(publie.informations_recues_par_annee.toutes());
    lignes
        .map(|(annee, recues)| {
            let place = place("A1", "recues", annee, RECUES);
            LigneCible::compte(
                &format!("Informations reçues {annee}"),
                place,
                Statut::Publie,
                recues,
            )
        })
        .collect()
}

fn evaluees(publie: &Publie) -> Vec<LigneCible> {
    let evaluees = &publie.informations_qualifiees_et_evaluees_2022;
    let definition = "principales arrivées dans l'année dont un rapport est remis à ce jour, \
                      rapportées aux informations reçues";
    let place_a8 = place("A8", "evaluees_sur_recues", "2022", definition);
    let a9 = place(
        "A9",
        "non_qualifiees",
        "2022",
        "principales non qualifiées par décision, pour tous leurs enfants",
    );
    let niveau1 = publie.classees_niveau_1_2022.value;
    vec![
        LigneCible::compte("Qualifiées et évaluées 2022", place_a8, Statut::Publie, evaluees.value),
        LigneCible::nouvelle(
            "Taux de qualification et d'évaluation 2022",
            place_a8,
            Statut::Publie,
            Valeur::Part(evaluees.rate_percent),
        ),
        LigneCible::compte("Classées au niveau 1, 2022", a9, Statut::Lecture, niveau1).contredite(
            "c'est un reste (reçues moins évaluées), où sont aussi les urgences, les rattachées \
             et les transférées : ce n'est pas une classe",
        ),
    ]
}

fn parquet(publie: &Publie) -> Vec<LigneCible> {
    let taux = Valeur::Part(publie.transmises_parquet_2022.rate_percent);
    let qualifiees = place(
        "A11",
        "sur_qualifiees",
        "2022",
        "principales ayant au moins un signalement du Département, rapportées aux qualifiées",
    );
    let principales = place(
        "A11",
        "sur_principales",
        "2022",
        "principales ayant au moins un signalement du Département, rapportées aux principales",
    );
    let titre = "Transmises au parquet 2022";
    vec![
        LigneCible::nouvelle(&format!("{titre}, sur qualifiées"), qualifiees, Statut::Publie, taux)
            .notee("la base n'est pas publiée : c'est celle que l'on vise"),
        LigneCible::nouvelle(&format!("{titre}, sur reçues"), principales, Statut::Lecture, taux)
            .contredite("la même part ne peut pas valoir sur deux bases"),
    ]
}

fn portes(publie: &Publie) -> Vec<LigneCible> {
    let portes = &publie.recues_directement_par_la_crip_2022;
    let crip = place("A5", "par_la_crip", "2022", "informations reçues entrées par la CRIP");
    let delegations = place(
        "A6",
        "par_delegation",
        "2022",
        "informations reçues entrées par une délégation territoriale",
    );
    let part = Valeur::Part(portes.rate_percent);
    vec![
        LigneCible::nouvelle("Reçues directement par la CRIP 2022", crip, Statut::Publie, part),
        LigneCible::compte(
            "Reçues par les délégations 2022",
            delegations,
            Statut::Deduit,
            portes.par_les_delegations,
        ),
        LigneCible::compte(
            "dont La Rochelle - Ré - Aunis Atlantique",
            delegations,
            Statut::Publie,
            portes.dont_la_rochelle_re_aunis_atlantique,
        )
        .ventilee("delegation", Territoire::LaRochelle),
    ]
}

fn delai(publie: &Publie) -> LigneCible {
    let place = place(
        "A13",
        "remises_moyenne",
        "2022",
        "de l'arrivée de la première principale à la première remise du rapport, moyenne des \
         rapports remis dans l'année, jours calendaires",
    );
    let jours = publie.delai_moyen_evaluation_jours_2022.value;
    let titre = "Délai moyen d'évaluation 2022";
    LigneCible::nouvelle(titre, place, Statut::Publie, Valeur::Jours(jours))
        .notee("le départ et l'arrêt ne sont pas publiés")
}

fn milieu_ouvert(publie: &Publie) -> Vec<LigneCible> {
    let aed = |annee| place("B1", "en_vigueur", annee, "AED en vigueur au 31 décembre");
    let aemo = |annee| {
        place("B2", "en_vigueur", annee, "AEMO, renforcées comprises, en vigueur au 31 décembre")
    };
    let (avant, apres) = (&publie.mesures_en_cours_31_12_2018, &publie.mesures_en_cours_31_12_2022);
    let taux = place("B3", "taux", "2022", "AEMO rapportées aux AED et AEMO, au 31 décembre");
    let part = Valeur::Part(apres.taux_judiciarisation_percent);
    vec![
        LigneCible::compte("AED fin 2018", aed("2018"), Statut::PublieDrees, avant.aed),
        LigneCible::compte("AED fin 2022", aed("2022"), Statut::Publie, apres.aed),
        LigneCible::compte(
            "AEMO fin 2018",
            aemo("2018"),
            Statut::PublieDrees,
            avant.aemo_dont_renforcees,
        ),
        LigneCible::compte(
            "AEMO fin 2022",
            aemo("2022"),
            Statut::Deduit,
            apres.aemo_dont_renforcees,
        )
        .notee("déduit de l'évolution publiée ; l'effectif n'est pas imprimé"),
        LigneCible::nouvelle("Taux de judiciarisation fin 2022", taux, Statut::Publie, part),
    ]
}

fn judiciarisation(publie: &Publie) -> Vec<LigneCible> {
    let par_territoire = &publie.taux_judiciarisation_par_territoire_2022;
    let place = place(
        "B3",
        "taux",
        "2022",
        "AEMO rapportées aux AED et AEMO, par délégation responsable au 31 décembre",
    );
    let ligne = |intitule: &str, taux, territoire| {
        LigneCible::nouvelle(intitule, place, Statut::Publie, Valeur::Part(taux))
            .ventilee("territoire", territoire)
    };
    vec![
        ligne("dont Haute-Saintonge", par_territoire.haute_saintonge, Territoire::HauteSaintonge),
        ligne(
            "dont Saintonge Romane",
            par_territoire.saintonge_romane,
            Territoire::SaintongeRomane,
        ),
    ]
}

const ACCUEILLIS: &str = "enfants confiés ou placés directement au 31 décembre, chacun une fois";

fn accueillis(publie: &Publie) -> Vec<LigneCible> {
    let (fin_2022, fin_2023) = (&publie.accueillis_31_12_2022, &publie.accueillis_31_12_2023);
    let droit = |annee| place("D1", "droit", annee, ACCUEILLIS);
    let mna = |annee| {
        place("D1", "dont_mna", annee, "accueillis reconnus mineurs non accompagnés au 31 décembre")
    };
    let hors_mna = place(
        "D1",
        "hors_mna",
        "2023",
        "accueillis non MNA du territoire responsable au 31 décembre",
    );
    let confies = place("D2", "confies", "2022", "enfants confiés à l'ASE au 31 décembre");
    let directs = place("D2", "directs", "2022", "enfants placés directement par le juge");
    let mut la_rochelle = LigneCible::compte(
        "dont La Rochelle - Ré - Aunis Atlantique, hors MNA",
        hors_mna,
        Statut::Publie,
        fin_2023.la_rochelle_re_aunis_atlantique_hors_mna,
    );
    la_rochelle.territoire = Some(Territoire::LaRochelle.slug());
    vec![
        LigneCible::compte("Accueillis fin 2022", droit("2022"), Statut::Publie, fin_2022.value),
        LigneCible::compte("dont MNA fin 2022", mna("2022"), Statut::Publie, fin_2022.dont_mna),
        LigneCible::compte(
            "dont confiés à l'ASE fin 2022",
            confies,
            Statut::PublieDrees,
            fin_2022.confies_ase,
        ),
        LigneCible::compte(
            "dont placements directs fin 2022",
            directs,
            Statut::PublieDrees,
            fin_2022.placements_directs,
        ),
        LigneCible::compte("Accueillis fin 2023", droit("2023"), Statut::Publie, fin_2023.value),
        LigneCible::compte("dont MNA fin 2023", mna("2023"), Statut::Publie, fin_2023.dont_mna),
        la_rochelle,
    ]
}

fn modes(publie: &Publie) -> Vec<LigneCible> {
    let modes = &publie.confies_par_mode_2022_percent;
    [
        ("Confiés en famille d'accueil fin 2022", "famille_accueil", modes.famille_accueil),
        ("Confiés en établissement fin 2022", "etablissement", modes.etablissement),
        ("Confiés en hébergement autonome fin 2022", "autonomes", modes.autonomes),
        ("Confiés dans un autre mode fin 2022", "autres", modes.autres),
    ]
    .into_iter()
    .map(|(intitule, cle, taux)| {
        let definition = "lieu principal des enfants confiés au 31 décembre ; l'attente d'un lieu \
                          est un autre mode";
        let place = place("D6", cle, "2022", definition);
        LigneCible::nouvelle(intitule, place, Statut::Publie, Valeur::Part(taux))
    })
    .collect()
}

fn attentes(publie: &Publie) -> Vec<LigneCible> {
    let attente = &publie.mesures_en_attente_31_12_2023;
    let definition = "mesures en vigueur au 31 décembre dont l'exercice n'a pas commencé";
    vec![
        LigneCible::compte(
            "AEMO renforcées en attente fin 2023",
            place("B4", "aemo_r", "2023", definition),
            Statut::Publie,
            attente.aemo_r,
        ),
        LigneCible::compte(
            "AEMO en attente fin 2023",
            place("B4", "aemo", "2023", definition),
            Statut::Publie,
            attente.aemo,
        )
        .notee("dit par les opérateurs, sans date"),
    ]
}

fn projets(publie: &Publie) -> LigneCible {
    let part = &publie.part_enfants_avec_ppe_percent;
    let definition = "mineurs ayant un PPE établi parmi ceux dont une mesure est en vigueur au 31 \
                      décembre, dans une chaîne commencée trois mois avant au moins";
    let place = place("F1", "f1a", "2022", definition);
    let publie = Valeur::Entre(part.low, part.high);
    LigneCible::nouvelle("Part des mineurs suivis ayant un PPE", place, Statut::Fourchette, publie)
        .notee("une estimation, non un compte")
}
