//! Informations: received, sorted, signalled, transferred.

use domain::codes::{
    Canal, Danger, MotifNonQualification, Motifsig, Orientation, Origip, PorteDEntree,
    SuiteParquet, TitreTransfert, Transip,
};
use proto::commun::v1::{Decideur, Organisation};
use proto::information::v1 as inf;
use proto::reprise::v1::Commande;

use super::{Lecture, sealed, when};
use crate::scenario::phrase::{code, list, objects};

pub(super) fn recevoir(lecture: &mut Lecture<'_>) -> Commande {
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

pub(super) fn qualifier(lecture: &mut Lecture<'_>) -> Commande {
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
pub(super) fn children_of_part(lecture: &Lecture<'_>, rank: usize, object: &str) -> Vec<String> {
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
pub(super) fn pair(lecture: &mut Lecture<'_>, word: &str) -> (String, String, Vec<String>) {
    let head = lecture.head();
    let (one, other) = head.split_once(word).unwrap_or_else(|| panic!("X{word}Y — {head}"));
    let children = lecture.noms.children_of(one);
    lecture.noms.about(other, &children);
    (lecture.id(one), lecture.id(other), lecture.ids(&children))
}

pub(super) fn rattacher(lecture: &mut Lecture<'_>) -> Commande {
    let (information, principale, enfants) = pair(lecture, " à ");
    let rattachee = Some(inf::Rattachee { information, principale });
    inf::RattacherRequest { entete: lecture.entete(enfants), rattachee }.into()
}

pub(super) fn marquer_doublon(lecture: &mut Lecture<'_>) -> Commande {
    let (information, original, enfants) = pair(lecture, " doublon de ");
    let doublon = Some(inf::DoublonMarque { information, original });
    inf::MarquerDoublonRequest { entete: lecture.entete(enfants), doublon }.into()
}

pub(super) fn reaffecter(lecture: &mut Lecture<'_>) -> Commande {
    let head = lecture.head();
    let parts = head.split_once(" de ").and_then(|(i, rest)| Some((i, rest.split_once(" à ")?)));
    let (information, (de, vers)) = parts.expect("réaffecter I de X à Y");
    lecture.noms.about(information, &[vers.to_owned()]);
    let (information, de, vers) = (lecture.id(information), lecture.id(de), lecture.id(vers));
    let motif = lecture.phrase.take("motif ").unwrap_or_else(|| "erreur d'enfant".into());
    let entete = lecture.entete(vec![]);
    inf::ReaffecterRequest { entete, information, de, vers, motif }.into()
}

pub(super) fn signaler(lecture: &mut Lecture<'_>) -> Commande {
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

pub(super) fn noter_retour_parquet(lecture: &mut Lecture<'_>) -> Commande {
    let (information, enfants) = lecture.object();
    let suite = code::<SuiteParquet>(&lecture.value());
    let retour = Some(inf::RetourParquetRecu { information, suite });
    inf::NoterRetourParquetRequest { entete: lecture.entete(enfants), retour }.into()
}

pub(super) fn transferer(lecture: &mut Lecture<'_>) -> Commande {
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
