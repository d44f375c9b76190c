//! One specimen of every stored event: what a journal written years ago still looks like.
//!
//! A specimen is written once, by `UPDATE_EXPECT=1 cargo test -p domain --test specimens`, and never
//! rewritten: an event whose shape changes takes a new version, and its old file must still be read.
//! Every name in them is invented.

mod autonomie;
mod competence;
mod ecrit;
mod entourage;
mod execution;
mod fratrie;
mod justice;
mod naissances;
mod projet;
mod sante;
mod situation;
mod statut;
mod traitement;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::{env, fs};

use chrono::{DateTime, NaiveDate, Utc};
use domain::accueil::{self, AbsenceConstatee, Admis, Lieu, LieuChange, RetourConstate, Termine};
use domain::codes::{
    Absence, Autorite, Canal, Conclusion, Contact, Danger, EmetteurSignalement, GenreSuite,
    LieuAccueil, Mandant, MentionDecision, MotifAttente, MotifChangementLieu, MotifEffacement,
    MotifEmpechement, MotifFin, MotifJonction, MotifNonQualification, MotifRevision,
    MotifSansObjet, MotifSortie, MotifSuspension, Motifsig, NatureMesure, Orientation, Origip,
    PorteDEntree, QualiteDecideur, Sexe, SituationApres, SourceNaissance, SuiteParquet, Titulaire,
    Transip,
};
use domain::decision::{self, Prise, Revisee, Suite};
use domain::dossier::{self, Annule, Disjoint, Efface, Rectifie, Reuni};
use domain::evaluation::{
    self, ComplementDemande, ContactNote, Empechee, EnfantJoint, Mandatee, RapportRemis,
};
use domain::evenement::{Evenement, Stored};
use domain::histoire::Cible;
use domain::identite::{
    self, Decede, Emancipe, EtatCivil, Identifie, Inscrit, MnaReconnu, Naissance, NaissanceFixee,
    NonIdentifieSignale, ResidenceDeclaree,
};
use domain::ids::{
    AccueilId, ChaineId, DecisionId, EnfantId, EvaluationId, ExpediteurId, InformationId, LieuId,
    MesureId,
};
use domain::information::{
    self, DoublonMarque, Expediteur, NonQualifiee, Qualifiee, Rattachee, Retiree,
    RetourParquetRecu, Signalee, Transferee,
};
use domain::mesure::{
    self, Attribuee, Contractee, Demarree, Levee, MiseEnAttente, Missionnee, Ordonnee, Renouvelee,
    Suspendue, Termes, Terminee,
};
use domain::sealed::Sealed;
use domain::temps::{Precision, Survenu};
use domain::{Decideur, Organisation};
use serde_json::Value;
use uuid::Uuid;

#[test]
fn chaque_evenement_a_son_specimen_qui_se_relit() {
    for evenement in specimens() {
        let stored = evenement.to_stored();
        let name = format!("{}.v{}", stored.nom, stored.version);
        let written = read(&name);
        assert_eq!(stored.data, written, "{name}: a changed shape is a new version");
    }
    let kept: BTreeSet<_> = specimens().iter().map(name_of).collect();
    let known: BTreeSet<_> = Evenement::tous_les_noms().into_iter().map(str::to_owned).collect();
    assert!(kept.is_subset(&known), "an event is declared under the name it is stored by");
}

#[test]
fn tout_ce_qui_fut_ecrit_se_relit_tel_quel() {
    for name in Evenement::tous_les_noms() {
        let (nom, version) = name.rsplit_once(".v").unwrap();
        let data = read(name);
        let stored =
            Stored { nom: nom.to_owned(), version: version.parse().unwrap(), data: data.clone() };
        let evenement = Evenement::from_stored(stored).expect(name);
        if evenement.version().to_string() == version {
            assert_eq!(evenement.to_stored().data, data, "{name} is written as it was read");
        }
    }
}

#[test]
fn aucun_specimen_n_est_orphelin() {
    let known: BTreeSet<_> = Evenement::tous_les_noms().into_iter().collect();
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        assert!(known.contains(name.as_str()), "{name}: no chapter reads this specimen");
    }
}

fn folder() -> &'static Path {
    static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("specimens");
        if env::var_os("UPDATE_EXPECT").is_some() {
            write_missing(&folder);
        }
        folder
    });
    &FOLDER
}

fn write_missing(folder: &Path) {
    for evenement in specimens() {
        let file = folder.join(format!("{}.json", name_of(&evenement)));
        if !file.exists() {
            let text = serde_json::to_string_pretty(&evenement.to_stored().data).expect("JSON");
            fs::write(&file, text + "\n").expect("the folder can be written");
        }
    }
}

fn read(name: &str) -> Value {
    let file = folder().join(format!("{name}.json"));
    let text = fs::read_to_string(file)
        .unwrap_or_else(|_| panic!("{name} has no specimen: UPDATE_EXPECT=1 writes it"));
    serde_json::from_str(&text).expect("a specimen is JSON")
}

fn name_of(evenement: &Evenement) -> String {
    format!("{}.v{}", evenement.nom(), evenement.version())
}

/// One full specimen of each event, sealed values confided to whom they speak of.
fn specimens() -> Vec<Evenement> {
    let mut all: Vec<Evenement> = identites().map(Evenement::Identite).collect();
    all.extend(naissances::specimens().into_iter().map(Evenement::Identite));
    all.extend(informations().map(Evenement::Information));
    all.extend(evaluations().map(Evenement::Evaluation));
    all.extend(decisions().map(Evenement::Decision));
    all.extend(mesures().map(Evenement::Mesure));
    all.extend(execution::mesures().into_iter().map(Evenement::Mesure));
    all.extend(accueils().map(Evenement::Accueil));
    all.extend(execution::accueils().into_iter().map(Evenement::Accueil));
    all.extend(projet::specimens().into_iter().map(Evenement::Projet));
    all.extend(traitement::specimens());
    all.extend(statut::specimens().into_iter().map(Evenement::Statut));
    all.extend(ecrit::specimens().into_iter().map(Evenement::Ecrit));
    all.extend(justice::specimens().into_iter().map(Evenement::Justice));
    all.extend(autonomie::specimens().into_iter().map(Evenement::Autonomie));
    all.extend(sante::specimens().into_iter().map(Evenement::Sante));
    all.extend(situation::specimens().into_iter().map(Evenement::Situation));
    all.extend(fratrie::specimens().into_iter().map(Evenement::Fratrie));
    all.extend(competence::specimens().into_iter().map(Evenement::Competence));
    all.extend(entourage::specimens().into_iter().map(Evenement::Entourage));
    all.extend(entourage::pieces().into_iter().map(Evenement::Piece));
    all.extend(corrections().map(Evenement::Dossier));
    for evenement in &mut all {
        evenement.confie_les_scelles(ENFANT);
    }
    all
}

const ENFANT: EnfantId = EnfantId(Uuid::from_u128(0x17));
const AUTRE_ENFANT: EnfantId = EnfantId(Uuid::from_u128(0x18));
const INFORMATION: InformationId = InformationId(Uuid::from_u128(0x21));
const AUTRE_INFORMATION: InformationId = InformationId(Uuid::from_u128(0x22));
const EVALUATION: EvaluationId = EvaluationId(Uuid::from_u128(0x31));
const DECISION: DecisionId = DecisionId(Uuid::from_u128(0x41));
const MESURE: MesureId = MesureId(Uuid::from_u128(0x51));
const AUTRE_MESURE: MesureId = MesureId(Uuid::from_u128(0x52));
const ACCUEIL: AccueilId = AccueilId(Uuid::from_u128(0x61));

fn jour(texte: &str) -> NaiveDate {
    texte.parse().expect("a date")
}

fn instant(texte: &str) -> DateTime<Utc> {
    texte.parse().expect("an instant")
}

fn texte(clair: &str) -> Option<Sealed<String>> {
    Some(Sealed::nouveau(clair.to_owned()))
}

fn some(texte: &str) -> Option<String> {
    Some(texte.to_owned())
}

fn etat_civil() -> Sealed<EtatCivil> {
    Sealed::nouveau(EtatCivil {
        nom: "Marais-Fictif".to_owned(),
        prenoms: "Capucine Lys".to_owned(),
        nom_naissance_mere: some("Dune-Fictive"),
    })
}

fn naissance() -> Naissance {
    Naissance {
        le: jour("2014-06-15"),
        precision: Precision::Jour,
        source: SourceNaissance::EtatCivil,
    }
}

fn decideur() -> Option<Decideur> {
    Some(Decideur {
        agent: "agent-0042".to_owned(),
        qualite: QualiteDecideur::DelegueCrip,
        delegation: some("ARR-2026-017"),
        signe_le: Some(jour("2026-03-04")),
        electronique: true,
    })
}

fn organisation() -> Option<Organisation> {
    Some(Organisation {
        nom: some("École des Salines (fictive)"),
        uai: some("0170000X"),
        finess: some("170000000"),
        siret: some("00000000000017"),
        commune: some("17300"),
    })
}

fn identites() -> impl Iterator<Item = identite::Event> {
    use identite::Event;
    [
        Event::Inscrit(Inscrit {
            etat_civil: etat_civil(),
            naissance: Some(naissance()),
            sexe: Sexe::Feminin,
        }),
        Event::NonIdentifieSignale(NonIdentifieSignale {
            description: Sealed::nouveau("Un petit, résidence des Pins.".to_owned()),
            age_apparent_ans: Some(4),
            sexe: Sexe::NeSaitPas,
        }),
        Event::Identifie(Identifie {
            etat_civil: etat_civil(),
            naissance: Some(naissance()),
            sexe: Sexe::Masculin,
        }),
        Event::NaissanceFixee(NaissanceFixee {
            naissance: Naissance {
                le: jour("2009-01-01"),
                precision: Precision::Annee,
                source: SourceNaissance::DecisionJudiciaire,
            },
        }),
        Event::ResidenceDeclaree(ResidenceDeclaree {
            commune: some("17415"),
            adresse: texte("3 impasse des Embruns"),
            service_responsable: some("dt-saintes"),
        }),
        Event::MnaReconnu(MnaReconnu {}),
        Event::Emancipe(Emancipe {}),
        Event::Decede(Decede {}),
    ]
    .into_iter()
}

fn recue() -> information::Recue {
    information::Recue {
        information: INFORMATION,
        arrivee_crip: Some(Survenu::a(instant("2026-03-03T08:15:00Z"), chrono_tz::Europe::Paris)),
        ecrite_le: Some(jour("2026-02-27")),
        porte_d_entree: PorteDEntree::DelegationTerritoriale,
        service_entree: some("dt-saintes"),
        canal: Canal::Courriel,
        transmetteur: Transip::EnseignementPublic,
        origine: Origip::PersonnelSocial,
        organisation: organisation(),
        reference_externe: some("119-2026-000017"),
        expediteur_id: Some(ExpediteurId(Uuid::from_u128(0x81))),
        expediteur: Some(Sealed::nouveau(Expediteur {
            nom: some("Anémone Fictive"),
            telephone: some("0500000000"),
            courriel: some("anemone@exemple.invalid"),
            adresse: some("1 rue Imaginaire"),
        })),
        recit: texte("L'enfant dit ne pas vouloir rentrer chez elle."),
        dangers_allegues: vec![Danger::Securite, Danger::ViolencesAuSeinDeLaFamille],
        parents_informes: Some(false),
        urgence: true,
        commune: some("17415"),
        reaffectee_de: Some(AUTRE_ENFANT),
    }
}

fn informations() -> impl Iterator<Item = information::Event> {
    use information::Event;
    [
        Event::Recue(recue()),
        Event::Qualifiee(Qualifiee {
            information: INFORMATION,
            dangers: vec![Danger::Negligences],
            delai_reduit_jours: Some(15),
            decideur: decideur(),
        }),
        Event::NonQualifiee(NonQualifiee {
            information: INFORMATION,
            motif: MotifNonQualification::PasDeDanger,
            orientation: Orientation::DroitCommun,
            decideur: decideur(),
        }),
        Event::Rattachee(Rattachee { information: AUTRE_INFORMATION, principale: INFORMATION }),
        Event::DoublonMarque(DoublonMarque {
            information: AUTRE_INFORMATION,
            original: INFORMATION,
        }),
        Event::Retiree(Retiree {
            information: INFORMATION,
            vers: AUTRE_ENFANT,
            motif: "Saisie sur le mauvais dossier.".to_owned(),
        }),
        Event::Signalee(Signalee {
            information: INFORMATION,
            motif: Motifsig::DangerGraveImmediat,
            emetteur: EmetteurSignalement::Departement,
            oral_a: Some(instant("2026-03-03T16:40:00Z")),
            ecrit_a: Some(instant("2026-03-03T18:05:30Z")),
            parquet: some("La Rochelle"),
            numero_parquet: some("26/000017"),
            urgence: true,
            evaluation: Some(EVALUATION),
            decideur: decideur(),
            pieces: vec![domain::ids::PieceId(Uuid::from_u128(0x92))],
        }),
        Event::RetourParquetRecu(RetourParquetRecu {
            information: INFORMATION,
            suite: SuiteParquet::SaisineJuge,
        }),
        Event::Transferee(Transferee {
            information: INFORMATION,
            vers_departement: "79".to_owned(),
            canal: Canal::MessagerieSecurisee,
            parents_informes: Some(true),
            titre: Some(domain::codes::TitreTransfert::Evaluation),
            accord_ecrit_le: Some(jour("2026-03-02")),
            numero: some("1A 204 000 0000 2"),
            decideur: decideur(),
            pieces: vec![domain::ids::PieceId(Uuid::from_u128(0x92))],
        }),
    ]
    .into_iter()
}

fn evaluations() -> impl Iterator<Item = evaluation::Event> {
    use evaluation::Event;
    [
        Event::Mandatee(Mandatee {
            evaluation: EVALUATION,
            informations: vec![INFORMATION, AUTRE_INFORMATION],
            service: "dt-saintes".to_owned(),
            mandant: Mandant::Crip,
            equipe: vec!["agent-0007".to_owned(), "agent-0008".to_owned()],
            decideur: decideur(),
        }),
        Event::EnfantJoint(EnfantJoint {
            evaluation: EVALUATION,
            informations: vec![INFORMATION],
            motif: MotifJonction::Domicile,
            arrivee_le: Some(jour("2026-03-02")),
        }),
        Event::ContactNote(ContactNote {
            evaluation: EVALUATION,
            genre: Contact::EnfantSeul,
            accord_titulaires: Some(true),
            professionnel: Some(domain::codes::ProfessionnelConsulte::Ecole),
            note: texte("Rencontrée à l'école, souriante."),
        }),
        Event::Empechee(Empechee { evaluation: EVALUATION, motif: MotifEmpechement::Refus }),
        Event::RapportRemis(RapportRemis {
            evaluation: EVALUATION,
            conclusion: Conclusion::RisqueDeDanger,
            dangers: vec![Danger::ConditionsEducation],
            propositions: vec![GenreSuite::AideAdministrative],
            synthese: texte("La famille demande de l'aide."),
        }),
        Event::ComplementDemande(ComplementDemande {
            evaluation: EVALUATION,
            attendu_le: Some(jour("2026-06-30")),
        }),
    ]
    .into_iter()
}

fn decisions() -> impl Iterator<Item = decision::Event> {
    use decision::Event;
    [
        Event::Prise(Prise {
            decision: DECISION,
            evaluation: Some(EVALUATION),
            informations: vec![INFORMATION],
            suites: vec![
                Suite::SansSuite,
                Suite::SansSuiteAvecOrientation { orientation: Orientation::Pmi },
                Suite::AideAdministrative { nature: NatureMesure::Aed },
                Suite::TransmissionParquet { motif_signalement: Motifsig::Refus },
                Suite::PoursuiteMesure,
                Suite::ModificationMesure { nature: NatureMesure::AemoRenforcee },
                Suite::Transfert,
                Suite::SansObjet { motif_sans_objet: MotifSansObjet::Majorite },
            ],
            motivation: texte("Les parents sont d'accord."),
            decideur: decideur(),
        }),
        Event::Revisee(Revisee {
            decision: DECISION,
            suites: vec![Suite::TransmissionParquet { motif_signalement: Motifsig::Refus }],
            motif: MotifRevision::RefusDesTitulaires,
            decideur: decideur(),
        }),
    ]
    .into_iter()
}

fn termes() -> Termes {
    Termes {
        mesure: MESURE,
        decision: DECISION,
        chaine: ChaineId(MESURE.0),
        nature: NatureMesure::PlacementAse,
        fondement: some("C. civ., art. 375-3"),
        libelle_local: some("PEAD"),
        autorite: Autorite::JugeDesEnfants,
        effet_le: Some(jour("2026-04-01")),
        terme_le: Some(jour("2027-03-31")),
        notifiee_le: Some(jour("2026-03-30")),
        recue_le: Some(jour("2026-03-31")),
        service_responsable: some("dt-saintes"),
        consentements: vec![Titulaire::Mere, Titulaire::Pere],
        decideur: decideur(),
        mentions: vec![MentionDecision::DifficultesChroniques],
    }
}

fn mesures() -> impl Iterator<Item = mesure::Event> {
    use mesure::Event;
    let suivante = Termes { mesure: AUTRE_MESURE, ..termes() };
    [
        Event::Ordonnee(Ordonnee { mesure: termes() }),
        Event::Contractee(Contractee { mesure: termes() }),
        Event::Renouvelee(Renouvelee { precedente: MESURE, mesure: suivante }),
        Event::Recue(mesure::Recue { mesure: MESURE }),
        Event::Attribuee(Attribuee { mesure: MESURE, service: "mecs-fictive".to_owned() }),
        Event::MiseEnAttente(MiseEnAttente {
            mesure: MESURE,
            motif: MotifAttente::DefautDePlace,
            rang: Some(12),
        }),
        Event::Missionnee(Missionnee { mesure: MESURE }),
        Event::Demarree(Demarree { mesure: MESURE }),
        Event::Suspendue(Suspendue { mesure: MESURE, motif: MotifSuspension::Hospitalisation }),
        Event::Reprise(mesure::Reprise { mesure: MESURE }),
        Event::Levee(Levee {
            mesure: MESURE,
            motif: MotifFin::AbsenceDeDanger,
            situation_apres: Some(SituationApres::Retour),
            decision: Some(DECISION),
        }),
        Event::Terminee(Terminee {
            mesure: MESURE,
            motif: MotifFin::Remplacement,
            situation_apres: Some(SituationApres::Autre),
            remplacee_par: Some(AUTRE_MESURE),
        }),
    ]
    .into_iter()
}

fn lieu() -> Lieu {
    Lieu {
        genre: LieuAccueil::Mecs,
        lieu: Some(LieuId(Uuid::from_u128(0x91))),
        organisation: organisation(),
        commune: some("17300"),
        secret: true,
    }
}

fn accueils() -> impl Iterator<Item = accueil::Event> {
    use accueil::Event;
    [
        Event::Admis(Admis {
            accueil: ACCUEIL,
            mesure: Some(MESURE),
            lieu: lieu(),
            principal: true,
            urgence: true,
        }),
        Event::LieuChange(LieuChange {
            accueil: ACCUEIL,
            nouvel_accueil: AccueilId(Uuid::from_u128(0x62)),
            lieu: lieu(),
            motif: MotifChangementLieu::InteretDeLEnfant,
            juge_informe_le: Some(jour("2026-05-02")),
        }),
        Event::Termine(Termine { accueil: ACCUEIL, motif: MotifSortie::RetourEnFamille }),
        Event::AbsenceConstatee(AbsenceConstatee { accueil: ACCUEIL, genre: Absence::Fugue }),
        Event::RetourConstate(RetourConstate { accueil: ACCUEIL }),
    ]
    .into_iter()
}

fn corrections() -> impl Iterator<Item = dossier::Event> {
    use dossier::Event;
    let cible = Cible { flux: ENFANT, version: 3 };
    let motif = "Erreur de saisie.".to_owned();
    [
        Event::Annule(Annule { cible, motif: motif.clone() }),
        Event::Rectifie(Rectifie {
            cible,
            motif,
            remplacement: Box::new(Evenement::Information(information::Event::Recue(recue()))),
            survenu: Survenu::le(jour("2026-03-02")),
        }),
        Event::Efface(Efface {
            motif: MotifEffacement::TermeDeConservation,
            decision: "AD17, visa 2036-004".to_owned(),
        }),
        Event::Reuni(Reuni {
            avec: AUTRE_ENFANT,
            principal: ENFANT,
            motif: "même acte de naissance, vérifié par la CRIP".into(),
        }),
        Event::Disjoint(Disjoint {
            avec: AUTRE_ENFANT,
            principal: ENFANT,
            motif: "deux homonymes".into(),
            rendus: vec![7, 9],
        }),
    ]
    .into_iter()
}
