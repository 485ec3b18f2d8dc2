// 有哪些机制，其下位机制是什么，各有多少举措？ / Which mechanisms are there, with their narrower ones, and how many measures use each?
:param mechanism => null;
:param lang => 'zh';

MATCH (m:Measure)-[:USES_MECHANISM]->(:Mechanism)-[:BROADER*0..]->(each:Mechanism)
WHERE $mechanism IS NULL OR EXISTS { (each)-[:BROADER*0..]->(:Resource {uri: $mechanism}) }
WITH each, count(DISTINCT m) AS withNarrower
OPTIONAL MATCH (each)-[:BROADER]->(above:Mechanism)
WITH DISTINCT each, above, withNarrower,
  COUNT { MATCH (m:Measure)-[:USES_MECHANISM]->(each) RETURN DISTINCT m } AS measures,
  COUNT { MATCH (each)-[:BROADER*1..]->(over) RETURN DISTINCT over } AS depth
RETURN
  coalesce({zh: above.name, en: above.name_en}[$lang], above.name) AS broaderLabel,
  coalesce({zh: each.name, en: each.name_en}[$lang], each.name) AS mechanismLabel,
  depth, measures, withNarrower, each.uri AS uri
ORDER BY withNarrower DESC, depth, coalesce(each.name, ''), uri, coalesce(above.uri, '')
