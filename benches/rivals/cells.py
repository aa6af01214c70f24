"""One cell into its canonical form; shared by both rivals, which convert each distinct value of a column once.

A cell is what a reader of spreadsheets gives: text, a number, a date, or nothing.
"""
import datetime
import re
import unicodedata

from words import FOLDED_NAMES, NO, YES, fold, more_words

TIMES = {"call_date", "service_date", "opened_at", "delivered_at", "settled_at", "updated_at", "received_at", "closed_at",
         "invoiced_at", "sold_at", "cancelled_at", "survey_date", "limit", "due_at", "renewed_at"}
NUMBERS = {"attempt"}
VEHICLES = {"vin", "plate"}
ANSWERS = {"fixed_first_visit", "first_service", "is_renewed", "transferred"}
VOCABULARIES = {"result", "reason", "kind", "status", "service_type", "level", "lost_reason"}
NO_PLATE = {"无牌", "新车", "临牌", "未上牌"}
WRITTEN = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[T\s]*(上午|下午)?\s*(?:(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?")
FIRST_DAY = datetime.datetime(1899, 12, 30)


def text(cell):
    """Narrow, trimmed text; None for a blank and for what stands for one."""
    if cell is None or cell != cell:
        return None
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    narrow = unicodedata.normalize("NFKC", str(cell)).strip()
    narrow = narrow.removesuffix(".0") if re.fullmatch(r"\d+\.0", narrow) else narrow
    return None if narrow in {"", "-", "—", "/", "无"} else narrow


def time(cell):
    """A point in time; None where there is none, also for a day that no calendar has."""
    if isinstance(cell, datetime.datetime):
        return cell
    written = text(cell)
    if written is None:
        return None
    try:
        if re.fullmatch(r"\d{8}", written):
            return datetime.datetime.strptime(written, "%Y%m%d")
        if re.fullmatch(r"\d{5}(\.\d+)?", written):
            return FIRST_DAY + datetime.timedelta(seconds=round(float(written) * 86400))
        match = WRITTEN.fullmatch(written)
        if match is None:
            return None
        year, month, day, half, hour, minute, second = match.groups()
        hour = int(hour or 0) + (12 if half == "下午" and int(hour or 0) < 12 else 0)
        return datetime.datetime(int(year), int(month), int(day), hour, int(minute or 0), int(second or 0))
    except ValueError:
        return None


def vehicle(cell):
    """A plate or VIN without the signs that people put into it."""
    written = text(cell)
    written = written and re.sub(r"[\s·.\-]+", "", written).upper()
    return None if written in NO_PLATE else written


def answer(cell):
    written = text(cell)
    return True if written in YES else False if written in NO else None


def number(cell):
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*分?", text(cell) or "")
    return float(match[1]) if match else None


def minutes(cell):
    """A limit that says how long, not until when: 24小时, 3天."""
    match = re.fullmatch(r"(\d+)\s*(小时|h|天|日)", text(cell) or "")
    return int(match[1]) * (60 if match[2] in {"小时", "h"} else 1440) if match else None


def converter(table, field, config):
    """What turns a cell of this field into its value."""
    if field in TIMES:
        return time
    if field in VEHICLES:
        return vehicle
    if field in ANSWERS:
        return answer
    if field in NUMBERS or field.startswith("score_"):
        return number
    if field in VOCABULARIES:
        return vocabulary(field, more_words(table, config))
    return person(config.get("aliases", {}).get(field, {}))


def vocabulary(field, added):
    names = FOLDED_NAMES.get(field, {})

    def word(cell):
        written = text(cell)
        if written is None:
            return None
        written = added.get(fold(written), written)
        return names.get(fold(written), written)

    return word


def person(aliases):
    """Plain text, with the spellings that the workspace counts as one brought together."""
    known = {text(spelling): name for name, spellings in aliases.items() for spelling in spellings}

    def name(cell):
        written = text(cell)
        return known.get(written, written)

    return name


def scale(top, heading, scales):
    """The highest score of a column: as the workspace says, else by its largest value."""
    return scales.get(heading, 5 if top <= 5 else 10 if top <= 10 else 100)
