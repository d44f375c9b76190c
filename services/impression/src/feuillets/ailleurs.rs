//! What is printed of the figures of others: readings that contradict each other, reconciliations, the ledger.
//!
//! # Invariants
//!
//! - A finding is printed once, whatever the number of indicators it concerns; each of them says where.
//! - A reading is printed beside the value it reads, when this report has it.
//!
//! Deliberately absent: which of two readings is right.

use serde::Serialize;

use super::grille::{Grille, nombres, textes};
use super::mots::imprime;
use crate::nombres::{ecart, exact, publie};
use crate::rapport::{Constat, Indicateur, Publie, Rapport, Rapprochement, Valeur};

/// The title of the readings that contradict each other.
pub(crate) const LECTURES: &str = "Lectures contradictoires";
/// The title of the reconciliations.
pub(crate) const RAPPROCHEMENTS: &str = "Rapprochements";
/// The title of the ledger.
pub(crate) const PUBLIES: &str = "Chiffres publiés ailleurs";

/// Of others; each part may be empty, and is then not printed.
#[derive(Debug, Serialize)]
pub(crate) struct Ailleurs {
    pub(crate) titres: [&'static str; 3],
    /// In the order of their identifiers.
    pub(crate) constats: Vec<Fiche>,
    /// In the order of the report.
    pub(crate) rapprochements: Vec<Fiche>,
    pub(crate) publies: Option<Grille>,
}

/// A heading, what is said under it, a table.
#[derive(Debug, Serialize)]
pub(crate) struct Fiche {
    pub(crate) titre: String,
    /// Heading, text.
    pub(crate) dits: Vec<(&'static str, String)>,
    pub(crate) grille: Grille,
}

impl Ailleurs {
    pub(crate) fn du(rapport: &Rapport) -> Self {
        let rapproches = indicateurs(rapport).flat_map(|indicateur| {
            let facing = indicateur.rapprochements.iter();
            facing.map(move |face| rapproche(rapport, indicateur, face))
        });
        Self {
            titres: [LECTURES, RAPPROCHEMENTS, PUBLIES],
            constats: constats(rapport).into_iter().map(|one| constat(rapport, one)).collect(),
            rapprochements: rapproches.collect(),
            publies: (!rapport.publies.is_empty()).then(|| registre(&rapport.publies)),
        }
    }
}

/// Each finding of a report, once, in the order of its identifier.
pub(crate) fn constats(rapport: &Rapport) -> Vec<&Constat> {
    let mut known: Vec<&Constat> = Vec::new();
    for constat in indicateurs(rapport).flat_map(|indicateur| &indicateur.constats) {
        if known.iter().all(|one| one.id != constat.id) {
            known.push(constat);
        }
    }
    // « C2 » stands before « C10 ».
    known.sort_by(|a, b| (a.id.len(), &a.id).cmp(&(b.id.len(), &b.id)));
    known
}

/// The value a reading reads; nothing when this report does not have it.
pub(crate) fn valeur_lue<'a>(rapport: &'a Rapport, id: &str, cle: &str) -> Option<&'a Valeur> {
    let indicateur = indicateurs(rapport).find(|indicateur| indicateur.id == id)?;
    indicateur.valeurs.iter().find(|valeur| valeur.cle == cle)
}

/// The figures of the ledger under a key.
pub(crate) fn sous_la_cle<'a>(
    rapport: &'a Rapport,
    cle: &'a str,
) -> impl Iterator<Item = &'a Publie> {
    rapport.publies.iter().filter(move |publie| publie.cle == cle)
}

/// Where an indicator is read otherwise, and what it faces: heading, text.
pub(crate) fn renvois(indicateur: &Indicateur) -> Vec<(&'static str, String)> {
    let mut renvois = Vec::new();
    if !indicateur.constats.is_empty() {
        let ids: Vec<&str> = indicateur.constats.iter().map(|constat| &*constat.id).collect();
        renvois.push((
            "Se lit de plusieurs façons",
            format!("{} (chapitre « {LECTURES} »).", ids.join(", ")),
        ));
    }
    if !indicateur.rapprochements.is_empty() {
        let mut auteurs: Vec<&str> = Vec::new();
        for face in &indicateur.rapprochements {
            if !auteurs.contains(&&*face.auteur) {
                auteurs.push(&face.auteur);
            }
        }
        renvois.push((
            "Rapproché de ce que publie",
            format!("{} (chapitre « {RAPPROCHEMENTS} »).", auteurs.join(", ")),
        ));
    }
    renvois.into_iter().map(|(titre, texte)| (titre, imprime(&texte))).collect()
}

fn indicateurs(rapport: &Rapport) -> impl Iterator<Item = &Indicateur> {
    rapport.sections.iter().flat_map(|section| &section.indicateurs)
}

fn constat(rapport: &Rapport, constat: &Constat) -> Fiche {
    let lues = constat.lectures.iter().map(|lecture| {
        let valeur = valeur_lue(rapport, &lecture.indicateur, &lecture.cle);
        let compte = valeur.map_or("hors de ce rapport", |valeur| &valeur.libelle);
        [
            imprime(&lecture.lit),
            imprime(&format!("{} : {compte}", lecture.indicateur)),
            valeur.map_or_else(String::new, |valeur| valeur.mesure.affichee()),
        ]
    });
    let dits = constat.publies.iter().flat_map(|cle| {
        let mut known: Vec<[String; 3]> = sous_la_cle(rapport, cle).map(publie_par).collect();
        if known.is_empty() {
            let absent = "au registre des chiffres publiés, aucun de cette période".to_owned();
            known.push([absent, cle.clone(), String::new()]);
        }
        known
    });
    let colonnes = [textes("Lecture", 5), textes("Ce qui est compté", 5), nombres("Valeur", 2)];
    Fiche {
        titre: titre(constat),
        dits: vec![("Publié", imprime(&constat.publie)), ("Retenu", imprime(&constat.retenu))],
        grille: Grille::de(String::new(), colonnes, lues.chain(dits).collect()),
    }
}

/// « C2 · A8, A9 »: the finding, and the indicators it concerns.
fn titre(constat: &Constat) -> String {
    let mut ids: Vec<&str> = Vec::new();
    for lecture in &constat.lectures {
        if !ids.contains(&&*lecture.indicateur) {
            ids.push(&lecture.indicateur);
        }
    }
    format!("{} · {}", constat.id, ids.join(", "))
}

fn publie_par(publie: &Publie) -> [String; 3] {
    let par = format!("publié par {} ({})", publie.auteur, publie.edition);
    [imprime(&par), imprime(&publie.libelle), affiche(publie)]
}

/// A published value in its unit.
pub(crate) fn affiche(chiffre: &Publie) -> String {
    let (ecrit, fraction) = &chiffre.valeur;
    publie(ecrit, *fraction, &chiffre.unite)
}

/// The lines of a reconciliation: what is told, the figure, what is left of the gap.
pub(crate) fn lignes(face: &Rapprochement, unite: &str) -> Vec<[String; 3]> {
    let mut lignes = vec![
        ["Notre chiffre".to_owned(), exact(face.notre, unite), ecart(face.ecart, unite)],
        [
            format!("Chiffre de {}", imprime(&face.auteur)),
            exact(face.externe, unite),
            String::new(),
        ],
    ];
    lignes.extend(face.hypotheses.iter().map(|hypothese| {
        let si = format!("Si {}", imprime(&hypothese.dit));
        [si, exact(hypothese.notre, unite), ecart(hypothese.reste, unite)]
    }));
    lignes.push([
        "Ce qu’aucune hypothèse n’explique seule".to_owned(),
        String::new(),
        ecart(face.inexplique, unite),
    ]);
    lignes
}

/// The figure of the ledger that is faced.
fn publie_de<'a>(rapport: &'a Rapport, face: &Rapprochement) -> Option<&'a Publie> {
    rapport.publies.iter().find(|publie| face.est_de(publie))
}

/// Its unit.
pub(crate) fn unite_de<'a>(rapport: &'a Rapport, face: &Rapprochement) -> &'a str {
    publie_de(rapport, face).map_or("", |publie| &publie.unite)
}

fn rapproche(rapport: &Rapport, indicateur: &Indicateur, face: &Rapprochement) -> Fiche {
    let unite = unite_de(rapport, face);
    let valeur = indicateur.valeurs.iter().find(|valeur| valeur.cle == face.cle);
    let compte = valeur.map_or(&*face.cle, |valeur| &valeur.libelle);
    let mut dits = vec![("Nous comptons", imprime(&format!("{compte}.")))];
    dits.extend(publie_de(rapport, face).map(|publie| {
        let dit = format!(
            "{} : {} ({}, {}).",
            publie.auteur, publie.libelle, publie.source, publie.edition
        );
        ("En face", imprime(&dit))
    }));
    let colonnes = [
        textes("Ce qui est compté", 6),
        nombres("Chiffre", 3),
        nombres("Écart au chiffre publié", 3),
    ];
    Fiche {
        titre: imprime(&format!("{} face à {} ({})", indicateur.id, face.auteur, face.edition)),
        dits,
        grille: Grille::de(String::new(), colonnes, lignes(face, unite)),
    }
}

fn registre(publies: &[Publie]) -> Grille {
    let colonnes = [
        textes("Chiffre", 6),
        nombres("Valeur", 2),
        textes("Jours", 4),
        textes("Publié par", 5),
        textes("Comparé à", 2),
    ];
    let ligne = |publie: &Publie| {
        let unite = match &*publie.unite {
            "%" | "‰" | "" => String::new(),
            unite => format!(" ({unite})"),
        };
        let ou = format!("{}, {}, {}", publie.auteur, publie.source, publie.edition);
        let face = publie.indicateur.as_deref().and_then(|face| face.split(':').next());
        [
            imprime(&format!("{}{unite}", publie.libelle)),
            affiche(publie),
            jours(publie),
            imprime(&ou),
            face.unwrap_or_default().to_owned(),
        ]
    };
    Grille::de(String::new(), colonnes, publies.iter().map(ligne).collect())
}

/// « 31 décembre 2022 », or the first and the last day.
fn jours(publie: &Publie) -> String {
    if publie.du == publie.au {
        publie.au.en_toutes_lettres()
    } else {
        crate::nombres::Periode { du: publie.du, au: publie.au }.courte()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::rapports::{avec_les_chiffres_d_ailleurs, octets, petit};
    use super::*;

    fn ailleurs(rapport: &Value) -> Ailleurs {
        Ailleurs::du(&Rapport::lu(&octets(rapport)).unwrap())
    }

    #[test]
    fn un_constat_est_imprime_une_fois_avec_chaque_lecture_et_sa_valeur() {
        let ailleurs = ailleurs(&avec_les_chiffres_d_ailleurs());
        let ids: Vec<&str> = ailleurs.constats.iter().map(|fiche| &*fiche.titre).collect();
        assert_eq!(ids, ["C2 · A8, A9", "C5 · B1"]);
        let lignes: Vec<String> = ailleurs.constats[0]
            .grille
            .lignes
            .iter()
            .map(|ligne| ligne.join(" | ").replace(['\u{a0}', '\u{202f}'], " "))
            .collect();
        assert_eq!(
            lignes,
            [
                "sur toutes les informations | A8 : Qualifiées | 50,1 %",
                "sur une valeur d’un autre rapport | A9 : hors de ce rapport | ",
            ]
        );
    }

    #[test]
    fn ce_que_d_autres_publient_est_a_cote_de_la_lecture() {
        let constat = &ailleurs(&avec_les_chiffres_d_ailleurs()).constats[1];
        let lignes: Vec<&str> = constat.grille.lignes.iter().map(|ligne| &*ligne[2]).collect();
        assert_eq!(lignes, ["331", "314", ""]);
    }

    #[test]
    fn une_feuille_dit_l_ecart_chaque_hypothese_et_ce_qui_reste() {
        let ailleurs = ailleurs(&avec_les_chiffres_d_ailleurs());
        let nombres = |rang: usize| {
            let lignes = ailleurs.rapprochements[rang].grille.lignes.iter();
            lignes.map(|ligne| [&*ligne[1], &*ligne[2]]).collect::<Vec<_>>()
        };
        assert_eq!(nombres(0), [["331", "−17"], ["314", ""], ["290", "+24"], ["", "−17"]]);
        assert_eq!(nombres(1)[0][1], "+4,8\u{a0}points");
    }

    #[test]
    fn un_rapport_sans_chiffre_d_ailleurs_n_en_imprime_rien() {
        let ailleurs = ailleurs(&petit());
        assert!(ailleurs.constats.is_empty() && ailleurs.rapprochements.is_empty());
        assert!(ailleurs.publies.is_none());
    }

    #[test]
    fn un_rapprochement_sans_son_chiffre_au_registre_est_refuse() {
        let mut rapport = avec_les_chiffres_d_ailleurs();
        rapport["chiffres_publies"] = json!([]);
        let refus = Rapport::lu(&octets(&rapport)).unwrap_err().to_string();
        assert!(refus.contains("rapprochements[0].publie"), "{refus}");
    }

    #[test]
    fn un_rapprochement_d_une_autre_edition_du_chiffre_est_refuse() {
        let mut rapport = avec_les_chiffres_d_ailleurs();
        let publies = rapport["chiffres_publies"].as_array_mut().unwrap();
        publies.iter_mut().for_each(|publie| publie["edition"] = json!("une autre"));
        let refus = Rapport::lu(&octets(&rapport)).unwrap_err().to_string();
        assert!(refus.contains("rapprochements[0].publie"), "{refus}");
    }
}
