//! What the server tells of itself: metrics, in OpenMetrics text.
//!
//! # Invariants
//!
//! - A label is the name of a log, a lane, a verdict, a reason, an RPC of the contract or a status code:
//!   each comes from a closed list of the house. No identifier, no text of a request, ever.
//! - A name begins with `parcours_` and ends with its unit where it has one.
//! - What counts is counted when it happens; what is a state is read when it is asked for
//!   ([`crate::sante`]).
//!
//! Deliberately absent: figures of the Département, which are reports; alerts (docs/exploitation.md).

mod appels;

pub(crate) mod http;

mod journaux;

pub(crate) use appels::{Appels, code_nom};
pub(crate) use journaux::{Journaux, PourJournal};

use prometheus_client::encoding::text;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::{Registry, Unit};

/// The prefix of every name.
const PREFIXE: &str = "parcours";

/// Every metric of a server.
#[derive(Debug)]
pub(crate) struct Mesures {
    registre: Registry,
    /// Of the logs and their writers.
    pub(crate) journaux: Journaux,
    /// Of the calls.
    pub(crate) appels: Appels,
    /// Receipts of reads, committed.
    pub(crate) recus: Counter,
    /// Of the facts.
    pub(crate) faits: Faits,
    /// 1 while the server answers, 0 when it tells its clients to go elsewhere.
    pub(crate) en_service: Gauge,
    memoire: Gauge,
}

/// Where the facts stand.
#[derive(Debug, Default)]
pub(crate) struct Faits {
    /// Everything up to here is in the rows.
    pub(crate) position: Gauge,
    /// How many positions of the journal are not in the rows yet.
    pub(crate) retard: Gauge,
    /// Children set apart, because an event of theirs cannot be read.
    pub(crate) quarantaines: Gauge,
}

impl Mesures {
    /// Every metric, at zero.
    pub(crate) fn nouvelles() -> Self {
        let mut registre = Registry::with_prefix(PREFIXE);
        let journaux = Journaux::inscrire(&mut registre);
        let appels = Appels::inscrire(&mut registre);
        let faits = Faits::inscrire(&mut registre);
        let (recus, en_service, memoire) = (Counter::default(), Gauge::default(), Gauge::default());
        registre.register("receipts", "Reçus de lecture enregistrés", recus.clone());
        let aide = "1 si le serveur répond, 0 s'il demande à ses clients d'aller ailleurs";
        registre.register("serving", aide, en_service.clone());
        let aide = "Mémoire résidente du processus";
        registre.register_with_unit("process_memory", aide, Unit::Bytes, memoire.clone());
        Self { registre, journaux, appels, recus, faits, en_service, memoire }
    }

    /// OpenMetrics text, as of now.
    pub(crate) fn texte(&self) -> String {
        if let Some(octets) = memoire_residente() {
            self.memoire.set(octets);
        }
        let mut texte = String::new();
        text::encode(&mut texte, &self.registre).expect("a String takes whatever is written");
        texte
    }
}

impl Faits {
    fn inscrire(registre: &mut Registry) -> Self {
        let faits = Self::default();
        let Self { position, retard, quarantaines } = &faits;
        registre.register("facts_position", "Position atteinte par les faits", position.clone());
        let aide = "Positions du journal que les faits n'ont pas encore";
        registre.register("facts_lag_positions", aide, retard.clone());
        let aide = "Enfants mis à part : un de leurs événements n'est pas lisible";
        registre.register("facts_quarantined_children", aide, quarantaines.clone());
        faits
    }
}

/// The memory this process holds, as Linux tells it; none elsewhere.
fn memoire_residente() -> Option<i64> {
    let texte = std::fs::read_to_string("/proc/self/status").ok()?;
    let ligne = texte.lines().find_map(|ligne| ligne.strip_prefix("VmRSS:"))?;
    let kibioctets: i64 = ligne.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibioctets * 1024)
}

/// A count or a position as a gauge holds it: no journal goes beyond one.
pub(crate) fn jauge(nombre: u64) -> i64 {
    i64::try_from(nombre).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn le_texte_est_de_l_openmetrics_et_chaque_nom_porte_le_prefixe() {
        let mesures = Mesures::nouvelles();
        let _journal = mesures.journaux.pour("17/parcours");
        mesures.appels.commence("inconnue");
        mesures.appels.fini("inconnue", tonic::Code::Ok, std::time::Duration::ZERO);
        let texte = mesures.texte();
        assert!(texte.ends_with("# EOF\n"), "{texte}");
        let names = texte.lines().filter_map(|line| line.strip_prefix("# TYPE "));
        let names: Vec<&str> = names.collect();
        assert!(names.len() > 15, "{names:?}");
        assert!(names.iter().all(|name| name.starts_with("parcours_")), "{names:?}");
    }

    #[test]
    fn la_memoire_est_celle_d_un_processus() {
        let octets = memoire_residente().unwrap();
        assert!((1 << 20..1 << 36).contains(&octets), "{octets}");
    }
}
