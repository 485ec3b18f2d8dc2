// 哪些试点后来推广或者全面推行了？ / Which pilots were spread or made general later?
:param lang => 'zh';

MATCH (m:Measure)-[link:EXPANDS|SPREADS]->(pilot:Measure)-[:STAGE]->(trial:Stage)
WHERE trial.uri IN ['https://w3id.org/reformgraph/stage/explore', 'https://w3id.org/reformgraph/stage/pilot']
MATCH (pilot)-[:IN_PLAN]->(before:Plan)
MATCH (m)-[:IN_PLAN]->(p:Plan)
OPTIONAL MATCH (m)-[:STAGE]->(stage:Stage)
WITH DISTINCT p, m, type(link) AS relation, pilot, before, stage,
  {EXPANDS: {zh: '扩大', en: 'expands'}, SPREADS: {zh: '推广', en: 'spreads'}} AS relations,
  COLLECT { MATCH (pilot)-[:APPLIES_IN]->(place:Region) RETURN DISTINCT place.name AS name ORDER BY name } AS places
RETURN
  coalesce(before.number, before.title) AS pilotNumber,
  CASE size(places) WHEN 0 THEN null ELSE reduce(said = head(places), name IN tail(places) | said + '、' + name) END AS pilotRegions,
  pilot.quote AS pilotQuote, relations[relation][$lang] AS relationLabel,
  coalesce({zh: stage.name, en: stage.name_en}[$lang], stage.name) AS stageLabel,
  coalesce(p.number, p.title) AS number, m.path AS path, m.quote AS quote, m.uri AS uri
ORDER BY pilotNumber, before.uri, pilot.order, pilot.uri, coalesce(p.year, 0), number, p.uri, m.order, m.uri
