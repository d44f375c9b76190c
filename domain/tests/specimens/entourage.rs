//! Specimens of the chapters `entourage` and `piece`.

use domain::codes::{
    Correspondant, MotifFinLien, NatureLien, NaturePiece, RegimePiece, SourceLien,
};
use domain::entourage::{self, LienDeclare, LienFini, MenageObserve, MenageQuitte};
use domain::ids::{LienId, MenageId, PersonneId, PieceId};
use domain::piece::{self, Versee};
use uuid::Uuid;

const LIEN: LienId = LienId(Uuid::from_u128(0xd1));
const MENAGE: MenageId = MenageId(Uuid::from_u128(0xd2));
const MERE: PersonneId = PersonneId(Uuid::from_u128(0xd3));

pub(super) fn specimens() -> Vec<entourage::Event> {
    vec![
        entourage::Event::LienDeclare(LienDeclare {
            lien: LIEN,
            personne: MERE,
            nature: NatureLien::Mere,
            source: SourceLien::ActeEtatCivil,
        }),
        entourage::Event::LienFini(LienFini { lien: LIEN, motif: MotifFinLien::Deces }),
        entourage::Event::MenageObserve(MenageObserve {
            menage: MENAGE,
            personnes: vec![MERE],
            principal: true,
            source: SourceLien::Constat,
        }),
        entourage::Event::MenageQuitte(MenageQuitte { menage: MENAGE }),
    ]
}

pub(super) fn pieces() -> Vec<piece::Event> {
    vec![piece::Event::Versee(Versee {
        piece: PieceId(Uuid::from_u128(0xd4)),
        nature: NaturePiece::DecisionDeJustice,
        auteur: Correspondant::JugeDesEnfants,
        date: "2026-01-08".parse().ok(),
        recue_le: "2026-01-09".parse().ok(),
        regime: RegimePiece::Judiciaire,
        communicable_a: vec![Correspondant::Mere],
        adresse: Some("9f".repeat(32)),
        taille: Some(48_213),
        empreinte: super::texte(&"1e".repeat(32)),
    })]
}
