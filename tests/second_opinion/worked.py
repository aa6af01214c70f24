"""Working time: the days of `templates/calendar/`, the hours of two constants."""
from datetime import date, datetime, time, timedelta

DAY = timedelta(days=1)


class Worked:
    def __init__(self, calendar, constants):
        self.years = {int(year) for year in calendar}
        self.off, self.work = (
            {day for year in calendar.values() for text in year[key] for day in days_of(text)} for key in ("off", "work"))
        self.start, self.end = (timedelta(minutes=constants.get(name, 0)) for name in ("workday_start", "workday_end"))

    def hours(self, day):
        """The first and the last moment of work of a day, or nothing; an error in a year that is not known."""
        if day.year not in self.years:
            raise LookupError(day)
        if day not in self.work and (day.weekday() >= 5 or day in self.off):
            return None
        midnight = datetime.combine(day, time())
        return midnight + self.start, midnight + self.end

    def minutes(self, begin, end):
        """Whole minutes of work between two times; nothing where a time or a year between them is not known."""
        if begin is None or end is None:
            return None
        if end < begin:
            other = self.minutes(end, begin)
            return None if other is None else -other
        total, day = 0, begin.date()
        try:
            while day <= end.date():
                if hours := self.hours(day):
                    first, last = max(begin, hours[0]), min(end, hours[1])
                    total += max(minute(last) - minute(first), 0 * DAY) // timedelta(minutes=1)
                day += DAY
        except LookupError:
            return None
        return total

    def after(self, begin, minutes):
        """The time when so many minutes of work have gone by."""
        if begin is None or minutes is None:
            return None
        left, day = timedelta(minutes=minutes), begin.date()
        try:
            while True:
                if hours := self.hours(day):
                    first = max(minute(begin), hours[0])
                    if first + left <= hours[1]:
                        return first + left
                    left -= max(hours[1] - first, 0 * DAY)
                day += DAY
        except LookupError:
            return None


def minute(moment):
    return moment.replace(second=0, microsecond=0)


def days_of(text):
    first, _, last = text.partition("/")
    first = date.fromisoformat(first)
    last = date.fromisoformat(last) if last else first
    return [first + number * DAY for number in range((last - first).days + 1)]
