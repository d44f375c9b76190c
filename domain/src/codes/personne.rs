//! The lists of the chapters [`crate::personne`], [`crate::entourage`] and [`crate::piece`].

code_lists! {
    /// What an adult is to a child. The sender of an information is in no such link: the information names him.
    NatureLien = "LIEN", "liste de l'application, d'après OLINPE LIENA1 et TITAP", "M" {
        Mere = "mere", "mère";
        Pere = "pere", "père";
        TitulaireAutorite = "titulaire_autorite", "titulaire de l'autorité parentale";
        Tuteur = "tuteur", "tuteur";
        DelegataireAutorite = "delegataire_autorite", "délégataire de l'autorité parentale";
        AdministrateurAdHoc = "administrateur_ad_hoc", "administrateur ad hoc";
        TiersDigneDeConfiance = "tiers_digne_de_confiance", "tiers digne de confiance";
        TiersBenevole = "tiers_benevole", "tiers accueillant durable et bénévole";
        BeauParent = "beau_parent", "conjoint du père ou de la mère";
        GrandParent = "grand_parent", "grand-père ou grand-mère";
        FrereOuSoeurMajeur = "frere_ou_soeur_majeur", "frère ou sœur majeur";
        OncleOuTante = "oncle_ou_tante", "oncle ou tante";
        AutreMembreFamille = "autre_membre_famille", "autre membre de la famille";
        AutreParticulier = "autre_particulier", "autre particulier sans lien familial";
        NeSaitPas = "ne_sait_pas", "ne sait pas";
    }

    /// Who says that a link or a household is so.
    SourceLien = "SOURCE_LIEN", "liste de l'application", "M" {
        ActeEtatCivil = "acte_etat_civil", "acte de l'état civil";
        Jugement = "jugement", "décision de justice";
        Declaration = "declaration", "déclaration";
        Constat = "constat", "constat d'un professionnel";
        RepriseDeDonnees = "reprise_de_donnees", "reprise de données";
    }

    /// Why a link ended.
    MotifFinLien = "MOTIF_FIN_LIEN", "liste de l'application", "M" {
        Separation = "separation", "séparation";
        DecisionDeJustice = "decision_de_justice", "décision de justice";
        Deces = "deces", "décès";
        FinDeMission = "fin_de_mission", "fin de la mission";
        Autre = "autre", "autre";
    }

    /// What a pièce is.
    NaturePiece = "NATURE_PIECE", "liste de l'application", "M" {
        DecisionDeJustice = "decision_de_justice", "décision de justice";
        Arrete = "arrete", "arrêté ou décision administrative";
        Contrat = "contrat", "contrat ou accord signé";
        Rapport = "rapport", "rapport ou note";
        Signalement = "signalement", "signalement ou information écrite";
        Courrier = "courrier", "courrier";
        Certificat = "certificat", "certificat ou document médical";
        ActeEtatCivil = "acte_etat_civil", "acte de l'état civil ou pièce d'identité";
        PieceScolaire = "piece_scolaire", "document scolaire";
        Autre = "autre", "autre";
    }

    /// Under which rules a pièce is kept and communicated.
    RegimePiece = "REGIME_PIECE", "CRPA, livre III ; CPC, art. 1187 ; CSP, art. L1111-7", "M" {
        Administratif = "administratif", "administratif";
        Judiciaire = "judiciaire", "judiciaire";
        Medical = "medical", "médical";
    }
}
