//! The sentences of the chapter `autonomie`.

use domain::autonomie::Event;
use domain::codes::Code;

use super::{list, some, with};

pub(super) fn phrase(event: &Event) -> String {
    match event {
        Event::EntretienTenu(tenu) => format!(
            "Tenu : {}{}.",
            tenu.genre.libelle(),
            with(", sur : ", some(list(&tenu.sujets)).as_deref()),
        ),
        Event::EntretienDecline(decline) => {
            format!("Décliné par le jeune : {}.", decline.genre.libelle())
        }
        Event::ProjetAutonomieEtabli(projet) => format!(
            "Projet d'accès à l'autonomie : {} besoins couverts sur 6{}.",
            projet.couverts.len(),
            with(", non couverts : ", some(list(&projet.non_couverts)).as_deref()),
        ),
        Event::AccompagnementPropose(_) => "Accompagnement vers l'autonomie proposé.".into(),
        Event::ReponseDuJeune(reponse) if reponse.accepte => {
            "Le jeune accepte l'accompagnement.".into()
        }
        Event::ReponseDuJeune(_) => "Le jeune refuse l'accompagnement.".into(),
        Event::AccompagnementDecide(decide) => format!(
            "Accompagnement {}{}{}.",
            decide.sens.libelle(),
            if decide.motivee { ", décision motivée" } else { ", sans motivation" },
            if decide.voies_de_recours { ", recours indiqués" } else { ", recours non indiqués" },
        ),
        Event::AnneeEngagee(annee) => {
            format!("Année scolaire engagée, jusqu'au {}.", annee.jusqu_au.format("%d/%m/%Y"))
        }
        Event::CommissionTenue(commission) => {
            format!("Commission d'accès à l'autonomie : {}.", commission.avis.libelle())
        }
        Event::SortieAse(sortie) => format!(
            "Sortie de l'aide sociale à l'enfance : {}{}{}.",
            sortie.motif.libelle(),
            with(", situation : ", sortie.situation_apres.map(Code::libelle)),
            with(", diplôme : ", sortie.diplome.map(Code::libelle)),
        ),
        Event::RetourAse(_) => "Retour à l'aide sociale à l'enfance.".into(),
    }
}
