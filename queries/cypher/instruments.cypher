// 举措制定、修改或废止哪些文件、标准、清单？ / Which documents, standards and lists do measures make, change or withdraw?
:param plan => null;
:param lang => 'zh';

MATCH (m:Measure)-[:CHANGES_INSTRUMENT]->(instrument:Instrument)
MATCH (m)-[:IN_PLAN]->(p:Plan)
WHERE $plan IS NULL OR p.uri = $plan
OPTIONAL MATCH (m)-[:ACTION]->(verb:Action)
OPTIONAL MATCH (m)-[:STAGE]->(stage:Stage)
WITH DISTINCT p, m, instrument, verb, stage
RETURN
  instrument.name AS instrumentLabel,
  coalesce({zh: verb.name, en: verb.name_en}[$lang], verb.name) AS action,
  coalesce({zh: stage.name, en: stage.name_en}[$lang], stage.name) AS stageLabel,
  coalesce(p.number, p.title) AS number, m.path AS path, m.quote AS quote, m.uri AS uri
ORDER BY coalesce(p.year, 0), number, p.uri, m.order, m.uri, instrument.uri, coalesce(verb.uri, '')
