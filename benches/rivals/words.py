"""Headings and value words of the dealer files that the rivals read; plain tables, typed from the dictionary by hand."""
import re
import unicodedata

SCORES = {"服务态度": "score_attitude", "及时接待": "score_promptness", "预先报价": "score_quotation", "解释账单": "score_explanation"}
ITEM_NAMES = {field.removeprefix("score_"): name for name, field in SCORES.items()}
# A column headed 服务态度得分 is a column of its own: it may have another scale than 服务态度.
SCORE_HEADINGS = SCORES | {name + ending: field for name, field in SCORES.items() for ending in ("得分", "评分", "分数")}
VEHICLE = {
    "VIN": "vin", "VIN码": "vin", "车架号": "vin", "底盘号": "vin", "车辆识别码": "vin", "车牌号": "plate", "车牌": "plate",
    "车牌号码": "plate", "牌照号": "plate", "牌照": "plate", "车主姓名": "customer", "客户姓名": "customer", "客户名称": "customer",
    "车主": "customer", "车主名称": "customer", "投诉人姓名": "customer", "联系电话": "phone", "手机": "phone", "车主手机": "phone", "移动电话": "phone",
}
ORDER_NO = {name: "order_no" for name in ("工单号", "维修工单号", "维修委托号码", "任务委托书号", "委托书号", "委托单号", "派工单号", "RO号")}
ADVISOR = {name: "advisor" for name in ("服务顾问", "客户经理", "接待员", "SA", "接车人", "服务专员")}
HEADINGS = {
    "callbacks": VEHICLE | ORDER_NO | ADVISOR | SCORE_HEADINGS | {
        "回访日期": "call_date", "回访时间": "call_date", "跟踪日期": "call_date", "电访日期": "call_date", "拨打时间": "call_date",
        "出厂日期": "service_date", "交车日期": "service_date", "服务日期": "service_date", "回访类型": "kind", "回访类别": "kind",
        "回访次数": "attempt", "拨打次数": "attempt", "通话次数": "attempt", "回访结果": "result", "跟踪状态": "result", "回访状态": "result", "接通情况": "result", "拨号结果": "result",
        "失败原因": "reason", "未成功原因": "reason", "拒访原因": "reason", "回访人": "caller", "跟踪人": "caller", "回访员": "caller",
        "跟踪员": "caller", "是否一次修复": "fixed_first_visit", "问题是否解决": "fixed_first_visit", "故障是否排除": "fixed_first_visit",
        "客户反馈": "comment", "反馈信息": "comment", "回访内容": "comment", "客户意见": "comment", "备注": "comment",
    },
    "work_orders": VEHICLE | ORDER_NO | ADVISOR | {
        "开单日期": "opened_at", "进厂日期": "opened_at", "工单开单日期": "opened_at", "接车日期": "opened_at", "交车日期": "delivered_at",
        "出厂日期": "delivered_at", "结算日期": "settled_at", "结算时间": "settled_at", "结清日期": "settled_at", "变更时间": "updated_at",
        "工单状态": "status", "维修委托状态": "status", "维修类型": "service_type", "工单类型": "service_type", "业务类型": "service_type",
        "作业类型": "service_type", "是否首次保养": "first_service", "维修技师": "technician", "主修技师": "technician", "主修人": "technician",
        "责任技师": "technician", "是否一次修复": "fixed_first_visit", "未修复原因": "not_fixed_reason", "未一次修复原因": "not_fixed_reason",
        "返修原因": "not_fixed_reason", "车型": "model", "车系": "model", "行驶里程": "mileage", "进厂里程": "mileage", "维修金额": "amount",
    },
    "complaints": VEHICLE | {
        "投诉编号": "complaint_no", "投诉单号": "complaint_no", "服务请求编号": "complaint_no", "接诉时间": "received_at",
        "受理日期": "received_at", "投诉日期": "received_at", "投诉时间": "received_at", "结案日期": "closed_at", "处理完成日期": "closed_at",
        "关闭时间": "closed_at", "结案时间": "closed_at", "处理时限": "limit", "要求完成时间": "limit", "结案时限": "limit",
        "变更时间": "updated_at", "更新时间": "updated_at", "投诉等级": "level", "投诉级别": "level", "投诉类型": "category", "投诉来源": "source", "投诉内容": "content", "未决原因": "open_reason",
        "处理状态": "status", "处理进度": "status", "进行状态": "status", "客户反应": "reaction", "处理人": "handler",
    },
    "new_sales": VEHICLE | {
        "交车日期": "delivered_at", "开票日期": "invoiced_at", "销售日期": "sold_at", "零售日期": "sold_at", "取消日期": "cancelled_at",
        "单据状态": "status", "销售状态": "status", "渠道": "channel", "销售顾问": "consultant",
        "车型": "model",
    },
    "surveys": VEHICLE | ORDER_NO | ADVISOR | SCORE_HEADINGS | {
        "满意度调查时间": "survey_date", "访问日期": "survey_date", "调查日期": "survey_date", "满意度调查手段": "channel", "访问方式": "channel",
        "调查方式": "channel", "车型": "model", "总结": "comment",
    },
    "renewals": VEHICLE | {
        "保险到期": "due_at", "到期日期": "due_at", "商业险止期": "due_at", "保修结束日期": "due_at", "续保日期": "renewed_at",
        "保险销售日期": "renewed_at", "跟进状态": "result", "提醒状态": "result", "是否续保": "is_renewed", "战败原因": "lost_reason",
        "保险公司": "insurer", "保险公司名称": "insurer", "险种": "policy_type", "续保专员": "agent", "保险顾问": "agent",
        "是否已过户": "transferred", "车型": "model", "备注": "comment",
    },
}
NEEDED = {
    "callbacks": {"call_date", "result"}, "work_orders": {"order_no", "opened_at"}, "complaints": {"received_at", "complaint_no"},
    "new_sales": {"vin", "consultant"}, "surveys": {"survey_date", "score_attitude"},
    "renewals": {"due_at", "renewed_at"},
}
SENSES = {
    "callbacks": {
        "result": {
            "success": "成功 已接通 接通 回访成功 有效 有效回访 完成 已回访 成功结束跟踪 成功核实 Y 是 √ 1 OK ✓",
            "open": "待回访 未回访 未跟踪 继续跟踪 需再联系 改约 稍后再拨",
            "failure": "失败 未成功 无效 失败结束跟踪 未接通 N 否 × 0",
        },
        "kind": {"after_sales": "维修回访 三日回访 修后跟踪 修后回访 售后回访 维修 售后"},
    },
    "work_orders": {
        "status": {"void": "作废 取消 撤销 已取消 已作废 申请撤销 无效", "open": "在修 新建 派工 取消竣工",
                   "finished": "已结算 已提交结算 结清 已结清 竣工 已竣工 交车 已交车 完成 已完成 收款"},
        "service_type": {"first_service": "首保 强保", "internal": "内部车 内部 内部维修", "pdi": "PDI"},
    },
    "complaints": {"status": {"void": "撤销 已撤销 申请撤销 撤诉 无效", "reopened": "重新打开 再次打开 重开 已重开"}},
    "new_sales": {"status": {"void": "作废 已作废 取消 已取消 退车 退订"}},
    "surveys": {},
    "renewals": {"result": {"renewed": "已续保 续保成功 成功结束", "lost": "战败 失败结束", "open": "跟进中 已报价 继续提醒"}},
}
REASONS = {
    "号码错误": "空号 错号 号码错误 停机 号码不存在 少一位 打错 空号/错号", "非本人送修": "非本人 非车主 送修人非车主 代修 司机 单位车不知情 非本人送修",
    "无法接通": "无人接听 未接 占线 关机 不在服务区 来电提醒 秘书台 忙 无法接通 占线/无人接听/停机", "拒绝回访": "拒访 拒接 不接受回访 不愿意 挂断 不方便 拒绝回访",
    "中途中断": "中途挂断 通话中断 信号不好 未完成问卷 中途中断",
}
LOST_REASONS = {"价格": "价格", "他店": "他店", "店外": "店外 4S店外", "卖车": "卖车", "电话车险": "电话车险"}
LEVELS = {"I": "I Ⅰ I级 Ⅰ级 一级 1级 1", "II": "II Ⅱ II级 Ⅱ级 二级 2级 2", "III": "III Ⅲ III级 Ⅲ级 三级 3级 3",
          "一般": "一般 一般投诉", "重要": "重要 重要投诉", "重大": "重大 重大投诉"}
YES, NO = set("是 √ ✓ 1 Y y 有 已 true".split()), set("否 × 0 N n 无 未 false".split())


def fold(text):
    """A heading or word in the form it is compared in."""
    text = unicodedata.normalize("NFKC", str(text)).lower()
    return re.sub(r"[\s_*:：()（）\[\]【】.,,。·\-—/\\]+", "", re.sub(r"[（(\[【].*?[)）\]】]", "", text))


def lookup(words):
    return {fold(word): canonical for canonical, listed in words.items() for word in listed.split()}


FOLDED_HEADINGS = {table: {fold(heading): field for heading, field in fields.items()} for table, fields in HEADINGS.items()}
FOLDED_SENSES = {table: {field: lookup(words) for field, words in fields.items()} for table, fields in SENSES.items()}
# Words that appear in a report under one canonical name.
FOLDED_NAMES = {"reason": lookup(REASONS), "level": lookup(LEVELS), "lost_reason": lookup(LOST_REASONS)}


def more_headings(table, config):
    """{folded heading: field} that the workspace adds."""
    added = config.get("tables", {}).get(table, {}).get("headings", {})
    return {fold(heading): field for field, headings in added.items() for heading in headings}


def more_words(table, config):
    """{folded word: canonical word} that the workspace adds."""
    added = config.get("tables", {}).get(table, {}).get("words", {})
    return {fold(word): canonical for canonical, words in added.items() for word in words}


def closing_hours(config):
    """{level: hours from receiving a complaint to closing it}, with those of the other levels under "default"."""
    return {"default": 72} | config.get("limits", {}).get("complaints", {})
