// 用了哪些动词，各表示什么阶段，有多少举措？ / Which verbs of action are used, which stage do they signal, and in how many measures?
:param plan => null;
:param lang => 'zh';

MATCH (m:Measure)-[:ACTION]->(verb:Action)
MATCH (m)-[:IN_PLAN]->(p:Plan)
WHERE $plan IS NULL OR p.uri = $plan
WITH verb, count(DISTINCT m) AS measures, count(DISTINCT p) AS plans
OPTIONAL MATCH (verb)-[:SIGNALS_STAGE]->(stage:Stage)
WITH DISTINCT verb, stage, measures, plans
RETURN
  coalesce({zh: verb.name, en: verb.name_en}[$lang], verb.name) AS action,
  coalesce({zh: stage.name, en: stage.name_en}[$lang], stage.name) AS stageLabel,
  measures, plans, verb.uri AS uri
ORDER BY measures DESC, coalesce(verb.name, ''), uri, coalesce(stage.uri, '')
