// 哪些机制推得最广：到了多少区域、哪些阶段、多少文件？ / Which mechanisms reach furthest: how many regions, which stages, how many plans?
//+ param: mechanism Mechanism optional | 只看某一机制及其下位机制 | one mechanism alone, with its narrower ones
//+ columns: mechanismLabel = 机制 / Mechanism; plans = 文件数 / Plans; regions = 区域数 / Regions;
//+ columns: stageLabels = 阶段 / Stages; measures = 举措数 / Measures; first = 最早年份 / First year;
//+ columns: last = 最晚年份 / Last year; uri = 标识 / URI
:param mechanism => null;
:param lang => 'zh';

MATCH (m:Measure)-[:USES_MECHANISM]->(used:Mechanism)
WHERE $mechanism IS NULL OR EXISTS { (used)-[:BROADER*0..]->(:Resource {uri: $mechanism}) }
MATCH (m)-[:IN_PLAN]->(p:Plan)
OPTIONAL MATCH (m)-[:APPLIES_IN]->(region:Region)
WITH used,
  count(DISTINCT p) AS plans, count(DISTINCT region) AS regions, count(DISTINCT m) AS measures,
  min(p.year) AS first, max(p.year) AS last
WITH *, COLLECT {
  MATCH (used)<-[:USES_MECHANISM]-(:Measure)-[:STAGE]->(stage:Stage)
  WITH DISTINCT stage ORDER BY stage.order
  RETURN coalesce({zh: stage.name, en: stage.name_en}[$lang], stage.name)
} AS stages
RETURN
  coalesce({zh: used.name, en: used.name_en}[$lang], used.name) AS mechanismLabel,
  plans, regions,
  reduce(text = null, name IN stages | coalesce(text + '、', '') + name) AS stageLabels,
  measures, first, last, used.uri AS uri
ORDER BY plans DESC, regions DESC, measures DESC, used.name, uri
