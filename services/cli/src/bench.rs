//! `parcours bench`: the measures of our side, on an engine of their own that is gone afterwards.
//!
//! # Invariants
//!
//! - No figure without its gates: when one fails, nothing is printed but why, and the exit code is 2.
//! - A goal that is missed is shown, and is no failure of the command: a figure is not a test.
//!
//! Deliberately not here: what is measured and how (`bench`), and other people's stores (`tests/peers`).

use std::path::Path;

use bench::engine::{self, Launch};
use bench::{Ask, Detail, Failure, Goal, Mesure};

use crate::Fin;
use crate::arguments::Bench;
use crate::echec::Echec;
use crate::nombres::decimal;
use crate::sortie;
use crate::tableau::{Colonne, tableau};

/// Measures, and prints.
///
/// # Errors
/// [`Echec`] when something does not start, or breaks down.
pub async fn executer(demande: Bench) -> Result<Fin, Echec> {
    let Bench { json, seulement, petit, duree, evenements, moteur } = demande;
    if let [url, dossier] = &*moteur {
        return servir(url, dossier).await;
    }
    let connues = bench::plan::NAMES;
    if let Some(inconnue) = seulement.iter().find(|nom| !connues.contains(&nom.as_str())) {
        return Err(Echec::Phrase(format!(
            "Il n’y a pas de mesure « {inconnue} ».\n  à faire : choisissez parmi {}",
            connues.join(", ")
        )));
    }
    let ask = Ask {
        only: seulement,
        small: petit,
        seconds: duree,
        events: evenements,
        launch: launch()?,
    };
    match bench::run(ask, &sortie::etape).await {
        Ok(mesures) if json => sortie::ligne(&en_json(&mesures)?),
        Ok(mesures) => sortie::texte(&texte(&mesures, petit)),
        Err(failure) if failure.is_gate() => {
            sortie::erreur(&format!("Aucun chiffre : une vérification n’a pas tenu.\n  {failure}"));
            return Ok(Fin::Incomplet);
        }
        Err(failure) => return Err(panne(&failure)),
    }
    Ok(Fin::Bien)
}

/// How this very program starts a server for the measures.
fn launch() -> Result<Launch, Echec> {
    let program = std::env::current_exe().map_err(Echec::fichier("retrouver ce programme"))?;
    Ok(Launch { program, arguments: vec!["bench".to_owned(), "--moteur".to_owned()] })
}

/// What the process of that server does.
async fn servir(url: &str, dossier: &str) -> Result<Fin, Echec> {
    let served = engine::serve(url, Path::new(dossier), sortie::ligne).await;
    served.map(|()| Fin::Bien).map_err(|failure| panne(&failure))
}

fn panne(failure: &Failure) -> Echec {
    Echec::Moteur(format!("Les mesures se sont arrêtées : {failure}."))
}

fn en_json(mesures: &[Mesure]) -> Result<String, Echec> {
    serde_json::to_string_pretty(mesures).map_err(|cause| Echec::Phrase(cause.to_string()))
}

/// The two tables: what was aimed at and reached; what a command waits and costs.
fn texte(mesures: &[Mesure], petit: bool) -> String {
    let reserve = if petit { "\nÀ petite échelle : ces chiffres ne valent rien.\n" } else { "" };
    format!("{reserve}\n{}\n{}", objectifs(mesures), couts(mesures))
}

/// « mesure · objectif · mesuré · étendue · tenu ».
fn objectifs(mesures: &[Mesure]) -> String {
    let colonnes = [
        Colonne::Replie(46),
        Colonne::Texte,
        Colonne::Nombre,
        Colonne::Replie(24),
        Colonne::Texte,
        Colonne::Replie(30),
    ];
    let entetes = ["mesure", "objectif", "mesuré", "étendue", "tenu", ""];
    let lignes: Vec<Vec<String>> = mesures.iter().map(ligne).collect();
    tableau(&colonnes, &entetes, &lignes)
}

fn ligne(mesure: &Mesure) -> Vec<String> {
    let Mesure { id, name, goal, value, unit, ratio, held, rounds, dropped, detail: _, note } =
        mesure;
    let mesure_dit = value.map_or_else(|| "—".to_owned(), |value| format!("{} {unit}", dit(value)));
    let ratio = ratio.map_or_else(String::new, |ratio| format!(" (× {})", deux(ratio)));
    let etendue = mesure.range().map_or_else(
        || "—".to_owned(),
        |(bas, haut)| match rounds.len() {
            1 => "1 tour".to_owned(),
            tours => format!("{} – {}, {tours} tours", dit(bas), dit(haut)),
        },
    );
    let ecartes = if *dropped > 0 { format!(", {dropped} écartés") } else { String::new() };
    let tenu = match held {
        Some(true) => "oui",
        Some(false) => "non",
        None => "",
    };
    vec![
        format!("{id} · {name}"),
        goal.map_or_else(String::new, |goal| objectif(goal, unit)),
        format!("{mesure_dit}{ratio}"),
        format!("{etendue}{ecartes}"),
        tenu.to_owned(),
        note.clone(),
    ]
}

fn objectif(goal: Goal, unit: &str) -> String {
    match goal {
        Goal::AtLeast(least) => format!("≥ {} {unit}", dit(least)),
        Goal::AtMost(most) => format!("≤ {} {unit}", dit(most)),
        Goal::RatioAtLeast(least) => format!("× {} ou plus", deux(least)),
    }
}

/// « mesure · p50 · p95 · p99 · p99,9 · év./commit · µs/év. · octets/év. ».
fn couts(mesures: &[Mesure]) -> String {
    let mut colonnes = vec![Colonne::Texte];
    colonnes.extend([Colonne::Nombre; 8]);
    let entetes = [
        "mesure",
        "p50 ms",
        "p95 ms",
        "p99 ms",
        "p99,9 ms",
        "év./commit",
        "µs CPU/év.",
        "octets WAL/év.",
        "conflits %",
    ];
    let lignes: Vec<Vec<String>> = mesures
        .iter()
        .filter_map(|mesure| Some((mesure, mesure.detail.as_ref()?)))
        .map(|(mesure, detail)| cout(&mesure.id, detail))
        .collect();
    if lignes.is_empty() { String::new() } else { tableau(&colonnes, &entetes, &lignes) }
}

fn cout(id: &str, detail: &Detail) -> Vec<String> {
    let Detail {
        p50_ms,
        p95_ms,
        p99_ms,
        p999_ms,
        events_per_commit,
        cpu_us_per_event,
        wal_bytes_per_event,
        conflict_share,
    } = *detail;
    let mut cellules = vec![id.to_owned()];
    cellules.extend([p50_ms, p95_ms, p99_ms, p999_ms].map(deux));
    cellules.extend([events_per_commit, cpu_us_per_event, wal_bytes_per_event].map(dit));
    cellules.push(deux(conflict_share * 100.0));
    cellules
}

/// A number with as many decimals as its size deserves.
fn dit(valeur: f64) -> String {
    if valeur.abs() < 100.0 { deux(valeur) } else { decimal(valeur.round() as i128, 0) }
}

/// Two decimals.
fn deux(valeur: f64) -> String {
    decimal((valeur * 100.0).round() as i128, 2)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn une_mesure_sans_tour_retenu_ne_montre_pas_de_chiffre() {
        let mut mesure = Mesure::of("G1", "commandes", "commandes/s", vec![]);
        mesure.dropped = 3;
        let ligne = ligne(&mesure.aiming_at(Goal::AtLeast(5_000.0)));
        assert_eq!(ligne[1..5], ["≥ 5\u{202f}000 commandes/s", "—", "—, 3 écartés", "non"]);
    }

    #[test]
    fn le_tableau_dit_l_objectif_le_rapport_et_l_etendue() {
        let rapide =
            Mesure::of("W10", "avec un instantané", "commandes/s", vec![20_000.4, 22_000.0]);
        let rapide = rapide.against(Some(0.81)).aiming_at(Goal::RatioAtLeast(0.75));
        expect![[r#"
            mesure                    objectif                             mesuré  étendue                   tenu
            ────────────────────────  ──────────────  ───────────────────────────  ────────────────────────  ────  
            W10 · avec un instantané  × 0,75 ou plus  21 000 commandes/s (× 0,81)  20 000 – 22 000, 2 tours  oui
        "#]]
        .assert_eq(&objectifs(&[rapide]));
    }
}
