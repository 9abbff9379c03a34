"""Headers of Whoop's tables by language, as public projects quote them; a new language is one more block."""

from collections.abc import Mapping
from types import MappingProxyType

KEYS: Mapping[str, str] = MappingProxyType(
    {
        # English
        "cycle start time": "cycle_start",
        "cycle timezone": "zone",
        "resting heart rate (bpm)": "resting",
        "heart rate variability (ms)": "hrv",
        "sleep onset": "onset",
        "wake onset": "wake",
        "asleep duration (min)": "asleep",
        "nap": "nap",
        "workout start time": "workout_start",
        "workout end time": "workout_end",
        "duration (min)": "duration",
        "energy burned (cal)": "energy",
        "question text": "question",
        "answered yes": "answer",
        # Spanish
        "hora de inicio del ciclo": "cycle_start",
        "zona horaria del ciclo": "zone",
        "frecuencia cardíaca en reposo (lpm)": "resting",
        "variabilidad de la frecuencia cardíaca (ms)": "hrv",
        "inicio del sueño": "onset",
        "inicio de la vigilia": "wake",
        "duración del sueño (min)": "asleep",
        "siesta": "nap",
        "hora de inicio del entrenamiento": "workout_start",
        "hora de finalización del entrenamiento": "workout_end",
        "duración (min)": "duration",
        "energía quemada (cal)": "energy",
        "texto de la pregunta": "question",
        'respondió "sí"': "answer",
    }
)
"""What a column means, by its plain name."""
