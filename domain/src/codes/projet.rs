//! The lists of the chapter [`crate::projet_pour_enfant`]: headings, recipients, results, examinations.

code_lists! {
    /// A heading of the projet pour l'enfant.
    RubriquePpe = "RUBRIQUE_PPE", "CASF, art. L223-1-1, L222-5-1, D223-12 s. (décret 2016-1283), lus dans la presse juridique ; intitulés de l'application", "S" {
        Cadre = "cadre", "situation de l'enfant et cadre de la mesure";
        Sante = "sante", "développement, santé physique et psychique";
        Famille = "famille", "relations avec la famille et les tiers";
        Scolarite = "scolarite", "scolarité et vie sociale";
        ActionsEnfant = "actions_enfant", "actions auprès de l'enfant";
        ActionsParents = "actions_parents", "actions auprès des parents et rôle de chacun";
        Environnement = "environnement", "ressources de l'environnement et rôle des tiers";
        AvisEnfant = "avis_enfant", "avis de l'enfant";
        AvisParents = "avis_parents", "avis des parents";
        Coherence = "coherence", "institution et personne garantes de la cohérence";
        Statut = "statut", "statut de l'enfant et avis de la commission";
        Autonomie = "autonomie", "projet d'accès à l'autonomie";
    }

    /// To whom the projet pour l'enfant is handed over, or shown in part.
    DestinatairePpe = "DESTINATAIRE_PPE", "CASF, art. L223-1-1 et D223-12 s. (décret 2016-1283), lus dans la presse juridique", "S" {
        Mere = "mere", "mère";
        Pere = "pere", "père";
        Tuteur = "tuteur", "tuteur";
        AutreTitulaire = "autre_titulaire", "autre titulaire de l'autorité parentale";
        Enfant = "enfant", "l'enfant";
        Service = "service", "service ou lieu qui accompagne";
        Juge = "juge", "juge des enfants";
    }

    /// Who carries an objective.
    ActeurPpe = "ACTEUR_PPE", "liste de l'application", "M" {
        Enfant = "enfant", "l'enfant";
        Mere = "mere", "mère";
        Pere = "pere", "père";
        Tiers = "tiers", "un tiers de l'entourage";
        Ase = "ase", "aide sociale à l'enfance";
        Service = "service", "service qui accompagne";
        LieuAccueil = "lieu_accueil", "lieu d'accueil";
        Ecole = "ecole", "établissement scolaire";
        Soins = "soins", "professionnel de santé";
    }

    /// What became of an objective when it was evaluated.
    ResultatObjectif = "RESULTAT_OBJECTIF", "liste de l'application", "M" {
        Atteint = "atteint", "atteint";
        PartiellementAtteint = "partiellement_atteint", "partiellement atteint";
        NonAtteint = "non_atteint", "non atteint";
        SansObjet = "sans_objet", "sans objet désormais";
    }

    /// Why the commission examines a situation (CESSEC).
    MotifCessec = "MOTIF_CESSEC", "CASF, art. L223-1 et D223-26", "V" {
        RisqueDeDelaissement = "risque_de_delaissement", "risque de délaissement parental";
        StatutInadapte = "statut_inadapte", "statut juridique inadapté aux besoins";
        MoinsDeTroisAns = "moins_de_trois_ans", "enfant de moins de trois ans";
    }

    /// What an examination proposes for the child's status.
    EvolutionStatut = "EVOLUTION_STATUT", "CASF, art. L223-1, L227-2-1 et D223-26 ; valeurs de l'application", "M" {
        Maintien = "maintien", "maintien du statut et de la mesure";
        Tiers = "tiers", "accueil chez un tiers ou un membre de la famille";
        Delegation = "delegation", "délégation de l'autorité parentale";
        Delaissement = "delaissement", "déclaration judiciaire de délaissement";
        Retrait = "retrait", "retrait de l'autorité parentale";
        Tutelle = "tutelle", "tutelle";
        Pupille = "pupille", "admission comme pupille de l'État";
        Adoption = "adoption", "projet d'adoption";
        Retour = "retour", "retour en famille";
    }

    /// Why a projet pour l'enfant gets a new edition.
    MotifRevisionPpe = "MOTIF_REVISION_PPE", "CASF, art. D223-13", "V" {
        RapportDeSituation = "rapport_de_situation", "rapport de situation";
        ChangementDAccompagnement = "changement_d_accompagnement", "changement d'accompagnement";
        BilanDeSante = "bilan_de_sante", "bilan de santé et de prévention";
        AvisDeLaCommission = "avis_de_la_commission", "avis de la commission";
        Demande = "demande", "demande d'un parent ou de l'enfant";
    }
}
