"""The two sheets of the benchmark: 100,000 rows × 17 columns each, every cell filled, the same bytes on every machine.

`text`     a call list in which everything is text, dates and scores too, as dealer systems often export
`numbers`  an order list in which 9 of the 17 columns are numbers or dates
"""
import datetime
import random
import sys

import xlsxwriter

ROWS = 100_000
FIRST_DAY = datetime.datetime(2013, 1, 1)
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰健文博欣"
MODELS = ["捷达 1.6L", "宝来 1.4T", "速腾 1.4T", "迈腾 2.0T", "高尔夫 1.6L", "CC 2.0T", "开迪 1.6L", "帕萨特 1.8T"]
ADVISORS = ["乔丹", "科比", "詹姆斯", "麦迪", "姚明", "邓肯", "加内特", "艾弗森"]
TECHNICIANS = ["马拉多纳", "贝克汉姆", "罗纳尔多", "鲁尼", "卡卡", "梅西"]
CALLERS = ["王芳", "李娜", "张敏"]
RESULTS = ["成功", "成功", "成功", "成功", "成功", "失败", "待回访"]
SERVICE_TYPES = ["首保", "定保", "定保", "一般维修", "一般维修", "钣喷", "索赔"]
OPINIONS = ["服务不错", "等待时间偏长", "价格可以接受", "解释得很清楚", "空调还有异响", "希望提前电话通知", "洗车不干净", "下次还来"]
DETAILS = ["前台接待热情", "休息区的咖啡不错", "换机油用了一个多小时", "配件要等几天", "技师很专业", "停车位少", "结账排队", "取车时已洗好"]


def people(dice):
    return dice.choice(SURNAMES) + "".join(dice.choices(GIVEN, k=dice.randint(1, 2)))


def vehicle(dice, number):
    vin = "LFV2A21K" + dice.choice("0123456789") + dice.choice("BCDEFG") + "3" + f"{number:06}"
    plate = dice.choice("京沪粤浙苏鲁") + dice.choice("ABCDEFG") + f"{number % 100_000:05}"
    return vin, plate, 13_000_000_000 + dice.randrange(10**9)


def visit(dice):
    """When a car came, when it was handed out, when its owner was called."""
    came = FIRST_DAY + datetime.timedelta(minutes=dice.randrange(270 * 24 * 60))
    left = came + datetime.timedelta(minutes=dice.randint(40, 2_000))
    return came, left, left + datetime.timedelta(minutes=dice.randint(1_400, 5_000))


def calls():
    dice = random.Random(1)
    yield ["工单号", "车架号", "车牌号", "车主姓名", "手机号码", "出厂日期", "回访日期", "回访类型", "回访结果", "回访员", "服务顾问",
           "服务态度", "及时接待", "预先报价", "解释账单", "是否一次修复", "客户意见"]
    for number in range(ROWS):
        vin, plate, phone = vehicle(dice, number)
        _, left, called = visit(dice)
        scores = [str(dice.randint(6, 10)) for _ in range(4)]
        opinion = f"{dice.choice(OPINIONS)},{dice.choice(DETAILS)},{dice.choice(DETAILS)}"
        yield [f"RO13{number:07}", vin, plate, people(dice), str(phone), f"{left:%Y-%m-%d}", f"{called:%Y-%m-%d %H:%M}", "三日回访",
               dice.choice(RESULTS), dice.choice(CALLERS), dice.choice(ADVISORS), *scores, dice.choice("是是是是否"), opinion]


def orders():
    dice = random.Random(2)
    yield ["工单号", "车架号", "车牌号", "车型", "车主姓名", "手机号码", "开单日期", "交车日期", "结算日期", "变更时间", "工单状态",
           "维修类型", "服务顾问", "主修技师", "行驶里程", "结算金额", "工时"]
    for number in range(ROWS):
        vin, plate, phone = vehicle(dice, number)
        came, left, changed = visit(dice)
        yield [f"RO13{number:07}", vin, plate, dice.choice(MODELS), people(dice), phone, came, left, left.replace(hour=0, minute=0),
               changed, "已结算", dice.choice(SERVICE_TYPES), dice.choice(ADVISORS), dice.choice(TECHNICIANS),
               dice.randint(800, 180_000), round(dice.uniform(80, 6_000), 2), dice.randint(2, 60) / 4]


SHAPES = {"text": calls, "numbers": orders}


def write(shape, path):
    """One workbook of one sheet, with shared strings, as Excel and most dealer systems write it."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm", "strings_to_numbers": False}) as book:
        book.set_properties({"created": FIRST_DAY})
        sheet = book.add_worksheet("Sheet1")
        for row, values in enumerate(SHAPES[shape]()):
            sheet.write_row(row, 0, values)


if __name__ == "__main__":
    write(sys.argv[1], sys.argv[2])
