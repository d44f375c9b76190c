//! The table of the demonstration: *indicateur · statut · publié · calculé · écart · définition*.
//!
//! # Invariants
//!
//! - Every computed value is read in a report the server produced.
//! - A published row that is not met fails the demonstration, unless it is marked *contradictoire*.

use std::collections::{BTreeMap, BTreeSet};

use proto::activite::v1::ProduireRequest;
use proto::commun::v1::Repere;
use simulateur::{Cibles, LigneCible, Statut, Valeur};

use super::scene::{self, Charge};
use crate::client::Canal;
use crate::echec::Echec;
use crate::jetons::Role;
use crate::nombres;
use crate::rapport::{self, Nombre, Rapport};
use crate::tableau::{Colonne, tableau};

/// How often a view still behind the load is waited for; the server waits a while each time.
const ATTENTES_MAX: usize = 120;
/// What a server answers while its view is behind.
const EN_RETARD: &str = "VUE_EN_RETARD";

/// The rows, each with what was computed.
pub(super) struct Comparaison {
    lignes: Vec<(LigneCible, Option<(u64, u64)>)>,
    position: u64,
}

impl Comparaison {
    /// Asks for each report the rows need.
    pub(super) async fn demander(
        canal: &Canal,
        cibles: &Cibles,
        charge: &Charge,
    ) -> Result<Self, Echec> {
        let lignes = simulateur::tableau(cibles);
        let mut rapports = BTreeMap::new();
        for (cle, indicateurs) in demandes(&lignes) {
            let rapport = rapport(canal, cle, indicateurs, charge).await?;
            rapports.insert(cle, rapport);
        }
        let position = rapports.values().map(|rapport| rapport.position).max().unwrap_or(0);
        let calculer = |ligne: LigneCible| {
            let calcule = rapports.get(&cle(&ligne)).and_then(|rapport| calcule(rapport, &ligne));
            (ligne, calcule)
        };
        Ok(Self { lignes: lignes.into_iter().map(calculer).collect(), position })
    }

    /// Whether every published row is met.
    pub(super) fn tient(&self) -> bool {
        self.lignes.iter().all(|(ligne, calcule)| !exigee(ligne) || convient(ligne, *calcule))
    }

    /// The whole text; `source` says whose figures are aimed at.
    pub(super) fn texte(&self, source: &str) -> String {
        let colonnes = [
            Colonne::Replie(32),
            Colonne::Replie(14),
            Colonne::Nombre,
            Colonne::Nombre,
            Colonne::Nombre,
            Colonne::Replie(38),
        ];
        let entetes = ["indicateur", "statut", "publié", "calculé", "écart", "définition"];
        format!(
            "\nDonnées simulées, calées sur {source}.\nCalculé par le rapport d’activité, tel \
             qu’enregistré à la position {}.\n\n{}\n{}\n",
            self.position,
            tableau(&colonnes, &entetes, &self.rangees()),
            self.bilan()
        )
    }

    /// The rows, a definition said once when several follow each other under it.
    fn rangees(&self) -> Vec<Vec<String>> {
        let mut dite = String::new();
        let mut rangees = Vec::new();
        for (ligne, calcule) in &self.lignes {
            let definition = definition(ligne);
            let meme = definition == dite;
            let idem = format!("{} · idem", ligne.indicateur);
            rangees.push(rangee(ligne, *calcule, if meme { &idem } else { &definition }));
            dite = definition;
        }
        rangees
    }

    fn bilan(&self) -> String {
        let exigees: Vec<_> = self.lignes.iter().filter(|(ligne, _)| exigee(ligne)).collect();
        let tenues = exigees.iter().filter(|(ligne, calcule)| convient(ligne, *calcule)).count();
        let contradictoires = self.lignes.iter().filter(|(ligne, _)| ligne.contradictoire).count();
        format!(
            "{tenues} lignes publiées retrouvées sur {} ; {contradictoires} lignes contradictoires : \
             les sources s’y contredisent.",
            exigees.len()
        )
    }
}

/// A report: its period and its territory.
type Cle = (&'static str, Option<&'static str>);

fn cle(ligne: &LigneCible) -> Cle {
    (ligne.periode, ligne.territoire)
}

/// The reports needed, and the indicators needed of each.
fn demandes(lignes: &[LigneCible]) -> BTreeMap<Cle, BTreeSet<&'static str>> {
    let mut demandes: BTreeMap<Cle, BTreeSet<&'static str>> = BTreeMap::new();
    for ligne in lignes {
        demandes.entry(cle(ligne)).or_default().insert(ligne.indicateur);
    }
    demandes
}

async fn rapport(
    canal: &Canal,
    (periode, territoire): Cle,
    indicateurs: BTreeSet<&'static str>,
    charge: &Charge,
) -> Result<Rapport, Echec> {
    let repere = Repere { journal: charge.journal.clone(), position: charge.position };
    let request = ProduireRequest {
        entete: Some(scene::entete(Role::Odpe)),
        periode: periode.to_owned(),
        territoire: territoire.unwrap_or_default().to_owned(),
        connu_a: None,
        indicateurs: indicateurs.into_iter().map(str::to_owned).collect(),
        au_moins: (charge.position > 0).then_some(repere),
        registre: 0,
        diffusion: String::new(),
        formes: Vec::new(),
    };
    for _ in 1..ATTENTES_MAX {
        match rapport::produire(canal, request.clone()).await {
            Err(Echec::Reponse(reponse)) if reponse.code == EN_RETARD => {}
            autre => return Rapport::lire(&autre?.json),
        }
    }
    Rapport::lire(&rapport::produire(canal, request).await?.json)
}

/// What the report says, as numerator and denominator; a count has denominator 1.
fn calcule(rapport: &Rapport, ligne: &LigneCible) -> Option<(u64, u64)> {
    let indicateur = rapport.indicateurs.iter().find(|un| un.id == ligne.indicateur)?;
    let valeur = match ligne.ventilation {
        None => indicateur.valeurs.iter().find(|valeur| valeur.cle == ligne.cle)?,
        Some((axe, cle)) => {
            let ventilation = indicateur.ventilations.iter().find(|une| une.axe == axe)?;
            ventilation.lignes.iter().find(|valeur| valeur.cle == cle)?
        }
    };
    let positif = |nombre: i64| u64::try_from(nombre).ok();
    match valeur.nombre {
        Nombre::Compte { valeur } | Nombre::Jours { valeur } | Nombre::Heures { valeur } => {
            Some((positif(valeur)?, 1))
        }
        Nombre::Part { num, den }
        | Nombre::PourMille { num, den }
        | Nombre::Moyenne { num, den } => {
            // A count published of a part is its numerator.
            let compte = matches!(ligne.publie, Valeur::Compte(_));
            Some((positif(num)?, if compte { 1 } else { positif(den)? }))
        }
        Nombre::Absente | Nombre::Masquee => None,
    }
}

/// Exact agreement is asked of what the Département itself printed.
fn exigee(ligne: &LigneCible) -> bool {
    let publiee = match ligne.statut {
        Statut::Publie | Statut::Fourchette => true,
        Statut::PublieDrees | Statut::Deduit | Statut::Lecture => false,
    };
    publiee && !ligne.contradictoire
}

fn convient(ligne: &LigneCible, calcule: Option<(u64, u64)>) -> bool {
    calcule.is_some_and(|(num, den)| ligne.publie.convient(num, den))
}

fn rangee(ligne: &LigneCible, calcule: Option<(u64, u64)>, definition: &str) -> Vec<String> {
    let contradictoire = if ligne.contradictoire { " contradictoire" } else { "" };
    vec![
        ligne.intitule.clone(),
        format!("{}{contradictoire}", ligne.statut.libelle()),
        publie(ligne),
        calcule.map_or_else(|| "—".to_owned(), |(num, den)| affiche(ligne, num, den)),
        ecart(ligne, calcule),
        definition.to_owned(),
    ]
}

/// What is counted, and what to know when reading it.
fn definition(ligne: &LigneCible) -> String {
    let note = if ligne.note.is_empty() { String::new() } else { format!(" ({})", ligne.note) };
    format!("{} · {}{note}", ligne.indicateur, ligne.definition)
}

/// The published value, its thousands apart.
fn publie(ligne: &LigneCible) -> String {
    match ligne.publie {
        Valeur::Compte(publie) => nombres::entier(publie.cast_signed()),
        Valeur::Part(_) | Valeur::Jours(_) | Valeur::Entre(_, _) => ligne.publie.affiche(),
    }
}

/// The computed value, as the published one is.
fn affiche(ligne: &LigneCible, num: u64, den: u64) -> String {
    match ligne.publie {
        Valeur::Compte(_) => nombres::entier(num.cast_signed()),
        Valeur::Part(_) | Valeur::Jours(_) | Valeur::Entre(_, _) => {
            ligne.publie.affiche_calcul(num, den)
        }
    }
}

/// « = » when it agrees to what was printed, else how far it is, in the same unit.
fn ecart(ligne: &LigneCible, calcule: Option<(u64, u64)>) -> String {
    let Some((num, den)) = calcule else { return "—".to_owned() };
    if convient(ligne, calcule) {
        return "=".to_owned();
    }
    if let Valeur::Entre(_, _) = ligne.publie {
        return "hors".to_owned();
    }
    let (calcule, publie) = (affiche(ligne, num, den), publie(ligne));
    let apres = calcule.split_once(',').map_or("", |(_, apres)| apres);
    let decimales = apres.chars().filter(char::is_ascii_digit).count();
    let ecart = chiffres(&calcule) - chiffres(&publie);
    let signe = if ecart > 0 { "+" } else { "" };
    let dit = nombres::decimal(i128::from(ecart), u32::try_from(decimales).unwrap_or(0));
    format!("{signe}{dit}")
}

/// The digits of a printed number, without its comma.
fn chiffres(dit: &str) -> i64 {
    let chiffres: String = dit.chars().filter(char::is_ascii_digit).collect();
    chiffres.parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ligne(indicateur: &str, cle: &str) -> LigneCible {
        let cibles = Cibles::lire(simulateur::CHARENTE_MARITIME).unwrap();
        let lignes = simulateur::tableau(&cibles).into_iter();
        let mut lignes = lignes.filter(|une| une.indicateur == indicateur && une.cle == cle);
        lignes.next().unwrap()
    }

    #[test]
    fn un_ecart_se_dit_dans_l_unite_de_ce_qui_est_imprime() {
        let taux = ligne("B3", "taux");
        assert_eq!(ecart(&taux, Some((1242, 1556))), "=");
        assert_eq!(ecart(&taux, Some((1200, 1556))), "−2,7");
        assert_eq!(ecart(&ligne("A1", "recues"), Some((4000, 1))), "+1\u{202f}136");
        assert_eq!(ecart(&taux, None), "—");
    }

    #[test]
    fn seul_ce_que_le_departement_a_imprime_est_exige() {
        let manquee = |ligne: LigneCible, calcule| Comparaison {
            lignes: vec![(ligne, calcule)],
            position: 1,
        };
        assert!(!manquee(ligne("A1", "recues"), Some((1, 1))).tient());
        assert!(!manquee(ligne("A1", "recues"), None).tient());
        assert!(manquee(ligne("D2", "directs"), Some((1, 1))).tient());
        assert!(manquee(ligne("A11", "sur_principales"), Some((1, 9))).tient());
    }

    #[test]
    fn une_definition_repetee_n_est_dite_qu_une_fois() {
        let recues = ligne("A1", "recues");
        let lignes = vec![(recues.clone(), Some((2864, 1))), (recues, None)];
        let texte = Comparaison { lignes, position: 1 }.texte("rien");
        assert_eq!(texte.matches("doublons exclus").count(), 1);
        assert!(texte.contains("A1 · idem"), "{texte}");
    }
}
