//! The sentences of the chapter `information`.

use domain::codes::Code;
use domain::information::{DangerGraveConstate, Event, Qualifiee, Recue, Signalee};

use super::{dated, list, some, with};

pub(super) fn phrase(event: &Event) -> String {
    match event {
        Event::Recue(fait) => recue(fait),
        Event::Qualifiee(fait) => qualifiee(fait),
        Event::NonQualifiee(non) => format!(
            "Information non qualifiée : {} ; orientation : {}.",
            non.motif.libelle(),
            non.orientation.libelle(),
        ),
        Event::Rattachee(_) => "Information rattachée à une information principale.".into(),
        Event::DoublonMarque(_) => "Même message reçu deux fois : doublon.".into(),
        Event::Retiree(_) => "Information retirée : saisie sur un autre enfant.".into(),
        Event::Signalee(fait) => signalee(fait),
        Event::RetourParquetRecu(retour) => {
            format!("Retour du parquet : {}.", retour.suite.libelle())
        }
        Event::Transferee(transferee) => format!(
            "Information transférée au Département {} ({}).",
            transferee.vers_departement,
            transferee.canal.libelle(),
        ),
        Event::NavetteEnvoyee(navette) => format!(
            "Fiche navette envoyée à {}{}.",
            navette.service,
            dated(", réponse attendue le ", navette.attendu_le),
        ),
        Event::NavetteRetournee(retour) => {
            format!(
                "Fiche navette retournée par {}{}.",
                retour.service,
                connue(retour.famille_connue)
            )
        }
        Event::Completee(completee) => format!(
            "Complément à l'information, par {} ({}).",
            completee.transmetteur.libelle(),
            completee.canal.libelle(),
        ),
        Event::Detachee(detachee) => format!(
            "Information détachée de l'information principale : {}.",
            detachee.motif.libelle(),
        ),
        Event::MisEnCause(mise) => {
            format!("L'information met en cause : {}.", list(&mise.mis_en_cause))
        }
        Event::SuitesDemandees(demande) => {
            format!("L'expéditeur demande les suites ({}).", demande.canal.libelle())
        }
        Event::TransfertAccuse(accuse) => format!(
            "L'autre Département accuse réception{}.",
            with(", n° ", accuse.numero.as_deref()),
        ),
        Event::DemenagementConnu(parti) => match &parti.vers_departement {
            Some(departement) => {
                format!("La famille est partie dans le Département {departement}.")
            }
            None => "La famille est partie, adresse inconnue.".into(),
        },
        Event::AdresseDemandee(demande) => {
            format!("Adresse demandée : {}.", demande.organisme.libelle())
        }
        Event::AdresseRecue(recue) => format!(
            "Réponse sur l'adresse ({}) : {}.",
            recue.organisme.libelle(),
            if recue.connue { "connue" } else { "inconnue" },
        ),
        Event::DangerGraveConstate(danger) => danger_grave(danger),
    }
}

fn connue(famille: Option<bool>) -> &'static str {
    match famille {
        Some(true) => " : famille connue",
        Some(false) => " : famille inconnue",
        None => "",
    }
}

fn recue(recue: &Recue) -> String {
    format!(
        "Information reçue{} par {} ({}), transmise par : {}.",
        if recue.urgence { " en urgence" } else { "" },
        recue.porte_d_entree.libelle(),
        recue.canal.libelle(),
        recue.transmetteur.libelle(),
    )
}

fn qualifiee(qualifiee: &Qualifiee) -> String {
    format!(
        "Information qualifiée de préoccupante{}{}.",
        with(" : ", some(list(&qualifiee.dangers)).as_deref()),
        qualifiee
            .delai_reduit_jours
            .map_or_else(String::new, |jours| format!(" ; délai réduit à {jours} jours")),
    )
}

fn signalee(signalee: &Signalee) -> String {
    format!(
        "Signalement au parquet par {} : {}{}.",
        signalee.emetteur.libelle(),
        signalee.motif.libelle(),
        if signalee.urgence { ", en urgence" } else { "" },
    )
}

fn danger_grave(danger: &DangerGraveConstate) -> String {
    format!(
        "Danger grave et immédiat constaté{}{}.",
        if danger.evaluation.is_some() { " pendant l'évaluation" } else { "" },
        with(" : ", some(list(&danger.dangers)).as_deref()),
    )
}
