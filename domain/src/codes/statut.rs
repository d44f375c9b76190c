//! The lists of the chapter [`crate::statut`].

code_lists! {
    /// The child's legal status (CASF L222-5, L224-4; C. civ., art. 375 s., 377, 411).
    StatutJuridique = "STATUT_JURIDIQUE", "loi, une valeur par régime ; complétée par l'application", "O" {
        SansMesure = "sans_mesure", "mineur sans mesure";
        AccueilProvisoire = "accueil_provisoire", "accueil provisoire";
        AssistanceEducative = "assistance_educative", "assistance éducative";
        Delegation = "delegation", "délégation d'autorité parentale";
        Tutelle = "tutelle", "tutelle";
        PupilleProvisoire = "pupille_provisoire", "pupille de l'État à titre provisoire";
        Pupille = "pupille", "pupille de l'État";
    }
}
