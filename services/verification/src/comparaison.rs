//! A report against what the events and the registry say: line after line, word after word.
//!
//! Invariant: nothing of the report is taken for granted but what was asked: department, journal, position, period,
//! territory.

use std::collections::BTreeMap;

use projections::registre::{self, Definition, Section, Somme};
use serde_json::{Value, json};

use crate::constat::{Ecart, Objet, Reference};
use crate::nombres::{Coupe, Dit, Ligne, MASQUEE};

/// The first registry whose reports print the whole of a definition.
pub(crate) const REGISTRE_DES_SECTIONS: u32 = 2;

/// A published report shows no group of fewer people than that; of health, than the other.
const SEUIL: i64 = 5;
const SEUIL_DE_SANTE: i64 = 11;

/// The numbers a line may have.
const NOMBRES: [&str; 3] = ["valeur", "num", "den"];

/// The disagreements found so far.
#[derive(Default)]
pub(crate) struct Ecarts {
    pub(crate) trouves: Vec<Ecart>,
    /// Whether the report is one for publication, which hides small numbers.
    pub(crate) publie: bool,
    /// Values it hides: what they would be is not compared.
    pub(crate) masquees: u64,
    /// Under which a group of people is not shown, in the indicator compared.
    seuil: i64,
    /// Whether the indicator compared hides a line: its delays are then those of the few it hides.
    cache: bool,
}

/// Where one is in the report.
#[derive(Clone, Copy)]
struct Lieu<'a> {
    indicateur: &'a str,
    axe: &'a str,
}

impl Ecarts {
    /// Adds a disagreement about the report as a whole.
    pub(crate) fn du_rapport(&mut self, objet: Objet, cle: &str, rapport: &str, attendu: &str) {
        self.ajoute(objet, Lieu { indicateur: "", axe: "" }, cle, rapport, attendu);
    }

    fn ajoute(&mut self, objet: Objet, lieu: Lieu<'_>, cle: &str, rapport: &str, attendu: &str) {
        self.trouves.push(Ecart {
            objet,
            indicateur: lieu.indicateur.to_owned(),
            axe: lieu.axe.to_owned(),
            cle: cle.to_owned(),
            rapport: rapport.to_owned(),
            evenements: attendu.to_owned(),
        });
    }

    /// Every indicator of the registry, or every one that was asked for, is there, once, in its order, and no other.
    pub(crate) fn liste(&mut self, registre: u32, choisis: &[String], told: &[Reference]) {
        let asked =
            |id: &str| choisis.is_empty() || choisis.iter().any(|chosen| chosen.as_str() == id);
        let known: Vec<Reference> = registre::definitions(registre)
            .iter()
            .filter(|known| asked(known.id))
            .map(|known| Reference { id: known.id.to_owned(), version: known.version })
            .collect();
        let name = |reference: &Reference| format!("{} v{}", reference.id, reference.version);
        let at = |id| Lieu { indicateur: id, axe: "" };
        for missing in known.iter().filter(|known| told.iter().all(|told| told.id != known.id)) {
            self.ajoute(Objet::Indicateur, at(&missing.id), "", "", &name(missing));
        }
        let absent = |chosen: &&String| registre::definition(registre, chosen.as_str()).is_none();
        for chosen in choisis.iter().filter(absent) {
            self.ajoute(Objet::Indicateur, at(chosen), "", "", chosen);
        }
        for (rang, one) in told.iter().enumerate() {
            let unknown = registre_a(registre, one).is_none() || !asked(&one.id);
            let twice = told[..rang].iter().any(|before| before.id == one.id);
            if unknown || twice {
                self.ajoute(Objet::Indicateur, at(&one.id), "", &name(one), "");
            }
        }
        let kept: Vec<&str> = known
            .iter()
            .map(|known| known.id.as_str())
            .filter(|id| told.iter().any(|told| told.id == *id))
            .collect();
        let order: Vec<&str> = told.iter().map(|told| told.id.as_str()).collect();
        let same_set = order.len() == kept.len();
        if same_set && order != kept {
            self.du_rapport(Objet::Indicateur, "ordre", &order.join(" "), &kept.join(" "));
        }
    }

    /// The words printed beside an indicator are those of the registry, and there are no others: what it says of the
    /// figures of others (`lectures`, `rapprochements`) is not counted again.
    pub(crate) fn mots(&mut self, registre: u32, definition: &Definition, told: &Value) {
        let lieu = Lieu { indicateur: definition.id, axe: "" };
        let words = mots(registre, definition);
        for (member, expected) in &words {
            let said = told[*member].as_str().unwrap_or_default();
            if said != *expected || told[*member].is_null() {
                self.ajoute(Objet::Definition, lieu, member, said, expected);
            }
        }
        let numbers = ["id", "version", "valeurs", "ventilations", "lectures", "rapprochements"];
        let known = |member: &str| {
            numbers.contains(&member) || words.iter().any(|(word, _)| *word == member)
        };
        let members = told.as_object().into_iter().flatten();
        for (member, value) in members.filter(|(member, _)| !known(member)) {
            self.ajoute(Objet::Definition, lieu, member, &value.to_string(), "");
        }
    }

    /// The numbers of an indicator are those the events give.
    pub(crate) fn nombres(&mut self, registre: u32, id: &str, told: &Value, dit: &Dit) {
        let whole = Lieu { indicateur: id, axe: "" };
        let health = registre::definition(registre, id)
            .is_some_and(|definition| definition.section == Section::Sante);
        self.seuil = if health { SEUIL_DE_SANTE } else { SEUIL };
        let cuts = lines(&told["ventilations"]);
        let cut = cuts.iter().flat_map(|cut| lines(&cut["lignes"]));
        self.cache = lines(&told["valeurs"]).iter().chain(cut).any(masquee);
        self.lignes(whole, lines(&told["valeurs"]), &dit.lignes);
        let axe = |cut: &Value| cut["axe"].as_str().unwrap_or_default().to_owned();
        let mut compared: Vec<Option<usize>> = Vec::with_capacity(dit.coupes.len());
        for coupe in &dit.coupes {
            let lieu = Lieu { indicateur: id, axe: coupe.axe };
            let rang = rang_de_la_coupe(cuts, coupe, &dit.coupes);
            compared.push(rang);
            match rang.map(|rang| &cuts[rang]) {
                Some(cut) => {
                    self.lignes(lieu, lines(&cut["lignes"]), &coupe.lignes);
                    self.coupee(registre, lieu, cut, coupe);
                    self.somme(lieu, &told["valeurs"], cut, coupe);
                }
                None => self.ajoute(Objet::Ventilation, lieu, "", "", coupe.axe),
            }
        }
        for (rang, cut) in cuts.iter().enumerate() {
            let axe_dit = axe(cut);
            if !compared.contains(&Some(rang)) {
                let lieu = Lieu { indicateur: id, axe: &axe_dit };
                self.ajoute(Objet::Ventilation, lieu, "", &axe_dit, "");
            }
        }
    }

    /// A breakdown says which value it cuts.
    fn coupee(&mut self, registre: u32, lieu: Lieu<'_>, cut: &Value, coupe: &Coupe) {
        let said = cut["de"].as_str().unwrap_or_default();
        let expected = if registre < REGISTRE_DES_SECTIONS { "" } else { coupe.total };
        if said != expected {
            self.ajoute(Objet::Definition, lieu, "de", said, expected);
        }
    }

    fn lignes(&mut self, lieu: Lieu<'_>, told: &[Value], counted: &[Ligne]) {
        let cle = |line: &Value| line["cle"].as_str().unwrap_or_default().to_owned();
        for line in counted {
            let expected = line.ecrite();
            match told.iter().find(|told| cle(told) == line.cle) {
                Some(said) if *said == expected => {
                    let few = line.nombre.montre_peu(self.seuil);
                    if self.publie && (few || (self.cache && line.nombre.est_un_rang())) {
                        self.ajoute(Objet::Secret, lieu, &line.cle, &lue(said), MASQUEE);
                    }
                }
                Some(said) if self.publie && *said == line.masquee() => self.masquees += 1,
                Some(said) => {
                    let (said, expected) = (lue(said), lue(&expected));
                    self.ajoute(Objet::Valeur, lieu, &line.cle, &said, &expected);
                }
                None => self.ajoute(Objet::Ligne, lieu, &line.cle, "", &lue(&expected)),
            }
        }
        for (rang, said) in told.iter().enumerate() {
            let twice = told[..rang].iter().any(|before| cle(before) == cle(said));
            if twice || counted.iter().all(|line| line.cle != cle(said)) {
                self.ajoute(Objet::Ligne, lieu, &cle(said), &lue(said), "");
            }
        }
        let order: Vec<String> = told.iter().map(cle).collect();
        let expected: Vec<String> = counted.iter().map(|line| line.cle.clone()).collect();
        if order.len() == expected.len() && order != expected {
            self.ajoute(Objet::Ligne, lieu, "ordre", &order.join(" "), &expected.join(" "));
        }
    }

    /// What the report itself prints adds up: the lines of a breakdown to the value they cut.
    fn somme(&mut self, lieu: Lieu<'_>, values: &Value, cut: &Value, coupe: &Coupe) {
        let cut = lines(&cut["lignes"]);
        let total = lines(values).iter().find(|value| value["cle"] == coupe.total);
        let Some(total) = total.filter(|_| !cut.is_empty()) else { return };
        if masquee(total) || cut.iter().any(masquee) {
            return;
        }
        for member in NOMBRES {
            let sum: i64 = cut.iter().filter_map(|line| line[member].as_i64()).sum();
            let whole = total[member].as_i64().unwrap_or(0);
            if sum != whole {
                let (sum, whole) = (sum.to_string(), whole.to_string());
                self.ajoute(Objet::Somme, lieu, coupe.total, &sum, &whole);
            }
        }
    }

    /// What the definition says adds up does, in the numbers of the report itself, on each line it is said of.
    pub(crate) fn additions(&mut self, definition: &Definition, told: &BTreeMap<String, i64>) {
        let lieu = Lieu { indicateur: definition.id, axe: "" };
        for somme in definition.sommes {
            for line in somme.lignes(definition.id, told.keys().map(String::as_str)) {
                let of = |name: &str| told.get(&Somme::nom(definition.id, name, &line)).copied();
                let parts: Option<Vec<i64>> = somme.parties.iter().map(|name| of(name)).collect();
                let (Some(parts), Some(total)) = (parts, of(somme.total)) else { continue };
                let sum: i64 = parts.iter().sum();
                if sum != total {
                    let (said, expected) = (total.to_string(), sum.to_string());
                    let name = format!("{}{line}", somme.total);
                    self.ajoute(Objet::Somme, lieu, &name, &said, &expected);
                }
            }
        }
    }
}

/// Where the report has a breakdown: on its axis, of the value it cuts; else on its axis, when what the report says
/// it cuts is none of those counted (registry 1 says nothing).
fn rang_de_la_coupe(cuts: &[Value], coupe: &Coupe, counted: &[Coupe]) -> Option<usize> {
    let on_axis = |cut: &Value| cut["axe"] == coupe.axe;
    let of = |cut: &Value| cut["de"].as_str().unwrap_or_default().to_owned();
    let exact = cuts.iter().position(|cut| on_axis(cut) && of(cut) == coupe.total);
    let other = |cut: &Value| {
        let known = |one: &Coupe| one.axe == coupe.axe && one.total == of(cut);
        on_axis(cut) && !counted.iter().any(known)
    };
    exact.or_else(|| cuts.iter().position(other))
}

/// The numbers of the report, by the name a sum gives each: `indicateur:cle[.num|.den][@axe/ligne]`, the first told of a
/// name. What is not shown has none.
pub(crate) fn nombres_dits(told: &[(Reference, Value)]) -> BTreeMap<String, i64> {
    let mut numbers = BTreeMap::new();
    let mut tell = |name: &str, axis: &str, line: &Value| {
        for (member, suffix) in NOMBRES.into_iter().zip(["", ".num", ".den"]) {
            if let Some(number) = line[member].as_i64() {
                numbers.entry(format!("{name}{suffix}{axis}")).or_insert(number);
            }
        }
    };
    let word = |value: &Value, member: &str| value[member].as_str().unwrap_or_default().to_owned();
    for (Reference { id, version: _ }, indicator) in told {
        for line in lines(&indicator["valeurs"]) {
            tell(&format!("{id}:{}", word(line, "cle")), "", line);
        }
        for cut in lines(&indicator["ventilations"]) {
            let (name, axis) = (format!("{id}:{}", word(cut, "de")), word(cut, "axe"));
            for line in lines(&cut["lignes"]) {
                tell(&name, &format!("@{axis}/{}", word(line, "cle")), line);
            }
        }
    }
    numbers
}

/// The words of a definition that a report prints.
fn mots(registre: u32, definition: &Definition) -> Vec<(&'static str, &'static str)> {
    let mut words = vec![
        ("libelle", definition.libelle),
        ("unite", definition.unite),
        ("genre", definition.genre),
        ("definition", definition.definition),
    ];
    if REGISTRE_DES_SECTIONS <= registre {
        words.extend([
            ("section", definition.section.cle()),
            ("numerateur", definition.numerateur),
            ("denominateur", definition.denominateur),
            ("regle_de_date", definition.regle_de_date),
            ("role_du_territoire", definition.territoire),
            ("date_de_l_age", definition.date_de_l_age),
            ("source", definition.source),
        ]);
    }
    words
}

/// The sections a report of these indicators is printed in.
pub(crate) fn sections(registre: u32, told: &[Reference]) -> Value {
    let of: Vec<Section> = told
        .iter()
        .filter_map(|one| registre::definition(registre, &one.id))
        .map(|known| known.section)
        .collect();
    let held = Section::TOUTES.iter().filter(|section| of.contains(section));
    held.map(|section| json!({"cle": section.cle(), "titre": section.titre()})).collect()
}

/// The definition of that identifier at that version, in a registry.
pub(crate) fn registre_a(registre: u32, reference: &Reference) -> Option<&'static Definition> {
    let mut known = registre::definitions(registre).into_iter();
    known.find(|known| (known.id, known.version) == (&*reference.id, reference.version))
}

/// Whether a published report hides a line.
fn masquee(line: &Value) -> bool {
    line["genre"] == MASQUEE
}

fn lines(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// A line as one reads it: its kind, its numbers, its label.
fn lue(line: &Value) -> String {
    let number = |member: &str| line[member].as_i64().map(|number| number.to_string());
    let fraction = number("num").zip(number("den")).map(|(num, den)| format!("{num}/{den}"));
    let value = number("valeur").or(fraction).unwrap_or_else(|| "sans valeur".to_owned());
    let word = |member: &str| line[member].as_str().unwrap_or_default().to_owned();
    format!("{value} ({}, « {} »)", word("genre"), word("libelle"))
}
