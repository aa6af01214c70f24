"""The indicators in polars, for rival B; the same shape of answer as `pandas_figures.py`."""
import datetime

import polars as pl

from words import ITEM_NAMES

SATISFIED = ["满意", "非常满意", "完全满意", "比较满意", "表扬"]
NOT_SATISFIED = ["保留意见", "理解", "接受", "一般", "有点不满意", "不满意", "非常不满意"]
BLANK = "未指定"
DAY = datetime.timedelta(days=1)
NOTHING = (None, None, None, 0)


def rate(numerator, denominator):
    """A percentage with its parts; no data where the denominator is nothing."""
    return (100 * numerator / denominator, numerator, denominator, denominator) if denominator else NOTHING


def count(n):
    return n, None, None, n


def entry(figure, by=None):
    value, numerator, denominator, n = figure
    return {"value": value, "numerator": numerator, "denominator": denominator, "n": n, "by": by or {}}


def counted(frame, *by):
    keys = [pl.col(column).fill_null(BLANK) for column in by]
    return {tuple(row[:-1]): count(row[-1]) for row in frame.group_by(keys).len().iter_rows()}


def rated(frame, hit, by):
    rows = frame.group_by(pl.col(by).fill_null(BLANK)).agg(pl.col(hit).sum().alias("hits"), pl.len().alias("all"))
    return {(key,): rate(hits, everything) for key, hits, everything in rows.iter_rows()}


def within(column, start, end):
    return (pl.col(column) >= start) & (pl.col(column) < end + DAY)


def prepare(tables):
    """Everything that does not depend on the period: dates, cases, answers."""
    orders = dated_orders(tables["work_orders"])
    calls = linked_calls(tables["callbacks"], orders)
    attempts = calls.filter(pl.any_horizontal(pl.col("result", "reason").is_not_null())
                            & (pl.col("result_sense") != "open").fill_null(True))
    told = calls.filter(pl.all_horizontal(pl.col("fixed_first_visit", "order_key").is_not_null())).group_by(
        "order_key", maintain_order=True).agg(pl.col("fixed_first_visit").last().alias("told"))
    called = attempts.select("order_key", called=True).drop_nulls().unique()
    orders = (orders.join(called, left_on="order_no", right_on="order_key", how="left")
              .join(told, left_on="order_no", right_on="order_key", how="left")
              .with_columns(pl.col("called").fill_null(False), pl.coalesce("fixed_first_visit", "told").alias("fixed")))
    complaints = tables["complaints"]
    return {"orders": orders, "calls": calls, "cases": cases_of(attempts), "answers": answers_of(calls, tables["surveys"]),
            "sales": tables["new_sales"].with_columns(pl.coalesce("delivered_at", "invoiced_at", "sold_at").alias("date")),
            "complaints": complaints, "calls_have_orders": calls["order_no"].is_not_null().any(),
            "order_days": days(orders["date"]), "call_days": days(calls["call_date"]),
            "complaint_days": days(complaints["received_at"], complaints["closed_at"]),
            "renewals": cars_due(tables["renewals"], orders), "renewal_days": days(tables["renewals"]["due_at"])}


def dated_orders(orders):
    dated = pl.col("settled_at").is_not_null() | pl.col("delivered_at").is_not_null()
    status, service = pl.col("status_sense"), pl.col("service_type_sense")
    return orders.with_columns(
        pl.coalesce("settled_at", "delivered_at", "opened_at").alias("date"),
        pl.coalesce("vin", "plate").alias("vehicle"),
        pl.coalesce(status == "finished", dated).alias("finished"),
        service.is_in(["internal", "pdi"]).fill_null(False).alias("aside"),
        ((service == "first_service").fill_null(False) | pl.col("first_service").fill_null(False)).alias("first_service"),
    ).filter(pl.col("date").is_not_null() & (status != "void").fill_null(True))


def linked_calls(calls, orders):
    """After-sales calls in order of time with their order, their case, and the order's advisor where they name none."""
    calls = calls.filter(pl.col("kind").is_null() | (pl.col("kind_sense") == "after_sales"))
    calls = calls.sort("call_date", "attempt", nulls_last=False, maintain_order=True).with_row_index("call")
    owners = orders.select("order_no", owner="advisor").drop_nulls("order_no")
    return (calls.join(orders_of_loose(calls, orders), on="call", how="left", maintain_order="left")
            .with_columns(pl.coalesce("order_no", "found").alias("order_key"))
            .join(owners, left_on="order_key", right_on="order_no", how="left", maintain_order="left")
            .with_columns(pl.coalesce("advisor", "owner").alias("advisor"),
                          pl.coalesce("order_key", pl.format("row {}", pl.col("call"))).alias("case")))


def orders_of_loose(calls, orders):
    """The order of each call without a number: its vehicle's of the service date, else its vehicle's latest of the
    thirty days up to the call. The vehicle is the VIN; where that leads to no order the plate, if call or order has no VIN."""
    loose = calls.filter(pl.col("order_no").is_null()).select("call", "vin", "plate", "call_date", "service_date")
    days_of_order = ["opened_at", "delivered_at", "settled_at"]
    theirs = orders.select("vin", "plate", "order_no", "date", *days_of_order)
    wanted = ["call", "call_date", "service_date", "order_no", "date", *days_of_order]
    by_vin = loose.join(theirs, on="vin")
    by_plate = loose.join(by_vin, on="call", how="anti").join(theirs, on="plate", suffix="_of_order").filter(
        pl.col("vin").is_null() | pl.col("vin_of_order").is_null())
    day = lambda column: pl.col(column).dt.date()
    same_day = pl.any_horizontal((day(column) == day("service_date")).fill_null(False) for column in days_of_order)
    recent = (day("date") <= day("call_date")) & (day("date") >= day("call_date") - DAY * 30)
    pairs = pl.concat([by_vin.select(wanted), by_plate.select(wanted)]).with_columns(same_day=same_day)
    pairs = pairs.filter(pl.col("same_day") | recent).sort("same_day", "date", "order_no")
    return pairs.group_by("call", maintain_order=True).agg(pl.col("order_no").last().alias("found"))


def cases_of(attempts):
    """One row a case, by its last attempt."""
    return attempts.group_by("case", maintain_order=True).agg(
        pl.col("call_date").last().alias("date"), pl.col("caller", "advisor").last(), pl.col("reason").last().fill_null("未填原因"),
        (pl.col("result_sense") == "success").fill_null(False).any().alias("success"))


def answers_of(calls, surveys):
    """One row a survey, by phone or from the lists, that has at least one score."""
    scores = [f"score_{item}" for item in ITEM_NAMES]
    answers = pl.concat([calls.select("advisor", *scores, date="call_date"),
                         surveys.select("advisor", *scores, date="survey_date")])
    return answers.filter(pl.any_horizontal(pl.col(scores).is_not_null())).with_columns(pl.col("advisor").fill_null(BLANK))


def cars_due(renewals, orders):
    """One row a car and month in which a policy of it falls due: a renewed one first, then the one due last."""
    day = lambda column: pl.col(column).dt.date()
    early = (day("due_at") - day("renewed_at")).dt.total_days()
    by_word = pl.coalesce(pl.col("result_sense") == "renewed", "is_renewed", pl.lit(False))
    cars = renewals.filter(~pl.col("transferred").fill_null(False)).with_columns(
        pl.coalesce("vin", "plate").alias("car"), day("due_at").dt.truncate("1mo").alias("month"),
        pl.coalesce(early.is_between(-30, 90), by_word).alias("renewed"))
    lost = (pl.col("result_sense") == "lost").fill_null(False) | pl.col("lost_reason").is_not_null()
    cars = cars.with_columns((~pl.col("renewed") & lost).alias("lost"))
    by = ["renewed", "due_at", "lost", "lost_reason", "agent", "insurer"]
    cars = cars.sort(by, descending=[True, True, True, False, False, False], nulls_last=True)
    cars = cars.unique(["car", "month"], keep="first", maintain_order=True).with_row_index("place")
    return cars.join(loyalty(cars, orders), on="place", how="left")


def loyalty(cars, orders):
    """A, B, C by the finished orders of the year before; nothing where the months of the orders do not reach over it."""
    span = days(orders["date"])
    windows = cars.select("place", "car", until=pl.col("due_at").dt.date()).with_columns(
        pl.col("until").dt.offset_by("-12mo").alias("since"))
    if span is None:
        return windows.select("place", loyalty=pl.lit(None, pl.String))
    first, last = span[0].date().replace(day=1), pl.lit(span[1].date()).dt.month_end()
    visits = orders.filter("finished").select(car="vehicle", day=pl.col("date").dt.date())
    seen = windows.join(visits, on="car", how="left")
    within = (pl.col("since") <= pl.col("day")) & (pl.col("day") <= pl.col("until"))
    number = seen.group_by("place").agg(within.fill_null(False).sum().alias("visits"))
    kind = pl.when(pl.col("visits") >= 3).then(pl.lit("A")).when(pl.col("visits") >= 1).then(pl.lit("B")).otherwise(pl.lit("C"))
    known = (pl.col("since") >= first) & (pl.col("until") <= last)
    return windows.join(number, on="place").select("place", loyalty=pl.when(known).then(kind))


def days(*columns):
    """First and last day of a table's dates; None where it has none."""
    dates = pl.concat([column.rename("day") for column in columns]).dt.truncate("1d")
    return None if dates.min() is None else (dates.min(), dates.max())


def outside(span, start, end):
    return span is None or end < span[0] or start > span[1]


def figures(facts, start, end, as_of, hours):
    """Every indicator for the period from `start` to `end` (days), states at the end of min(end, as_of)."""
    moment = min(end, as_of)
    due = facts["orders"].filter(within("date", start, moment) & pl.col("finished") & ~pl.col("aside"))
    cases = facts["cases"].filter(within("date", start, end))
    mine = facts["answers"].filter(within("date", start, moment))
    return (callbacks(facts, due, cases, start, end) | satisfaction(mine) | repairs(due)
            | complaints(facts, start, end, as_of, hours) | retention(facts, start, end, as_of) | renewals(facts, start, end))


def callbacks(facts, due, cases, start, end):
    no_orders, no_calls = outside(facts["order_days"], start, end), outside(facts["call_days"], start, end)
    if no_orders or no_calls:
        rate_of_due = entry(NOTHING)
    else:
        hits = int(due["called"].sum()) if facts["calls_have_orders"] else cases.height
        rate_of_due = entry(rate(hits, due.height), {("advisor",): rated(due, "called", "advisor")})
    failed = cases.filter(~pl.col("success"))
    return {
        "callbacks_due": entry(NOTHING if no_orders else count(due.height), {("advisor",): counted(due, "advisor")}),
        "callback_rate": rate_of_due,
        "callback_success_rate": entry(rate(int(cases["success"].sum()), cases.height), {
            ("advisor",): rated(cases, "success", "advisor"), ("caller",): rated(cases, "success", "caller")}),
        # Where nothing was attempted nobody knows whether calls would have failed: no data, not 0.
        "callback_failures": entry(count(failed.height) if cases.height else NOTHING, {("reason",): counted(failed, "reason")}),
    }


def repairs(due):
    answered = due.filter(pl.col("fixed").is_not_null())
    unfixed = answered.filter(~pl.col("fixed"))
    return {
        "first_time_fix_rate": entry(rate(int(answered["fixed"].sum()), answered.height),
                                     {("technician",): rated(answered, "fixed", "technician")}),
        "first_time_fix_failures": entry(count(unfixed.height) if answered.height else NOTHING, {
            ("reason",): counted(unfixed, "not_fixed_reason"), ("technician",): counted(unfixed, "technician")}),
    }


def satisfaction(mine):
    scores = [f"score_{item}" for item in ITEM_NAMES]
    means = mine.group_by("advisor").agg(*[pl.col(score).mean() for score in scores], pl.len().alias("n"),
                                         *[pl.col(score).count().alias(f"n_{score}") for score in scores])
    means = means.with_columns(pl.mean_horizontal(scores).alias("mean"))
    by_advisor = {(row["advisor"],): (row["mean"], None, None, row["n"]) for row in means.iter_rows(named=True)}
    by_both = {(row["advisor"], ITEM_NAMES[item]): (row[f"score_{item}"], None, None, row[f"n_score_{item}"])
               for row in means.iter_rows(named=True) for item in ITEM_NAMES if row[f"n_score_{item}"]}
    named = means.filter(pl.col("advisor") != BLANK)
    by_item = {(ITEM_NAMES[item],): (named[f"score_{item}"].mean(), None, None, int(named[f"n_score_{item}"].sum()))
               for item in ITEM_NAMES if named[f"n_score_{item}"].sum()}
    return {"satisfaction_score": entry((named["mean"].mean(), None, None, int(named["n"].sum())),
                                        {("advisor",): by_advisor, ("item",): by_item, ("advisor", "item"): by_both})}


def complaints(facts, start, end, as_of, hours):
    moment = min(end, as_of)
    known = facts["complaints"].filter(pl.col("received_at") < moment + DAY).with_columns(
        pl.when(pl.col("closed_at") < moment + DAY).then(pl.col("closed_at")).alias("closed"))
    received = known.filter(pl.col("received_at") >= start)
    carried = known.filter((pl.col("received_at") < start) & ~(pl.col("closed") < start).fill_null(False))
    closed = known.filter(pl.col("closed") >= start).with_columns(
        pl.when(pl.col("received_at") >= start).then(pl.lit("received")).otherwise(pl.lit("carried_in")).alias("origin"))
    age = (pl.lit(moment).dt.date() - pl.col("received_at").dt.date()).dt.total_days()
    still = known.filter(pl.col("closed").is_null()).with_columns(
        age.cut([3, 7, 14, 30], labels=["0-3", "4-7", "8-14", "15-30", "30+"]).cast(pl.String).alias("age"))
    number_of = lambda rows: NOTHING if outside(facts["complaint_days"], start, end) else count(rows.height)
    by = lambda rows, *columns: {(column,): counted(rows, column) for column in columns}
    reacted = closed.filter(pl.col("reaction").is_in(SATISFIED + NOT_SATISFIED).fill_null(False))
    satisfied = reacted.filter(pl.col("reaction").is_in(SATISFIED))
    return {
        "complaints_received": entry(number_of(received), by(received, "level", "category")),
        "complaints_carried_in": entry(number_of(carried)),
        "complaints_closed": entry(number_of(closed), by(closed, "origin")),
        "complaints_open": entry(number_of(still), by(still, "level", "age")),
        "complaint_timely_closure_rate": timeliness(received, as_of, hours),
        "complaint_resolution_satisfaction": entry(rate(satisfied.height, reacted.height)),
    }


def timeliness(received, as_of, hours):
    of_level = pl.col("level").replace_strict(hours, default=hours["default"], return_dtype=pl.Float64) * 60
    allowed = pl.duration(minutes=pl.coalesce("limit_minutes", of_level))
    judged = received.with_columns(
        pl.when(pl.col("closed_at") < as_of + DAY).then(pl.col("closed_at")).alias("seen"),
        pl.coalesce(pl.col("limit"), pl.col("received_at") + allowed).alias("due"))
    midnight = lambda column: (pl.col(column).dt.truncate("1d") == pl.col(column)).fill_null(False)
    by_day = pl.col("seen").dt.date() <= pl.col("due").dt.date()
    in_time = pl.when(midnight("seen") | midnight("due")).then(by_day).otherwise(pl.col("seen") <= pl.col("due"))
    judged = judged.with_columns(in_time.fill_null(False).alias("timely")).filter(
        pl.col("seen").is_not_null() | (pl.col("due").dt.date() <= as_of.date()))
    return entry(rate(int(judged["timely"].sum()), judged.height), {("level",): rated(judged, "timely", "level")})


def renewals(facts, start, end):
    """Of the cars due in the period, whenever they were renewed."""
    if outside(facts["renewal_days"], start, end):
        return {id: entry(NOTHING) for id in ("renewal_rate", "renewals", "renewals_lost")}
    due = facts["renewals"].filter(within("due_at", start, end))
    renewed, lost = due.filter("renewed"), due.filter("lost")
    number_of = lambda rows: count(rows.height) if due.height else NOTHING
    kinds = ("agent", "insurer", "loyalty")
    return {
        "renewal_rate": entry(rate(renewed.height, due.height), {(kind,): rated(due, "renewed", kind) for kind in kinds}),
        "renewals": entry(number_of(renewed), {(kind,): counted(renewed, kind) for kind in kinds}),
        "renewals_lost": entry(number_of(lost), {(kind,): counted(lost, kind) for kind in ("lost_reason", "insurer")}),
    }


def retention(facts, start, end, as_of):
    moment = min(end, as_of)
    sold = facts["sales"].filter((pl.col("date") < moment + DAY) & ~(pl.col("cancelled_at") < as_of + DAY).fill_null(False))
    first = facts["orders"].filter(pl.col("finished") & pl.col("first_service") & (pl.col("date") < moment + DAY))
    if sold.is_empty() or outside(facts["order_days"], start, end):
        return {"first_service_retention": entry(NOTHING)}
    month = pl.col("date").dt.year().cast(pl.Int64) * 12 + pl.col("date").dt.month().cast(pl.Int64) - 1
    per_month = dict(sold.group_by(month).len().iter_rows())
    services = dict(first.group_by(month.alias("month")).agg(pl.col("vehicle").drop_nulls().n_unique()).iter_rows())
    numerator = thirds = 0
    for m in range(start.year * 12 + start.month - 1, end.year * 12 + end.month):
        if m - 3 >= min(per_month) and m - 1 <= max(per_month):
            numerator += services.get(m, 0)
            thirds += sum(per_month.get(before, 0) for before in range(m - 3, m))
    return {"first_service_retention": entry((300 * numerator / thirds, numerator, thirds / 3, numerator) if thirds else NOTHING)}
