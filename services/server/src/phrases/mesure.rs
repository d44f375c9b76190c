//! The sentences of the chapter `mesure`.

use domain::codes::Code;
use domain::mesure::{
    ContactEnAttente, Contractee, DroitDeVisiteFixe, EcartConstate, Event, MiseEnAttente, Ordonnee,
    PrealablesConstates, Termes,
};

use super::{dated, with};

pub(super) fn phrase(event: &Event) -> String {
    match event {
        Event::Ordonnee(Ordonnee { mesure }) => {
            format!("Mesure ordonnée : {}.", termes(mesure))
        }
        Event::Contractee(Contractee { mesure }) => {
            format!("Mesure administrative décidée : {}.", termes(mesure))
        }
        Event::Renouvelee(renouvelee) => {
            format!("Mesure renouvelée : {}.", termes(&renouvelee.mesure))
        }
        Event::Recue(_) => "Décision reçue par l'aide sociale à l'enfance.".into(),
        Event::Attribuee(attribuee) => {
            format!("Mesure attribuée à {}.", attribuee.service)
        }
        Event::MiseEnAttente(attente) => en_attente(attente),
        Event::Missionnee(_) => "Un professionnel est chargé de la mesure.".into(),
        Event::Demarree(_) => "La mesure démarre.".into(),
        Event::Suspendue(suspendue) => {
            format!("Mesure suspendue : {}.", suspendue.motif.libelle())
        }
        Event::Reprise(_) => "La mesure reprend.".into(),
        Event::Levee(levee) => {
            format!("Mainlevée de la mesure : {}.", levee.motif.libelle())
        }
        Event::Terminee(terminee) => {
            format!("Fin de la mesure : {}.", terminee.motif.libelle())
        }
        Event::Preconisee(fait) => format!(
            "Mesure préconisée par {} : {}{}.",
            fait.par.libelle(),
            fait.nature.libelle(),
            with(", dite ", fait.libelle_local.as_deref()),
        ),
        Event::EcartConstate(fait) => ecart(fait),
        Event::OrientationRefusee(fait) => {
            format!("Orientation refusée par {} : {}.", fait.service, fait.motif.libelle())
        }
        Event::ContactEnAttente(fait) => contact(fait),
        Event::SolutionProvisoire(fait) => {
            format!("Dans l'attente : {}.", fait.genre.libelle())
        }
        Event::AccordNote(fait) => format!(
            "Accord des titulaires, {} : {}{}.",
            fait.titulaire.libelle(),
            fait.position.libelle(),
            with(", par ", fait.voie.map(Code::libelle)),
        ),
        Event::Modifiee(fait) => format!(
            "Mesure modifiée par le juge : {}{}.",
            fait.objet.libelle(),
            dated(", jusqu'au ", fait.terme_le),
        ),
        Event::EffetFixe(fait) => {
            format!("La mesure prend effet{}.", dated(" le ", Some(fait.effet_le)))
        }
        Event::PrealablesConstates(fait) => prealables(fait),
        Event::DroitDeVisiteFixe(fait) => droit_de_visite(fait),
        Event::VisiteNotee(fait) => {
            format!("Visite, {} : {}.", fait.beneficiaire.libelle(), fait.issue.libelle())
        }
        Event::Restitue(_) => "Pupille restitué à l'un de ses parents.".into(),
    }
}

fn en_attente(attente: &MiseEnAttente) -> String {
    format!(
        "Mesure en attente : {}{}.",
        attente.motif.libelle(),
        attente.rang.map_or_else(String::new, |rang| format!(", rang {rang}")),
    )
}

fn ecart(fait: &EcartConstate) -> String {
    format!(
        "Écart {} : {}{}.",
        fait.ecart.libelle(),
        fait.motif.libelle(),
        with(" ; exécutée : ", fait.executee.map(Code::libelle)),
    )
}

fn contact(fait: &ContactEnAttente) -> String {
    format!(
        "Contact pendant l'attente, {}, par {}{}.",
        fait.mode.libelle(),
        fait.par.libelle(),
        if fait.enfant_vu { " : enfant vu" } else { " : enfant non vu" },
    )
}

fn droit_de_visite(fait: &DroitDeVisiteFixe) -> String {
    format!(
        "Droit de visite, {} : {}{}{}{}.",
        fait.beneficiaire.libelle(),
        fait.forme.libelle(),
        with(", ", fait.frequence.map(Code::libelle)),
        with(", ", fait.tiers.map(Code::libelle)),
        dated(", jusqu'au ", fait.jusqu_au),
    )
}

fn termes(termes: &Termes) -> String {
    format!(
        "{}, par {}{}{}",
        termes.nature.libelle(),
        termes.autorite.libelle(),
        dated(", à compter du ", termes.effet_le),
        dated(", jusqu'au ", termes.terme_le),
    )
}

fn prealables(fait: &PrealablesConstates) -> String {
    let heard = if fait.sans_discernement {
        ", enfant sans discernement".to_owned()
    } else {
        dated(", enfant entendu le ", fait.enfant_entendu_le)
    };
    let family = dated(", accueil dans la famille évalué le ", fait.option_familiale_le);
    format!("Avant la décision de confier l'enfant{family}{heard}.")
}
