//! The gRPC services, one file a kind of answer: commands, the file of a child, the queue, figures,
//! bulk entry, receipts, the journal itself.

pub(crate) mod commandes;

pub(crate) mod dossier;

pub(crate) mod file;

pub(crate) mod recherche;

pub(crate) mod echeancier;

pub(crate) mod departement;

pub(crate) mod personne;

pub(crate) mod piece;

pub(crate) mod activite;

pub(crate) mod reprise;

pub(crate) mod acces;

pub(crate) mod journal;
