//! `parcours dossier`: where a child's parcours stands, and its whole history.
//!
//! Two reads, two receipts; or an extract for a judge, previewed or written to a file. Deliberately not here: the sentence of each event, which the server
//! writes; names are shown because the server, which knows who asks, gave them.

mod extrait;

use std::fmt::Write as _;

use proto::dossier::v1::dossier_service_client::DossierServiceClient;
use proto::dossier::v1::{
    ChronologieRequest, ChronologieResponse, EtatAccueil, EtatEvaluation, EtatInformation,
    EtatMesure, EtatProjet, Irregularite, LigneChronologie, LireRequest, LireResponse,
};
use proto::identite::v1::{EtatCivil, EtatCivilScelle, etat_civil_scelle};

use crate::Fin;
use crate::arguments::Dossier;
use crate::client::{self, Canal, REPONSE_MAX};
use crate::echec::Echec;
use crate::jetons::Role;
use crate::libelles::Libelles;
use crate::sortie;
use crate::tableau::plier;
use crate::temps::{self, jour};

/// Reads a child's file and its history, and shows both.
///
/// # Errors
/// [`Echec`] when the server cannot be reached, or refuses.
pub async fn executer(demande: Dossier) -> Result<Fin, Echec> {
    if demande.extrait.fichier.is_some() || demande.extrait.apercu {
        return extrait::executer(&demande).await;
    }
    let canal = client::ouvrir(&demande.acces.liaison, Role::Justice).await?;
    let entete = client::entete(&demande.acces, Role::Justice);
    let libelles = Libelles::demander(&canal, entete).await;
    let (situation, chronologie) = lire(canal, &demande).await?;
    sortie::texte(&dossier(&situation, &chronologie, &libelles));
    Ok(Fin::Bien)
}

async fn lire(
    canal: Canal,
    demande: &Dossier,
) -> Result<(LireResponse, ChronologieResponse), Echec> {
    let mut client = DossierServiceClient::new(canal).max_decoding_message_size(REPONSE_MAX);
    let entete = Some(client::entete(&demande.acces, Role::Justice));
    let enfant = demande.enfant.clone();
    let coordonnees = Some((&demande.moment).into());
    let situation = client.lire(LireRequest { entete: entete.clone(), enfant, coordonnees });
    let situation = situation.await?.into_inner();
    let enfant = demande.enfant.clone();
    let coordonnees = Some((&demande.moment).into());
    let chronologie = client.chronologie(ChronologieRequest { entete, enfant, coordonnees });
    Ok((situation, chronologie.await?.into_inner()))
}

/// The whole text.
fn dossier(
    situation: &LireResponse,
    chronologie: &ChronologieResponse,
    libelles: &Libelles,
) -> String {
    let parties = [
        tete(situation, libelles),
        partie("Informations", &situation.informations, |une| information(une, libelles)),
        partie("Évaluations", &situation.evaluations, |une| evaluation(une, libelles)),
        partie("Mesures", &situation.mesures, |une| mesure(une, libelles)),
        partie("Accueils", &situation.accueils, |un| accueil(un, libelles)),
        partie("Projet pour l’enfant", &situation.projets, |un| projet(un, libelles)),
        partie("À régulariser", &situation.irregularites, irregularite),
        histoire(&chronologie.lignes),
    ];
    parties.concat()
}

fn tete(situation: &LireResponse, libelles: &Libelles) -> String {
    let nom = situation.etat_civil.as_ref().map_or_else(|| "non identifié".to_owned(), nom);
    let naissance = situation.naissance.as_ref().map(|naissance| {
        format!(
            "né·e le {} ({})",
            jour(&naissance.le),
            libelles.de("SOURCE_NAISSANCE", &naissance.source)
        )
    });
    let mna = situation.mna.then(|| "mineur non accompagné".to_owned());
    let commune = non_vide(&situation.commune).map(|code| format!("commune {code}"));
    let service = non_vide(&situation.service_responsable).map(|code| format!("suivi par {code}"));
    let sexe = non_vide(&situation.sexe).map(|cle| libelles.de("SEXE", cle));
    let identite = [naissance, sexe, mna, commune, service];
    let identite: Vec<String> = identite.into_iter().flatten().collect();
    let moment = situation.coordonnees.as_ref().map(temps::coordonnees).unwrap_or_default();
    format!("{nom} · enfant {}\n{}\nSituation {moment}.\n", situation.enfant, identite.join(" · "))
}

fn nom(etat_civil: &EtatCivilScelle) -> String {
    match &etat_civil.etat {
        Some(etat_civil_scelle::Etat::Clair(EtatCivil { nom, prenoms, nom_naissance_mere: _ })) => {
            format!("{nom} {prenoms}")
        }
        Some(etat_civil_scelle::Etat::EffaceLe(le)) => format!("‹effacé le {}›", jour(le)),
        Some(etat_civil_scelle::Etat::Scelle(_)) => "‹scellé›".to_owned(),
        None => "non identifié".to_owned(),
    }
}

fn partie<T>(titre: &str, objets: &[T], phrase: impl Fn(&T) -> String) -> String {
    let mut texte = String::new();
    if !objets.is_empty() {
        texte = format!("\n{titre}\n");
    }
    for objet in objets {
        texte.push_str(&retrait("  • ", "    ", &phrase(objet)));
    }
    texte
}

fn information(une: &EtatInformation, libelles: &Libelles) -> String {
    let echeance = date("évaluation attendue pour le", &une.echeance_evaluation);
    let signalee = une.signalee.then(|| "signalée au parquet".to_owned());
    let etat = libelles.de("ETAT_INFORMATION", &une.etat);
    suite(&format!("reçue le {} : {etat}", jour(&une.recue_le)), [echeance, signalee])
}

fn evaluation(une: &EtatEvaluation, libelles: &Libelles) -> String {
    let etat = libelles.de("ETAT_EVALUATION", &une.etat);
    let suites: Vec<String> =
        une.suites.iter().map(|suite| libelles.de("SUITE", &suite.suite)).collect();
    let decision = (!suites.is_empty()).then(|| format!("décision : {}", suites.join(" et ")));
    let rapport = date("premier rapport le", &une.premier_rapport_le);
    suite(&format!("mandatée le {} : {etat}", jour(&une.mandatee_le)), [rapport, decision])
}

fn mesure(une: &EtatMesure, libelles: &Libelles) -> String {
    let nature = libelles.de("NATURE_MESURE", &une.nature);
    let local = non_vide(&une.libelle_local).map(|local| format!(" ({local})")).unwrap_or_default();
    let etat = libelles.de("ETAT_MESURE", &une.etat);
    let dates = [
        date("prononcée le", &une.prononcee_le),
        date("effet le", &une.effet_le),
        date("reçue le", &une.recue_le),
        date("attribuée le", &une.attribuee_le),
        date("démarrée le", &une.demarree_le),
        date("terme le", &une.terme_le),
        date("finie le", &une.finie_le),
        attente(une),
    ];
    suite(&format!("{nature}{local} : {etat}"), dates)
}

fn attente(une: &EtatMesure) -> Option<String> {
    let depuis = [
        (une.attente_depuis_effet_jours, "l’effet"),
        (une.attente_depuis_reception_jours, "la réception"),
        (une.attente_depuis_attribution_jours, "l’attribution"),
    ];
    let depuis: Vec<String> = depuis
        .into_iter()
        .filter_map(|(jours, quoi)| Some(format!("{} jours depuis {quoi}", jours?)))
        .collect();
    (!depuis.is_empty()).then(|| format!("attend {}", depuis.join(", ")))
}

fn accueil(un: &EtatAccueil, libelles: &Libelles) -> String {
    let genre = libelles.de("LIEU_ACCUEIL", &un.genre);
    let relais = (!un.principal).then(|| "relais".to_owned());
    suite(
        &format!("{genre} depuis le {}", jour(&un.depuis)),
        [date("jusqu’au", &un.jusqu_au), relais],
    )
}

fn projet(un: &EtatProjet, libelles: &Libelles) -> String {
    let liste = |mot: &str, cles: &[String]| {
        let noms = libelles.des("SIGNATAIRE", cles);
        (!noms.is_empty()).then(|| format!("{mot} : {noms}"))
    };
    suite(
        &format!("édition {}, établi le {}", un.edition, jour(&un.etabli_le)),
        [
            date("dernière édition le", &un.derniere_edition_le),
            liste("signé", &un.signataires),
            liste("refus de signer", &un.refus),
        ],
    )
}

fn irregularite(une: &Irregularite) -> String {
    suite(&une.phrase, [non_vide(&une.article).map(str::to_owned), date("depuis le", &une.depuis)])
}

/// A head and what follows it, when it does.
fn suite<const N: usize>(tete: &str, suites: [Option<String>; N]) -> String {
    let suites = suites.into_iter().flatten();
    std::iter::once(tete.to_owned()).chain(suites).collect::<Vec<_>>().join(" · ")
}

fn date(mot: &str, le: &str) -> Option<String> {
    non_vide(le).map(|le| format!("{mot} {}", jour(le)))
}

fn non_vide(texte: &str) -> Option<&str> {
    (!texte.is_empty()).then_some(texte)
}

fn histoire(lignes: &[LigneChronologie]) -> String {
    let evenements = if lignes.len() > 1 { "événements" } else { "événement" };
    let mut texte = format!("\nChronologie ({} {evenements})\n", lignes.len());
    for ligne in lignes {
        texte.push_str(&fait(ligne));
    }
    texte
}

fn fait(ligne: &LigneChronologie) -> String {
    let quand = ligne.survenu.as_ref().map(temps::survenu).unwrap_or_default();
    let mut texte = retrait(&format!("  {quand}  "), &" ".repeat(14), &ligne.phrase);
    let connu = (ligne.survenu.as_ref().is_none_or(|survenu| survenu.le != ligne.connu_le))
        .then(|| format!("connu le {} · ", jour(&ligne.connu_le)));
    let enregistre = ligne.enregistre_a.as_ref().map(temps::instant).unwrap_or_default();
    let auteur = &ligne.auteur;
    let rectifie = (ligne.rectifie_par > 0)
        .then(|| format!(" · rectifié par l’événement {}", ligne.rectifie_par));
    let version = ligne.cible.as_ref().map_or(0, |cible| cible.version);
    writeln!(
        texte,
        "              {}enregistré le {enregistre} par {auteur} (événement {version}){}",
        connu.unwrap_or_default(),
        rectifie.unwrap_or_default()
    )
    .expect("writing to a string cannot fail");
    texte
}

/// A text folded under its own beginning.
fn retrait(debut: &str, marge: &str, texte: &str) -> String {
    let lignes = plier(texte, sortie::largeur() - marge.chars().count());
    let debuts = std::iter::once(debut).chain(std::iter::repeat(marge));
    debuts.zip(lignes).map(|(debut, ligne)| format!("{debut}{ligne}\n")).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use proto::commun::v1::{Cible, CoordonneesResolues, Repere, Survenu};

    use super::*;

    fn situation() -> LireResponse {
        LireResponse {
            coordonnees: Some(CoordonneesResolues {
                au: "2022-12-31".to_owned(),
                connu_a: Some(Repere { journal: "17/parcours".to_owned(), position: 42 }),
                connu_a_instant: None,
                su_au: String::new(),
            }),
            enfant: "e-1".to_owned(),
            commune: "17197".to_owned(),
            mesures: vec![EtatMesure {
                nature: "aemo".to_owned(),
                etat: "en_attente".to_owned(),
                prononcee_le: "2022-03-01".to_owned(),
                attente_depuis_effet_jours: Some(305),
                ..EtatMesure::default()
            }],
            ..LireResponse::default()
        }
    }

    fn ligne() -> LigneChronologie {
        LigneChronologie {
            cible: Some(Cible { enfant: "e-1".to_owned(), version: 3 }),
            survenu: Some(Survenu { le: "2022-03-01".to_owned(), ..Survenu::default() }),
            connu_le: "2022-03-08".to_owned(),
            auteur: "greffe.ase".to_owned(),
            phrase: "AEMO ordonnée par le juge des enfants.".to_owned(),
            ..LigneChronologie::default()
        }
    }

    #[test]
    fn on_lit_ou_en_est_l_enfant_puis_son_histoire() {
        let chronologie =
            ChronologieResponse { lignes: vec![ligne()], ..ChronologieResponse::default() };
        expect![[r#"
            non identifié · enfant e-1
            commune 17197
            Situation au 31/12/2022, tel qu’enregistré à la position 42.

            Mesures
              • aemo : en_attente · prononcée le 01/03/2022 · attend 305 jours depuis l’effet

            Chronologie (1 événement)
              01/03/2022  AEMO ordonnée par le juge des enfants.
                          connu le 08/03/2022 · enregistré le  par greffe.ase (événement 3)
        "#]]
        .assert_eq(&dossier(&situation(), &chronologie, &Libelles::default()));
    }
}
