//! The dictionary of the project held against the templates: every heading and every word that real exports use.
//!
//! The lists are written by hand from the dictionary (sections 2.0 to 2.10), not from the templates. Where it
//! contradicts itself, the choice stands beside the entry.

use crate::base::table_id::TableId;

use super::schemas::Schemas;
use super::tests::{schemas, sheet};
use super::{Context, build};

/// Table, field, its headings.
const HEADINGS: &[(TableId, &str, &str)] = &[
    (TableId::WORK_ORDERS, "order_no", ORDER_NO),
    (TableId::CALLBACKS, "order_no", ORDER_NO),
    (TableId::SURVEYS, "order_no", ORDER_NO),
    (TableId::WORK_ORDERS, "plate", PLATE),
    (TableId::CALLBACKS, "plate", PLATE),
    (TableId::COMPLAINTS, "plate", PLATE),
    (TableId::NEW_SALES, "plate", PLATE),
    (TableId::SURVEYS, "plate", PLATE),
    (TableId::WORK_ORDERS, "vin", VIN),
    (TableId::CALLBACKS, "vin", VIN),
    (TableId::COMPLAINTS, "vin", VIN),
    (TableId::NEW_SALES, "vin", VIN),
    (TableId::SURVEYS, "vin", VIN),
    (TableId::WORK_ORDERS, "customer", CUSTOMER),
    (TableId::CALLBACKS, "customer", CUSTOMER),
    (TableId::COMPLAINTS, "customer", CUSTOMER),
    (TableId::NEW_SALES, "customer", CUSTOMER),
    // The person who brings the car is not its owner; he stands for the customer only where no owner is named.
    (TableId::WORK_ORDERS, "customer", "送修人|车辆送修者|联系人|送车人|驾驶人|Deliverer|Driver"),
    (TableId::CALLBACKS, "customer", "送修人|车辆送修者|联系人|送车人|驾驶人|Deliverer|Driver"),
    (TableId::COMPLAINTS, "customer", "投诉人姓名|联系人"),
    (TableId::WORK_ORDERS, "phone", PHONE),
    (TableId::CALLBACKS, "phone", PHONE),
    (TableId::COMPLAINTS, "phone", PHONE),
    (TableId::NEW_SALES, "phone", PHONE),
    (TableId::WORK_ORDERS, "model", MODEL),
    (TableId::NEW_SALES, "model", MODEL),
    (TableId::SURVEYS, "model", MODEL),
    // 客户经理 is the advisor in Yonyou's exports; elsewhere a sales role, which no list of the workshop has.
    (TableId::WORK_ORDERS, "advisor", ADVISOR),
    (TableId::CALLBACKS, "advisor", ADVISOR),
    (TableId::SURVEYS, "advisor", ADVISOR),
    // Both 责任技师 and 维修技师 may stand in one export; the chief comes first.
    (TableId::WORK_ORDERS, "technician", "责任技师|维修技师|指定技师|主修技师|主修人|技工|班组|技師|Technician"),
    (
        TableId::WORK_ORDERS,
        "mileage",
        "进厂里程|进厂行驶里程|接车行驶里程|行驶里程|里程数|公里数|進廠里程|里程(km)|Odometer|进店行驶里程",
    ),
    (
        TableId::WORK_ORDERS,
        "opened_at",
        "开单日期|工单开单日期|维修委托时间|进厂日期|接车日期|进站时间|進廠日期|Open Date",
    ),
    // The contract has no completion date; what is finished may be fetched.
    (TableId::WORK_ORDERS, "delivered_at", "交车日期|出厂日期|实际交车时间|交车确认时间|Delivered|竣工时间|完工日期"),
    (
        TableId::WORK_ORDERS,
        "settled_at",
        "结算日期|结算时间|服务结算时间|结算完成时间|提交结算时间|结清日期|結算日期|Invoice Date",
    ),
    (TableId::WORK_ORDERS, "service_type", "工单类型|维修类型|维修委托类型|自定义委托类型|业务类型|作业类型|项目类别"),
    (TableId::WORK_ORDERS, "status", "工单状态|维修委托状态|派工状态"),
    (TableId::WORK_ORDERS, "item", "维修项目|维修项目名称"),
    (TableId::WORK_ORDERS, "first_service", "是否首次保养|首保|强保"),
    (TableId::WORK_ORDERS, "booked", "是否维修预约|是否预约"),
    (TableId::WORK_ORDERS, "rework", "是否维修返工|返修|返工"),
    (TableId::WORK_ORDERS, "origin_order_no", "原维修委托号码"),
    (TableId::WORK_ORDERS, "amount", "维修金额|最终结算金额|应收金额|產值"),
    (TableId::WORK_ORDERS, "hours", "工时费"),
    (TableId::WORK_ORDERS, "line_amount", "材料费"),
    (TableId::WORK_ORDERS, "updated_at", "变更时间"),
    (TableId::WORK_ORDERS, "not_fixed_reason", "未修复原因|未一次修复原因|返修原因"),
    (TableId::CALLBACKS, "call_date", "回访日期|回访时间|跟踪日期|电访日期|拨打时间|通话开始时间|Call Date"),
    (TableId::CALLBACKS, "service_date", "出厂日期|交车日期|服务日期"),
    (TableId::CALLBACKS, "kind", "回访类型|回访类别"),
    (TableId::CALLBACKS, "attempt", "回访次数|通话次数|拨打次数"),
    (TableId::CALLBACKS, "result", "回访结果|跟踪状态|拨号结果|是否成功|回访状态|接通情况|Result"),
    // 备注 is listed under the reasons too; it holds any remark and would make reasons of all of them: a comment.
    (TableId::CALLBACKS, "reason", "失败原因|未成功原因|拒访原因|提醒失败原因"),
    (TableId::CALLBACKS, "comment", "客户反馈|反馈信息|回访内容|客户意见|客户抱怨|客户意见/抱怨|备注"),
    (TableId::CALLBACKS, "caller", "回访人|跟踪人|跟踪员|拨号担当|满意度调查人|回访员|DCRC专员|Agent"),
    (TableId::CALLBACKS, "fixed_first_visit", "是否一次修复|问题是否解决|故障是否排除"),
    (TableId::CALLBACKS, "score_attitude", "服务态度"),
    (TableId::CALLBACKS, "score_promptness", "及时接待"),
    (TableId::CALLBACKS, "score_quotation", "预先报价"),
    (TableId::CALLBACKS, "score_explanation", "解释账单|解释帐单"),
    // In a list of complaints 工单编号 is the number of the complaint's own ticket; 工单号 is the repair it is about and
    // must not be the key, or two complaints about one repair would be one.
    (TableId::COMPLAINTS, "complaint_no", "投诉编号|服务请求编号|投诉单号|工单编号"),
    (TableId::COMPLAINTS, "received_at", "接诉时间|接单时间|受理日期|投诉日期|投诉时间|登记日期"),
    (TableId::COMPLAINTS, "closed_at", "结案日期|处理完成日期|处理时间|关闭时间|结案时间|闭环日期"),
    (TableId::COMPLAINTS, "limit", "处理时限|要求完成时间|结案时限"),
    (TableId::COMPLAINTS, "category", "投诉类型|投诉大类|投诉小类|VOC 类型"),
    (TableId::COMPLAINTS, "level", "投诉等级|投诉级别|严重度"),
    (TableId::COMPLAINTS, "source", "投诉来源|来源|渠道"),
    // What the complaint is about stands in the cause where there is no other column.
    (TableId::COMPLAINTS, "content", "投诉摘要|投诉内容|客户要求"),
    (TableId::COMPLAINTS, "cause", "投诉原因"),
    (TableId::COMPLAINTS, "responsible", "投诉员工|责任技师|责任人|被投诉人"),
    (TableId::COMPLAINTS, "department", "发生部门|责任部门"),
    (TableId::COMPLAINTS, "handler", "处理人|实际处理人|跟进人"),
    (TableId::COMPLAINTS, "status", "处理状态|进行状态|处理进度|是否结案|是否闭环"),
    (TableId::COMPLAINTS, "open_reason", "未决原因"),
    // The call after a complaint asks for the reaction: 回访结果 is the reaction here, not the outcome of a call.
    (TableId::COMPLAINTS, "reaction", "客户反应|回访结果|处理结果满意|二次回访结果"),
    (TableId::NEW_SALES, "delivered_at", "交车日期|出库日期|出库日期日期|提车日期"),
    (TableId::NEW_SALES, "invoiced_at", "开票日期"),
    (TableId::NEW_SALES, "sold_at", "销售日期|零售日期"),
    (TableId::NEW_SALES, "consultant", "销售顾问"),
    (TableId::NEW_SALES, "channel", "2级经销商|二网"),
    (TableId::NEW_SALES, "cancelled_at", "取消日期|作废日期"),
    (TableId::NEW_SALES, "status", "单据状态"),
    (TableId::NEW_SALES, "month", "月份"),
    (TableId::NEW_SALES, "quantity", "台数"),
    (TableId::SURVEYS, "survey_date", "满意度调查时间|访问日期"),
    (TableId::CONTACTS, "called_at", "来电时间|呼入时间|來電時間"),
    (TableId::CONTACTS, "phone", "来电号码|主叫号码"),
    (TableId::CONTACTS, "kind", "来电类型|咨询类型"),
    (TableId::CONTACTS, "content", "来电内容|咨询内容"),
    (TableId::CONTACTS, "agent", "接听人|坐席|座席|接线员"),
    (TableId::CONTACTS, "answered", "是否接听|接听状态"),
    (TableId::CONTACTS, "wait", "等待时长(秒)|排队时长|振铃时长"),
    (TableId::CONTACTS, "talk", "通话时长（秒）"),
    (TableId::CONTACTS, "handling", "处理时长(分钟)"),
    (TableId::CONTACTS, "solved", "是否首次解决|首次解决"),
    (TableId::RENEWALS, "plate", PLATE),
    (TableId::RENEWALS, "vin", VIN),
    (TableId::RENEWALS, "customer", CUSTOMER),
    (TableId::RENEWALS, "phone", PHONE),
    (TableId::RENEWALS, "model", MODEL),
    (TableId::RENEWALS, "due_at", "到期日期|保险到期|保修结束日期|商业险止期"),
    // 投保日期 and 完成日期 do not say of which policy they are, the old or the new one: proposed, never taken.
    (TableId::RENEWALS, "renewed_at", "保险销售日期|续保日期"),
    (TableId::RENEWALS, "result", "跟进状态|提醒状态"),
    (TableId::RENEWALS, "is_renewed", "是否续保"),
    (TableId::RENEWALS, "lost_reason", "战败原因"),
    (TableId::RENEWALS, "insurer", "保险公司名称|保险公司"),
    (TableId::RENEWALS, "policy_type", "险种"),
    (TableId::RENEWALS, "agent", "续保专员|保险顾问"),
    (TableId::RENEWALS, "transferred", "是否已过户"),
    (TableId::SURVEYS, "channel", "满意度调查手段"),
    (TableId::SURVEYS, "score_recommend", "推荐意愿"),
    (TableId::CALLBACKS, "score_recommend", "推荐意愿"),
    (TableId::CALLBACKS, "passed", "质检结果|是否规范|抽检结果"),
    (TableId::WORK_ORDERS, "symptom", "故障描述|主诉内容|客户描述"),
    (TableId::SURVEYS, "score_overall", "满意度调查分数|总体满意度"),
    (TableId::SURVEYS, "satisfied", "是否满意"),
    (TableId::SURVEYS, "comment", "总结|不满意原因"),
];

const ORDER_NO: &str = "工单号|维修工单号|维修委托号码|任务委托书号|委托书号|委托单号|派工单号|RO号|RO_NO|工單號|維修單號|\
                        工作單號|Work Order No|RO Number|Job Card No";
const PLATE: &str = "车牌号|车牌号码|牌照号|车牌|牌照|车号|LICENSE|車牌號碼|車號|牌照號碼|Plate|Reg No|License Plate";
const VIN: &str = "VIN|车辆识别码|VIN码|车架号|底盘号|识别代号|車身號碼|Chassis No";
const CUSTOMER: &str = "车主|车主名称|车主姓名|客户名称|客户姓名|客户名|车辆所有者|車主姓名|Customer";
const PHONE: &str = "车主手机|联系人手机|移动电话|手机|联系电话|固定电话|电话|電話|Mobile";
const MODEL: &str = "车型|车系|车种名称|车款名称|品牌车型|車型|Model|Series";
const ADVISOR: &str = "服务顾问|客户经理|服务专员|指定服务顾问|维修委托者|服务顾问/销售顾问|SA|接待员|接车人|業務接待|\
                       Service Advisor";

/// Headings that are known in a table and belong to none of its fields.
const NO_FIELD: &[(TableId, &str)] = &[
    // A settlement has a number of its own.
    (TableId::WORK_ORDERS, "结算单号|预交车时间|预计交车时间|预定交车|预约单号|维修预约号码"),
    (TableId::WORK_ORDERS, "销售日期|车辆销售日期|购车日期|是否准时完工|是否本公司购车|销售特约店|本店购车"),
    (TableId::CALLBACKS, "结算单号|总体满意度"),
    (TableId::COMPLAINTS, "工单号|维修工单号|及时处理|再投诉次数"),
    (TableId::NEW_SALES, "销售单号|订单编码|合同编号|开票价|客户类型"),
    (TableId::SURVEYS, "低分处理申请时间|低分数处理日期"),
];

/// Table, field, canonical word, its spellings.
const WORDS: &[(TableId, &str, &str, &str)] = &[
    (TableId::CALLBACKS, "kind", "售后回访", "维修回访|三日回访|修后跟踪"),
    (TableId::CALLBACKS, "kind", "销售回访", "销售回访"),
    (TableId::CALLBACKS, "kind", "首保提醒", "首保提醒"),
    (TableId::CALLBACKS, "kind", "定保提醒", "定保提醒"),
    (TableId::CALLBACKS, "kind", "流失回访", "流失回访"),
    (TableId::CALLBACKS, "kind", "投诉回访", "投诉回访"),
    (TableId::CALLBACKS, "kind", "衍生服务", "衍生服务"),
    (
        TableId::CALLBACKS,
        "result",
        "成功",
        "成功|已接通|接通|回访成功|有效|有效回访|完成|已回访|成功结束跟踪|成功核实|Y|是|√|1|OK|✓",
    ),
    (TableId::CALLBACKS, "result", "失败", "失败|未成功|无效|失败结束跟踪|未接通|N|否|×|0"),
    (TableId::CALLBACKS, "result", "待回访", "待回访|未回访|未跟踪|继续跟踪|需再联系|改约|稍后再拨"),
    // 停机 alone is a number out of service; in Yonyou's list it stands in one word with 占线 and 无人接听.
    (TableId::CALLBACKS, "reason", "号码错误", "空号|错号|号码错误|停机|号码不存在|少一位|非机主|打错|空号/错号"),
    (TableId::CALLBACKS, "reason", "非本人送修", "非本人|非车主|送修人非车主|代修|司机|单位车不知情|非本人送修"),
    (
        TableId::CALLBACKS,
        "reason",
        "无法接通",
        "无人接听|未接|占线|关机|不在服务区|来电提醒|秘书台|忙|占线/无人接听/停机|无法接通",
    ),
    (TableId::CALLBACKS, "reason", "拒绝回访", "拒访|拒接|不接受回访|不愿意|挂断(before talk)|不方便|拒绝回访"),
    (TableId::CALLBACKS, "reason", "中途中断", "中途挂断|通话中断|信号不好|未完成问卷|中途中断"),
    (TableId::CALLBACKS, "reason", "客户已投诉", "客户已投诉"),
    (TableId::CALLBACKS, "reason", "重复回访", "重复"),
    (TableId::WORK_ORDERS, "service_type", "一般维修", "维修|一般维修|机电|一般维修/机电"),
    (TableId::WORK_ORDERS, "service_type", "返修", "返工|返修"),
    (TableId::WORK_ORDERS, "service_type", "索赔", "索赔|保修|索赔/保修"),
    (TableId::WORK_ORDERS, "service_type", "销售", "销售"),
    (TableId::WORK_ORDERS, "service_type", "首保", "首保|强保|首保/强保"),
    (TableId::WORK_ORDERS, "service_type", "定保", "定保|常规保养|定保/常规保养"),
    (TableId::WORK_ORDERS, "service_type", "钣喷", "钣喷|事故|钣喷/事故"),
    (TableId::WORK_ORDERS, "service_type", "PDI", "PDI"),
    (TableId::WORK_ORDERS, "service_type", "召回", "召回|活动|召回/活动"),
    (TableId::WORK_ORDERS, "service_type", "精品", "精品装潢"),
    (TableId::WORK_ORDERS, "service_type", "内部", "内部车"),
    (TableId::WORK_ORDERS, "status", "在修", "在修|新建|派工|取消竣工"),
    (TableId::WORK_ORDERS, "status", "已结算", "已提交结算|已结算|已竣工|收款|交车"),
    (TableId::WORK_ORDERS, "status", "作废", "作废|取消"),
    (TableId::COMPLAINTS, "level", "I", "I|Ⅰ|一级|I级|1|1级|等级1|一级投诉"),
    (TableId::COMPLAINTS, "level", "II", "II|Ⅱ|二级|Ⅱ级|2|2级|等级2|二级投诉"),
    (TableId::COMPLAINTS, "level", "III", "III|Ⅲ|三级|Ⅲ级|3|3级|等级3|三级投诉"),
    (TableId::COMPLAINTS, "level", "一般", "一般投诉|一般|一般抱怨"),
    (TableId::COMPLAINTS, "level", "重要", "重要投诉"),
    (TableId::COMPLAINTS, "level", "重大", "重大投诉"),
    (TableId::COMPLAINTS, "level", "轻微", "轻微|轻微抱怨"),
    (TableId::COMPLAINTS, "level", "严重", "严重|严重抱怨"),
    (TableId::COMPLAINTS, "level", "紧急", "紧急|紧急投诉"),
    (TableId::COMPLAINTS, "level", "升级", "升级投诉"),
    (TableId::COMPLAINTS, "level", "申诉", "申诉"),
    (TableId::COMPLAINTS, "level", "A", "A"),
    (TableId::COMPLAINTS, "level", "B", "B"),
    (TableId::COMPLAINTS, "level", "C", "C"),
    // A reply is not a closing, an asked-for closing or withdrawal is not yet one.
    (TableId::COMPLAINTS, "status", "处理中", "未分配|已分配|处理中|申请结案|申请撤销|未结案|拒绝结案|已回复|否"),
    (TableId::COMPLAINTS, "status", "已结案", "已结案|闭环|是"),
    (TableId::COMPLAINTS, "status", "已撤销", "撤销|无效"),
    // The contract counts three of Yonyou's five words as satisfied.
    (TableId::COMPLAINTS, "reaction", "满意", "完全满意|非常满意|比较满意|满意|表扬"),
    (TableId::COMPLAINTS, "reaction", "不满意", "有点不满意|非常不满意|保留意见|理解|接受|一般|不满意"),
    (TableId::COMPLAINTS, "reaction", "不表态", "不表态"),
    (TableId::NEW_SALES, "status", "已取消", "取消|作废"),
    (TableId::SURVEYS, "channel", "电访", "电访"),
    (TableId::SURVEYS, "channel", "面访", "面访"),
    (TableId::SURVEYS, "channel", "短信", "短信"),
    (TableId::SURVEYS, "channel", "微信", "微信"),
    (TableId::SURVEYS, "channel", "问卷", "问卷"),
    (TableId::RENEWALS, "result", "已续保", "成功结束|续保成功"),
    (TableId::RENEWALS, "result", "战败", "失败结束|战败"),
    (TableId::RENEWALS, "result", "跟进中", "继续提醒"),
    (TableId::RENEWALS, "lost_reason", "价格", "价格"),
    (TableId::RENEWALS, "lost_reason", "他店", "他店"),
    (TableId::RENEWALS, "lost_reason", "店外", "4S店外"),
    (TableId::RENEWALS, "lost_reason", "卖车", "卖车"),
    (TableId::RENEWALS, "lost_reason", "电话车险", "电话车险"),
    (TableId::RENEWALS, "policy_type", "交强险", "交强"),
    (TableId::RENEWALS, "policy_type", "商业险", "商业"),
    (TableId::RENEWALS, "policy_type", "全保", "全保"),
    (TableId::COMPLAINTS, "nature", "重复投诉", "重复投诉|是"),
    (TableId::COMPLAINTS, "nature", "首次投诉", "首次投诉|否"),
];

/// Tables of their own topics, as real lists head them: `heading=field` a column.
const LISTS: &[(&str, &str)] = &[
    (
        "appointments",
        "预约单号=appointment_no|车牌号=plate|预约生成日期=booked_at|预约进厂时间=appointed_at|进厂时间=arrived_at|\
         维修预约类型=kind|取消原因=cancel_reason|指定服务顾问=advisor",
    ),
    (
        "appointments",
        "预约ID=appointment_no|预约到店日期=appointed_at|预约到店时间段=slot|实际到店时间=arrived_at|服务顾问=advisor|状态=status",
    ),
    (
        "appointments",
        "维修预约号码=appointment_no|维修预约时间=booked_at|预约服务时间=appointed_at|期望服务时间=appointed_at|登记日期=booked_at",
    ),
    ("inspections", "点检日期=inspected_at|环节=area|点检项目=item|结果=result|被检人=inspected|责任人=owner"),
    ("inspections", "检查日期=inspected_at|检查项目=item|标准分=full_score|扣分=deduction|扣分原因=finding"),
    ("activities", "培训日期=training_at|培训主题=training|参加人数=participants"),
    ("activities", "会议日期=meeting_at|会议主题=meeting|会议类型=kind|参会人员=attendees"),
    (
        "activities",
        "活动日期=held_at|活动类型=kind|活动名称=name|应到人数=invited|参加人数=participants|完成情况=status",
    ),
    (
        "key_accounts",
        "月份=month|大客户名称=customer|客户等级=level|协议签订=agreement|上门拜访=is_visited|上门服务=is_served",
    ),
    (
        "customers",
        "客户编号=customer_no|客户姓名=customer|性别=gender|生日=birthday|地址=address|联系电话=phone|身份证号=id_number|\
         职业=occupation|建档日期=filed_at|建档人=filed_by|车辆状态=state",
    ),
    ("outreach", "招揽日期=contacted_at|车牌号=plate|招揽类型=kind|招揽结果=result|是否回厂=came|回厂时间=came_at"),
    ("outreach", "提醒日期=contacted_at|VIN=vin|提醒类型=kind|提醒状态=result|提醒人=agent|提醒失败原因=fail_reason"),
    ("key_accounts", "月份=month|大客户等级=level|客户数=customers|保有车辆=vehicles|上门服务车辆数=served_vehicles"),
    ("staff", "姓名=name|班组=team|岗位=role|入职日期=joined_at|离职日期=left_at"),
    ("staff", "工号=staff_no|员工姓名=name|部门=team|职务=role|入司时间=joined_at|离职时间=left_at|在职状态=status"),
    ("actions", "问题=problem|措施=measure|责任人=owner|完成时间=finished_at|监督人=supervisor|状态=status"),
    (
        "actions",
        "问题点=problem|改善措施=measure|责任人=owner|计划完成时间=due_at|监督人=supervisor|完成情况=evidence|效果=effect|实际完成时间=done_at",
    ),
    ("history", "指标=indicator|月份=month|指标值=value"),
    ("history", "指标名称=indicator|年份=year|月份=month|分子=numerator|分母=denominator|实际值=value"),
    ("targets", "指标=indicator|月份=month|目标值=value"),
    ("targets", "考核指标=indicator|季度=period|年度=year|目标=value"),
];

/// Their words: table, field, sense, spellings.
const SENSES: &[(&str, &str, &str, &str)] = &[
    ("appointments", "status", "on_time", "准时进厂"),
    ("appointments", "status", "early", "提前进厂"),
    ("appointments", "status", "late", "延迟进厂"),
    ("appointments", "status", "absent", "未进厂|失约|爽约"),
    ("appointments", "status", "arrived", "守约|已到店"),
    ("appointments", "status", "cancelled", "取消进厂"),
    ("appointments", "status", "moved", "改期"),
    ("appointments", "status", "open", "待确认"),
    ("appointments", "channel", "inbound", "微信|APP|被动"),
    ("appointments", "channel", "outbound", "主动"),
    ("appointments", "kind", "inbound", "被动"),
    ("appointments", "kind", "outbound", "主动"),
    ("inspections", "result", "passed", "合格|√|1"),
    ("inspections", "result", "failed", "不合格|×|0"),
    ("inspections", "result", "none", "不适用"),
    ("customers", "state", "gone", "已过户|报废|异地"),
    ("outreach", "result", "success", "成功结束"),
    ("outreach", "result", "refused", "失败结束"),
    ("outreach", "result", "open", "继续提醒"),
    ("outreach", "kind", "sale", "续保|二手车|会员卡"),
    ("outreach", "kind", "service", "定保|首保|流失客户"),
    ("activities", "kind", "training", "培训"),
    ("activities", "kind", "improvement", "满意度弱项改善会议"),
    ("activities", "kind", "care", "关怀活动|车主课堂"),
];

/// A small sheet of each later table: its headings as the dictionary writes them.
const LATER: &[(&str, &str)] = &[("leads", "来店日期|来店方式|意向车型|意向级别|是否试驾|跟踪日期")];

fn field_of(schemas: &Schemas, table: TableId, heading: &str) -> Option<Option<String>> {
    let known = schemas.dictionary.tables();
    let meanings = schemas.dictionary.meanings(heading);
    let meaning = meanings.into_iter().find(|meaning| known[meaning.table].table == table)?;
    Some(meaning.field.map(|field| known[meaning.table].fields[field].id.clone()))
}

#[test]
fn every_heading_of_the_dictionary_is_its_field() {
    let schemas = schemas();
    let mut wrong = Vec::new();
    for (table, field, headings) in HEADINGS {
        for heading in headings.split('|') {
            let found = field_of(&schemas, *table, heading);
            if found != Some(Some((*field).to_owned())) {
                wrong.push(format!("{table}.{field}: {heading} is {found:?}"));
            }
        }
    }
    for (table, headings) in NO_FIELD {
        for heading in headings.split('|') {
            let found = field_of(&schemas, *table, heading);
            if found != Some(None) {
                wrong.push(format!("{table}: {heading} is {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_word_of_the_dictionary_is_its_canonical_word() {
    let schemas = schemas();
    let mut wrong = Vec::new();
    for (table, field, canonical, words) in WORDS {
        let schema = schemas.table(*table).expect("a used table");
        let vocabulary = &schema.fields[schema.field(field).expect("a field")].vocabulary;
        for word in words.split('|') {
            let found = vocabulary.find(word).map(|entry| vocabulary.entries()[entry].word.as_str());
            if found != Some(canonical) {
                wrong.push(format!("{table}.{field}: {word} is {found:?}, not {canonical}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_real_list_of_a_topic_is_its_table_and_every_column_its_field() {
    let schemas = schemas();
    for (name, columns) in LISTS {
        let table = TableId::named(name);
        let columns: Vec<_> = columns.split('|').filter_map(|column| column.split_once('=')).collect();
        let headings: Vec<_> = columns.iter().map(|(heading, _)| *heading).collect();
        let row = "x|".repeat(headings.len());
        let sheet = sheet("a.xlsx", "s", &[&headings.join("|"), &row]);
        let tables = build(vec![sheet], &schemas, &Context::as_of(Default::default()));
        assert_eq!(tables.inputs[0].table, Some(table), "{headings:?}");
        for (heading, field) in columns {
            assert_eq!(field_of(&schemas, table, heading), Some(Some(field.to_owned())), "{name}: {heading}");
        }
    }
}

#[test]
fn every_word_of_a_topic_has_its_sense() {
    let schemas = schemas();
    for (name, field, sense, words) in SENSES {
        let schema = schemas.table(TableId::named(name)).expect("a used table");
        let vocabulary = &schema.fields[schema.field(field).expect("a field")].vocabulary;
        for word in words.split('|') {
            let found = vocabulary.find(word).and_then(|entry| vocabulary.entries()[entry].sense.as_deref());
            assert_eq!(found, Some(*sense), "{name}.{field}: {word}");
        }
    }
}

#[test]
fn a_sheet_of_a_later_table_is_named_as_such() {
    let schemas = schemas();
    for (name, headings) in LATER {
        let table = &TableId::named(name);
        let row = "x|".repeat(headings.split('|').count());
        let tables =
            build(vec![sheet("a.xlsx", "s", &[headings, &row])], &schemas, &Context::as_of(Default::default()));
        let found: Vec<_> = tables.findings.iter().map(|finding| finding.code.name()).collect();
        assert_eq!((tables.inputs[0].table, found), (Some(*table), vec!["table-not-used-yet"]), "{headings}");
    }
}
