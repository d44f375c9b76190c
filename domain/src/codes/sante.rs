//! The lists of the chapter [`crate::sante`]. None of them names an illness.

code_lists! {
    /// What a health act is.
    ActeSante = "ACTE_SANTE", "CASF, art. L223-1-1", "V" {
        BilanEntree = "bilan_entree", "bilan de santé et de prévention à l'entrée";
        Suivi = "suivi", "suivi médical";
        BilanDentaire = "bilan_dentaire", "bilan bucco-dentaire";
        SoutienPsychologique = "soutien_psychologique", "soutien psychologique";
        Depistage = "depistage", "dépistage (vue, audition, langage)";
        Vaccination = "vaccination", "vaccination";
    }

    /// A need found by a bilan, to be taken up by the projet pour l'enfant; never a diagnosis.
    BesoinSante = "BESOIN_SANTE", "CASF, art. L223-1-1 (besoins qui alimentent le projet pour l'enfant) ; valeurs de l'application", "M" {
        SuiviMedical = "suivi_medical", "suivi médical régulier";
        SuiviPsychologique = "suivi_psychologique", "suivi psychologique";
        SoinsDentaires = "soins_dentaires", "soins dentaires";
        VueAuditionLangage = "vue_audition_langage", "vue, audition ou langage";
        Vaccination = "vaccination", "vaccination à mettre à jour";
        Developpement = "developpement", "soutien du développement";
        Handicap = "handicap", "évaluation d'un handicap, dossier MDPH";
        Prevention = "prevention", "prévention et éducation à la santé";
    }

    /// Whether the vaccinations are up to date.
    EtatVaccinal = "ETAT_VACCINAL", "liste de l'application", "M" {
        AJour = "a_jour", "à jour";
        AMettreAJour = "a_mettre_a_jour", "à mettre à jour";
        CarnetAbsent = "carnet_absent", "carnet de santé absent";
        NeSaitPas = "ne_sait_pas", "ne sait pas";
    }

    /// Who follows the health of the child, as a role.
    RoleSante = "ROLE_SANTE", "CASF, art. L221-2 (médecin référent protection de l'enfance) ; liste de l'application", "M" {
        MedecinReferent = "medecin_referent", "médecin référent protection de l'enfance";
        MedecinTraitant = "medecin_traitant", "médecin traitant";
        Pmi = "pmi", "protection maternelle et infantile";
        SanteScolaire = "sante_scolaire", "santé scolaire";
        Hopital = "hopital", "hôpital";
        Centre = "centre", "centre ou maison de santé";
    }
}
