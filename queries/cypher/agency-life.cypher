// 某一机构的举措历年如何演变？ / How did the measures of an agency live on?
:param agency => 'https://w3id.org/reformgraph/agency/310000/xingzheng-shenpi-zhidu-gaige-gongzuo-lingdao-xiaozu-bangong-shi';
:param exact => false;
:param lang => 'zh';

MATCH (agency:Resource {uri: $agency})
CALL (agency) {
  MATCH (self:Agency)-[:FORMERLY*0..]->(agency) RETURN self
  UNION
  MATCH (agency)-[:FORMERLY*0..]->(self:Agency) RETURN self
}
MATCH (body:Agency)-[:BROADER*0..]->(self)
WHERE NOT $exact OR body = agency
WITH DISTINCT body
MATCH (m:Measure)-[:LEAD_AGENCY|RESPONSIBLE_AGENCY|COOPERATING_AGENCY|REPORTS_TO|MENTIONS_AGENCY]->(body)
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
