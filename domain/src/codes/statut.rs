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

    /// Where a person stands on the legal track, derived on a day: one value at a time.
    VoieJuridique = "VOIE_JURIDIQUE", "liste de l'application : le statut d'un mineur, puis celui d'un jeune majeur jusqu'à 21 ans", "M" {
        SansMesure = "sans_mesure", "mineur sans mesure";
        AccueilProvisoire = "accueil_provisoire", "accueil provisoire";
        AssistanceEducative = "assistance_educative", "assistance éducative";
        Delegation = "delegation", "délégation d'autorité parentale";
        Tutelle = "tutelle", "tutelle";
        PupilleProvisoire = "pupille_provisoire", "pupille de l'État à titre provisoire";
        Pupille = "pupille", "pupille de l'État";
        Emancipe = "emancipe", "mineur émancipé";
        JeuneMajeur = "jeune_majeur", "jeune majeur ou mineur émancipé accompagné";
        Majeur = "majeur", "majeur";
        Sorti = "sorti", "sorti de l'aide sociale à l'enfance";
        Retour = "retour", "revenu à l'aide sociale à l'enfance";
    }

    /// The ground on which the ASE takes charge (for rights and costs).
    FondementAse = "FONDEMENT_ASE", "CASF, art. L222-5", "V" {
        AccueilProvisoire = "1", "1° accueil provisoire";
        Pupille = "2", "2° pupille de l'État";
        Confie = "3", "3° confié par décision judiciaire";
        ParentEnfant = "4", "4° parent isolé et enfant de moins de trois ans";
        JeuneMajeur = "5", "5° jeune majeur ou mineur émancipé";
    }

    /// Who holds parental authority.
    TitulaireAutorite = "TITAP", "annexe 2-8 CASF, décret 2016-1966", "V" {
        Conjoint = "conjoint", "exercice conjoint par les parents", "11";
        Pere = "pere", "exclusivement le père", "30";
        Mere = "mere", "exclusivement la mère", "40";
        AutreFamille = "autre_famille", "autre membre de la famille", "50";
        AutreParticulier = "autre_particulier", "autre particulier sans lien familial", "60";
        President = "president", "président du conseil départemental", "70";
        Prefet = "prefet", "préfet", "80";
        Etablissement = "etablissement", "établissement", "90";
        NeSaitPas = "ne_sait_pas", "ne sait pas", "99";
    }

    /// By which decision parental authority is held.
    DecisionAutorite = "DECAP", "annexe 2-8 CASF, décret 2016-1966", "V" {
        Jaf = "jaf", "décision du juge aux affaires familiales", "1";
        Delegation = "delegation", "délégation de l'autorité parentale", "2";
        Retrait = "retrait", "retrait", "3";
        Tutelle = "tutelle", "tutelle", "4";
        Delaissement = "delaissement", "déclaration judiciaire de délaissement parental", "5";
        Aucune = "aucune", "pas de décision", "6";
        NeSaitPas = "ne_sait_pas", "ne sait pas", "9";
    }

    /// How a child comes to be a pupille.
    CasPupille = "CAS_PUPILLE", "CASF, art. L224-4", "O" {
        SansFiliation = "sans_filiation", "1° filiation non établie ou inconnue";
        RemisParLesParents = "remis_par_les_parents", "2° remis par ceux qui peuvent consentir";
        RemisParUnParent = "remis_par_un_parent", "3° remis par un seul parent";
        Orphelin = "orphelin", "4° orphelin sans tutelle";
        Retrait = "retrait", "5° retrait total de l'autorité parentale";
        Delaissement = "delaissement", "6° délaissement déclaré";
    }

    /// How the status of pupille ends.
    FinPupille = "FIN_PUPILLE", "liste de l'application ; la restitution se dit de la mesure (CASF, art. L224-6)", "M" {
        Adoption = "adoption", "adoption";
        Tutelle = "tutelle", "tutelle de droit commun";
    }

    /// What the conseil de famille examined.
    ObjetConseil = "OBJET_CONSEIL", "liste de l'application, d'après CASF, art. L224-1 et L225-1", "M" {
        Situation = "situation", "situation du pupille";
        ProjetDeVie = "projet_de_vie", "projet de vie, projet d'adoption";
        ChoixDesAdoptants = "choix_des_adoptants", "choix des adoptants";
        Restitution = "restitution", "demande de restitution";
    }

    /// Before whom a parent consented to adoption.
    ReceveurConsentement = "RECEVEUR_CONSENTEMENT", "C. civ., art. 348-3", "V26" {
        Notaire = "notaire", "notaire";
        Ase = "ase", "service de l'aide sociale à l'enfance";
        AgentDiplomatique = "agent_diplomatique", "agent diplomatique ou consulaire";
    }

    /// What relations a parent keeps with the child. Neither asking for news nor taking back a consent
    /// interrupts their absence.
    RelationsParentales = "RELATIONS_PARENTALES", "C. civ., art. 381-1 et 381-2", "V26" {
        Entretenues = "entretenues", "relations nécessaires entretenues";
        Absentes = "absentes", "absence des relations nécessaires";
        Empechees = "empechees", "absence, le parent étant empêché";
        SimplesNouvelles = "simples_nouvelles", "simple demande de nouvelles";
    }

    /// Who asks for a delegation of parental authority.
    DemandeurDelegation = "DEMANDEUR_DELEGATION", "C. civ., art. 377", "V26" {
        Parents = "parents", "les parents";
        Ase = "ase", "le service de l'aide sociale à l'enfance";
        Accueillant = "accueillant", "le particulier ou l'établissement qui a recueilli l'enfant";
        MinisterePublic = "ministere_public", "le ministère public";
    }
}
