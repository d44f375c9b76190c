//! How an engine's answers are written in a story.
//!
//! Invariant: what is written comes out of the contract's answers alone, so that two engines that
//! answer alike write alike.

use domain::codes::{
    BesoinSante, CategorieIncident, Code, Correspondant, DestinatairePpe, EtatEvaluation,
    EtatInformation, EtatMesure, EtatVaccinal, GenreEcrit, GenreSuite, LieuAccueil, NatureLien,
    NatureMesure, NaturePiece, RegimePiece, ResultatObjectif, RoleSante, RubriquePpe, Sexe,
    Signataire,
};
use proto::commun::v1::{Consequence, Recu};
use proto::dossier::v1::{self as dos, ChronologieResponse, LigneChronologie, LireResponse};
use proto::personne::v1 as adulte;

use super::Non;
use super::noms::Noms;

pub(super) mod echeance;
mod execution;
mod justice;
mod suivi;

/// A refusal, and for whom it would pass.
pub(super) fn non(non: &Non, noms: &Noms) -> Vec<String> {
    let Non { message, code, article, que_faire, refuses, possibles } = non;
    let article = article.as_ref().map(|article| format!(", {article}")).unwrap_or_default();
    let mut lines = vec![format!("✗ {message} ({code}{article})")];
    if refuses.len() + possibles.len() > 1 {
        for (child, code, text) in refuses {
            lines.push(format!("    {} : {text} ({code})", noms.name(&child.to_string())));
        }
        let others: Vec<&str> =
            possibles.iter().map(|child| noms.name(&child.to_string())).collect();
        if !others.is_empty() {
            lines.push(format!("    possible pour : {}", others.join(", ")));
        }
    }
    lines.push(format!("    {que_faire}"));
    lines
}

/// What an act did besides what it was asked: children completed, missing, redirected; what it changed.
pub(super) fn beside(recu: &Recu, noms: &Noms) -> Vec<String> {
    let mut lines = Vec::new();
    for one in &recu.rediriges {
        let (demande, principal) = (noms.name(&one.demande), noms.name(&one.principal));
        lines.push(format!("↪ {demande} : dossier réuni à celui de {principal}"));
    }
    lines.extend(named("+ complété pour", &recu.completes, noms));
    lines.extend(named("? n'est pas dit de", &recu.manquants, noms));
    lines.extend(recu.consequences.iter().map(|one| consequence(one, noms)));
    lines
}

fn named(before: &str, children: &[String], noms: &Noms) -> Option<String> {
    let names: Vec<&str> = children.iter().map(|child| noms.name(child)).collect();
    (!names.is_empty()).then(|| format!("{before} {}", names.join(", ")))
}

fn consequence(one: &Consequence, noms: &Noms) -> String {
    let Consequence { enfant, genre: _, objet, phrase } = one;
    let objet = if objet.is_empty() { "dossier" } else { noms.name(objet) };
    format!("~ {} · {objet} · {phrase}", noms.name(enfant))
}

/// What a correction would change, or why it would be refused.
pub(super) fn previsualisation(said: &dos::PrevisualiserResponse, noms: &Noms) -> Vec<String> {
    let dos::PrevisualiserResponse { consequences, completes, refus } = said;
    let mut lines: Vec<String> = refus
        .iter()
        .map(|one| format!("✗ {} : {} ({})", noms.name(&one.enfant), one.message, one.code))
        .collect();
    lines.extend(named("+ complété pour", completes, noms));
    lines.extend(consequences.iter().map(|one| consequence(one, noms)));
    lines
}

/// What has just been recorded for a child.
pub(super) fn recorded(child: &str, line: &LigneChronologie) -> String {
    format!("→ {child} n° {} : {}", version(line), line.phrase)
}

/// The number of a line's event.
pub(super) fn version(line: &LigneChronologie) -> u32 {
    line.cible.as_ref().map_or(0, |cible| cible.version)
}

/// A history, a line an event.
pub(super) fn chronologie(response: &ChronologieResponse) -> Vec<String> {
    response.lignes.iter().map(line).collect()
}

fn line(line: &LigneChronologie) -> String {
    let survenu = line.survenu.clone().unwrap_or_default();
    let typed = typed_on(line);
    let mut notes = Vec::new();
    if line.connu_le != survenu.le {
        notes.push(format!("connu le {}", line.connu_le));
    }
    if typed != survenu.le && typed != line.connu_le {
        notes.push(format!("saisi le {typed}"));
    }
    if line.rectifie_par != 0 {
        notes.push(format!("rectifié par le n° {}", line.rectifie_par));
    }
    let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) };
    format!("{} · n° {} · {}{notes}", survenu.le, version(line), line.phrase)
}

fn typed_on(line: &LigneChronologie) -> String {
    let Some(instant) = line.enregistre_a else { return String::new() };
    let instant = chrono::DateTime::from_timestamp(instant.seconds, 0).unwrap_or_default();
    domain::temps::jour_legal(instant, chrono_tz::Europe::Paris).to_string()
}

/// Where a parcours stands, a line an object.
pub(super) fn etat(response: &LireResponse, noms: &Noms) -> Vec<String> {
    let mut lines = vec![identity(response)];
    lines.extend(response.informations.iter().map(|one| information(one, noms)));
    lines.extend(response.evaluations.iter().map(|one| evaluation(one, noms)));
    lines.extend(response.decisions.iter().filter_map(|one| decision(one, noms)));
    lines.extend(response.mesures.iter().map(|one| mesure(one, noms)));
    lines.extend(response.accueils.iter().map(|one| accueil(one, noms)));
    lines.extend(response.projets.iter().map(|one| projet(one, noms)));
    lines.extend(justice::lignes(response, noms));
    lines.extend(response.projets.iter().flat_map(|one| vues(one, noms)));
    lines.extend(response.ecrits.iter().map(|one| ecrit(one, noms)));
    lines.extend(response.retenues.iter().map(|one| retenue(one, noms)));
    lines.extend(response.incidents.iter().map(|one| incident(one, noms)));
    lines.extend(response.sante.iter().map(sante));
    lines[1..].sort();
    lines.extend(suivi::lines(response, noms));
    lines.extend(response.liens.iter().map(|one| lien(one, noms)));
    lines.extend(response.menages.iter().map(|one| menage(one, noms)));
    lines.extend(response.pieces.iter().map(|one| piece(one, noms)));
    lines.extend(beside_the_parcours(response, noms));
    lines.extend(response.irregularites.iter().map(|one| irregularite(one, noms)));
    lines
}

/// The files that are this child's, and the Départements that answer for him.
fn beside_the_parcours(response: &LireResponse, noms: &Noms) -> Vec<String> {
    let mut lines = Vec::new();
    if !response.demande_sous.is_empty() {
        let name = noms.name(&response.demande_sous);
        lines.push(format!("↪ demandé sous {name} : dossier réuni à celui-ci"));
    }
    lines.extend(named("dossiers réunis :", &response.reunis, noms));
    let said: Vec<String> = response
        .competents
        .iter()
        .map(|one| format!("{} {}", one.champ, one.departement))
        .collect();
    if !said.is_empty() {
        lines.push(format!("Départements : {}", said.join(", ")));
    }
    lines
}

fn identity(response: &LireResponse) -> String {
    let mut said = Words::new(if response.identifie { "identifié" } else { "non identifié" });
    said.add("né(e) le ", &response.naissance.clone().unwrap_or_default().le);
    said.add("sexe ", label::<Sexe>(&response.sexe));
    said.add("commune ", &response.commune);
    said.add("service ", &response.service_responsable);
    said.add_if(response.mna, "mineur non accompagné");
    said.add("version ", &response.version.to_string());
    said.finish()
}

fn information(one: &dos::EtatInformation, noms: &Noms) -> String {
    let mut said = object(noms, &one.information, label::<EtatInformation>(&one.etat));
    said.add("reçue le ", &one.recue_le);
    said.add("échéance ", &one.echeance_evaluation);
    said.add_if(one.signalee, "signalée au parquet");
    if !one.principale.is_empty() {
        said.add("à ", noms.name(&one.principale));
    }
    said.add_if(one.protegee, "dossier protégé");
    said.add("navette sans retour : ", &one.navettes_sans_retour.join(", "));
    said.add("transfert accusé le ", &one.transfert_accuse_le);
    said.finish()
}

fn evaluation(one: &dos::EtatEvaluation, noms: &Noms) -> String {
    let mut said = object(noms, &one.evaluation, label::<EtatEvaluation>(&one.etat));
    said.add("mandatée le ", &one.mandatee_le);
    said.add("rapport du ", &one.premier_rapport_le);
    let suites: Vec<&str> =
        one.suites.iter().map(|suite| label::<GenreSuite>(&suite.suite)).collect();
    said.add("suites : ", &suites.join(" + "));
    let team: Vec<&str> = one.equipe.iter().map(|membre| membre.agent.as_str()).collect();
    said.add("équipe : ", &team.join(" et "));
    said.add("parents informés le ", &one.parents_informes_le);
    said.add("en désaccord : ", &one.desaccords.join(", "));
    said.add("commission du ", &one.commission_le);
    said.add("rapport partagé le ", &one.rapport_partage_le);
    said.finish()
}

/// What became of the suites of a decision, when something is known of it.
fn decision(one: &dos::EtatDecision, noms: &Noms) -> Option<String> {
    let labels = |keys: &[String]| {
        keys.iter().map(|key| label::<GenreSuite>(key)).collect::<Vec<_>>().join(" + ")
    };
    if one.realisees.is_empty() && one.refusees.is_empty() && one.notifiee_le.is_empty() {
        return None;
    }
    let mut said = Words::new(noms.name(&one.decision));
    said.add("prise le ", &one.prise_le);
    said.add("réalisée : ", &labels(&one.realisees));
    said.add("refusée : ", &labels(&one.refusees));
    said.add("notifiée le ", &one.notifiee_le);
    Some(said.finish())
}

fn mesure(one: &dos::EtatMesure, noms: &Noms) -> String {
    let mut said = object(noms, &one.mesure, label::<EtatMesure>(&one.etat));
    said.add("", label::<NatureMesure>(&one.nature));
    said.add("prononcée le ", &one.prononcee_le);
    said.add("effet ", &one.effet_le);
    said.add("terme ", &one.terme_le);
    said.add("reçue le ", &one.recue_le);
    said.add("attribuée le ", &one.attribuee_le);
    said.add("démarrée le ", &one.demarree_le);
    said.add("finie le ", &one.finie_le);
    said.days("depuis l'effet", one.attente_depuis_effet_jours);
    said.days("depuis la réception", one.attente_depuis_reception_jours);
    said.days("depuis l'attribution", one.attente_depuis_attribution_jours);
    execution::mesure(&mut said, one);
    said.finish()
}

fn accueil(one: &dos::EtatAccueil, noms: &Noms) -> String {
    let mut said = object(noms, &one.accueil, label::<LieuAccueil>(&one.genre));
    said.add("depuis le ", &one.depuis);
    said.add("jusqu'au ", &one.jusqu_au);
    said.add_if(!one.principal, "relais");
    execution::accueil(&mut said, one);
    said.finish()
}

fn projet(one: &dos::EtatProjet, noms: &Noms) -> String {
    let mut said = object(noms, &one.projet, &format!("édition {}", one.edition));
    said.add("établi le ", &one.etabli_le);
    said.add("dernière édition le ", &one.derniere_edition_le);
    let labels = |keys: &[String]| {
        keys.iter().map(|key| label::<Signataire>(key)).collect::<Vec<_>>().join(" et ")
    };
    said.add("signé : ", &labels(&one.signataires));
    said.add("refusé : ", &labels(&one.refus));
    said.add("remis : ", &codes::<DestinatairePpe>(&one.remis_a));
    for objectif in &one.objectifs {
        let result = label::<ResultatObjectif>(&objectif.resultat);
        let result = if result.is_empty() { "à évaluer" } else { result };
        said.add("", &format!("{} {result}", noms.name(&objectif.objectif)));
    }
    said.finish()
}

/// Who is shown what of the last edition; those who are shown all of it are not told.
fn vues(one: &dos::EtatProjet, noms: &Noms) -> Vec<String> {
    let whole = one.rubriques.len();
    let partial = one.vues.iter().filter(|vue| vue.rubriques.len() < whole);
    let line = |vue: &dos::VueProjet| {
        let pour = label::<DestinatairePpe>(&vue.destinataire);
        let shown = codes::<RubriquePpe>(&vue.rubriques);
        format!("{} : vue de {pour} · {shown}", noms.name(&one.projet))
    };
    partial.map(line).collect()
}

fn ecrit(one: &dos::EtatEcrit, noms: &Noms) -> String {
    let mut said = object(noms, &one.ecrit, label::<GenreEcrit>(&one.genre));
    said.add("reçu le ", &one.recu_le);
    said.add("validé le ", &one.valide_le);
    said.add("envoyé le ", &one.emis_le);
    said.add("accusé le ", &one.accuse_le);
    said.add("connu de : ", &codes::<Correspondant>(&one.connu_de));
    said.add_if(one.cache_a_la_famille, "caché à la famille");
    said.finish()
}

fn retenue(one: &dos::EtatRetenue, noms: &Noms) -> String {
    let about = if one.objet.is_empty() { "dossier" } else { noms.name(&one.objet) };
    let mut said = Words::new(&format!("{about} : information différée"));
    said.add("", label::<GenreEcrit>(&one.genre));
    said.add("depuis le ", &one.depuis);
    said.add("à réexaminer le ", &one.a_reexaminer_le);
    said.finish()
}

fn incident(one: &dos::EtatIncident, noms: &Noms) -> String {
    let mut said = object(noms, &one.incident, label::<CategorieIncident>(&one.categorie));
    said.add("survenu le ", &one.survenu_le);
    said.add("déclaré le ", &one.declare_le);
    said.finish()
}

fn sante(one: &dos::EtatSante) -> String {
    let mut said = Words::new("santé");
    said.add("vaccinations : ", label::<EtatVaccinal>(&one.vaccination));
    said.add("à verser au projet : ", &codes::<BesoinSante>(&one.besoins_a_verser));
    said.add("suivi par : ", &codes::<RoleSante>(&one.referents));
    said.finish()
}

/// Labels of several keys of one list.
fn codes<C: Code>(keys: &[String]) -> String {
    keys.iter().map(|key| label::<C>(key)).collect::<Vec<_>>().join(", ")
}

fn lien(one: &dos::EtatLien, noms: &Noms) -> String {
    let mut said = object(noms, &one.lien, label::<NatureLien>(&one.nature));
    said.add("", noms.name(&one.personne));
    said.add("depuis le ", &one.depuis);
    said.finish()
}

fn menage(one: &dos::EtatMenage, noms: &Noms) -> String {
    let adults: Vec<&str> = one.personnes.iter().map(|id| noms.name(id)).collect();
    let mut said = object(noms, &one.menage, &adults.join(" et "));
    said.add("observé le ", &one.observe_le);
    said.add_if(one.principal, "résidence principale");
    said.finish()
}

fn piece(one: &dos::EtatPiece, noms: &Noms) -> String {
    let mut said = object(noms, &one.piece, label::<NaturePiece>(&one.nature));
    said.add("de ", label::<Correspondant>(&one.auteur));
    said.add("reçue le ", &one.recue_le);
    said.add("régime ", label::<RegimePiece>(&one.regime));
    said.add_if(!one.deposee, "gardée hors de l'application");
    said.finish()
}

/// An adult, a line a thing known of him.
pub(super) fn fiche(response: &adulte::LireResponse, noms: &Noms) -> Vec<String> {
    let mut lines = vec![name(response.identite.as_ref())];
    let addresses = response.adresses.iter().map(|one| reached("adresse", one, noms));
    lines.extend(addresses);
    lines.extend(response.telephones.iter().map(|one| reached("téléphone", one, noms)));
    lines
}

fn name(identite: Option<&adulte::IdentiteScellee>) -> String {
    match identite.and_then(|identite| identite.etat.as_ref()) {
        Some(adulte::identite_scellee::Etat::Clair(clair)) => {
            format!("{} {}", clair.nom, clair.prenoms).trim().to_owned()
        }
        Some(adulte::identite_scellee::Etat::EffaceLe(le)) => format!("effacée le {le}"),
        Some(adulte::identite_scellee::Etat::Scelle(_)) | None => "non communiquée".to_owned(),
    }
}

fn reached(what: &str, one: &adulte::Coordonnee, noms: &Noms) -> String {
    use proto::commun::v1::texte_scelle::Etat;
    let texte = match one.texte.as_ref().and_then(|texte| texte.etat.as_ref()) {
        Some(Etat::Clair(clair)) => clair.as_str(),
        Some(Etat::EffaceLe(_)) => "effacé",
        Some(Etat::Scelle(_)) | None => "retenu",
    };
    let mut said = Words::new(&format!("n° {} · {what} : {texte}", one.version));
    said.add("depuis le ", &one.depuis);
    let secret: Vec<&str> = one.secret_pour.iter().map(|id| noms.name(id)).collect();
    said.add("secret pour ", &secret.join(" et "));
    said.finish()
}

fn irregularite(one: &dos::Irregularite, noms: &Noms) -> String {
    let dos::Irregularite { code, article, objet, depuis, phrase, charge: _, age_jours: _ } = one;
    let about = if objet.is_empty() { "dossier" } else { noms.name(objet) };
    format!("! {about} depuis le {depuis} : {phrase} ({code}, {article})")
}

fn object(noms: &Noms, id: &str, state: &str) -> Words {
    Words::new(&format!("{} : {state}", noms.name(id)))
}

fn label<C: Code>(key: &str) -> &'static str {
    C::de_cle(key).map(C::libelle).unwrap_or_default()
}

/// A line being written: only what is known is said.
struct Words(Vec<String>);

impl Words {
    fn new(first: &str) -> Self {
        Self(vec![first.to_owned()])
    }

    fn add(&mut self, before: &str, said: &str) {
        if !said.is_empty() {
            self.0.push(format!("{before}{said}"));
        }
    }

    fn add_if(&mut self, so: bool, said: &str) {
        if so {
            self.0.push(said.to_owned());
        }
    }

    fn days(&mut self, since: &str, days: Option<u32>) {
        if let Some(days) = days {
            self.0.push(format!("attend {since} : {days} j"));
        }
    }

    fn finish(self) -> String {
        self.0.join(" · ")
    }
}
