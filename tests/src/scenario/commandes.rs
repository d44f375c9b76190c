//! From a French sentence to a command of the contract.
//!
//! One function a command, in the order of the chapters; [`VERBES`] says which words call which. What
//! a sentence leaves out takes an ordinary value: the CRIP's door, a mail, today, the usual delegate.

use chrono::{DateTime, NaiveDate, Utc};
use domain::codes::{
    Absence, Autorite, Canal, Conclusion, Contact, Danger, GenreSuite, LieuAccueil, Mandant,
    MentionDecision, MotifAttente, MotifChangementLieu, MotifEffacement, MotifEmpechement,
    MotifFin, MotifJonction, MotifNonQualification, MotifRevision, MotifRevisionPpe,
    MotifSansObjet, MotifSortie, MotifSuspension, Motifsig, NatureMesure, Orientation, Origip,
    PorteDEntree, ProfessionnelConsulte, QualiteDecideur, Signataire, SituationApres,
    SourceNaissance, SuiteParquet, TitreTransfert, Titulaire, Transip,
};
use prost_types::Timestamp;
use proto::commun::v1::{
    Cible, Decideur, Entete, EnteteCommande, Organisation, Precision, Survenu, TexteScelle,
    texte_scelle,
};
use proto::reprise::v1::Commande;
use proto::wire::{ActeDemande, demande};
use proto::{
    accueil::v1 as acc, decision::v1 as dec, dossier::v1 as dos, evaluation::v1 as eva,
    identite::v1 as ide, information::v1 as inf, mesure::v1 as mes, projet::v1 as pro,
};
use serde_json::Value;
use uuid::Uuid;

use super::lignes::{contenu, lignes};
use super::noms::Noms;
use super::phrase::{Phrase, code, day, instant, list, objects};

/// The Département of every story.
pub const DEPARTEMENT: &str = "17";

/// When and under which identifier a sentence is typed.
#[derive(Clone, Copy, Debug)]
pub struct Saisie {
    /// The command's identifier.
    pub commande_id: Uuid,
    /// The instant of recording, on a simulated journal.
    pub enregistre_a: DateTime<Utc>,
    /// Its legal day: what is said of no day happened on that one.
    pub jour: NaiveDate,
}

/// A sentence being understood.
pub(super) struct Lecture<'a> {
    noms: &'a mut Noms,
    saisie: Saisie,
    pub(super) phrase: Phrase,
}

type Verbe = fn(&mut Lecture<'_>) -> Commande;

/// Which words call which command; of two that fit, the longer.
const VERBES: &[(&str, Verbe)] = &[
    ("inscrire", inscrire),
    ("signaler un mineur non identifié", signaler_non_identifie),
    ("identifier", identifier),
    ("fixer la naissance de", fixer_naissance),
    ("déclarer la résidence de", declarer_residence),
    ("reconnaître mineur non accompagné", reconnaitre_mna),
    ("déclarer l'émancipation de", declarer_emancipation),
    ("déclarer le décès de", declarer_deces),
    ("recevoir", recevoir),
    ("qualifier", qualifier),
    ("rattacher", rattacher),
    ("marquer", marquer_doublon),
    ("réaffecter", reaffecter),
    ("signaler", signaler),
    ("noter le retour du parquet sur", noter_retour_parquet),
    ("transférer", transferer),
    ("mandater", mandater),
    ("joindre", joindre),
    ("noter un contact de", noter_contact),
    ("constater l'empêchement de", constater_empechement),
    ("remettre le rapport de", remettre_rapport),
    ("demander un complément de", demander_complement),
    ("décider", decider),
    ("réviser la décision", reviser_decision),
    ("ordonner", ordonner),
    ("contracter", contracter),
    ("recevoir la mesure", recevoir_mesure),
    ("attribuer la mesure", attribuer),
    ("mettre en attente", mettre_en_attente),
    ("missionner", missionner),
    ("démarrer", demarrer),
    ("suspendre", suspendre),
    ("reprendre", reprendre),
    ("renouveler", renouveler),
    ("lever", lever),
    ("terminer la mesure", terminer_mesure),
    ("admettre", admettre),
    ("changer de lieu de", changer_de_lieu),
    ("terminer l'accueil", terminer_accueil),
    ("constater l'absence de", constater_absence),
    ("constater le retour en", constater_retour),
    ("établir le PPE", etablir_projet),
    ("réviser le PPE", reviser_projet),
    ("signer le PPE", signer_projet),
    ("noter le refus de signer le PPE", noter_refus_de_signer),
    ("annuler l'événement", annuler),
    ("effacer le dossier de", effacer),
    ("réunir", super::lignes::dossier::reunir),
    ("disjoindre", super::lignes::dossier::disjoindre),
];

/// Understands a sentence.
///
/// # Panics
///
/// When a word of it is not understood.
#[must_use]
pub fn comprendre(text: &str, noms: &mut Noms, saisie: Saisie) -> Commande {
    if let Some((correction, replacement)) = text.split_once(" par : ") {
        return rectifier(correction, replacement, noms, saisie);
    }
    let fits = |words: &str| text.starts_with(&format!("{words} "));
    let verbe = VERBES.iter().filter(|(words, _)| fits(words)).max_by_key(|(words, _)| words.len());
    let ligne = lignes().filter(|ligne| fits(ligne.mots)).max_by_key(|ligne| ligne.mots.len());
    let said = verbe.map_or(0, |(words, _)| words.len());
    let words = said.max(ligne.map_or(0, |ligne| ligne.mots.len()));
    let mut lecture = Lecture { noms, saisie, phrase: Phrase::lue(text[words..].trim()) };
    let commande = match (verbe, ligne) {
        (_, Some(ligne)) if said < ligne.mots.len() => ligne.comprendre(&mut lecture),
        (Some((_, understand)), _) => understand(&mut lecture),
        (None, _) => panic!("no command begins so: {text}"),
    };
    lecture.phrase.finish();
    commande
}

impl Lecture<'_> {
    pub(super) fn head(&self) -> String {
        self.phrase.parts[0].head.clone()
    }

    fn value(&self) -> String {
        self.phrase.parts[0].value().to_owned()
    }

    pub(super) fn id(&mut self, name: &str) -> String {
        self.noms.id(name)
    }

    /// Says that an object is about these children.
    pub(super) fn about(&mut self, object: &str, children: &[String]) {
        self.noms.about(object, children);
    }

    pub(super) fn ids(&mut self, names: &[String]) -> Vec<String> {
        names.iter().map(|name| self.noms.id(name)).collect()
    }

    fn code_or<C: domain::codes::Code>(&mut self, clause: &str, usual: C) -> String {
        self.phrase.take(clause).map_or_else(|| usual.cle().to_owned(), |said| code::<C>(&said))
    }

    fn day_after(&mut self, clause: &str) -> String {
        self.phrase.take(clause).map(|said| day(&said).to_string()).unwrap_or_default()
    }

    /// The object of the head and its children: those said, else those it was said to be about.
    pub(super) fn object(&mut self) -> (String, Vec<String>) {
        let head = self.head();
        let (object, said) = objects(&head).remove(0);
        let children = if said.is_empty() { self.noms.children_of(&object) } else { said };
        self.noms.about(&object, &children);
        (self.id(&object), self.ids(&children))
    }

    /// The head of the request, about these children.
    fn entete(&mut self, enfants: Vec<String>) -> Option<EnteteCommande> {
        let survenu = self.phrase.take("le ");
        let connu_le = self.day_after("connu le ");
        let version = self.phrase.take("vu en version ");
        Some(EnteteCommande {
            entete: Some(entete()),
            commande_id: self.saisie.commande_id.to_string(),
            enfants,
            survenu: Some(survenu.map_or_else(|| on(self.saisie.jour), |said| when(&said))),
            connu_le,
            version_attendue: version.map(|said| said.parse().expect("a version is a number")),
            enregistre_a: Some(timestamp(self.saisie.enregistre_a)),
        })
    }

    /// The head of the request, as the contract's JSON writes it.
    pub(super) fn entete_json(&mut self, enfants: Vec<String>) -> Value {
        let entete = self.entete(enfants).unwrap_or_default();
        proto::json::to_value(&entete)
    }

    /// The usual delegate, unless nobody signed or another is said: « signé par e.17 (cadre astreinte) ».
    pub(super) fn decideur(&mut self) -> Option<Decideur> {
        let signed = !self.phrase.says("sans décideur");
        let said = self.phrase.take("signé par ");
        let said = said.as_deref().unwrap_or("cadre.crip (delegue crip)");
        let (agent, qualite) = said.split_once(" (").expect("signé par agent (qualité)");
        signed.then(|| Decideur {
            agent: agent.into(),
            qualite: code::<QualiteDecideur>(qualite.trim_end_matches(')')),
            delegation: "arrêté 2025-117".into(),
            signe_le: String::new(),
            electronique: true,
        })
    }
}

/// The head of a read.
#[must_use]
pub fn entete() -> Entete {
    Entete {
        departement: DEPARTEMENT.into(),
        finalite: "traitement_information".into(),
        correlation: String::new(),
    }
}

/// An instant, as the contract writes it.
#[must_use]
pub fn timestamp(instant: DateTime<Utc>) -> Timestamp {
    let nanos = i32::try_from(instant.timestamp_subsec_nanos()).expect("less than a second");
    Timestamp { seconds: instant.timestamp(), nanos }
}

fn on(day: NaiveDate) -> Survenu {
    Survenu { le: day.to_string(), a: None, precision: Precision::NonDite.into() }
}

/// « 2026-01-09 », « 2026-01-09 à 14:30 », « 2026-01 », « 2026 ».
pub(super) fn when(said: &str) -> Survenu {
    let dated =
        |le: String, precision: Precision| Survenu { le, a: None, precision: precision.into() };
    match (said.split_once(" à "), said.len()) {
        (Some((le, hour)), _) => Survenu {
            le: day(le).to_string(),
            a: Some(timestamp(instant(day(le), hour))),
            precision: Precision::Instant.into(),
        },
        (None, 4) => dated(day(&format!("{said}-01-01")).to_string(), Precision::Annee),
        (None, 7) => dated(day(&format!("{said}-01")).to_string(), Precision::Mois),
        (None, _) => on(day(said)),
    }
}

pub(super) fn sealed(text: Option<String>) -> Option<TexteScelle> {
    text.map(|text| TexteScelle { etat: Some(texte_scelle::Etat::Clair(text)) })
}

// Identity.

fn etat_civil(prenoms: &str) -> Option<ide::EtatCivilScelle> {
    let civil = ide::EtatCivil {
        nom: "Duroc".into(),
        prenoms: prenoms.into(),
        nom_naissance_mere: String::new(),
    };
    Some(ide::EtatCivilScelle { etat: Some(ide::etat_civil_scelle::Etat::Clair(civil)) })
}

fn naissance(le: &str, source: &str) -> Option<ide::Naissance> {
    Some(ide::Naissance {
        le: day(le).to_string(),
        precision: Precision::Jour.into(),
        source: source.into(),
    })
}

fn inscrire(lecture: &mut Lecture<'_>) -> Commande {
    let mut inscriptions = Vec::new();
    for rank in 0..lecture.phrase.parts.len() {
        let prenom = lecture.phrase.parts[rank].head.clone();
        let part = &mut lecture.phrase.parts[rank];
        let (born, sexe) = match (part.take("née le "), part.take("né le ")) {
            (Some(le), _) => (naissance(&le, "etat_civil"), "feminin"),
            (None, Some(le)) => (naissance(&le, "etat_civil"), "masculin"),
            (None, None) => (None, "ne_sait_pas"),
        };
        let inscrit =
            ide::Inscrit { etat_civil: etat_civil(&prenom), naissance: born, sexe: sexe.into() };
        inscriptions.push(ide::Inscription {
            enfant: lecture.id(&prenom),
            inscrit: Some(inscrit),
            vue: None,
        });
    }
    ide::InscrireRequest { entete: lecture.entete(vec![]), inscriptions }.into()
}

fn signaler_non_identifie(lecture: &mut Lecture<'_>) -> Commande {
    let name = lecture.head();
    let enfant = lecture.id(&name);
    let signalement = ide::NonIdentifieSignale {
        description: sealed(lecture.phrase.take("description ").or(Some("un enfant".into()))),
        age_apparent_ans: lecture
            .phrase
            .take("âge apparent ")
            .map(|years| years.parse().expect("an age is a number")),
        sexe: "ne_sait_pas".into(),
    };
    let entete = lecture.entete(vec![enfant]);
    ide::SignalerNonIdentifieRequest { entete, signalement: Some(signalement) }.into()
}

fn identifier(lecture: &mut Lecture<'_>) -> Commande {
    let (name, prenom) = (lecture.head(), lecture.value());
    let enfant = lecture.id(&name);
    let (le, sexe) = match (lecture.phrase.take("née le "), lecture.phrase.take("né le ")) {
        (Some(le), _) => (Some(le), "feminin"),
        (None, le) => (le, "masculin"),
    };
    let identifie = ide::Identifie {
        etat_civil: etat_civil(&prenom),
        naissance: le.and_then(|le| naissance(&le, "etat_civil")),
        sexe: sexe.into(),
    };
    let entete = lecture.entete(vec![enfant]);
    ide::IdentifierRequest { entete, identifie: Some(identifie) }.into()
}

fn fixer_naissance(lecture: &mut Lecture<'_>) -> Commande {
    let head = lecture.head();
    let (name, le) = head.split_once(" au ").expect("fixer la naissance de X au AAAA-MM-JJ");
    let enfant = lecture.id(name);
    let source = lecture.code_or("source ", SourceNaissance::DecisionJudiciaire);
    let fixee = ide::NaissanceFixee { naissance: naissance(le, &source) };
    let entete = lecture.entete(vec![enfant]);
    ide::FixerNaissanceRequest { entete, fixee: Some(fixee) }.into()
}

fn declarer_residence(lecture: &mut Lecture<'_>) -> Commande {
    let (names, commune) = (list(&lecture.head()), lecture.value());
    let enfants = lecture.ids(&names);
    let residence = ide::ResidenceDeclaree {
        commune,
        adresse: None,
        service_responsable: lecture.phrase.take("service ").unwrap_or_default(),
    };
    let entete = lecture.entete(enfants);
    ide::DeclarerResidenceRequest { entete, residence: Some(residence) }.into()
}

fn children(lecture: &mut Lecture<'_>) -> Option<EnteteCommande> {
    let names = list(&lecture.head());
    let enfants = lecture.ids(&names);
    lecture.entete(enfants)
}

fn reconnaitre_mna(lecture: &mut Lecture<'_>) -> Commande {
    ide::ReconnaitreMnaRequest { entete: children(lecture) }.into()
}

fn declarer_emancipation(lecture: &mut Lecture<'_>) -> Commande {
    ide::DeclarerEmancipationRequest { entete: children(lecture) }.into()
}

fn declarer_deces(lecture: &mut Lecture<'_>) -> Commande {
    ide::DeclarerDecesRequest { entete: children(lecture) }.into()
}

// Informations.

fn recevoir(lecture: &mut Lecture<'_>) -> Commande {
    let (information, enfants) = lecture.object();
    let dangers = lecture.phrase.take("dangers ").map(|said| list(&said)).unwrap_or_default();
    let sender = ["de l'", "de la ", "du ", "d'un ", "des "];
    let transmetteur = sender.iter().find_map(|start| lecture.phrase.take(start));
    let transmetteur = transmetteur.unwrap_or_else(|| "ne sait pas".into());
    let recue = inf::Recue {
        information,
        porte_d_entree: lecture.code_or("par la ", PorteDEntree::Crip),
        canal: lecture.code_or("canal ", Canal::Courriel),
        transmetteur: code::<Transip>(&transmetteur),
        origine: lecture.code_or("origine ", Origip::NeSaitPas),
        reference_externe: lecture.phrase.take("référence ").unwrap_or_default(),
        ecrite_le: lecture.day_after("écrite le "),
        parents_informes: lecture.phrase.says("parents informés").then_some(true),
        recit: sealed(lecture.phrase.take("récit ")),
        dangers_allegues: dangers.iter().map(|danger| code::<Danger>(danger)).collect(),
        urgence: lecture.phrase.says("en urgence"),
        commune: lecture.phrase.take("commune ").unwrap_or_default(),
        arrivee_crip: lecture.phrase.take("arrivée à la CRIP le ").map(|said| when(&said)),
        service_entree: lecture.phrase.take("service d'entrée ").unwrap_or_default(),
        organisation: lecture
            .phrase
            .take("organisation ")
            .map(|nom| Organisation { nom, ..Organisation::default() }),
        ..inf::Recue::default()
    };
    inf::RecevoirRequest { entete: lecture.entete(enfants), recue: Some(recue) }.into()
}

fn qualifier(lecture: &mut Lecture<'_>) -> Commande {
    let (object, _) = objects(&lecture.head()).remove(0);
    let information = lecture.id(&object);
    let decideur = lecture.decideur();
    let mut qualifications = Vec::new();
    for rank in 0..lecture.phrase.parts.len() {
        for name in children_of_part(lecture, rank, &object) {
            let enfant = lecture.id(&name);
            let issue = Some(issue(lecture, rank, &information, decideur.clone()));
            qualifications.push(inf::QualificationEnfant { enfant, issue });
        }
        let part = &mut lecture.phrase.parts[rank];
        for clause in ["motif ", "orientation ", "dangers ", "délai réduit à "] {
            part.take(clause);
        }
    }
    let entete = lecture.entete(vec![]);
    inf::QualifierRequest { entete, information, qualifications }.into()
}

/// The children of a part: « I1 pour Léa et Tom » in the first, « pour Zoé » in the others.
fn children_of_part(lecture: &Lecture<'_>, rank: usize, object: &str) -> Vec<String> {
    let said = lecture.phrase.parts[rank].after("pour").map(list);
    said.unwrap_or_else(|| lecture.noms.children_of(object))
}

fn issue(
    lecture: &Lecture<'_>,
    rank: usize,
    information: &str,
    decideur: Option<Decideur>,
) -> inf::qualification_enfant::Issue {
    let mut part = lecture.phrase.parts[rank].clone();
    let information = information.to_owned();
    let mut codes = |clause: &str| part.take(clause).map(|said| list(&said)).unwrap_or_default();
    match lecture.phrase.parts[rank].value() {
        "IP" => inf::qualification_enfant::Issue::Qualifiee(inf::Qualifiee {
            information,
            dangers: codes("dangers ").iter().map(|danger| code::<Danger>(danger)).collect(),
            delai_reduit_jours: codes("délai réduit à ")
                .first()
                .map(|days| days.trim_end_matches(" jours").parse().expect("a number of days")),
            decideur,
        }),
        "non IP" => inf::qualification_enfant::Issue::NonQualifiee(inf::NonQualifiee {
            information,
            motif: codes("motif ")
                .first()
                .map(|said| code::<MotifNonQualification>(said))
                .expect("non IP says its motif"),
            orientation: codes("orientation ")
                .first()
                .map_or_else(|| "aucune".into(), |said| code::<Orientation>(said)),
            decideur,
        }),
        other => panic!("« {other} » is neither « IP » nor « non IP »"),
    }
}

/// Two objects of one kind joined by a word, and the children of the first.
fn pair(lecture: &mut Lecture<'_>, word: &str) -> (String, String, Vec<String>) {
    let head = lecture.head();
    let (one, other) = head.split_once(word).unwrap_or_else(|| panic!("X{word}Y — {head}"));
    let children = lecture.noms.children_of(one);
    lecture.noms.about(other, &children);
    (lecture.id(one), lecture.id(other), lecture.ids(&children))
}

fn rattacher(lecture: &mut Lecture<'_>) -> Commande {
    let (information, principale, enfants) = pair(lecture, " à ");
    let rattachee = Some(inf::Rattachee { information, principale });
    inf::RattacherRequest { entete: lecture.entete(enfants), rattachee }.into()
}

fn marquer_doublon(lecture: &mut Lecture<'_>) -> Commande {
    let (information, original, enfants) = pair(lecture, " doublon de ");
    let doublon = Some(inf::DoublonMarque { information, original });
    inf::MarquerDoublonRequest { entete: lecture.entete(enfants), doublon }.into()
}

fn reaffecter(lecture: &mut Lecture<'_>) -> Commande {
    let head = lecture.head();
    let parts = head.split_once(" de ").and_then(|(i, rest)| Some((i, rest.split_once(" à ")?)));
    let (information, (de, vers)) = parts.expect("réaffecter I de X à Y");
    lecture.noms.about(information, &[vers.to_owned()]);
    let (information, de, vers) = (lecture.id(information), lecture.id(de), lecture.id(vers));
    let motif = lecture.phrase.take("motif ").unwrap_or_else(|| "erreur d'enfant".into());
    let entete = lecture.entete(vec![]);
    inf::ReaffecterRequest { entete, information, de, vers, motif }.into()
}

fn signaler(lecture: &mut Lecture<'_>) -> Commande {
    let head = lecture.head();
    let head = head.replace(" au parquet", "");
    lecture.phrase.parts[0].head = head;
    let (information, enfants) = lecture.object();
    let evaluation = lecture.phrase.take("évaluation ");
    let by_another = lecture.phrase.says("par un tiers");
    let without_copy = lecture.phrase.says("par un tiers sans copie");
    let by_another = by_another || without_copy;
    let signalee = inf::Signalee {
        information,
        motif: lecture.code_or("motif ", Motifsig::NeSaitPas),
        emetteur: match (without_copy, by_another) {
            (true, _) => "tiers_sans_copie",
            (false, true) => "tiers",
            (false, false) => "departement",
        }
        .into(),
        parquet: lecture.phrase.take("parquet de ").unwrap_or_default(),
        numero_parquet: lecture.phrase.take("numéro de parquet ").unwrap_or_default(),
        oral_a: lecture.phrase.take("oral le ").and_then(|said| when(&said).a),
        ecrit_a: lecture.phrase.take("écrit le ").and_then(|said| when(&said).a),
        pieces: pieces(lecture),
        urgence: lecture.phrase.says("en urgence"),
        evaluation: evaluation.map(|name| lecture.id(&name)).unwrap_or_default(),
        decideur: if by_another { None } else { lecture.decideur() },
    };
    inf::SignalerRequest { entete: lecture.entete(enfants), signalee: Some(signalee) }.into()
}

fn pieces(lecture: &mut Lecture<'_>) -> Vec<String> {
    let names = lecture.phrase.take("pièces ").map(|said| list(&said)).unwrap_or_default();
    lecture.ids(&names)
}

fn noter_retour_parquet(lecture: &mut Lecture<'_>) -> Commande {
    let (information, enfants) = lecture.object();
    let suite = code::<SuiteParquet>(&lecture.value());
    let retour = Some(inf::RetourParquetRecu { information, suite });
    inf::NoterRetourParquetRequest { entete: lecture.entete(enfants), retour }.into()
}

fn transferer(lecture: &mut Lecture<'_>) -> Commande {
    let head = lecture.head();
    let (name, departement) =
        head.split_once(" au Département ").expect("transférer I au Département N");
    let children = lecture.noms.children_of(name);
    let (information, enfants) = (lecture.id(name), lecture.ids(&children));
    let transferee = inf::Transferee {
        information,
        vers_departement: departement.into(),
        canal: lecture.code_or("canal ", Canal::MessagerieSecurisee),
        parents_informes: lecture.phrase.says("parents informés").then_some(true),
        titre: lecture
            .phrase
            .take("titre ")
            .map(|said| code::<TitreTransfert>(&said))
            .unwrap_or_default(),
        accord_ecrit_le: lecture.day_after("accord écrit du "),
        numero: lecture.phrase.take("numéro ").unwrap_or_default(),
        decideur: lecture.decideur(),
        pieces: vec![],
    };
    inf::TransfererRequest { entete: lecture.entete(enfants), transferee: Some(transferee) }.into()
}

// Évaluations.

/// « E1 sur I1 et I2 pour Léa »: the évaluation, its informations, its children.
fn evaluation_on(lecture: &mut Lecture<'_>) -> (String, Vec<String>, Vec<String>) {
    let head = lecture.head();
    let (about, said) = match head.split_once(" pour ") {
        Some((about, children)) => (about, list(children)),
        None => (head.as_str(), Vec::new()),
    };
    let (evaluation, informations) = about.split_once(" sur ").expect("E sur I [pour X]");
    let informations = list(informations);
    let known = || lecture.noms.children_of(&informations[0]);
    let children = if said.is_empty() { known() } else { said };
    lecture.noms.about(evaluation, &children);
    (lecture.id(evaluation), lecture.ids(&informations), lecture.ids(&children))
}

fn mandater(lecture: &mut Lecture<'_>) -> Commande {
    let (evaluation, informations, enfants) = evaluation_on(lecture);
    let service = lecture.phrase.take("service ").unwrap_or_else(|| "DT de La Rochelle".into());
    let mandatee = eva::Mandatee {
        evaluation,
        informations,
        service,
        mandant: lecture.code_or("mandant ", Mandant::Crip),
        equipe: vec![],
        decideur: lecture.decideur(),
    };
    eva::MandaterRequest { entete: lecture.entete(enfants), mandatee: Some(mandatee) }.into()
}

fn joindre(lecture: &mut Lecture<'_>) -> Commande {
    let (evaluation, informations, enfants) = evaluation_on(lecture);
    let motif = lecture.code_or("motif ", MotifJonction::Domicile);
    let arrivee_le = lecture.day_after("arrivée du ");
    let joint = Some(eva::EnfantJoint { evaluation, informations, motif, arrivee_le });
    eva::JoindreRequest { entete: lecture.entete(enfants), joint }.into()
}

fn noter_contact(lecture: &mut Lecture<'_>) -> Commande {
    let (evaluation, enfants) = lecture.object();
    let genre = code::<Contact>(&lecture.value());
    let note = sealed(lecture.phrase.take("note "));
    let accord_titulaires = match lecture.phrase.says("avec leur accord") {
        true => Some(true),
        false => lecture.phrase.says("sans leur accord").then_some(false),
    };
    let professionnel = lecture.phrase.take("de ").map(|said| code::<ProfessionnelConsulte>(&said));
    let professionnel = professionnel.unwrap_or_default();
    let contact =
        Some(eva::ContactNote { evaluation, genre, note, accord_titulaires, professionnel });
    eva::NoterContactRequest { entete: lecture.entete(enfants), contact }.into()
}

fn constater_empechement(lecture: &mut Lecture<'_>) -> Commande {
    let (evaluation, enfants) = lecture.object();
    let motif = code::<MotifEmpechement>(&lecture.value());
    let empechee = Some(eva::Empechee { evaluation, motif });
    eva::ConstaterEmpechementRequest { entete: lecture.entete(enfants), empechee }.into()
}

fn remettre_rapport(lecture: &mut Lecture<'_>) -> Commande {
    let (evaluation, enfants) = lecture.object();
    let conclusion = code::<Conclusion>(&lecture.value());
    let proposed = lecture.phrase.take("proposition ").map(|said| list(&said)).unwrap_or_default();
    let rapport = eva::RapportRemis {
        evaluation,
        conclusion,
        dangers: vec![],
        propositions: proposed.iter().map(|suite| code::<GenreSuite>(suite)).collect(),
        synthese: sealed(lecture.phrase.take("synthèse ")),
    };
    eva::RemettreRapportRequest { entete: lecture.entete(enfants), rapport: Some(rapport) }.into()
}

fn demander_complement(lecture: &mut Lecture<'_>) -> Commande {
    let (evaluation, enfants) = lecture.object();
    let attendu_le = lecture.day_after("attendu le ");
    let complement = Some(eva::ComplementDemande { evaluation, attendu_le });
    eva::DemanderComplementRequest { entete: lecture.entete(enfants), complement }.into()
}

// Decisions.

/// « aide administrative (AED) + transmission au parquet (refus …) ».
fn suites(said: &str) -> Vec<dec::Suite> {
    said.split(" + ").map(suite).collect()
}

fn suite(said: &str) -> dec::Suite {
    let (genre, detail) = match said.strip_suffix(')').and_then(|said| said.split_once(" (")) {
        Some((genre, detail)) => (genre, detail),
        None => (said, ""),
    };
    let mut suite = dec::Suite { suite: code::<GenreSuite>(genre), ..dec::Suite::default() };
    match suite.suite.as_str() {
        "sans_suite_avec_orientation" => suite.orientation = code::<Orientation>(detail),
        "aide_administrative" | "modification_mesure" => {
            suite.nature = code::<NatureMesure>(detail)
        }
        "transmission_parquet" => suite.motif_signalement = code::<Motifsig>(detail),
        "sans_objet" => suite.motif_sans_objet = code::<MotifSansObjet>(detail),
        _ => assert!(detail.is_empty(), "« {genre} » takes no detail"),
    }
    suite
}

fn decider(lecture: &mut Lecture<'_>) -> Commande {
    let head = lecture.head();
    let about = head.split_once(" pour ").map_or(head.as_str(), |(about, _)| about);
    let (name, evaluation) = match about.split_once(" après ") {
        Some((name, evaluation)) => (name, Some(evaluation)),
        None => (about, None),
    };
    let (name, informations) = match name.split_once(" sur ") {
        Some((name, informations)) => (name, list(informations)),
        None => (name, Vec::new()),
    };
    let decideur = lecture.decideur();
    let motivation = lecture.phrase.take("motivation ");
    let mut decisions = Vec::new();
    for rank in 0..lecture.phrase.parts.len() {
        for child in children_of_part(lecture, rank, evaluation.unwrap_or(name)) {
            lecture.noms.about(name, std::slice::from_ref(&child));
            let prise = dec::Prise {
                decision: lecture.id(name),
                evaluation: evaluation.map(|name| lecture.id(name)).unwrap_or_default(),
                informations: lecture.ids(&informations),
                suites: suites(lecture.phrase.parts[rank].value()),
                motivation: sealed(motivation.clone()),
                decideur: decideur.clone(),
            };
            let enfant = lecture.id(&child);
            decisions.push(dec::DecisionEnfant { enfant, prise: Some(prise) });
        }
    }
    dec::DeciderRequest { entete: lecture.entete(vec![]), decisions }.into()
}

fn reviser_decision(lecture: &mut Lecture<'_>) -> Commande {
    let (decision, enfants) = lecture.object();
    let revisee = dec::Revisee {
        decision,
        suites: suites(&lecture.value()),
        motif: lecture.code_or("motif ", MotifRevision::FaitsNouveaux),
        decideur: lecture.decideur(),
    };
    let one = |enfant| dec::RevisionEnfant { enfant, revisee: Some(revisee.clone()) };
    let revisions = enfants.into_iter().map(one).collect();
    dec::ReviserRequest { entete: lecture.entete(vec![]), revisions }.into()
}

// Measures.

/// The measures of the head, one a child, with the terms the sentence says once.
fn measures(lecture: &mut Lecture<'_>, usual: Autorite) -> Vec<mes::MesureEnfant> {
    let named = objects(&lecture.head());
    let decision = lecture.phrase.take("décision ");
    let decision = decision.unwrap_or_else(|| format!("décision de {}", named[0].0));
    let consents = lecture.phrase.take("accord ").map(|said| list(&said)).unwrap_or_default();
    let mentions = lecture.phrase.take("mention ").map(|said| list(&said)).unwrap_or_default();
    let terms = mes::Mesure {
        decision: lecture.id(&decision),
        nature: code::<NatureMesure>(&lecture.value()),
        fondement: lecture.phrase.take("fondement ").unwrap_or_default(),
        libelle_local: lecture.phrase.take("dite ").unwrap_or_default(),
        autorite: lecture.code_or("par le ", usual),
        effet_le: lecture.day_after("à compter du "),
        terme_le: lecture.day_after("jusqu'au "),
        notifiee_le: lecture.day_after("notifiée le "),
        service_responsable: lecture.phrase.take("délégation ").unwrap_or_default(),
        consentements: consents.iter().map(|said| code::<Titulaire>(said)).collect(),
        mentions: mentions.iter().map(|said| code::<MentionDecision>(said)).collect(),
        ..mes::Mesure::default()
    };
    let mut found = Vec::new();
    for (name, children) in named {
        lecture.noms.about(&name, &children);
        let [child] = children.as_slice() else { panic!("a measure is one child's: {name}") };
        let mesure = Some(mes::Mesure { mesure: lecture.id(&name), ..terms.clone() });
        found.push(mes::MesureEnfant { enfant: lecture.id(child), mesure });
    }
    found
}

fn ordonner(lecture: &mut Lecture<'_>) -> Commande {
    let mesures = measures(lecture, Autorite::JugeDesEnfants);
    mes::OrdonnerRequest { entete: lecture.entete(vec![]), mesures }.into()
}

fn contracter(lecture: &mut Lecture<'_>) -> Commande {
    let decideur = lecture.decideur();
    let mut mesures = measures(lecture, Autorite::President);
    for mesure in mesures.iter_mut().filter_map(|one| one.mesure.as_mut()) {
        mesure.decideur.clone_from(&decideur);
    }
    mes::ContracterRequest { entete: lecture.entete(vec![]), mesures }.into()
}

/// « M1 par M2 »: the chain is that of the first measure.
fn renouveler(lecture: &mut Lecture<'_>) -> Commande {
    let head = lecture.head();
    let (previous, next) = head.split_once(" par ").expect("renouveler M1 par M2");
    let children = lecture.noms.children_of(previous);
    let child = children.first().unwrap_or_else(|| panic!("nobody has {previous}"));
    lecture.phrase.parts[0].head = format!("{next} pour {child}");
    let signed = lecture.phrase.says("sous contrat");
    let usual = if signed { Autorite::President } else { Autorite::JugeDesEnfants };
    let decideur = if signed { lecture.decideur() } else { None };
    let mesures = measures(lecture, usual);
    let precedente = lecture.id(previous);
    let renewal = |mes::MesureEnfant { enfant, mesure }| {
        let mesure = mesure.map(|mesure| mes::Mesure {
            chaine: precedente.clone(),
            decideur: decideur.clone(),
            ..mesure
        });
        let renouvelee = mes::Renouvelee { precedente: precedente.clone(), mesure };
        mes::RenouvellementEnfant { enfant, renouvelee: Some(renouvelee) }
    };
    let renouvellements = mesures.into_iter().map(renewal).collect();
    mes::RenouvelerRequest { entete: lecture.entete(vec![]), renouvellements }.into()
}

fn recevoir_mesure(lecture: &mut Lecture<'_>) -> Commande {
    let (mesure, enfants) = lecture.object();
    let recue = Some(mes::Recue { mesure });
    mes::RecevoirRequest { entete: lecture.entete(enfants), recue }.into()
}

fn attribuer(lecture: &mut Lecture<'_>) -> Commande {
    let (mesure, enfants) = lecture.object();
    let attribuee = Some(mes::Attribuee { mesure, service: lecture.value() });
    mes::AttribuerRequest { entete: lecture.entete(enfants), attribuee }.into()
}

fn mettre_en_attente(lecture: &mut Lecture<'_>) -> Commande {
    let (mesure, enfants) = lecture.object();
    let motif = code::<MotifAttente>(&lecture.value());
    let rang = lecture.phrase.take("rang ").map(|rank| rank.parse().expect("a rank is a number"));
    let attente = Some(mes::MiseEnAttente { mesure, motif, rang });
    mes::MettreEnAttenteRequest { entete: lecture.entete(enfants), attente }.into()
}

fn missionner(lecture: &mut Lecture<'_>) -> Commande {
    let (mesure, enfants) = lecture.object();
    let missionnee = Some(mes::Missionnee { mesure });
    mes::MissionnerRequest { entete: lecture.entete(enfants), missionnee }.into()
}

fn demarrer(lecture: &mut Lecture<'_>) -> Commande {
    let (mesure, enfants) = lecture.object();
    let demarree = Some(mes::Demarree { mesure });
    mes::DemarrerRequest { entete: lecture.entete(enfants), demarree }.into()
}

fn suspendre(lecture: &mut Lecture<'_>) -> Commande {
    let (mesure, enfants) = lecture.object();
    let motif = code::<MotifSuspension>(&lecture.value());
    let suspendue = Some(mes::Suspendue { mesure, motif });
    mes::SuspendreRequest { entete: lecture.entete(enfants), suspendue }.into()
}

fn reprendre(lecture: &mut Lecture<'_>) -> Commande {
    let (mesure, enfants) = lecture.object();
    let reprise = Some(mes::Reprise { mesure });
    mes::ReprendreRequest { entete: lecture.entete(enfants), reprise }.into()
}

fn situation_apres(lecture: &mut Lecture<'_>) -> String {
    lecture.phrase.take("puis ").map(|said| code::<SituationApres>(&said)).unwrap_or_default()
}

fn lever(lecture: &mut Lecture<'_>) -> Commande {
    let (mesure, enfants) = lecture.object();
    let levee = mes::Levee {
        mesure,
        motif: code::<MotifFin>(&lecture.value()),
        situation_apres: situation_apres(lecture),
        decision: String::new(),
    };
    mes::LeverRequest { entete: lecture.entete(enfants), levee: Some(levee) }.into()
}

fn terminer_mesure(lecture: &mut Lecture<'_>) -> Commande {
    let (mesure, enfants) = lecture.object();
    let by = lecture.phrase.take("remplacée par ");
    let terminee = mes::Terminee {
        mesure,
        motif: code::<MotifFin>(&lecture.value()),
        situation_apres: situation_apres(lecture),
        remplacee_par: by.map(|name| lecture.id(&name)).unwrap_or_default(),
    };
    mes::TerminerRequest { entete: lecture.entete(enfants), terminee: Some(terminee) }.into()
}

// Accueils.

fn place(lecture: &mut Lecture<'_>) -> Option<acc::Lieu> {
    Some(acc::Lieu {
        genre: code::<LieuAccueil>(&lecture.value()),
        commune: lecture.phrase.take("commune ").unwrap_or_default(),
        secret: lecture.phrase.says("lieu secret"),
        ..acc::Lieu::default()
    })
}

fn admettre(lecture: &mut Lecture<'_>) -> Commande {
    let mesure = lecture.phrase.take("mesure ").map(|name| lecture.id(&name));
    let (lieu, relais) = (place(lecture), lecture.phrase.says("en relais"));
    let urgence = lecture.phrase.says("en urgence");
    let mut admissions = Vec::new();
    for (name, children) in objects(&lecture.head()) {
        lecture.noms.about(&name, &children);
        let [child] = children.as_slice() else { panic!("an accueil is one child's: {name}") };
        let admis = acc::Admis {
            accueil: lecture.id(&name),
            mesure: mesure.clone().unwrap_or_default(),
            lieu: lieu.clone(),
            principal: !relais,
            urgence,
        };
        admissions.push(acc::AdmissionEnfant { enfant: lecture.id(child), admis: Some(admis) });
    }
    acc::AdmettreRequest { entete: lecture.entete(vec![]), admissions }.into()
}

fn changer_de_lieu(lecture: &mut Lecture<'_>) -> Commande {
    let (accueil, nouvel_accueil, enfants) = pair(lecture, " à ");
    let change = acc::LieuChange {
        accueil,
        nouvel_accueil,
        lieu: place(lecture),
        motif: lecture.code_or("motif ", MotifChangementLieu::InteretDeLEnfant),
        juge_informe_le: lecture.day_after("juge informé le "),
    };
    acc::ChangerDeLieuRequest { entete: lecture.entete(enfants), change: Some(change) }.into()
}

fn terminer_accueil(lecture: &mut Lecture<'_>) -> Commande {
    let (accueil, enfants) = lecture.object();
    let motif = code::<MotifSortie>(&lecture.value());
    let termine = Some(acc::Termine { accueil, motif });
    acc::TerminerRequest { entete: lecture.entete(enfants), termine }.into()
}

fn constater_absence(lecture: &mut Lecture<'_>) -> Commande {
    let (accueil, enfants) = lecture.object();
    let genre = code::<Absence>(&lecture.value());
    let absence = Some(acc::AbsenceConstatee { accueil, genre });
    acc::ConstaterAbsenceRequest { entete: lecture.entete(enfants), absence }.into()
}

fn constater_retour(lecture: &mut Lecture<'_>) -> Commande {
    let (accueil, enfants) = lecture.object();
    let retour = Some(acc::RetourConstate { accueil });
    acc::ConstaterRetourRequest { entete: lecture.entete(enfants), retour }.into()
}

// The projet pour l'enfant.

fn etablir_projet(lecture: &mut Lecture<'_>) -> Commande {
    let (projet, enfants) = lecture.object();
    let objectifs = sealed(lecture.phrase.take("objectifs "));
    let (rubriques, objectifs_suivis, reference) = contenu(lecture);
    let decideur = lecture.decideur();
    let etabli =
        Some(pro::Etabli { projet, objectifs, rubriques, objectifs_suivis, reference, decideur });
    pro::EtablirRequest { entete: lecture.entete(enfants), etabli }.into()
}

fn edition(lecture: &mut Lecture<'_>) -> u32 {
    let said = lecture.phrase.take("édition ").expect("say which edition");
    said.parse().expect("an edition is a number")
}

fn reviser_projet(lecture: &mut Lecture<'_>) -> Commande {
    let (projet, enfants) = lecture.object();
    let (rubriques, objectifs_suivis, reference) = contenu(lecture);
    let motif = lecture.phrase.take("motif ").map(|said| code::<MotifRevisionPpe>(&said));
    let revise = pro::Revise {
        projet,
        edition: edition(lecture),
        motif: motif.unwrap_or_default(),
        objectifs: sealed(lecture.phrase.take("objectifs ")),
        rubriques,
        objectifs_suivis,
        reference,
        decideur: lecture.decideur(),
    };
    pro::ReviserRequest { entete: lecture.entete(enfants), revise: Some(revise) }.into()
}

fn signataire(lecture: &mut Lecture<'_>) -> String {
    code::<Signataire>(&lecture.phrase.take("par ").expect("say who signs: « par la mère »"))
}

fn signer_projet(lecture: &mut Lecture<'_>) -> Commande {
    let (projet, enfants) = lecture.object();
    let (edition, signataire) = (edition(lecture), signataire(lecture));
    let signe = Some(pro::Signe { projet, edition, signataire });
    pro::SignerRequest { entete: lecture.entete(enfants), signe }.into()
}

fn noter_refus_de_signer(lecture: &mut Lecture<'_>) -> Commande {
    let (projet, enfants) = lecture.object();
    let (edition, signataire) = (edition(lecture), signataire(lecture));
    let motif = sealed(lecture.phrase.take("motif "));
    let refus = Some(pro::SignatureRefusee { projet, edition, signataire, motif });
    pro::NoterRefusDeSignerRequest { entete: lecture.entete(enfants), refus }.into()
}

// Corrections.

/// « 4 de Léa », or « 4 de Léa et 3 de Tom ».
fn targets(lecture: &mut Lecture<'_>) -> Vec<Cible> {
    let target = |said: String| {
        let (version, child) = said.split_once(" de ").expect("l'événement N de X");
        let version = version.parse().expect("an event has a number");
        Cible { enfant: lecture.noms.id(child), version }
    };
    list(&lecture.phrase.parts[0].head).into_iter().map(target).collect()
}

fn annuler(lecture: &mut Lecture<'_>) -> Commande {
    let cibles = targets(lecture);
    let motif = lecture.phrase.take("motif ").unwrap_or_else(|| "erreur de saisie".into());
    dos::AnnulerRequest { entete: lecture.entete(vec![]), cibles, motif }.into()
}

/// « effacer le dossier de Léa, motif décision de justice, décision TJ 2036-12 ».
fn effacer(lecture: &mut Lecture<'_>) -> Commande {
    let name = lecture.head();
    let enfant = lecture.id(&name);
    let efface = dos::DossierEfface {
        motif: lecture.code_or("motif ", MotifEffacement::TermeDeConservation),
        decision: lecture.phrase.take("décision ").expect("say by which decision"),
    };
    dos::EffacerRequest { entete: lecture.entete(vec![enfant]), efface: Some(efface) }.into()
}

/// « rectifier l'événement 4 de Léa, motif … par : admettre A1 pour Léa : foyer…, le 2026-03-02 ».
/// The day said after the colon, if one is, is the right one.
fn rectifier(correction: &str, replacement: &str, noms: &mut Noms, saisie: Saisie) -> Commande {
    let head = correction.strip_prefix("rectifier l'événement ").expect("rectifier l'événement N");
    let dated = replacement.split(", ").any(|clause| clause.starts_with("le "));
    let understood = comprendre(replacement, noms, saisie);
    let asked = demande(&understood).expect("the replacement is a command of the contract");
    let ActeDemande::Fratrie(mut asked_of) = asked.acte else {
        panic!("an information is moved, not rectified")
    };
    let (_, commande) = asked_of.remove(0);
    let event = domain::enfant::asked(&commande).expect("a correction replaces no event");
    let mut lecture = Lecture { noms, saisie, phrase: Phrase::lue(head) };
    let cibles = targets(&mut lecture);
    let motif = lecture.phrase.take("motif ").unwrap_or_else(|| "erreur de saisie".into());
    let request = dos::RectifierRequest {
        entete: lecture.entete(vec![]),
        cibles,
        motif,
        remplacement: Some(proto::wire::evenement(&event)),
        survenu: dated.then(|| proto::wire::Wire::to_wire(&asked.survenu)),
    };
    lecture.phrase.finish();
    request.into()
}
