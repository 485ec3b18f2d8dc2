// 哪里在试点什么？没有点明区域的试点，按文件的管辖区域列出。 / What is piloted where? A pilot that names no region is listed under its plan's jurisdiction.
:param region => null;
:param plan => null;
:param exact => false;
:param lang => 'zh';

MATCH (m:Measure)-[:STAGE]->(:Resource {uri: 'https://w3id.org/reformgraph/stage/pilot'})
MATCH (m)-[:IN_PLAN]->(p:Plan)
WHERE $plan IS NULL OR p.uri = $plan
OPTIONAL MATCH (m)-[:APPLIES_IN]->(named)
OPTIONAL MATCH (p)-[:JURISDICTION]->(jurisdiction)
WITH DISTINCT p, m, named, coalesce(named, jurisdiction) AS place
WHERE $region IS NULL OR place.uri = $region OR NOT $exact AND EXISTS {
  (place)
  ((a)-[r:WITHIN|HAS_MEMBER]-(b) WHERE startNode(r) = CASE type(r) WHEN 'WITHIN' THEN a ELSE b END)+
  (:Resource {uri: $region})
}
OPTIONAL MATCH (m)-[:USES_MECHANISM]->(used:Mechanism)
OPTIONAL MATCH (m)-[:ACTION]->(verb:Action)
WITH DISTINCT p, m, named, place, used, verb
WHERE place:Region
RETURN
  coalesce({zh: place.name, en: place.name_en}[$lang], place.name) AS regionLabel,
  {zh: CASE WHEN named IS NULL THEN '管辖' ELSE '点明' END,
   en: CASE WHEN named IS NULL THEN 'jurisdiction' ELSE 'named' END}[$lang] AS basis,
  coalesce({zh: used.name, en: used.name_en}[$lang], used.name) AS mechanismLabel,
  coalesce({zh: verb.name, en: verb.name_en}[$lang], verb.name) AS action,
  coalesce(p.number, p.title) AS number, m.path AS path, m.quote AS quote, m.uri AS uri
ORDER BY coalesce(place.name, ''), place.uri, coalesce(p.year, 0), number, p.uri, m.order, m.uri,
  coalesce(used.uri, ''), coalesce(verb.uri, '')
