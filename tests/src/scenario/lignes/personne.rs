//! Sentences of the chapters `personne`, `entourage` and `piece`.

use domain::codes::{
    Correspondant, MotifFinLien, NatureLien, NaturePiece, RegimePiece, SourceLien,
};

use super::{Ligne, Lire, Tete};
use crate::scenario::phrase::code;

pub(super) const LIGNES: &[Ligne] = &[
    Ligne {
        mots: "inscrire la personne",
        rpc: "personne.PersonneService/Inscrire",
        charge: "",
        tete: Tete::Objet("personne"),
        champs: &[
            (":", "inscrite.identite.clair.nom", Lire::Texte),
            ("prénom ", "inscrite.identite.clair.prenoms", Lire::Texte),
            ("née le ", "inscrite.identite.clair.nee_le", Lire::Jour),
            ("expéditeur", "inscrite.expediteur", Lire::Vrai),
        ],
    },
    Ligne {
        mots: "déclarer l'adresse de",
        rpc: "personne.PersonneService/DeclarerAdresse",
        charge: "",
        tete: Tete::Objet("personne"),
        champs: &[
            (":", "adresse.adresse", Lire::Scelle),
            ("secrète pour ", "adresse.secrete_pour", Lire::Noms),
        ],
    },
    Ligne {
        mots: "déclarer le téléphone de",
        rpc: "personne.PersonneService/DeclarerTelephone",
        charge: "",
        tete: Tete::Objet("personne"),
        champs: &[
            (":", "telephone.telephone", Lire::Scelle),
            ("secret pour ", "telephone.secret_pour", Lire::Noms),
        ],
    },
    Ligne {
        mots: "déclarer le décès de la personne",
        rpc: "personne.PersonneService/DeclarerDeces",
        charge: "",
        tete: Tete::Objet("personne"),
        champs: &[],
    },
    Ligne {
        mots: "annuler pour la personne",
        rpc: "personne.PersonneService/Annuler",
        charge: "",
        tete: Tete::Objet("personne"),
        champs: &[("n° ", "version", Lire::Nombre), ("motif ", "motif", Lire::Texte)],
    },
    Ligne {
        mots: "lier",
        rpc: "personne.PersonneService/Lier",
        charge: "lien",
        tete: Tete::Objet("lien"),
        champs: &[
            (":", "nature", Lire::Code(code::<NatureLien>)),
            ("personne ", "personne", Lire::Nom),
            ("source ", "source", Lire::Code(code::<SourceLien>)),
        ],
    },
    Ligne {
        mots: "finir le lien",
        rpc: "personne.PersonneService/FinirLien",
        charge: "fin",
        tete: Tete::Objet("lien"),
        champs: &[(":", "motif", Lire::Code(code::<MotifFinLien>))],
    },
    Ligne {
        mots: "observer le ménage",
        rpc: "personne.PersonneService/ObserverMenage",
        charge: "menage",
        tete: Tete::Objet("menage"),
        champs: &[
            (":", "personnes", Lire::Noms),
            ("principal", "principal", Lire::Vrai),
            ("source ", "source", Lire::Code(code::<SourceLien>)),
        ],
    },
    Ligne {
        mots: "quitter le ménage",
        rpc: "personne.PersonneService/QuitterMenage",
        charge: "menage",
        tete: Tete::Objet("menage"),
        champs: &[],
    },
    Ligne {
        mots: "verser la pièce",
        rpc: "piece.PieceService/Verser",
        charge: "versee",
        tete: Tete::Objet("piece"),
        champs: &[
            (":", "nature", Lire::Code(code::<NaturePiece>)),
            ("de ", "auteur", Lire::Code(code::<Correspondant>)),
            ("datée du ", "date", Lire::Jour),
            ("reçue le ", "recue_le", Lire::Jour),
            ("régime ", "regime", Lire::Code(code::<RegimePiece>)),
            ("communicable à ", "communicable_a", Lire::Codes(code::<Correspondant>)),
        ],
    },
];
