//! Family D: children confided or placed, and where they are; and unaccompanied minors among them (E).
//!
//! Invariant: a child counts once, by the first of his measures in the hierarchy, and is counted as soon as he is
//! read: on the last day, and four years before.

use std::cmp::Reverse;

use chrono::NaiveDate;
use domain::codes::NatureMesure;
use domain::temps::moins_mois;

use crate::cadre::Cadre;
use crate::enfant::{Enfant, MesureSuivie, Sejour, principale};
use crate::milieu_ouvert::dite_pead;
use crate::natures::{CONFIE, rang};
use crate::nombres::{Coupe, Dit, Ligne, absente, compte, part};
use crate::repartition::Groupe;

/// The years a growth looks back on.
const RECUL_ANS: u32 = 4;

const ETABLISSEMENTS: [&str; 7] = [
    "mecs",
    "foyer_de_l_enfance",
    "pouponniere",
    "parent_enfant",
    "village_d_enfants",
    "lieu_de_vie",
    "etablissement_medico_social",
];

/// What the family keeps while children are read.
#[derive(Debug, Default)]
pub(crate) struct Comptes {
    droit: i64,
    qui: Groupe,
    pead: i64,
    droit_avant: i64,
    mna: i64,
    mna_mineurs: i64,
    mna_tous_ages: i64,
    presence: i64,
    confies: i64,
    famille_d_accueil: i64,
    etablissement: i64,
    autonomes: i64,
    sans_lieu: i64,
    au_domicile: i64,
    ancienne_place: i64,
    autre_place: i64,
}

/// A child placed on a day: his principal measure, his délégation, his place.
pub(crate) struct Place<'a> {
    confie: bool,
    pub(crate) service: Option<&'a str>,
    pub(crate) place: Option<&'a Sejour>,
    pub(crate) present: bool,
    pead: bool,
}

impl Comptes {
    /// Takes a child into account.
    pub(crate) fn voir(&mut self, cadre: &Cadre, enfant: &Enfant) {
        let (mesures, sejours) = (enfant.mesures_suivies(), enfant.sejours());
        let asked = |place: &Place<'_>| cadre.service_demande(place.service);
        let before = place(enfant, &mesures, &sejours, moins_mois(cadre.au, 12 * RECUL_ANS));
        self.droit_avant += i64::from(before.as_ref().is_some_and(asked));
        let today = place(enfant, &mesures, &sejours, cadre.au);
        let recognised = enfant.mna_au(cadre.au);
        if let Some(today) = today.filter(asked) {
            self.mna += i64::from(recognised);
            self.mna_mineurs += i64::from(recognised && enfant.mineur(cadre.au));
            self.qui.ajoute(cadre, enfant, today.service);
            self.pead += i64::from(today.pead);
            self.compte(&today);
        }
        self.mna_tous_ages += i64::from(recognised && pris_en_charge(cadre, enfant, &mesures));
    }

    fn compte(&mut self, child: &Place<'_>) {
        self.droit += 1;
        self.presence += i64::from(child.present);
        let lieu = child.place.map(|place| place.lieu);
        if child.confie {
            self.confies += 1;
            self.famille_d_accueil += i64::from(lieu == Some("assistant_familial"));
            self.etablissement +=
                i64::from(lieu.is_some_and(|lieu| ETABLISSEMENTS.contains(&lieu)));
            self.autonomes += i64::from(lieu == Some("hebergement_autonome"));
            self.sans_lieu += i64::from(lieu.is_none());
        }
        if !child.present {
            match child.place {
                None => self.au_domicile += 1,
                Some(place) if place.mesure.is_some() => self.ancienne_place += 1,
                Some(_) => self.autre_place += 1,
            }
        }
    }
}

/// What a day says of a child, when a measure that places him is in force.
pub(crate) fn place<'a>(
    enfant: &'a Enfant,
    mesures: &'a [MesureSuivie<'a>],
    sejours: &'a [Sejour],
    le: NaiveDate,
) -> Option<Place<'a>> {
    let in_force =
        || mesures.iter().filter(|mesure| rang(mesure.nature).is_some() && mesure.en_vigueur(le));
    let principal = principale(in_force())?;
    let open = |sejour: &&Sejour| sejour.principal && sejour.ouvert(le);
    let place = sejours.iter().filter(open).min_by_key(|sejour| {
        (Reverse(sejour.depuis), sejour.mesure.is_none(), sejour.mesure, sejour.accueil)
    });
    // Carried out, and in a place; or carried out without any: no stay was ever for it.
    let entered = |mesure: &MesureSuivie<'_>| {
        sejours.iter().any(|sejour| sejour.depuis <= le && sejour.chaine == Some(mesure.chaine))
    };
    let present =
        in_force().any(|mesure| mesure.exercee_le(le) && (place.is_some() || !entered(mesure)));
    Some(Place {
        confie: CONFIE.contains(&principal.nature),
        pead: dite_pead(principal),
        service: enfant.delegation(le).or(principal.service),
        place,
        present,
    })
}

/// Placed, or under the contract of a young adult.
fn pris_en_charge(cadre: &Cadre, enfant: &Enfant, mesures: &[MesureSuivie<'_>]) -> bool {
    let responsable = enfant.delegation(cadre.au);
    mesures.iter().any(|mesure| {
        (rang(mesure.nature).is_some() || mesure.nature == NatureMesure::ContratJeuneMajeur)
            && mesure.en_vigueur(cadre.au)
            && cadre.service_demande(responsable.or(mesure.service))
    })
}

/// Placed, by right and in fact.
pub(crate) fn d1(_: &Cadre, comptes: &Comptes) -> Dit {
    Dit::seules(vec![
        compte("droit", "Accueillis, en droit", comptes.droit),
        compte("dont_mna", "dont mineurs non accompagnés", comptes.mna),
        compte("hors_mna", "hors mineurs non accompagnés", comptes.droit - comptes.mna),
        compte("presence", "Présents dans un lieu en exécution de la mesure", comptes.presence),
    ])
}

/// The same, by whom they are.
pub(crate) fn d1_v2(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let mut dit = d1(cadre, comptes);
    let pead = compte("dont_pead", "dont en « PEAD », selon le Département", comptes.pead);
    dit.lignes.push(pead);
    let cuts = [
        ("age_et_sexe", comptes.qui.ages_et_sexes()),
        ("territoire", comptes.qui.territoires(cadre)),
    ];
    dit.coupes = cuts.map(|(axe, lignes)| Coupe { axe, total: "droit", lignes }).into();
    dit
}

/// Confided, or placed directly.
pub(crate) fn d2(_: &Cadre, comptes: &Comptes) -> Dit {
    Dit::seules(vec![
        compte("confies", "Confiés à l'ASE", comptes.confies),
        compte("directs", "Placés directement", comptes.droit - comptes.confies),
    ])
}

/// Growth in four years.
pub(crate) fn d3(cadre: &Cadre, comptes: &Comptes) -> Dit {
    let Comptes { droit, droit_avant, .. } = comptes;
    let mut lignes =
        vec![part("evolution", "Évolution en quatre ans", droit - droit_avant, *droit_avant)];
    let bases = [
        ("sur_base_drees", "Évolution sur la base de la DREES", "drees"),
        ("sur_base_implicite", "Évolution sur la base déduite du schéma", "implicite"),
    ];
    lignes.extend(bases.map(|(cle, libelle, base)| sur_base(cadre, *droit, cle, libelle, base)));
    Dit::seules(lignes)
}

/// Growth on a number published elsewhere, for its own day and the whole Département.
fn sur_base(cadre: &Cadre, droit: i64, cle: &str, libelle: &str, base: &str) -> Ligne {
    let le = moins_mois(cadre.au, 12 * RECUL_ANS);
    let whole = cadre.population.filter(|_| cadre.territoire.is_none());
    let published = whole.and_then(|population| {
        population.bases_externes.iter().find(|known| known.cle == base && known.au == le)
    });
    match published {
        Some(known) => part(cle, libelle, droit - known.valeur, known.valeur),
        None => absente(cle, libelle),
    }
}

/// Where those confided are.
pub(crate) fn d6(_: &Cadre, comptes: &Comptes) -> Dit {
    let of = |cle: &str, libelle: &str, n: i64| part(cle, libelle, n, comptes.confies);
    let Comptes { famille_d_accueil, etablissement, autonomes, sans_lieu, .. } = comptes;
    let listed = famille_d_accueil + etablissement + autonomes;
    Dit::seules(vec![
        of("famille_accueil", "Famille d'accueil", *famille_d_accueil),
        of("etablissement", "Établissement", *etablissement),
        of("autonomes", "Hébergement autonome", *autonomes),
        of("autres", "Autres lieux, ou lieu attendu", comptes.confies - listed),
        of("dont_attente_du_lieu", "dont attente du lieu", *sans_lieu),
    ])
}

/// Placed on paper.
pub(crate) fn d10(_: &Cadre, comptes: &Comptes) -> Dit {
    Dit::seules(vec![
        compte("total", "Placements non exécutés", comptes.droit - comptes.presence),
        compte("domicile", "Enfants au domicile", comptes.au_domicile),
        compte("ancienne_place", "Ancienne place maintenue", comptes.ancienne_place),
        compte("autre_place", "Autre place par défaut", comptes.autre_place),
    ])
}

/// Unaccompanied minors.
pub(crate) fn e1(_: &Cadre, comptes: &Comptes) -> Dit {
    Dit::seules(vec![
        compte("e1a", "Mineurs non accompagnés accueillis", comptes.mna_mineurs),
        compte("e1b", "Arrivés non accompagnés, tous âges", comptes.mna_tous_ages),
    ])
}
