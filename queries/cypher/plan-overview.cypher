// 文件由哪些部分组成，各有多少举措、区域、机制和时限？ / What are the parts of a plan, with how many measures, regions, mechanisms and deadlines each?
:param plan => null;
:param lang => 'zh';

MATCH (part:Section|Group|Task)-[:IN_PLAN]->(p:Plan)
WHERE $plan IS NULL OR p.uri = $plan
RETURN
  part.title AS heading,
  CASE
    WHEN part:Section THEN {zh: '章节', en: 'section'}
    WHEN part:Group THEN {zh: '任务组', en: 'group'}
    ELSE {zh: '任务', en: 'task'}
  END[$lang] AS kind,
  COUNT { MATCH (part)<-[:PART_OF*1..]-(m:Measure) RETURN DISTINCT m } AS measures,
  COUNT { MATCH (part)<-[:PART_OF*1..]-(:Measure)-[:APPLIES_IN|MENTIONS_REGION]->(r) RETURN DISTINCT r } AS regions,
  COUNT { MATCH (part)<-[:PART_OF*1..]-(:Measure)-[:USES_MECHANISM]->(x) RETURN DISTINCT x } AS mechanisms,
  COUNT { MATCH (part)<-[:PART_OF*1..]-(:Measure)-[:DUE]->(d) RETURN DISTINCT d } AS deadlines,
  coalesce(p.number, p.title) AS number, part.path AS path, part.uri AS uri
ORDER BY coalesce(p.year, 0), number, p.uri, part.order, uri
