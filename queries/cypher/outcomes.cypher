// 各项举措预期达到什么效果？ / What outcome is each measure meant to have?
:param plan => null;
:param lang => 'zh';

MATCH (m:Measure)
WHERE m.outcome IS NOT NULL
MATCH (m)-[:IN_PLAN]->(p:Plan)
WHERE $plan IS NULL OR p.uri = $plan
OPTIONAL MATCH (m)-[:STAGE]->(stage:Stage)
WITH DISTINCT p, m, stage
RETURN
  m.outcome AS outcome,
  coalesce({zh: stage.name, en: stage.name_en}[$lang], stage.name) AS stageLabel,
  coalesce(p.number, p.title) AS number, m.path AS path, m.quote AS quote, m.uri AS uri
ORDER BY coalesce(p.year, 0), number, p.uri, m.order, m.uri, outcome
