"""The words of a protocol's page, and how its lines are laid out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import fill

_WIDTH = 96
WORDS = {
    "en": {
        "version": "version", "licence": "licence", "based_on": "based on", "exclusive": "one at a time",
        "event": "event", "state": "state", "key": "key", "counts": "counts", "not": "does not",
        "check": "seen or not",
        "stops": "ends", "modifiers": "details", "subjects": "of",
        "continuous": "Every second is watched.", "interval": "Intervals of {length_s} s, {rule}",
        "gap": ", then {gap_s} s for writing", "sweep": "The room is swept", "spacing_s": "every {n} s",
        "count": "{n} times, spread over the lesson", "first_s": "first at {n} s", "window_s": "up to {n} s each",
        "details": "Details", "one": "one of", "many": "any of", "number": "a number", "subject": "somebody",
        "start": "asked at the start", "stop": "asked at the end", "later": "asked later",
        "default": "unless said otherwise",
        "watched": "Who is watched", "every": "every {n}th interval",
        "room": "The room", "rows": "rows", "columns": "columns", "free": "seats laid freely",
        "tap": "a tap on a seat is {code}",
        "link": "a drag from seat to seat is {code}", "path": "the path of the teacher is {code}",
        "timers": "Timers", "from": "from {edge} {codes}", "to": "to {edge} {codes}", "at_start": "the start of",
        "at_stop": "the end of", "hold": "held down: {code}", "limit": "line at {n} s",
        "scales": "Levels", "na": "may not apply", "evidence": "evidence is {wanted}", "asked": "asked for",
        "required": "required", "per": "once for each {per}", "lesson": "lesson", "segment": "segment",
        "interval_": "interval",
        "script": "Writing down what is said", "speakers": "speakers", "tags": "tags", "phrases": "phrases at hand",
        "exclude": "Time that does not count", "segments": "Segments", "lasts": "{n} s",
        "scoring": ", then {n} s for rating",
        "context": "Asked at set-up", "measures": "Measures", "norm": "to compare with",
        "displays": "For the conference",
        "shown": "shown from the start", "plan": "Before the lesson", "reflect": "After the lesson",
    },
    "es": {
        "version": "versión", "licence": "licencia", "based_on": "basado en", "exclusive": "uno a la vez",
        "event": "evento", "state": "estado", "key": "tecla", "counts": "cuenta", "not": "no cuenta",
        "check": "visto o no", "stops": "termina", "modifiers": "detalles", "subjects": "de",
        "continuous": "Se mira cada segundo.", "interval": "Intervalos de {length_s} s, {rule}",
        "gap": " y después {gap_s} s para anotar", "sweep": "Se recorre el aula con la mirada",
        "spacing_s": "cada {n} s",
        "count": "{n} veces a lo largo de la clase", "first_s": "la primera a los {n} s",
        "window_s": "hasta {n} s cada vez",
        "details": "Detalles", "one": "uno de", "many": "varios de", "number": "un número", "subject": "alguien",
        "start": "se pregunta al empezar", "stop": "se pregunta al terminar", "later": "se pregunta después",
        "default": "si no se indica otra cosa",
        "watched": "A quién se observa", "every": "uno de cada {n} intervalos",
        "room": "El aula", "rows": "filas", "columns": "columnas", "free": "asientos en disposición libre",
        "tap": "un toque en un asiento es {code}", "link": "arrastrar de asiento a asiento es {code}",
        "path": "el recorrido del docente es {code}",
        "timers": "Cronómetros", "from": "desde {edge} {codes}", "to": "hasta {edge} {codes}",
        "at_start": "el comienzo de",
        "at_stop": "el final de", "hold": "se mantiene pulsado: {code}", "limit": "línea en {n} s",
        "scales": "Niveles", "na": "puede no aplicarse", "evidence": "la evidencia {wanted}", "asked": "se pide",
        "required": "es obligatoria", "per": "una vez por {per}", "lesson": "clase", "segment": "segmento",
        "interval_": "intervalo",
        "script": "Escribir lo que se dice", "speakers": "quién habla", "tags": "etiquetas",
        "phrases": "frases a mano",
        "exclude": "Tiempo que no cuenta", "segments": "Segmentos", "lasts": "{n} s",
        "scoring": " y después {n} s para valorar",
        "context": "Se pregunta al preparar", "measures": "Medidas", "norm": "para comparar",
        "displays": "Para la conversación",
        "shown": "se muestra desde el comienzo", "plan": "Antes de la clase", "reflect": "Después de la clase",
    },
}  # fmt: skip
RULES = {
    "en": {
        "partial": "seen at any time in it",
        "whole": "seen all through it",
        "momentary_start": "seen at its first instant",
        "momentary_end": "seen at its last instant",
    },
    "es": {
        "partial": "visto en algún momento",
        "whole": "visto durante todo él",
        "momentary_start": "visto en su primer instante",
        "momentary_end": "visto en su último instante",
    },
}


def write_list(title: str, lines: Sequence[str]) -> Iterator[str]:
    """Write a heading and its points; nothing where there are none."""
    if lines:
        yield f"\n{title}"
        yield from (wrap(f"- {line}", 2, 4) for line in lines)


def wrap(text: str, indent: int = 0, hanging: int | None = None) -> str:
    """Break a text into lines, between words only."""
    later = " " * (indent if hanging is None else hanging)
    first = " " * indent
    return fill(
        text, _WIDTH, initial_indent=first, subsequent_indent=later, break_long_words=False, break_on_hyphens=False
    )
