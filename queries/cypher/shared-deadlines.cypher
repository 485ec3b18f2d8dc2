// 哪些机构在同一天之前有事要完成？（按日期列出各机构的举措数） / Which agencies have something due by the same day? (by day, with the measures of each)
//+ param: plan Plan optional | 只看一份文件：文号、标题或标识 | one plan alone: its number, title or IRI
//+ columns: day = 日期 / Day; agencies = 机构数 / Agencies; agencyLabels = 机构（举措数） / Which (measures);
//+ columns: measures = 举措数 / Measures
:param plan => null;
:param lang => 'zh';

MATCH (m:Measure)-[:DUE]->(deadline:Deadline)
MATCH (m)-[:IN_PLAN]->(p:Plan)
WHERE $plan IS NULL OR p.uri = $plan
MATCH (m)-[:LEAD_AGENCY|RESPONSIBLE_AGENCY|COOPERATING_AGENCY]->(x:Agency)
WHERE NOT x:AgencyGroup
WITH coalesce(deadline.to, deadline.from) AS day, x, collect(DISTINCT m) AS due
ORDER BY size(due) DESC, x.name, x.uri
WITH day, collect(due) AS dues,
  collect(coalesce({zh: x.name, en: x.name_en}[$lang], x.name) + ' ' + size(due)) AS names
RETURN
  day, size(names) AS agencies,
  reduce(text = null, name IN names | coalesce(text + '、', '') + name) AS agencyLabels,
  COUNT { UNWIND dues AS due UNWIND due AS m RETURN DISTINCT m } AS measures
ORDER BY day
