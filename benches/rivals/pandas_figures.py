"""The indicators in pandas, written from the contract and the dictionary alone: an independent second opinion on every figure.

Nothing here knows the program. `figures(tables, start, end, as_of, hours)` gives, for one period,
{indicator: {"value", "numerator", "denominator", "n", "by": {("advisor",): {("乔丹",): (value, numerator, denominator, n)}}}}.
"""
import numpy as np
import pandas as pd

from words import ITEM_NAMES

SATISFIED = {"满意", "非常满意", "完全满意", "比较满意", "表扬"}
NOT_SATISFIED = {"保留意见", "理解", "接受", "一般", "有点不满意", "不满意", "非常不满意"}
BLANK = "未指定"
DAY = pd.Timedelta(days=1)
NOTHING = (None, None, None, 0)


def rate(numerator, denominator):
    """A percentage with its parts; no data where the denominator is nothing."""
    return (100 * numerator / denominator, numerator, denominator, denominator) if denominator else NOTHING


def count(n):
    """A count carries neither numerator nor denominator."""
    return int(n), None, None, int(n)


def entry(figure, by=None):
    value, numerator, denominator, n = figure
    return {"value": value, "numerator": numerator, "denominator": denominator, "n": n, "by": by or {}}


def blank_named(column):
    return column.where(column.notna(), BLANK)


def coalesce(*columns):
    first = columns[0]
    for column in columns[1:]:
        first = first.where(first.notna(), column)
    return first


def prepare(tables):
    """Everything that does not depend on the period: dates, cases, answers."""
    orders = dated_orders(tables["work_orders"])
    calls = linked_calls(tables["callbacks"], orders)
    attempts = calls[(calls.result.notna() | calls.reason.notna()) & (calls.result_sense != "open")]
    orders["called"] = orders.order_no.isin(attempts.order_key.dropna())
    answered = calls[calls.fixed_first_visit.notna() & calls.order_key.notna()]
    told = answered.groupby("order_key").fixed_first_visit.last()
    orders["fixed"] = coalesce(orders.fixed_first_visit, orders.order_no.map(told))
    sales = tables["new_sales"].copy()
    sales["date"] = coalesce(sales.delivered_at, sales.invoiced_at, sales.sold_at)
    complaints = tables["complaints"]
    return {"orders": orders, "calls": calls, "cases": cases_of(attempts), "answers": answers_of(calls, tables["surveys"]),
            "sales": sales, "complaints": complaints, "calls_have_orders": calls.order_no.notna().any(),
            "order_days": days(orders.date), "call_days": days(calls.call_date),
            "complaint_days": days(complaints.received_at, complaints.closed_at),
            "renewals": cars_due(tables["renewals"], orders), "renewal_days": days(tables["renewals"].due_at)}


def dated_orders(orders):
    orders = orders.assign(date=coalesce(orders.settled_at, orders.delivered_at, orders.opened_at),
                           vehicle=coalesce(orders.vin, orders.plate), aside=orders.service_type_sense.isin(["internal", "pdi"]),
                           first_service=(orders.service_type_sense == "first_service") | orders.first_service.eq(True))
    dated = orders.settled_at.notna() | orders.delivered_at.notna()
    orders["finished"] = np.where(orders.status_sense.notna(), orders.status_sense == "finished", dated)
    return orders[orders.date.notna() & (orders.status_sense != "void")].reset_index(drop=True)


def linked_calls(calls, orders):
    """After-sales calls in order of time with their order, their case, and the order's advisor where they name none."""
    calls = calls[calls.kind.isna() | (calls.kind_sense == "after_sales")]
    calls = calls.sort_values(["call_date", "attempt"], kind="stable", na_position="first").reset_index(drop=True)
    calls["order_key"] = coalesce(calls.order_no, orders_of_loose(calls, orders))
    calls["case"] = coalesce(calls.order_key, "row " + calls.index.astype(str).to_series(index=calls.index))
    owner = orders.dropna(subset="order_no").set_index("order_no").advisor
    calls["advisor"] = coalesce(calls.advisor, calls.order_key.map(owner))
    return calls


def orders_of_loose(calls, orders):
    """The order of each call without a number: its vehicle's of the service date, else its vehicle's latest of the
    thirty days up to the call. The vehicle is the VIN; where that leads to no order the plate, if call or order has no VIN."""
    loose = calls.loc[calls.order_no.isna(), ["vin", "plate", "call_date", "service_date"]].rename_axis("call").reset_index()
    theirs = orders[["vin", "plate", "order_no", "date", "opened_at", "delivered_at", "settled_at"]]
    by_vin = loose.dropna(subset="vin").merge(theirs, on="vin")
    by_plate = loose[~loose.call.isin(by_vin.call)].dropna(subset="plate").merge(theirs, on="plate", suffixes=("", "_of_order"))
    pairs = pd.concat([by_vin, by_plate[by_plate.vin.isna() | by_plate.vin_of_order.isna()]])
    day = lambda column: pairs[column].dt.normalize()
    pairs["same_day"] = sum(day(column) == day("service_date") for column in ("opened_at", "delivered_at", "settled_at")) > 0
    recent = (day("date") <= day("call_date")) & (day("date") >= day("call_date") - 30 * DAY)
    pairs = pairs[pairs.same_day | recent].sort_values(["same_day", "date", "order_no"])
    return pairs.groupby("call").order_no.last().reindex(calls.index)


def cases_of(attempts):
    """One row a case, by its last attempt."""
    cases = attempts.drop_duplicates("case", keep="last").set_index("case")
    cases = cases[["call_date", "caller", "advisor", "reason"]].rename(columns={"call_date": "date"})
    cases["reason"] = cases.reason.fillna("未填原因")
    cases["success"] = (attempts.result_sense == "success").groupby(attempts.case).any()
    return cases


def answers_of(calls, surveys):
    """One row a survey, by phone or from the lists, that has at least one score."""
    scores = [f"score_{item}" for item in ITEM_NAMES]
    spoken = calls[["call_date", "advisor", *scores]].rename(columns={"call_date": "date"})
    met = surveys[["survey_date", "advisor", *scores]].rename(columns={"survey_date": "date"})
    answers = pd.concat([spoken, met], ignore_index=True)
    answers = answers[answers[scores].notna().any(axis=1)]
    return answers.assign(advisor=blank_named(answers.advisor))


def days(*columns):
    """First and last day of a table's dates; None where it has none."""
    dates = pd.concat(columns).dropna()
    return None if dates.empty else (dates.min().normalize(), dates.max().normalize())


def outside(span, start, end):
    return span is None or end < span[0] or start > span[1]


def cars_due(renewals, orders):
    """One row a car and month in which a policy of it falls due: a renewed one first, then the one due last."""
    cars = renewals[~renewals.transferred.eq(True)].assign(car=lambda rows: coalesce(rows.vin, rows.plate))
    early = (cars.due_at.dt.normalize() - cars.renewed_at.dt.normalize()).dt.days
    told = np.where(cars.result_sense.notna(), cars.result_sense == "renewed", cars.is_renewed.eq(True))
    cars["renewed"] = np.where(early.notna(), early.between(-30, 90), told).astype(bool)
    cars["lost"] = ~cars.renewed & ((cars.result_sense == "lost") | cars.lost_reason.notna())
    by = ["renewed", "due_at", "lost", "lost_reason", "agent", "insurer"]
    cars = cars.sort_values(by, ascending=[False, False, False, True, True, True], na_position="last", kind="stable")
    cars["month"] = cars.due_at.dt.to_period("M")
    cars = cars.drop_duplicates(["car", "month"])
    return cars.assign(loyalty=loyalty(cars, orders))


def loyalty(cars, orders):
    """A, B, C by the finished orders of the year before; nothing where the months of the orders do not reach over it."""
    due = cars.due_at.dt.normalize()
    since = due - pd.DateOffset(months=12)
    span = days(orders.date)
    if span is None:
        return pd.Series(None, index=cars.index, dtype=object)
    first, last = span[0].to_period("M").start_time, span[1].to_period("M").end_time.normalize()
    finished = orders[orders.finished]
    visits = {car: list(dates.dt.normalize()) for car, dates in finished.groupby("vehicle").date}
    kinds = []
    for car, begin, end in zip(cars.car, since, due):
        number = sum(begin <= day <= end for day in visits.get(car, []))
        kinds.append(("A" if number >= 3 else "B" if number else "C") if first <= begin and end <= last else None)
    return pd.Series(kinds, index=cars.index, dtype=object)


def within(column, start, end):
    return (column >= start) & (column < end + DAY)


def grouped(frame, by, one):
    """One figure a key of the columns `by`."""
    keys = [blank_named(frame[column]) for column in by]
    return {key if isinstance(key, tuple) else (key,): one(part) for key, part in frame.groupby(keys, sort=True)}


def figures(facts, start, end, as_of, hours):
    """Every indicator for the period from `start` to `end` (days), states at the end of min(end, as_of)."""
    moment = min(end, as_of)
    orders = facts["orders"]
    due = orders[within(orders.date, start, moment) & orders.finished & ~orders.aside]
    cases = facts["cases"]
    cases = cases[within(cases.date, start, end)]
    return (callbacks(facts, due, cases, start, end) | satisfaction(facts["answers"], start, moment) | repairs(due)
            | complaints(facts, start, end, as_of, hours) | retention(facts, start, end, as_of) | renewals(facts, start, end))


def tally(group):
    return count(len(group))


def callbacks(facts, due, cases, start, end):
    covered = lambda g: rate(int(g.called.sum()), len(g))
    success = lambda g: rate(int(g.success.sum()), len(g))
    failed = cases[~cases.success]
    no_orders, no_calls = outside(facts["order_days"], start, end), outside(facts["call_days"], start, end)
    if no_orders or no_calls:
        rate_of_due = entry(NOTHING)
    else:
        figure = covered(due) if facts["calls_have_orders"] else rate(len(cases), len(due))
        rate_of_due = entry(figure, {("advisor",): grouped(due, ["advisor"], covered)})
    return {
        "callbacks_due": entry(NOTHING if no_orders else tally(due), {("advisor",): grouped(due, ["advisor"], tally)}),
        "callback_rate": rate_of_due,
        "callback_success_rate": entry(success(cases), {("advisor",): grouped(cases, ["advisor"], success),
                                                        ("caller",): grouped(cases, ["caller"], success)}),
        # Where nothing was attempted nobody knows whether calls would have failed: no data, not 0.
        "callback_failures": entry(tally(failed) if len(cases) else NOTHING, {("reason",): grouped(failed, ["reason"], tally)}),
    }


def repairs(due):
    answered = due[due.fixed.notna()]
    answered = answered.assign(fixed=answered.fixed.astype(bool))
    fixed = lambda g: rate(int(g.fixed.sum()), len(g))
    unfixed = answered[~answered.fixed]
    return {
        "first_time_fix_rate": entry(fixed(answered), {("technician",): grouped(answered, ["technician"], fixed)}),
        "first_time_fix_failures": entry(tally(unfixed) if len(answered) else NOTHING,
                                         {("reason",): grouped(unfixed, ["not_fixed_reason"], tally),
                                          ("technician",): grouped(unfixed, ["technician"], tally)}),
    }


def satisfaction(answers, start, end):
    mine = answers[within(answers.date, start, end)]
    columns = {item: f"score_{item}" for item in ITEM_NAMES}
    by_advisor, by_both, values = {}, {}, {}
    for advisor, part in mine.groupby("advisor"):
        items = {}
        for item, column in columns.items():
            given = part[column].dropna()
            if len(given):
                items[item] = given.mean()
                by_both[(advisor, ITEM_NAMES[item])] = (items[item], None, None, len(given))
        by_advisor[(advisor,)] = (np.mean(list(items.values())), None, None, len(part))
        if advisor != BLANK:
            values[advisor] = items
    named = mine[mine.advisor != BLANK]
    by_item = {}
    for item, column in columns.items():
        given = [items[item] for items in values.values() if item in items]
        if given:
            by_item[(ITEM_NAMES[item],)] = (np.mean(given), None, None, int(named[column].notna().sum()))
    value = np.mean([by_advisor[(advisor,)][0] for advisor in values]) if values else None
    return {"satisfaction_score": entry((value, None, None, len(named)),
                                        {("advisor",): by_advisor, ("item",): by_item, ("advisor", "item"): by_both})}


def complaints(facts, start, end, as_of, hours):
    moment = min(end, as_of)
    every = facts["complaints"]
    known = every[every.received_at < moment + DAY]
    known = known.assign(closed=known.closed_at.where(known.closed_at < moment + DAY))
    received = known[known.received_at >= start]
    carried = known[(known.received_at < start) & ~(known.closed < start)]
    closed = known[known.closed >= start]
    closed = closed.assign(origin=np.where(closed.received_at >= start, "received", "carried_in"))
    still = known[known.closed.isna()]
    age = (moment - still.received_at.dt.normalize()).dt.days
    still = still.assign(age=pd.cut(age, [-1, 3, 7, 14, 30, 10**6], labels=["0-3", "4-7", "8-14", "15-30", "30+"]).astype(str))
    assert len(carried) + len(received) - len(closed) == len(still), "the flow does not add up"
    number_of = lambda rows: NOTHING if outside(facts["complaint_days"], start, end) else tally(rows)
    by = lambda rows, *columns: {(column,): grouped(rows, [column], tally) for column in columns}
    reacted = closed[closed.reaction.isin(SATISFIED | NOT_SATISFIED)]
    return {
        "complaints_received": entry(number_of(received), by(received, "level", "category")),
        "complaints_carried_in": entry(number_of(carried)),
        "complaints_closed": entry(number_of(closed), by(closed, "origin")),
        "complaints_open": entry(number_of(still), by(still, "level", "age")),
        "complaint_timely_closure_rate": timeliness(received, as_of, hours),
        "complaint_resolution_satisfaction": entry(rate(int(reacted.reaction.isin(SATISFIED).sum()), len(reacted))),
    }


def timeliness(received, as_of, hours):
    seen = received.closed_at.where(received.closed_at < as_of + DAY)
    of_level = received.level.map(hours).astype(float).fillna(hours["default"]) * 60
    due = coalesce(received.limit, received.received_at + pd.to_timedelta(coalesce(received.limit_minutes, of_level), unit="min"))
    midnight = lambda column: column.dt.normalize() == column
    by_day = midnight(seen) | midnight(due)
    in_time = np.where(by_day, seen.dt.normalize() <= due.dt.normalize(), seen <= due)
    judged = received.assign(timely=in_time)[seen.notna() | (due.dt.normalize() <= as_of)]
    timely = lambda g: rate(int(g.timely.sum()), len(g))
    return entry(timely(judged), {("level",): grouped(judged, ["level"], timely)})


def renewals(facts, start, end):
    """Of the cars due in the period, whenever they were renewed."""
    if outside(facts["renewal_days"], start, end):
        return {id: entry(NOTHING) for id in ("renewal_rate", "renewals", "renewals_lost")}
    due = facts["renewals"]
    due = due[within(due.due_at, start, end)]
    share = lambda g: rate(int(g.renewed.sum()), len(g))
    number_of = lambda rows: tally(rows) if len(due) else NOTHING
    by = lambda rows, one, *columns: {(column,): grouped(rows, [column], one) for column in columns}
    renewed, lost = due[due.renewed], due[due.lost]
    return {
        "renewal_rate": entry(share(due), by(due, share, "agent", "insurer", "loyalty")),
        "renewals": entry(number_of(renewed), by(renewed, tally, "agent", "insurer", "loyalty")),
        "renewals_lost": entry(number_of(lost), by(lost, tally, "lost_reason", "insurer")),
    }


def retention(facts, start, end, as_of):
    moment = min(end, as_of)
    orders, sales = facts["orders"], facts["sales"]
    first = orders[orders.finished & orders.first_service & (orders.date < moment + DAY)]
    sold = sales[(sales.date < moment + DAY) & ~(sales.cancelled_at < as_of + DAY)]
    if sold.empty or outside(facts["order_days"], start, end):
        return {"first_service_retention": entry(NOTHING)}
    month_of = lambda column: column.dt.year * 12 + column.dt.month - 1
    per_month = sold.groupby(month_of(sold.date)).size()
    services = first.groupby(month_of(first.date)).vehicle.nunique()
    numerator = thirds = 0
    for month in range(start.year * 12 + start.month - 1, end.year * 12 + end.month):
        if month - 3 >= per_month.index.min() and month - 1 <= per_month.index.max():
            numerator += int(services.get(month, 0))
            thirds += int(sum(per_month.get(before, 0) for before in range(month - 3, month)))
    return {"first_service_retention": entry((300 * numerator / thirds, numerator, thirds / 3, numerator) if thirds else NOTHING)}
