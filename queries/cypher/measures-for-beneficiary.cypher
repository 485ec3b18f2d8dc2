// 哪些举措服务于某类对象（名称含其字样的也算）？ / Which measures serve a group of beneficiaries? (groups whose name contains it count too)
:param beneficiary => 'https://w3id.org/reformgraph/beneficiary/qiye';
:param plan => null;
:param exact => false;
:param lang => 'zh';

MATCH (beneficiary:Resource {uri: $beneficiary})
MATCH (served:Beneficiary)
WHERE served = beneficiary OR NOT $exact AND (
  served.name CONTAINS beneficiary.name OR EXISTS { (served)-[:BROADER*1..]->(beneficiary) })
MATCH (m:Measure)-[:BENEFITS]->(served)
MATCH (m)-[:IN_PLAN]->(p:Plan)
WHERE $plan IS NULL OR p.uri = $plan
OPTIONAL MATCH (m)-[:STAGE]->(stage:Stage)
WITH DISTINCT p, m, served, stage
RETURN
  coalesce({zh: served.name, en: served.name_en}[$lang], served.name) AS beneficiaryLabel,
  coalesce({zh: stage.name, en: stage.name_en}[$lang], stage.name) AS stageLabel,
  m.outcome AS outcome,
  coalesce(p.number, p.title) AS number, m.path AS path, m.quote AS quote, m.uri AS uri
ORDER BY coalesce(p.year, 0), number, p.uri, m.order, m.uri, served.uri
