"""Ten PNG (1920×1080) and ten SVG with matplotlib; shared by both rivals."""
import os

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from matplotlib import font_manager

FONT = os.path.join(os.path.dirname(__file__), "..", "..", "assets", "fonts", "NotoSansSC-GBK-Regular.otf")
font_manager.fontManager.addfont(FONT)
plt.rcParams["font.family"] = font_manager.FontProperties(fname=FONT).get_name()
plt.rcParams["svg.fonttype"] = "none"


def draw(charts, folder):
    os.makedirs(folder, exist_ok=True)
    for chart in charts:
        figure, left = plt.subplots(figsize=(19.2, 10.8), dpi=100)
        columns = [series for series in chart["series"] if series[2] == "column"]
        right = left.twinx() if any(series[3] == "right" for series in chart["series"]) else None
        places = range(len(chart["categories"]))
        width = 0.8 / max(1, len(columns))
        for name, values, mark, axis in chart["series"]:
            on = right if axis == "right" else left
            numbers = [float("nan") if value is None else value for value in values]
            if mark == "pie":
                if any(values):
                    on.pie(values, labels=chart["categories"], autopct="%.1f%%")
            elif mark == "column":
                shift = [x + width * ([s[0] for s in columns].index(name) - (len(columns) - 1) / 2) for x in places]
                left.bar_label(left.bar(shift, numbers, width, label=name), fmt="%.6g")
            else:
                on.plot(places, numbers, marker="o", color="black" if axis == "right" else None, label=name)
                for x, value in zip(places, numbers):
                    if value == value:
                        on.annotate(f"{value:.2f}", (x, value), textcoords="offset points", xytext=(0, 8))
        if chart["series"] and chart["series"][0][2] != "pie":
            left.set_xticks(list(places), chart["categories"])
            left.legend(loc="upper left")
        left.set_title(chart["title"])
        figure.savefig(os.path.join(folder, chart["id"] + ".png"))
        figure.savefig(os.path.join(folder, chart["id"] + ".svg"))
        plt.close(figure)
