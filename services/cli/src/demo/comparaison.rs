//! The table of the demonstration: *indicateur · statut · publié · calculé · écart · définition*.
//!
//! # Invariants
//!
//! - Every computed value is read in a report the server produced.
//! - A published row that is not met fails the demonstration, unless it is marked *contradictoire*.

use std::collections::{BTreeMap, BTreeSet};

use proto::activite::v1::ProduireRequest;
use proto::commun::v1::{Entete, Repere};
use simulateur::{Cibles, LigneCible, Statut, Valeur};

use super::scene::{Charge, DEPARTEMENT};
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

    /// The whole text.
    pub(super) fn texte(&self) -> String {
        let colonnes = [
            Colonne::Replie(32),
            Colonne::Replie(14),
            Colonne::Nombre,
            Colonne::Nombre,
            Colonne::Nombre,
            Colonne::Replie(38),
        ];
        let entetes = ["indicateur", "statut", "publié", "calculé", "écart", "définition"];
        let lignes: Vec<Vec<String>> =
            self.lignes.iter().map(|(ligne, calcule)| rangee(ligne, *calcule)).collect();
        format!(
            "\nDonnées simulées, calées sur les chiffres publiés de la Charente-Maritime (schéma \
             2025-2029, livre blanc, DREES).\nCalculé par le rapport d’activité, tel qu’enregistré \
             à la position {}.\n\n{}\n{}\n",
            self.position,
            tableau(&colonnes, &entetes, &lignes),
            self.bilan()
        )
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
        entete: Some(Entete {
            departement: DEPARTEMENT.to_owned(),
            finalite: Role::Odpe.finalite().to_owned(),
            correlation: String::new(),
        }),
        periode: periode.to_owned(),
        territoire: territoire.unwrap_or_default().to_owned(),
        connu_a: None,
        indicateurs: indicateurs.into_iter().map(str::to_owned).collect(),
        au_moins: (charge.position > 0).then_some(repere),
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
        Nombre::Compte { valeur } | Nombre::Jours { valeur } => Some((positif(valeur)?, 1)),
        Nombre::Part { num, den }
        | Nombre::PourMille { num, den }
        | Nombre::Moyenne { num, den } => {
            // A count published of a part is its numerator.
            let compte = matches!(ligne.publie, Valeur::Compte(_));
            Some((positif(num)?, if compte { 1 } else { positif(den)? }))
        }
        Nombre::Absente => None,
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

fn rangee(ligne: &LigneCible, calcule: Option<(u64, u64)>) -> Vec<String> {
    let dit =
        calcule.map_or_else(|| "—".to_owned(), |(num, den)| ligne.publie.affiche_calcul(num, den));
    let statut = ligne.statut.libelle();
    let contradictoire = if ligne.contradictoire { " contradictoire" } else { "" };
    let note = if ligne.note.is_empty() { String::new() } else { format!(" ({})", ligne.note) };
    vec![
        ligne.intitule.clone(),
        format!("{statut}{contradictoire}"),
        ligne.publie.affiche(),
        dit.clone(),
        ecart(ligne, calcule, &dit),
        format!("{} · {}{note}", ligne.indicateur, ligne.definition),
    ]
}

/// « = » when it agrees to what was printed, else how far it is, in the same unit.
fn ecart(ligne: &LigneCible, calcule: Option<(u64, u64)>, dit: &str) -> String {
    if calcule.is_none() || convient(ligne, calcule) {
        return if calcule.is_some() { "=".to_owned() } else { "—".to_owned() };
    }
    if let Valeur::Entre(_, _) = ligne.publie {
        return "hors".to_owned();
    }
    let (calcule, publie) = (chiffres(dit), chiffres(&ligne.publie.affiche()));
    let decimales = dit
        .split_once(',')
        .map_or(0, |(_, apres)| apres.chars().filter(char::is_ascii_digit).count());
    let ecart = calcule - publie;
    let signe = if ecart > 0 { "+" } else { "" };
    let dit = nombres::decimal(i128::from(ecart), u32::try_from(decimales).unwrap_or(0));
    format!("{signe}{dit}")
}

/// The digits of a printed number, without its comma.
fn chiffres(dit: &str) -> i64 {
    let chiffres: String = dit.chars().filter(char::is_ascii_digit).collect();
    chiffres.parse().unwrap_or(0)
}
