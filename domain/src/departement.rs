//! The Département itself: its dated settings, who signs for it, the advice it gave, the figures others published.
//!
//! Its stream is neither a child's nor an adult's. What the law leaves to a Département (a shortened
//! delay, a target of first analysis, a lead time) is a dated setting with its source, never a constant.
//!
//! # Invariants
//!
//! - A setting gives or shortens the length of a rule that names it; no other setting exists.
//! - The setting that counts is the one in force on the day of the trigger: changing it moves no
//!   échéance already begun.
//! - A freeze of the data and a report issued are facts of the Département: what they hold never changes.
//! - Advice given without an information préoccupante names an organisation, never a child.
//! - A figure that no file here can count is kept as it was published, exact, with who published it and in which edition.
//!
//! Deliberately absent: territories, which are reference data of the figures, and rights, which are the
//! door's.

mod publication;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use uuid::Uuid;

use crate::Organisation;
use crate::codes::{Canal, PorteDEntree, QualiteDecideur, Transip};
use crate::droit;
use crate::enfant::{Contexte, dates};
use crate::evenement::{Acte, evenements, recordable};
use crate::histoire::Datee;
use crate::refus::Refus;
use crate::temps::Survenu;

pub use publication::{DonneesArretees, RapportEmis, Rendu};

/// What is known of the Département.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Etat {
    /// Its settings.
    pub reglages: Reglages,
    /// Delegations of signature, oldest first.
    pub delegations: Vec<Datee<DelegationDonnee>>,
    /// Duties outside office hours, oldest first.
    pub astreintes: Vec<Datee<AstreinteFixee>>,
    /// Advice given, oldest first.
    pub conseils: Vec<Datee<ConseilDonne>>,
    /// Freezes of the data, oldest first.
    pub arretes: Vec<Datee<DonneesArretees>>,
    /// Reports issued, oldest first.
    pub rapports: Vec<Datee<RapportEmis>>,
    /// Figures published, here or elsewhere, oldest first.
    pub chiffres: Vec<Datee<ChiffrePublie>>,
}

/// Settings: by key, the days each value began to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reglages(BTreeMap<String, BTreeMap<NaiveDate, u32>>);

/// What may be asked of the Département's stream.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// A setting is fixed.
    FixerReglage(ReglageFixe),
    /// A delegation of signature is given.
    DonnerDelegation(DelegationDonnee),
    /// Somebody is on duty.
    FixerAstreinte(AstreinteFixee),
    /// Advice was given, and there is no information préoccupante.
    NoterConseil(ConseilDonne),
    /// The data of a year are frozen.
    Arreter(DonneesArretees),
    /// A report is issued.
    EmettreRapport(RapportEmis),
    /// Somebody published a figure.
    PublierChiffre(ChiffrePublie),
}

evenements! {
    /// A setting holds from a day on.
    ReglageFixe = "reglage_fixe.v1",
    /// A delegation of signature holds from a day on.
    DelegationDonnee = "delegation_donnee.v1",
    /// Somebody is on duty from an instant on.
    AstreinteFixee = "astreinte_fixee.v1",
    /// Advice was given.
    ConseilDonne = "conseil_donne.v1",
    /// The data of a year are frozen at a position.
    DonneesArretees = "donnees_arretees.v1",
    /// A report was issued.
    RapportEmis = "rapport_emis.v1",
    /// A figure was published.
    ChiffrePublie = "chiffre_publie.v1",
}

recordable!("departement", |_, _| {});

/// A setting holds from a day on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReglageFixe {
    /// Which: the name a rule gives it ([`droit::Regle::reglage`]).
    pub cle: String,
    /// Days.
    pub jours: u32,
    /// The protocol or deliberation that fixes it.
    pub source: String,
}

/// A delegation of signature holds from a day on.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DelegationDonnee {
    /// Professional identifier, never a name.
    pub agent: String,
    /// In which quality he then decides.
    pub qualite: QualiteDecideur,
    /// Reference of the arrêté.
    pub reference: String,
    /// Last day, included; none: until another arrêté.
    pub jusqu_au: Option<NaiveDate>,
}

/// Somebody is on duty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AstreinteFixee {
    /// Professional identifier.
    pub agent: String,
    /// Last day, included.
    pub jusqu_au: NaiveDate,
}

/// Advice was given to somebody who asked, and no child is named.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConseilDonne {
    /// Which advice: chosen by who notes it.
    pub conseil: Uuid,
    /// Who gave it.
    pub porte_d_entree: PorteDEntree,
    /// By which channel.
    pub canal: Canal,
    /// Who asked.
    pub demandeur: Transip,
    /// Which organisation asked.
    pub organisation: Option<Organisation>,
}

/// A figure was published, by the Département or by another, and is kept as printed. `survenu` is the day of its
/// publication. Told again under the same key, author and edition for the same days, it replaces the one before.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChiffrePublie {
    /// Stable key, chosen by who keeps the ledger.
    pub cle: String,
    /// What it is compared with, `B1:en_vigueur`; none: nothing here counts it.
    pub indicateur: Option<String>,
    /// As published.
    pub libelle: String,
    /// Exact, as published: an integer, a decimal or a fraction ([`valeur_exacte`]).
    pub valeur: String,
    /// E.g. `mesure`, `enfant`, `place`, `%`.
    pub unite: String,
    /// First day of its period; none: it is of one day.
    pub du: Option<NaiveDate>,
    /// Its day, or the last of its period.
    pub au: NaiveDate,
    /// The organisation that published it, never a person.
    pub auteur: String,
    /// Where.
    pub source: String,
    /// In which edition: published figures are revised.
    pub edition: String,
}

impl ChiffrePublie {
    /// Whether it says again what another said, or replaces it.
    #[must_use]
    pub fn remplace(&self, autre: &Self) -> bool {
        fn cle(chiffre: &ChiffrePublie) -> (&str, Option<NaiveDate>, NaiveDate, &str, &str) {
            (&chiffre.cle, chiffre.du, chiffre.au, &chiffre.auteur, &chiffre.edition)
        }
        cle(self) == cle(autre)
    }

    /// Its value, and days in their order.
    fn tient(&self) -> bool {
        valeur_exacte(&self.valeur).is_some() && self.du.is_none_or(|du| du <= self.au)
    }
}

/// The longest value: beyond, products of two of them would not be exact any more.
const CHIFFRES_MAX: usize = 15;

/// An exact value as a fraction whose denominator is positive: `94`, `-9.7`, `1557/3355`. None when it is no number.
#[must_use]
pub fn valeur_exacte(texte: &str) -> Option<(i64, i64)> {
    let entier = |texte: &str| {
        let digits = texte.strip_prefix('-').unwrap_or(texte);
        let written = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        (written && digits.len() <= CHIFFRES_MAX).then(|| texte.parse::<i64>().ok()).flatten()
    };
    if let Some((num, den)) = texte.split_once('/') {
        return Some((entier(num)?, entier(den).filter(|den| 0 < *den)?));
    }
    let Some((_, decimales)) = texte.split_once('.') else { return Some((entier(texte)?, 1)) };
    if decimales.is_empty() || !decimales.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let num = entier(&texte.replacen('.', "", 1))?;
    Some((num, 10_i64.checked_pow(u32::try_from(decimales.len()).ok()?)?))
}

impl Command {
    /// The event it asks for.
    #[must_use]
    pub fn event(self) -> Event {
        match self {
            Self::FixerReglage(event) => Event::ReglageFixe(event),
            Self::DonnerDelegation(event) => Event::DelegationDonnee(event),
            Self::FixerAstreinte(event) => Event::AstreinteFixee(event),
            Self::NoterConseil(event) => Event::ConseilDonne(event),
            Self::Arreter(event) => Event::DonneesArretees(event),
            Self::EmettreRapport(event) => Event::RapportEmis(event),
            Self::PublierChiffre(event) => Event::ChiffrePublie(event),
        }
    }
}

impl Reglages {
    /// The value of a setting on a day, in days; none before it was first fixed.
    #[must_use]
    pub fn jours(&self, cle: &str, le: NaiveDate) -> Option<u32> {
        let values = self.0.get(cle)?;
        values.range(..=le).next_back().map(|(_, jours)| *jours)
    }

    /// Every setting: key, the day it began to hold, days.
    pub fn tous(&self) -> impl Iterator<Item = (&str, NaiveDate, u32)> {
        self.0.iter().flat_map(|(cle, values)| {
            values.iter().map(move |(depuis, jours)| (cle.as_str(), *depuis, *jours))
        })
    }
}

impl Etat {
    /// Who may sign in a quality on a day, with the reference of his delegation.
    pub fn delegataires(
        &self,
        qualite: QualiteDecideur,
        le: NaiveDate,
    ) -> impl Iterator<Item = &DelegationDonnee> {
        let holds = move |donnee: &&Datee<DelegationDonnee>| {
            let DelegationDonnee { qualite: sienne, jusqu_au, agent: _, reference: _ } =
                &donnee.fait;
            *sienne == qualite && donnee.le() <= le && jusqu_au.is_none_or(|fin| le <= fin)
        };
        self.delegations.iter().filter(holds).map(|donnee| &donnee.fait)
    }

    /// The freeze of that identifier.
    #[must_use]
    pub fn arrete(&self, arrete: Uuid) -> Option<&DonneesArretees> {
        self.arretes.iter().map(|known| &known.fait).find(|known| known.arrete == arrete)
    }

    /// The report of that identifier.
    #[must_use]
    pub fn rapport(&self, rapport: Uuid) -> Option<&Datee<RapportEmis>> {
        self.rapports.iter().find(|known| known.fait.rapport == rapport)
    }

    /// Takes one event into account.
    pub fn evolve(&mut self, datee: Datee<Event>) {
        let Datee { survenu, connu_le, version, fait } = datee;
        match fait {
            Event::ReglageFixe(fixe) => {
                self.reglages.0.entry(fixe.cle).or_default().insert(survenu.le, fixe.jours);
            }
            Event::DelegationDonnee(fait) => {
                self.delegations.push(Datee { survenu, connu_le, version, fait });
            }
            Event::AstreinteFixee(fait) => {
                self.astreintes.push(Datee { survenu, connu_le, version, fait });
            }
            Event::ConseilDonne(fait) => {
                self.conseils.push(Datee { survenu, connu_le, version, fait });
            }
            Event::DonneesArretees(fait) => {
                self.arretes.push(Datee { survenu, connu_le, version, fait });
            }
            Event::RapportEmis(fait) => {
                self.rapports.push(Datee { survenu, connu_le, version, fait });
            }
            Event::ChiffrePublie(fait) => {
                self.chiffres.retain(|known| !fait.remplace(&known.fait));
                self.chiffres.push(Datee { survenu, connu_le, version, fait });
            }
        }
    }

    /// Folds recorded events, in the order in which they became true; of two settings of one day, the
    /// last recorded holds.
    #[must_use]
    pub fn fold(events: impl IntoIterator<Item = Datee<Event>>) -> Self {
        let mut events: Vec<Datee<Event>> = events.into_iter().collect();
        events.sort_by_key(|event| (event.survenu.le, event.version));
        let mut etat = Self::default();
        for event in events {
            etat.evolve(event);
        }
        etat
    }

    /// The same is already held to be true.
    #[must_use]
    pub fn already_so(&self, survenu: Survenu, command: &Command) -> bool {
        let le = survenu.le;
        match command {
            Command::FixerReglage(fixe) => {
                self.reglages.0.get(&fixe.cle).and_then(|values| values.get(&le))
                    == Some(&fixe.jours)
            }
            Command::DonnerDelegation(donnee) => same(&self.delegations, le, donnee),
            Command::FixerAstreinte(fixee) => same(&self.astreintes, le, fixee),
            Command::NoterConseil(donne) => {
                self.conseils.iter().any(|known| known.fait.conseil == donne.conseil)
            }
            Command::Arreter(arrete) => same(&self.arretes, le, arrete),
            Command::EmettreRapport(emis) => same(&self.rapports, le, emis),
            Command::PublierChiffre(publie) => same(&self.chiffres, le, publie),
        }
    }
}

fn same<T: PartialEq>(known: &[Datee<T>], le: NaiveDate, asked: &T) -> bool {
    known.iter().any(|datee| datee.le() == le && datee.fait == *asked)
}

/// The keys a setting may have: those the rules of the law name.
#[must_use]
pub fn cles() -> BTreeSet<&'static str> {
    droit::regles().filter_map(|regle| regle.reglage).collect()
}

/// Decides a command on the Département's stream, from what is recorded there.
///
/// # Errors
///
/// When no rule has that setting, a date is in the future, a year already has its final freeze, a report cites a
/// freeze that is not there or stands elsewhere, an identifier is another's, or a value is not exact.
pub fn decide(
    recorded: impl IntoIterator<Item = Datee<Event>>,
    command: Command,
    contexte: &Contexte,
) -> Result<Vec<Acte<Event>>, Refus> {
    let connu_le = dates(contexte)?;
    if let Command::FixerReglage(fixe) = &command
        && !cles().contains(fixe.cle.as_str())
    {
        return Err(Refus::ReglageInconnu);
    }
    if let Command::PublierChiffre(publie) = &command
        && !publie.tient()
    {
        return Err(Refus::ChiffreInexact);
    }
    let (survenu, etat) = (contexte.survenu, Etat::fold(recorded));
    if etat.already_so(survenu, &command) {
        return Ok(Vec::new());
    }
    match &command {
        Command::Arreter(demande) => publication::arreter(&etat, demande)?,
        Command::EmettreRapport(emis) => publication::emettre(&etat, emis)?,
        Command::FixerReglage(_)
        | Command::DonnerDelegation(_)
        | Command::FixerAstreinte(_)
        | Command::NoterConseil(_)
        | Command::PublierChiffre(_) => {}
    }
    Ok(vec![Acte { survenu, connu_le, evenement: command.event() }])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jour(texte: &str) -> NaiveDate {
        texte.parse().expect("a date")
    }

    fn on(le: &str, version: u32, fait: Event) -> Datee<Event> {
        Datee { survenu: Survenu::le(jour(le)), connu_le: jour(le), version, fait }
    }

    fn fixe(jours: u32) -> ReglageFixe {
        ReglageFixe { cle: "delai".into(), jours, source: "protocole 2024".into() }
    }

    #[test]
    fn un_reglage_vaut_a_compter_de_son_jour_et_le_dernier_saisi_l_emporte() {
        let etat = Etat::fold([
            on("2026-01-01", 2, Event::ReglageFixe(fixe(30))),
            on("2024-01-01", 3, Event::ReglageFixe(fixe(45))),
            on("2026-01-01", 4, Event::ReglageFixe(fixe(20))),
        ]);
        let jours = |le: &str| etat.reglages.jours("delai", jour(le));
        assert_eq!(jours("2023-12-31"), None);
        assert_eq!(jours("2024-01-01"), Some(45));
        assert_eq!(jours("2025-12-31"), Some(45));
        assert_eq!(jours("2026-01-01"), Some(20));
        assert!(etat.already_so(Survenu::le(jour("2026-01-01")), &Command::FixerReglage(fixe(20))));
        assert!(
            !etat.already_so(Survenu::le(jour("2026-01-02")), &Command::FixerReglage(fixe(20)))
        );
    }

    #[test]
    fn un_reglage_que_nulle_regle_ne_nomme_est_refuse() {
        let le = jour("2026-01-09");
        let contexte = Contexte {
            aujourd_hui: le,
            survenu: Survenu::le(le),
            connu_le: None,
            version_attendue: None,
        };
        let refus = decide([], Command::FixerReglage(fixe(30)), &contexte).expect_err("refused");
        assert_eq!(refus.code(), "REGLAGE_INCONNU");
    }

    fn publie(valeur: &str) -> ChiffrePublie {
        ChiffrePublie {
            cle: "aed".into(),
            indicateur: Some("B1:en_vigueur".into()),
            libelle: "AED en cours".into(),
            valeur: valeur.into(),
            unite: "mesure".into(),
            du: None,
            au: jour("2022-12-31"),
            auteur: "DREES".into(),
            source: "enquête Aide sociale".into(),
            edition: "2024".into(),
        }
    }

    #[test]
    fn une_valeur_publiee_est_exacte_ou_refusee() {
        for (texte, attendue) in [
            ("94", Some((94, 1))),
            ("-9.7", Some((-97, 10))),
            ("79.05", Some((7905, 100))),
            ("1557/3355", Some((1557, 3355))),
            ("0", Some((0, 1))),
            ("", None),
            ("-", None),
            ("1.", None),
            ("1,5", None),
            ("3/0", None),
            ("3/-4", None),
            ("1e3", None),
            ("1234567890123456", None),
        ] {
            assert_eq!(valeur_exacte(texte), attendue, "{texte}");
        }
        let le = jour("2026-01-09");
        let contexte = Contexte {
            aujourd_hui: le,
            survenu: Survenu::le(le),
            connu_le: None,
            version_attendue: None,
        };
        let asked = |chiffre| decide([], Command::PublierChiffre(chiffre), &contexte);
        assert_eq!(asked(publie("314")).map(|actes| actes.len()), Ok(1));
        assert_eq!(asked(publie("environ 300")).expect_err("refused").code(), "CHIFFRE_INEXACT");
        let inverted = ChiffrePublie { du: Some(jour("2023-01-01")), ..publie("314") };
        assert!(asked(inverted).is_err());
    }

    #[test]
    fn une_edition_nouvelle_s_ajoute_et_une_erreur_de_saisie_se_remplace() {
        let revisee = ChiffrePublie { edition: "2025".into(), ..publie("306") };
        let etat = Etat::fold([
            on("2024-07-01", 1, Event::ChiffrePublie(publie("340"))),
            on("2024-07-01", 2, Event::ChiffrePublie(publie("304"))),
            on("2025-07-01", 3, Event::ChiffrePublie(revisee)),
        ]);
        let kept: Vec<&str> = etat.chiffres.iter().map(|known| &*known.fait.valeur).collect();
        assert_eq!(kept, ["304", "306"]);
    }

    #[test]
    fn une_delegation_vaut_jusqu_a_son_dernier_jour() {
        let donnee = DelegationDonnee {
            agent: "cadre.nuit".into(),
            qualite: QualiteDecideur::CadreAstreinte,
            reference: "arrêté 2026-4".into(),
            jusqu_au: Some(jour("2026-06-30")),
        };
        let etat = Etat::fold([on("2026-01-01", 1, Event::DelegationDonnee(donnee))]);
        let count = |le: &str| etat.delegataires(QualiteDecideur::CadreAstreinte, jour(le)).count();
        assert_eq!([count("2025-12-31"), count("2026-01-01")], [0, 1]);
        assert_eq!([count("2026-06-30"), count("2026-07-01")], [1, 0]);
    }
}
