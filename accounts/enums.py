"""The words of this app, as choices."""

from django.db import models


class Role(models.TextChoices):
    """What a membership is for (`product.md`, "Roles"). Lead, owner and seat are relations."""

    CARE_CONSULTANT = "care-consultant", "Care consultant"
    ELECTED_MEMBER = "elected-member", "Elected member"
    OFFICER = "officer", "Officer"
    PARTNER = "partner", "Partner"
    EXECUTIVE = "executive", "Executive"
    COORDINATOR = "coordinator", "Coordinator"
    SAFEGUARDING_LEAD = "safeguarding-lead", "Safeguarding lead"


class AuthorityKind(models.TextChoices):
    COUNCIL = "council", "Council"
    TRUST = "trust", "Trust"


class OrganisationKind(models.TextChoices):
    DIRECTORATE = "directorate", "Part of the council"
    HEALTH = "health", "Health"
    POLICE = "police", "Police"
    EDUCATION = "education", "School or college"
    HOUSING = "housing", "Housing"
    CHARITY = "charity", "Charity"
    EMPLOYER = "employer", "Employer or business"
    OTHER = "other", "Other partner"
