// 图中有哪些文件？ / Which plans does the graph hold?
:param plan => null;
:param lang => 'zh';

MATCH (p:Plan)
WHERE $plan IS NULL OR p.uri = $plan
OPTIONAL MATCH (p)-[:JURISDICTION]->(region:Region)
WITH DISTINCT p, region, COLLECT {
  MATCH (p)-[:ISSUER]->(x:Agency) WHERE x.name IS NOT NULL
  RETURN DISTINCT x.name AS name ORDER BY name
} AS issuers
RETURN
  p.number AS number, p.title AS title,
  reduce(text = null, name IN issuers | coalesce(text + '、', '') + name) AS issuerLabels,
  p.issued AS issued,
  coalesce({zh: region.name, en: region.name_en}[$lang], region.name) AS jurisdictionLabel,
  COUNT { MATCH (m:Measure)-[:IN_PLAN]->(p) RETURN DISTINCT m } AS measures,
  p.uri AS uri
ORDER BY coalesce(p.year, 0), issued IS NOT NULL, issued, coalesce(number, ''), uri
