"""The ten charts of the agenda as plain data, from the figures of each period; shared by both rivals."""

FLOW = [("新增", "complaints_received"), ("结案", "complaints_closed"), ("期末未结", "complaints_open")]


def charts(trend, item_names):
    """`trend`: [(label, figures of that period)], oldest first. One dict a chart: id, title, categories, series."""
    labels = [label for label, _ in trend]
    over = lambda indicator, part: [figures[indicator][part] for _, figures in trend]
    now = trend[-1][1]
    rows = lambda indicator, by: sorted(now[indicator]["by"].get(by, {}).items(), key=lambda row: (-row[1][3], row[0]))
    column = lambda name, values: (name, values, "column", "left")
    line = lambda name, values: (name, values, "line", "right")
    reasons, causes = rows("callback_failures", ("reason",)), rows("first_time_fix_failures", ("reason",))
    advisors = sorted(now["satisfaction_score"]["by"].get(("advisor",), {}).items())
    orders = now["callbacks_due"]["by"].get(("advisor",), {})
    technicians = rows("first_time_fix_rate", ("technician",))
    levels = sorted(now["complaint_timely_closure_rate"]["by"].get(("level",), {}).items())
    item_lines = [
        (name, [(figures["satisfaction_score"]["by"].get(("item",), {}).get((name,)) or [None])[0]
                for _, figures in trend], "line", "left") for name in item_names]
    chart = lambda id, title, categories, series: {"id": id, "title": title, "categories": categories, "series": series}
    return [
        chart("callback_success_rate", "回访概况", labels,
              [column("回访台次", over("callback_success_rate", "denominator")),
               column("成功", over("callback_success_rate", "numerator")),
               line("回访成功率", over("callback_success_rate", "value"))]),
        chart("callback_failures", "回访未成功原因", [key[0] for key, _ in reasons],
              [column("台次", [row[0] for _, row in reasons])]),
        chart("satisfaction_score", "满意度走势", labels, [("满意度", over("satisfaction_score", "value"), "line", "left")]),
        chart("satisfaction_items", "满意度分项", labels, item_lines),
        chart("satisfaction_advisors", "服务顾问对比", [key[0] for key, _ in advisors],
              [column("接车台次", [orders.get(key, (0,))[0] for key, _ in advisors]),
               column("有效问卷", [row[3] for _, row in advisors]), line("满意度", [row[0] for _, row in advisors])]),
        chart("first_time_fix_rate", "技师未一次修复率", [key[0] for key, _ in technicians],
              [column("未一次修复率", [100 - row[0] for _, row in technicians])]),
        chart("first_time_fix_failures", "未一次修复原因", [key[0] for key, _ in causes],
              [("台次", [row[0] for _, row in causes], "pie", "left")]),
        chart("complaint_flow", "投诉流量", labels, [column(name, over(id, "value")) for name, id in FLOW]),
        chart("complaint_timely_closure_rate", "及时结案率", [key[0] for key, _ in levels],
              [column("及时结案率", [row[0] for _, row in levels])]),
        chart("first_service_retention", "首保内化率", labels,
              [column("首保台次", over("first_service_retention", "numerator")),
               column("三月平均销量", over("first_service_retention", "denominator")),
               line("首保内化率", over("first_service_retention", "value"))]),
    ]
