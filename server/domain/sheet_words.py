"""The titles of sheets and their columns, in the languages of the screens."""

from collections.abc import Mapping

from server.domain.sheets import Sheet

# Each word stands in the sheets' own order: English, Spanish.
_WORDS: Mapping[str, tuple[str, str]] = {
    "about": ("About", "Sobre esto"),
    "measures": ("Measures", "Medidas"),
    "codes": ("Codes", "Códigos"),
    "evidence": ("Evidence", "Evidencias"),
    "goals": ("Goals", "Metas"),
    "next_steps": ("Next steps", "Próximos pasos"),
    "conferences": ("Conferences", "Conversaciones"),
    "texts": ("Texts", "Textos"),
    "visits": ("Visits", "Visitas"),
    "log": ("Coaching log", "Registro de acompañamiento"),
    "services": ("Services", "Servicios"),
    "item": ("item", "elemento"),
    "what": ("what", "qué"),
    "is": ("is", "es"),
    "measure": ("measure", "medida"),
    "value": ("value", "valor"),
    "unit": ("unit", "unidad"),
    "n": ("rests on", "se basa en"),
    "says": ("in words", "en palabras"),
    "code": ("code", "código"),
    "label": ("name", "nombre"),
    "count": ("times", "veces"),
    "seconds": ("seconds", "segundos"),
    "share_of_time": ("percent of time", "por ciento del tiempo"),
    "intervals": ("intervals", "intervalos"),
    "share_of_intervals": ("percent of intervals", "por ciento de los intervalos"),
    "share_of_codes": ("percent of codes", "por ciento de los códigos"),
    "date": ("date", "fecha"),
    "time": ("time", "hora"),
    "teacher": ("teacher", "docente"),
    "coach": ("coach", "asesor"),
    "protocol": ("protocol", "protocolo"),
    "version": ("version", "versión"),
    "minutes": ("minutes", "minutos"),
    "items": ("items", "elementos"),
    "title": ("title", "título"),
    "baseline": ("baseline", "punto de partida"),
    "target": ("target", "objetivo"),
    "target_high": ("target, upper end", "objetivo, extremo superior"),
    "state": ("state", "estado"),
    "due_on": ("by", "para el"),
    "who": ("who", "quién"),
    "from": ("from", "de"),
    "to": ("to", "a"),
    "strategy": ("strategy", "estrategia"),
    "support": ("support", "apoyo"),
    "phase": ("phase", "fase"),
    "notes": ("notes", "notas"),
    "kind": ("kind", "tipo"),
    "text": ("text", "texto"),
    "by": ("written by", "escrito por"),
    "service": ("service", "servicio"),
    "people": ("people", "personas"),
    "note": ("note", "nota"),
    "entries": ("entries", "entradas"),
    "observed_minutes": ("minutes observed", "minutos observados"),
    "started_at": ("began at (UTC)", "empezó a las (UTC)"),
    "learning_target": ("learning target", "meta de aprendizaje"),
    "success_criteria": ("success criteria", "criterios de logro"),
    "focus": ("focus", "foco"),
    "hash": ("hash of the protocol", "hash del protocolo"),
    "teachers": ("teachers", "docentes"),
    "agreed": ("both agreed", "ambos de acuerdo"),
    "yes": ("yes", "sí"),
    "no": ("no", "no"),
}
_PLACES = {"en": 0, "es": 1}


def name_word(word: str, language: str) -> str:
    """Give a word of the sheets in a language; English where there is no such language."""
    return _WORDS[word][_PLACES.get(language, 0)]


def name_sheet(sheet: Sheet, language: str) -> Sheet:
    """Give a sheet whose title and columns are words of this table in a language."""
    columns = [name_word(column, language) for column in sheet.columns]
    return Sheet(name_word(sheet.title, language), columns, sheet.rows)
