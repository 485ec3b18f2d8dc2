// 哪些机制常在同一举措或同一任务中一起出现？ / Which mechanisms occur together, in one measure or in one task?
//+ param: mechanism Mechanism optional | 只看某一机制 | one mechanism alone
//+ param: plan Plan optional | 只看一份文件：文号、标题或标识 | one plan alone: its number, title or IRI
//+ columns: mechanismLabel = 机制 / Mechanism; otherLabel = 同现机制 / Together with; measures = 同一举措数 / Same measures;
//+ columns: tasks = 同一任务数 / Same tasks; plans = 文件数 / Plans; mechanism = 机制标识 / Mechanism URI;
//+ columns: other = 同现机制标识 / Other URI
:param mechanism => null;
:param plan => null;
:param lang => 'zh';

MATCH (m:Measure)-[:USES_MECHANISM]->(x:Mechanism)
MATCH (m)-[:IN_PLAN]->(p:Plan)
WHERE $plan IS NULL OR p.uri = $plan
MATCH (m)-[:PART_OF]->(part)
WITH p, part, x, collect(DISTINCT m) AS measures
WITH p, part, collect({mechanism: x, measures: measures}) AS uses
UNWIND uses AS one
UNWIND uses AS two
WITH p, part, one.mechanism AS used, two.mechanism AS also, size([m IN one.measures WHERE m IN two.measures]) AS common
WHERE used <> also AND CASE WHEN $mechanism IS NULL THEN used.uri < also.uri ELSE used.uri = $mechanism END
  AND (common > 0 OR part:Provision)
WITH used, also,
  sum(common) AS measures, count(CASE WHEN part:Provision THEN 1 END) AS tasks, count(DISTINCT p) AS plans
RETURN
  coalesce({zh: used.name, en: used.name_en}[$lang], used.name) AS mechanismLabel,
  coalesce({zh: also.name, en: also.name_en}[$lang], also.name) AS otherLabel,
  measures, tasks, plans, used.uri AS mechanism, also.uri AS other
ORDER BY measures DESC, tasks DESC, used.name, also.name, mechanism, other
