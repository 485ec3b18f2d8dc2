"""The sheet that says how to fill in the others: a heading and a paragraph for each thing, in both languages."""

from reformgraph.language import Text

TITLE = Text("如何审核", "How to review")

GUIDE: tuple[tuple[Text, Text], ...] = (
    (
        Text("两张表", "The sheets"),
        Text(
            "“举措”每行一条举措；“提及”每行一处提及：某条举措中的区域、机制、机构、目标、时限、平台、制度文件或受益对象。"
            "灰色的列是读到的内容，请勿改动；绿色表头的列由您填写。不填的行不受影响，可以只审一部分。",
            "“Measures” has a row for each measure, “Mentions” one for each region, mechanism, agency, target, "
            "deadline, platform, document or beneficiary in a measure. Grey columns show what was read: leave them; "
            "columns with a green head are yours. A row that you leave empty stays as it is: you may review a part.",
        ),
    ),
    (
        Text("通过", "accept"),
        Text(
            "读得对。以后规则改了，这一行仍照此保留。",
            "It is right, and stays so, whatever later rules find.",
        ),
    ),
    (
        Text("驳回", "reject"),
        Text(
            "不是举措，或者不属于这条举措。重新构建后不再出现。驳回举措即一并去掉其中的提及。",
            "It is no measure, or does not belong to the measure; it is gone after the rebuild. A rejected measure "
            "takes its mentions along.",
        ),
    ),
    (
        Text("修改", "change"),
        Text(
            "只填要改的列，其余留空。“改为原文”须是方案中连续的一段，一字不差，且在原处附近；“改为行动”是其中的动词；"
            "没有阶段选“无”。名称可以是词表中的名称或别名。目标填比较符、数值、单位，时限填起、止（如 2024-12-31）；"
            "起或止不限的填“无”。",
            "Fill in what is to be changed and leave the rest empty. “New text” is one unbroken stretch of the plan, "
            "exactly, near the old one; “new action” a verb in it; for no stage choose “none”. A name may be any name "
            "or alias of the vocabulary. Targets take comparator, value and unit, deadlines from and to (2024-12-31); "
            "an end that shall be open takes “none”.",
        ),
    ),
    (
        Text("新增", "add"),
        Text(
            "写在表末空行或插入的行里，编号留空。举措：写“举措原文”（或“改为原文”），可写行动、阶段；"
            "文中有几处相同的，写明条款；有几份方案的，写明方案。"
            "提及：把所属举措的编号（“举措”表最后一列）抄到“举措编号”，或写出举措原文全文，"
            "再写类别、原文，以及名称、角色、目标或时限的值。",
            "In an empty row at the end, or one that you insert; leave the id empty. A measure: its text (in “measure” "
            "or “new text”), if you like action and stage; its path where the words stand in several places, its plan "
            "where the file has several. A mention: copy the id of its measure (last column of “Measures”) into "
            "“measure id”, or write the measure's whole text; then kind and words, and name, role, or the value of a "
            "target or deadline.",
        ),
    ),
    (
        Text("撤回", "withdraw"),
        Text(
            "收回“已有意见”中的意见，恢复为规则所读。“已有意见”里注明找不到的，是方案改动后对不上的意见，不会自动删除。",
            "Takes back the verdict shown under “kept verdict”: the rules' reading returns. A verdict that is marked "
            "there as not found lost its words when the plan changed; none is dropped by itself.",
        ),
    ),
    (
        Text("读回", "Reading back"),
        Text(
            "保存为 .xlsx，运行：reformgraph review in 文件.xlsx --reviewer 姓名。"
            "有错会逐条列出表、行、列，改好再读；全部正确才会保存。"
            "可以筛选、调整列宽；要排序，请先“审阅 → 撤销工作表保护”（无密码）。请勿改动列名和工作表名。",
            "Save as .xlsx and run: reformgraph review in FILE.xlsx --reviewer NAME. What is wrong is listed by sheet, "
            "row and column; nothing is kept until all is right. Filters and column widths are yours; to sort, first "
            "choose Review → Unprotect Sheet (no password). Leave the names of sheets and columns.",
        ),
    ),
)
