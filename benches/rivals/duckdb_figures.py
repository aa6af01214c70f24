"""The indicators in SQL, for rival C: DuckDB counts all months of the trend at once; the answer has the shape of
`polars_figures.py`. Rows of `months` are (label, first day, day after the last)."""
from collections import defaultdict

import duckdb
import polars as pl

from polars_figures import BLANK, NOTHING, count, entry, rate
from words import ITEM_NAMES

SCORES = [f"score_{item}" for item in ITEM_NAMES]
SATISFIED = "('满意', '非常满意', '完全满意', '比较满意', '表扬')"
NOT_SATISFIED = "('保留意见', '理解', '接受', '一般', '有点不满意', '不满意', '非常不满意')"

FACTS = f"""
create table orders as
select * exclude (first_service),
    coalesce(settled_at, delivered_at, opened_at) as date,
    coalesce(vin, plate) as vehicle,
    coalesce(status_sense = 'finished', settled_at is not null or delivered_at is not null) as finished,
    coalesce(service_type_sense in ('internal', 'pdi'), false) as aside,
    coalesce(service_type_sense = 'first_service', false) or coalesce(first_service, false) as first_service
from work_orders
where coalesce(settled_at, delivered_at, opened_at) is not null and status_sense is distinct from 'void';

create table after_sales as
select *, row_number() over (order by call_date nulls first, attempt nulls first, place) as call
from callbacks where kind is null or kind_sense = 'after_sales';

-- The order of each call without a number: its vehicle's of the service date, else its vehicle's latest of the thirty days up
-- to the call. The vehicle is the VIN; where that leads to no order the plate, if call or order has no VIN.
create table loose as
with alone as (select * from after_sales where order_no is null),
by_vin as (
    select alone.call, alone.call_date, alone.service_date, orders.* from alone join orders on alone.vin = orders.vin),
by_plate as (
    select alone.call, alone.call_date, alone.service_date, orders.* from alone join orders on alone.plate = orders.plate
    where (alone.vin is null or orders.vin is null) and alone.call not in (select call from by_vin)),
pairs as (
    select call, order_no, date, coalesce(opened_at::date = service_date::date, false)
        or coalesce(delivered_at::date = service_date::date, false)
        or coalesce(settled_at::date = service_date::date, false) as same_day, call_date
    from (select * from by_vin union all by name select * from by_plate))
select call, last(order_no order by same_day, date, order_no) as found from pairs
where same_day or date::date between call_date::date - 30 and call_date::date group by call;

create table calls as
select after_sales.* exclude (advisor), coalesce(after_sales.order_no, found) as order_key,
    coalesce(after_sales.advisor, owners.advisor) as advisor,
    coalesce(after_sales.order_no, found, 'row ' || after_sales.call) as case_key
from after_sales left join loose using (call)
left join (select order_no, advisor from orders where order_no is not null) owners
    on owners.order_no = coalesce(after_sales.order_no, found);

create view attempts as select * from calls
where (result is not null or reason is not null) and result_sense is distinct from 'open';

create table repairs as
select orders.*, called.order_key is not null as called, coalesce(fixed_first_visit, told) as fixed
from orders left join (select distinct order_key from attempts where order_key is not null) called
    on orders.order_no = called.order_key
left join (select order_key, last(fixed_first_visit order by call) as told from calls
    where fixed_first_visit is not null and order_key is not null group by order_key) answers
    on orders.order_no = answers.order_key;

create table cases as
select last(call_date order by call) as date, last(caller order by call) as caller, last(advisor order by call) as advisor,
    coalesce(last(reason order by call), '未填原因') as reason, bool_or(coalesce(result_sense = 'success', false)) as success
from attempts group by case_key;

create table answers as
select coalesce(advisor, '{BLANK}') as advisor, date, {', '.join(SCORES)} from (
    select advisor, call_date as date, {', '.join(SCORES)} from calls
    union all by name select advisor, survey_date as date, {', '.join(SCORES)} from surveys)
where coalesce({', '.join(SCORES)}) is not null;

create table sales as select *, coalesce(delivered_at, invoiced_at, sold_at) as date from new_sales;

-- One row a car and month in which a policy of it falls due: a renewed one first, then the one due last.
create table cars as
with judged as (
    select *, coalesce(vin, plate) as car, date_trunc('month', due_at) as month,
        coalesce((due_at::date - renewed_at::date) between -30 and 90, result_sense = 'renewed', is_renewed, false) as renewed
    from renewals where not coalesce(transferred, false)),
told as (select *, not renewed and (coalesce(result_sense = 'lost', false) or lost_reason is not null) as lost from judged)
select * from told qualify row_number() over (partition by car, month order by renewed desc, due_at desc nulls last,
    lost desc, lost_reason nulls last, agent nulls last, insurer nulls last, place) = 1;

-- A, B, C by the finished orders of the year before; nothing where the months of the orders do not reach over it.
create table due_cars as
with span as (select date_trunc('month', min(date))::date as since, last_day(max(date)) as until from orders),
visits as (select vehicle, date::date as day from orders where finished),
seen as (
    select cars.car, cars.month, count(visits.day) as visits from cars left join visits on visits.vehicle = cars.car
        and visits.day between (cars.due_at::date - interval 12 month)::date and cars.due_at::date
    group by cars.car, cars.month)
select cars.*, case when (cars.due_at::date - interval 12 month)::date >= span.since and cars.due_at::date <= span.until
    then case when visits >= 3 then 'A' when visits >= 1 then 'B' else 'C' end end as loyalty
from cars join seen using (car, month) cross join span;
"""

# What of a fact is of which month.
OF_MONTHS = """
create view due as select label, repairs.* from repairs join months on date >= since and date < until where finished and not aside;
create view tried as select label, cases.* from cases join months on date >= since and date < until;
create view failed as select * from tried where not success;
create view repaired as select * from due where fixed is not null;
create view unrepaired as select *, not_fixed_reason as reason from repaired where not fixed;
create view known as select label, since, until, complaints.* exclude (closed_at), case when closed_at < until then closed_at end as closed
    from complaints join months on received_at < until;
create view received as select * from known where received_at >= since;
create view carried as select * from known where received_at < since and not coalesce(closed < since, false);
create view closed as select *, if(received_at >= since, 'received', 'carried_in') as origin from known where closed >= since;
create view still as select *, case when days <= 3 then '0-3' when days <= 7 then '4-7' when days <= 14 then '8-14'
    when days <= 30 then '15-30' else '30+' end as age
    from (select *, until::date - 1 - received_at::date as days from known where closed is null);
create view renewable as select label, due_cars.* from due_cars join months on due_at >= since and due_at < until;
create view renewed as select * from renewable where renewed;
create view lost as select * from renewable where lost;
"""


def prepare(tables):
    """A connection that holds the facts of the tables, and the days of each table that has some."""
    db = duckdb.connect()
    for name, frame in tables.items():
        db.register("frame", frame.with_row_index("place").to_arrow())
        db.execute(f"create table {name} as select * from frame")
    db.execute(FACTS)
    spans = {"orders": "select date from orders", "calls": "select call_date from calls",
             "complaints": "select received_at from complaints union all select closed_at from complaints",
             "renewals": "select due_at from renewals"}
    whole = {name: db.sql(f"select min(day)::date, max(day)::date from ({days}) as t(day)").fetchone() for name, days in spans.items()}
    return db, whole


class Months:
    """The months of the trend and what is counted of each."""

    def __init__(self, db, spans, months):
        self.db, self.spans, self.months = db, spans, months
        db.register("list", pl.DataFrame(months, schema=["label", "since", "until"], orient="row").to_arrow())
        db.execute("create table months as select * from list")
        db.execute(OF_MONTHS)

    def sums(self, source, what, *by):
        """{label: {key: sums}} of the rows of a source."""
        keys = ", ".join(f"coalesce({column}, '{BLANK}')" for column in by)
        found = defaultdict(dict)
        for label, *row in self.db.sql(f"select label, {keys + ', ' if by else ''}{what} from {source} group by all").fetchall():
            found[label][tuple(row[:len(by)])] = row[len(by):]
        return found

    def counts(self, source, *by, of=None, known=lambda label: True):
        """Entries of a number of rows; without data where there are no rows of `of`, or where nothing is known."""
        all_of = self.sums(of or source, "count(*)")
        whole = self.sums(source, "count(*)")
        groups = {(column,): self.sums(source, "count(*)", column) for column in by}
        answer = {}
        for label, _, _ in self.months:
            has_data = known(label) and (of is None or all_of[label])
            parts = {key: {name: count(n) for name, (n,) in found[label].items()} for key, found in groups.items()}
            answer[label] = entry(count(whole[label].get((), [0])[0]) if has_data else NOTHING, parts)
        return answer

    def rates(self, source, hit, *by, known=lambda label: True):
        """Entries of a share of rows."""
        what = f"sum({hit}::int)::bigint, count(*)"
        whole = self.sums(source, what)
        groups = {(column,): self.sums(source, what, column) for column in by}
        return {label: entry(rate(*whole[label].get((), (0, 0))) if known(label) else NOTHING, {
            key: {name: rate(*sums) for name, sums in found[label].items()} for key, found in groups.items()})
            for label, _, _ in self.months}

    def reach(self, *tables):
        """Whether a month lies within the days of the tables."""
        days = {label: (since.date(), until.date()) for label, since, until in self.months}

        def known(label):
            since, until = days[label]
            spans = [self.spans[table] for table in tables]
            return all(first is not None and until > first and since <= last for first, last in spans)
        return known


def figures(db, spans, months, hours):
    """{label: every indicator}; the months' figures are as of their own ends."""
    of = Months(db, spans, months)
    orders, complaints_known, renewals_known = of.reach("orders"), of.reach("complaints"), of.reach("renewals")
    named = {
        "callbacks_due": of.counts("due", "advisor", known=orders),
        "callback_rate": callback_rate(of),
        "callback_success_rate": of.rates("tried", "success", "advisor", "caller"),
        # Where nothing was attempted nobody knows whether calls would have failed: no data, not 0.
        "callback_failures": of.counts("failed", "reason", of="tried"),
        "first_time_fix_rate": of.rates("repaired", "fixed", "technician"),
        "first_time_fix_failures": of.counts("unrepaired", "reason", "technician", of="repaired"),
        "satisfaction_score": satisfaction(of),
        "complaints_received": of.counts("received", "level", "category", known=complaints_known),
        "complaints_carried_in": of.counts("carried", known=complaints_known),
        "complaints_closed": of.counts("closed", "origin", known=complaints_known),
        "complaints_open": of.counts("still", "level", "age", known=complaints_known),
        "complaint_timely_closure_rate": timeliness(of, hours),
        "complaint_resolution_satisfaction": of.rates(
            f"(select * from closed where reaction in {SATISFIED} or reaction in {NOT_SATISFIED})", f"(reaction in {SATISFIED})"),
        "first_service_retention": retention(of),
        "renewal_rate": of.rates("renewable", "renewed", "agent", "insurer", "loyalty", known=renewals_known),
        "renewals": of.counts("renewed", "agent", "insurer", "loyalty", of="renewable", known=renewals_known),
        "renewals_lost": of.counts("lost", "lost_reason", "insurer", of="renewable", known=renewals_known),
    }
    return [(label, {id: entries[label] for id, entries in named.items()}) for label, _, _ in months]


def callback_rate(of):
    known = of.reach("orders", "calls")
    entries = of.rates("due", "called", "advisor", known=known)
    if of.db.sql("select count(order_no) from calls").fetchone()[0]:
        return entries
    cases = of.sums("tried", "count(*)")
    for label, one in entries.items():
        if known(label):
            entries[label] = entry(rate(cases[label].get((), [0])[0], one["n"]), one["by"])
    return entries


def satisfaction(of):
    """The mean over advisors of the mean over items of their means."""
    means = ", ".join(f"avg({score}), count({score})" for score in SCORES)
    found = of.sums("(select label, answers.* from answers join months on date >= since and date < until)", f"count(*), {means}", "advisor")
    answer = {}
    for label, _, _ in of.months:
        by_advisor, by_both, items = {}, {}, defaultdict(list)
        for (advisor,), (n, *pairs) in found[label].items():
            own = {name: (pairs[2 * at], pairs[2 * at + 1]) for at, name in enumerate(ITEM_NAMES.values()) if pairs[2 * at + 1]}
            by_advisor[advisor,] = (sum(mean for mean, _ in own.values()) / len(own), None, None, n)
            for name, (mean, number) in own.items():
                by_both[advisor, name] = (mean, None, None, number)
                if advisor != BLANK:
                    items[name].append((mean, number))
        named = [one for (advisor,), one in by_advisor.items() if advisor != BLANK]
        mean_of = lambda values: sum(values) / len(values) if values else None
        by_item = {(name,): (mean_of([mean for mean, _ in of_item]), None, None, sum(number for _, number in of_item))
                   for name, of_item in items.items()}
        answer[label] = entry((mean_of([value for value, *_ in named]), None, None, sum(n for *_, n in named)),
                              {("advisor",): by_advisor, ("item",): by_item, ("advisor", "item"): by_both})
    return answer


def timeliness(of, hours):
    allowed = "".join(f"when level = '{level}' then {value * 60} " for level, value in hours.items() if level != "default")
    allowed = f"case when level is null then {hours['default'] * 60} {allowed}else {hours['default'] * 60} end"
    of.db.execute(f"""
        create view judged as
        with due as (select *, coalesce("limit", received_at
            + to_microseconds((60e6 * coalesce(limit_minutes, {allowed}))::bigint)) as due
            from received)
        select label, level, coalesce(if(closed::time = time '00:00' or due::time = time '00:00', closed::date <= due::date,
            closed <= due), false) as timely from due where closed is not null or due::date < until::date""")
    return of.rates("judged", "timely", "level")


def retention(of):
    """Per month: first services against a third of the cars sold in the three months before."""
    number = lambda day: day.year * 12 + day.month - 1
    services = dict(of.db.sql("""select year(date) * 12 + month(date) - 1, count(distinct vehicle) from orders
        where finished and first_service group by all""").fetchall())
    answer, known = {}, of.reach("orders")
    for label, since, until in of.months:
        sold = dict(of.db.execute("""select year(date) * 12 + month(date) - 1, count(*) from sales
            where date < $1 and not coalesce(cancelled_at < $1, false) group by all""", [until]).fetchall())
        month = number(since)
        has_data = sold and known(label) and month - 3 >= min(sold) and month - 1 <= max(sold)
        thirds = sum(sold.get(before, 0) for before in range(month - 3, month)) if has_data else 0
        n = services.get(month, 0)
        answer[label] = entry((300 * n / thirds, n, thirds / 3, n) if thirds else NOTHING)
    return answer

