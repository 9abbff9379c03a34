"""The medicines that random facts name, with classes written by hand from the contract's list."""

CLASSES: dict[str, frozenset[str]] = {
    "sertraline 50 mg": frozenset({"serotonergic", "twitch_provoking"}),
    "lithium": frozenset({"lithium", "twitch_provoking"}),
    "lithium carbonate 400 mg": frozenset({"lithium", "twitch_provoking"}),
    "ramipril 5 mg": frozenset({"potassium_raising"}),
    "atorvastatin 20 mg": frozenset({"muscle_toxic"}),
    "furosemide 40 mg": frozenset({"potassium_losing", "magnesium_losing"}),
    "diazepam 5 mg": frozenset({"sedative"}),
    "methylphenidate": frozenset({"twitch_provoking"}),
    "Priadel 400 mg": frozenset({"lithium", "twitch_provoking"}),
    "sertraline": frozenset({"serotonergic", "twitch_provoking"}),
    "Tramadol 50 mg": frozenset({"serotonergic", "sedative"}),
    "ramipril": frozenset({"potassium_raising"}),
    "Losartan 50": frozenset({"potassium_raising"}),
    "furosemide": frozenset({"potassium_losing", "magnesium_losing"}),
    "senna": frozenset({"potassium_losing", "laxative"}),
    "prednisolone 5mg": frozenset({"potassium_losing", "muscle_toxic", "twitch_provoking"}),
    "insulin glargine": frozenset({"glucose_lowering"}),
    "gliclazide": frozenset({"glucose_lowering"}),
    "ATORVASTATIN 20 MG": frozenset({"muscle_toxic"}),
    "diazepam": frozenset({"sedative"}),
    "salbutamol": frozenset({"twitch_provoking"}),
    "omeprazole": frozenset({"magnesium_losing"}),
    "levothyroxine": frozenset({"twitch_provoking", "mineral_binding"}),
    "paracetamol": frozenset(),
    "cetirizine": frozenset(),
}
NOT_KNOWN = ("Zqxwolvartex", "sertralinne", "the small white one")


def classes_of(name: str) -> frozenset[str] | None:
    """Gives the classes of a name, empty for a neutral one, None for a name that is not known."""
    return CLASSES.get(name)
