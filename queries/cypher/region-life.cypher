// 某一区域的举措历年如何演变？ / How did the measures of a region live on?
:param region => 'https://w3id.org/reformgraph/region/lingang-xinpianqu';
:param exact => false;
:param lang => 'zh';

MATCH (place:Region)
  ((a)-[r:WITHIN|HAS_MEMBER]-(b) WHERE startNode(r) = CASE type(r) WHEN 'WITHIN' THEN a ELSE b END)*
  (region:Resource {uri: $region})
WHERE NOT $exact OR place = region
WITH DISTINCT place
MATCH (m:Measure)-[:APPLIES_IN|MENTIONS_REGION]->(place)
MATCH (m)-[:IN_PLAN]->(p:Plan)
OPTIONAL MATCH (m)-[:STAGE]->(stage:Stage)
OPTIONAL MATCH (m)-[link:CONTINUES|EXPANDS|NARROWS|IMPLEMENTS|SPREADS]->(earlier:Measure)-[:IN_PLAN]->(before:Plan)
WITH DISTINCT p, m, stage, type(link) AS relation, earlier, before,
  {CONTINUES: {zh: '延续', en: 'continues'}, EXPANDS: {zh: '扩大', en: 'expands'}, NARROWS: {zh: '收窄', en: 'narrows'},
  IMPLEMENTS: {zh: '落实', en: 'implements'}, SPREADS: {zh: '推广', en: 'spreads'}} AS relations,
  COLLECT { MATCH (m)-[:APPLIES_IN]->(thing:Region) RETURN DISTINCT thing.name AS name ORDER BY name } AS places
RETURN
  p.year AS year, coalesce({zh: stage.name, en: stage.name_en}[$lang], stage.name) AS stageLabel,
  CASE size(places) WHEN 0 THEN null ELSE reduce(said = head(places), name IN tail(places) | said + '、' + name) END AS regionLabels,
  relations[relation][$lang] AS relationLabel,
  coalesce(before.number, before.title) AS earlierNumber, earlier.quote AS earlierQuote,
  coalesce(p.number, p.title) AS number, m.path AS path, m.quote AS quote, m.uri AS uri
ORDER BY coalesce(year, 0), number, p.uri, m.order, m.uri, coalesce(earlierNumber, ''), coalesce(before.uri, ''),
  coalesce(earlier.order, 0), coalesce(earlier.uri, '')
