"""The lists of many stores over a year, in .xlsx and .csv, from seeds.

A few stores are made row by row; the others have the rows of one of them with order numbers, vehicles, plates and names
of staff of their own, so that a group of 200 stores (five million rows) is there within minutes.
"""
import calendar
import datetime
import io
import random
import re
import zipfile

YEAR = 2013
# Rows of a store and month, by table: together 2,084.
ROWS = {"维修工单": 850, "回访记录": 1050, "新车销售": 100, "投诉台账": 24, "满意度面访": 60}
XLSX = {"维修工单", "投诉台账", "满意度面访"}
# Stores made row by row.
MADE = 8
# What stands for a store's own part of an order number, vehicle and plate, and before the names of its staff.
OWN = "§"
STORE = re.compile(f"{OWN}(.)")

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = ["伟", "芳", "娜", "敏", "静", "强", "磊", "洋", "艳", "勇", "杰", "娟", "涛", "明", "超", "秀英", "建国", "志强", "桂兰"]
ADVISORS = [f"{OWN}s{name}" for name in ["志远", "文博", "雅琴", "海燕", "国栋", "晓梅", "立新"]]
TECHNICIANS = [f"{OWN}s{name}" for name in ["大勇", "建军", "铁柱", "宏伟", "小龙", "永强", "长江", "卫东", "春生"]]
CALLERS = [f"{OWN}s{name}" for name in ["佳慧", "雪莹", "思雨"]]
MODELS = ["威姿", "夏利N3", "夏利N5", "夏利A+", "威志V5"]

HEADINGS = {
    "维修工单": ["工单号", "车牌号", "VIN", "车型", "车主", "联系电话", "开单日期", "交车日期", "结算日期", "工单状态", "维修类型",
             "是否首次保养", "服务顾问", "维修技师", "行驶里程", "维修金额", "维修项目", "是否一次修复", "未修复原因"],
    "回访记录": ["回访日期", "工单号", "车牌号", "VIN", "客户姓名", "联系电话", "出厂日期", "回访类型", "回访次数", "回访结果", "失败原因",
             "回访人", "服务顾问", "服务态度", "及时接待", "预先报价", "解释账单", "是否一次修复"],
    "新车销售": ["车架号", "车牌号", "车型", "客户名称", "联系电话", "开票日期", "交车日期", "销售顾问", "单据状态"],
    "投诉台账": ["投诉编号", "接诉时间", "车牌号", "投诉人姓名", "联系电话", "投诉等级", "投诉类型", "投诉来源", "处理人", "处理状态", "结案日期"],
    "满意度面访": ["满意度调查时间", "满意度调查手段", "车牌号", "车型", "服务顾问", "服务态度得分", "及时接待得分", "预先报价得分", "解释账单得分"],
}


class Months:
    """The months of one store, row by row."""

    def __init__(self, seed):
        self.dice = random.Random(seed)
        self.vehicles = [self.vehicle(number) for number in range(4000)]
        self.orders = 0
        self.closed = []
        self.sold = 0

    def vehicle(self, number):
        plate = f"京{self.dice.choice('ABCEFGHJ')}{OWN}p{number:04d}"
        name = self.dice.choice(SURNAMES) + self.dice.choice(GIVEN)
        return plate, f"LFPX2AHA{OWN}v{number:05d}", self.dice.choice(MODELS), name, f"138{self.dice.randrange(10**8):08d}"

    def time(self, month, first=8, last=16):
        day = self.dice.randint(1, calendar.monthrange(YEAR, month)[1])
        return datetime.datetime(YEAR, month, day, self.dice.randint(first, last), self.dice.randrange(60))

    def month(self, month):
        """{table: its rows}."""
        made = {"维修工单": self.orders_of, "回访记录": self.calls_of, "新车销售": self.sales_of, "投诉台账": self.complaints_of,
                "满意度面访": self.surveys_of}
        return {table: rows(month, ROWS[table]) for table, rows in made.items()}

    def orders_of(self, month, count):
        rows, self.closed = [], []
        for opened in sorted(self.time(month) for _ in range(count)):
            self.orders += 1
            plate, vin, model, name, phone = self.dice.choice(self.vehicles)
            number = f"WX{OWN}o{YEAR % 100}{month:02d}{self.orders:06d}"
            delivered = opened + datetime.timedelta(hours=self.dice.choice([2, 3, 5, 28]))
            advisor, technician = self.dice.choice(ADVISORS), self.dice.choice(TECHNICIANS)
            fixed = self.dice.random() < 0.94
            self.closed.append((number, plate, vin, name, phone, delivered, advisor))
            rows.append([number, plate, vin, model, name, phone, opened, delivered, delivered, "已结算",
                         self.dice.choice(["一般维修", "常规保养", "常规保养", "事故", "索赔"]), self.dice.choice(["否", "否", "否", "是"]),
                         advisor, technician, self.dice.randrange(1000, 120000), self.dice.randrange(80, 9000),
                         self.dice.choice(["常规保养", "更换机油机滤", "四轮定位", "钣金喷漆"]), "是" if fixed else "否",
                         None if fixed else self.dice.choice(["诊断错误", "配件质量", "维修技术"])])
        return rows

    def calls_of(self, month, count):
        rows, last = [], calendar.monthrange(YEAR, month)[1]
        for at in range(count):
            number, plate, vin, name, phone, delivered, advisor = self.closed[at % len(self.closed)]
            day = min(max(delivered.day + self.dice.randint(1, 3) + at // len(self.closed), 1), last)
            called = datetime.datetime(YEAR, month, day, self.dice.randint(9, 17), self.dice.randrange(60))
            reached = self.dice.random() < 0.86
            scores = [self.dice.choice([10, 10, 10, 9, 9, 8, 6]) if reached else None for _ in range(4)]
            rows.append([called, number, plate, vin, name, phone, delivered.date(), "三日回访", 1 + at // len(self.closed),
                         "成功" if reached else "失败", None if reached else self.dice.choice(["无人接听", "关机", "拒访", "空号"]),
                         self.dice.choice(CALLERS), advisor, *scores, ("是" if self.dice.random() < 0.95 else "否") if reached else None])
        return rows

    def sales_of(self, month, count):
        rows = []
        for invoiced in sorted(self.time(month) for _ in range(count)):
            self.sold += 1
            plate, vin, model, name, phone = self.vehicle(50_000 + self.sold)
            rows.append([vin, None, model, name, phone, invoiced.date(), invoiced.date(), self.dice.choice(ADVISORS), "已交车"])
        return rows

    def complaints_of(self, month, count):
        rows = []
        for at, received in enumerate(sorted(self.time(month) for _ in range(count))):
            plate, _, _, name, phone = self.dice.choice(self.vehicles)
            closed = received + datetime.timedelta(hours=self.dice.choice([3, 20, 30, 60]))
            rows.append([f"TS{OWN}o{month:02d}{at:03d}", received, plate, name, phone, self.dice.choice(["I", "II", "II"]),
                         self.dice.choice(["维修质量", "服务态度", "价格", "配件供应"]), self.dice.choice(["电访投诉", "厂家下发"]),
                         self.dice.choice(ADVISORS), "已结案", closed])
        return rows

    def surveys_of(self, month, count):
        rows = []
        for asked in sorted(self.time(month) for _ in range(count)):
            plate, _, model, _, _ = self.dice.choice(self.vehicles)
            rows.append([asked.date(), "面访", plate, model, self.dice.choice(ADVISORS),
                         *(self.dice.choice([100, 100, 95, 90, 80, 60]) for _ in range(4))])
        return rows


def text_of(table, rows):
    """The rows as lines of text."""
    def shown(value):
        if isinstance(value, datetime.datetime):
            return value.strftime("%Y-%m-%d %H:%M")
        return "" if value is None else str(value)
    return "\r\n".join(",".join(map(shown, row)) for row in [HEADINGS[table], *rows]) + "\r\n"


def parts_of(table, rows):
    """The sheet and the shared texts of a workbook."""
    texts, lines = {}, []
    zero = datetime.datetime(1899, 12, 30)
    for number, row in enumerate([HEADINGS[table], *rows], 1):
        cells = []
        for column, value in enumerate(row):
            at = f'r="{chr(65 + column)}{number}"'
            if isinstance(value, str):
                cells.append(f'<c {at} t="s"><v>{texts.setdefault(value, len(texts))}</v></c>')
            elif isinstance(value, datetime.datetime):
                days = (value - zero).total_seconds() / 86400
                cells.append(f'<c {at} s="2"><v>{days:.10g}</v></c>')
            elif isinstance(value, datetime.date):
                cells.append(f'<c {at} s="1"><v>{value.toordinal() - 693594}</v></c>')
            elif value is not None:
                cells.append(f'<c {at}><v>{value}</v></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'{HEAD}<worksheet xmlns="{main}"><sheetData>{"".join(lines)}</sheetData></worksheet>'
    shared = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return sheet, f'{HEAD}<sst xmlns="{main}" count="{len(texts)}" uniqueCount="{len(texts)}">{shared}</sst>'


HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
FRAME = {
    "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{SPREADSHEET}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SPREADSHEET}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{SPREADSHEET}.styles+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SPREADSHEET}.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{HEAD}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    f'xmlns:r="{OFFICE}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId3" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    "xl/styles.xml": f'{HEAD}<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy-mm-dd hh:mm"/></numFmts><fonts count="1"><font><sz val="11"/></font></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0"/>'
    '<xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/></cellXfs></styleSheet>',
}


def workbook(sheet, shared):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, part in FRAME.items():
            package.writestr(name, part)
        package.writestr("xl/worksheets/sheet1.xml", sheet)
        package.writestr("xl/sharedStrings.xml", shared)
    return held.getvalue()


def made(seed):
    """The year of a store as it is made: {(month, table): its sheet and texts, or its lines}."""
    months = Months(seed)
    year = {}
    for month in range(1, 13):
        for table, rows in months.month(month).items():
            year[month, table] = parts_of(table, rows) if table in XLSX else text_of(table, rows)
    return year


def own(text, store):
    """What is a store's own of it."""
    letters = {"o": f"{store:03d}", "v": f"{store:04d}"[::-1].replace("0", "8"), "p": "", "s": SURNAMES[store % len(SURNAMES)]}
    return STORE.sub(lambda found: letters[found[1]], text)


def write(year, store, folder):
    """Writes the files of a store."""
    for (month, table), content in year.items():
        within = folder / f"{store:03d}店" / f"{YEAR}-{month:02d}"
        within.mkdir(parents=True, exist_ok=True)
        if table in XLSX:
            sheet, shared = content
            (within / f"{table}.xlsx").write_bytes(workbook(sheet, own(shared, store)))
        else:
            (within / f"{table}.csv").write_text(own(content, store), encoding="gb18030", newline="")
