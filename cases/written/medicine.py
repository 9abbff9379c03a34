"""Names as people type them: brands, strengths, misspellings, names nobody knows; begun, raised, stopped."""

from typing import Any, Final

from cases.written.building import FEELS_WEAK, PREGNANT, Label, case

TOXIC: Final[dict[str, Any]] = {"fever": True, "sweats_heavily": True}
ASK = "medicines blood_glucose_mmol_l"


def taken(name: str, **since: float) -> list[dict[str, object]]:
    """Gives one medicine, taken for years unless said otherwise."""
    return [{"name": name, "started_days_ago": 1200, **since}]


BRANDS = (
    *(
        case(f"ME-serotonergic-{number:02}", f"I take {name}; since last night fever and heavy sweats.",
             "E10",
             medicines=taken(name), **TOXIC)
        for number, name in enumerate((
            "Zoloft", "LUSTRAL 50mg", "Prozac 20 mg capsules", "escitalopram", "Cymbalta",
            "venlafaxine XR 75 mg",
            "amitriptyline 10mg tablets", "mirtazapine", "trazodone", "Parnate", "moclobemide", "linezolid",
            "tramadol 50 mg",
            "Sumatriptan", "St John's wort", "MDMA", "dextromethorphan syrup", "buspirone",
        ), start=1)
    ),
    *(
        case(f"ME-lithium-{number}", f"I take {name} and have vomited all night.", "E15",
             medicines=taken(name), vomiting=True)
        for number, name in enumerate(("Priadel 400 mg", "Camcolit", "Eskalith", "Quilonum", "LITHIUM"),
        start=1)
    ),
    *(
        case(f"ME-potassium-{number:02}", f"I take {name}; for three days my legs have not carried me.",
             "E20",
             **{**FEELS_WEAK, "weakness": "cannot_do_things", "weakness_onset": "hours_to_days"},
             medicines=taken(name))
        for number, name in enumerate((
            "Ramipril 5 mg", "lisinopril", "Zestril", "candesartan", "Cozaar", "Entresto", "spironolactone",
            "eplerenone",
            "amiloride", "trimethoprim", "co-trimoxazole", "LoSalt", "tacrolimus",
        ), start=1)
    ),
    *(
        case(f"ME-sugar-{number}", f"I use {name}; the meter says 3.1.", "E16", medicines=taken(name),
             blood_glucose_mmol_l=3.1)
        for number, name in enumerate(("NovoRapid", "Lantus", "gliclazide 80mg", "glipizide", "glimepiride",
        "repaglinide"),
                                      start=1)
    ),
    *(
        case(f"ME-muscle-{number}", f"I take {name}; the thighs ache and feel weak.", "U09", **FEELS_WEAK,
             medicines=taken(name), pain_severity_0_10=3, pain_kind="deep_or_constant",
             pain_sites=["thigh_left"])
        for number, name in enumerate(("simvastatin", "Lipitor 20", "fenofibrate", "colchicine", "Plaquenil",
        "prednisolone"),
                                      start=1)
    ),
    *(
        case(f"ME-skips-{number}", f"I take {name}; the heart skips.", "U15", medicines=taken(name),
             heartbeat="skips_sometimes")
        for number, name in enumerate(("Lasix", "indapamide", "bendroflumethiazide", "senna", "prednisone"),
        start=1)
    ),
    *(
        case(f"ME-stopped-{number}", f"I stopped {name} four days ago and cannot keep still.", "U16",
             medicines=taken(name, stopped_days_ago=4), agitated=True)
        for number, name in enumerate(("Valium", "lorazepam 1 mg", "zopiclone", "baclofen", "pregabalin",
        "codeine"), start=1)
    ),
)  # fmt: skip

NEUTRAL = tuple(
    case(f"ME-neutral-{number}", f"I take {name}, for years; a flicker, a cold with fever and sweats.", "S01",
         medicines=taken(name), **TOXIC, blood_glucose_mmol_l=5.4)
    for number, name in enumerate(("paracetamol", "ibuprofen 400 mg", "cetirizine", "vitamin D"), start=1)
)  # fmt: skip

NOT_KNOWN = (
    *(
        case(f"ME-not-known-{number}", f"I take {name}; I feel well.", "R10", Label(ask=ASK),
             medicines=taken(name))
        for number, name in enumerate(("Zqxwolvartex", "the small white one", "a herbal mix from a friend"),
        start=1)
    ),
    *(
        case(f"ME-misspelt-{number}", f"I take {name}; since last night fever and heavy sweats.", "R10",
             Label(ask=ASK), medicines=taken(name), **TOXIC)
        for number, name in enumerate(("setralinne", "fluoxetinne", "venlafaxxine", "amitryptilinne"),
        start=1)
    ),
    case("ME-misspelt-lithium", "I take lithiumm carbonat; I vomit.", "R10", Label(ask=ASK),
         medicines=taken("lithiumm carbonat"),
         vomiting=True),
    case("ME-not-known-sugar-known", "A tablet I cannot name; sugar 5.2, I feel well.", "R10",
         medicines=taken("Zqxwolvartex"), blood_glucose_mmol_l=5.2),
    case("ME-known-beside-not-known", "Zoloft and something I cannot name; fever and sweats.", "E10",
         medicines=[*taken("Zqxwolvartex"), *taken("Zoloft")], **TOXIC),
    case("ME-not-known-stopped", "Something I cannot name, stopped a month ago.", "S01", Label(),
         medicines=taken("Zqxwolvartex", stopped_days_ago=30)),
    case("ME-not-known-sedative", "I stopped something nine days ago and sweat; I cannot name it.", "R10",
         medicines=taken("Zqxwolvartex", stopped_days_ago=9), sweats_heavily=True),
)  # fmt: skip

TIMES = (
    case("ME-stopped-7", "My last sertraline was seven days ago; fever and sweats.", "E10",
         medicines=taken("sertraline", stopped_days_ago=7), **TOXIC),
    case("ME-stopped-8", "My last sertraline was eight days ago; fever and sweats.", "S01",
         Label(silent="E10"),
         medicines=taken("sertraline", stopped_days_ago=8), **TOXIC),
    case("ME-stopped-14", "My last diazepam was fourteen days ago; I shake.", "U16",
         medicines=taken("diazepam", stopped_days_ago=14), shaking=True),
    case("ME-still-taken", "Diazepam every night; I shake.", "S01", Label(silent="U16"),
         medicines=taken("diazepam"), shaking=True),
    case("ME-raised-now", "The dose was raised the day the twitch began.", "R04",
         medicines=taken("salbutamol", dose_raised_days_ago=2)),
    case("ME-raised-61", "The dose was raised sixty-one days before the twitch.", "S01", Label(silent="R04"),
         medicines=taken("salbutamol", dose_raised_days_ago=63)),
    case("ME-raised-long", "A twitch for ten days; the dose raised seventy days ago.", "R04",
         twitch_since_days=10,
         medicines=taken("salbutamol", dose_raised_days_ago=70)),
    case("ME-pregnant", "28 weeks pregnant; a new antidepressant three weeks ago.", "R04",
         **{**PREGNANT, "medicines": taken("sertraline", started_days_ago=21)}),
    case("ME-two", "Paracetamol for years, and ramipril raised ten days ago.", "R04",
         medicines=[*taken("paracetamol"), *taken("ramipril", dose_raised_days_ago=10)]),
)  # fmt: skip

GROUPS: Final[dict[str, Any]] = {"medicine": (*BRANDS, *NEUTRAL, *NOT_KNOWN, *TIMES)}
