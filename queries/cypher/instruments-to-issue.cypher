// 要出台哪些文件、标准、清单？（“制定、出台、编制、发布”等词在其名称之前） / Which documents, standards and lists are to be issued? (a verb such as 制定, 出台, 编制, 发布 stands before the name)
:param plan => null;
:param lang => 'zh';

MATCH (m:Measure)-[:CHANGES_INSTRUMENT]->(instrument:Instrument)
WHERE m.quote CONTAINS instrument.name
MATCH (m)-[:IN_PLAN]->(p:Plan)
WHERE $plan IS NULL OR p.uri = $plan
WITH DISTINCT p, m, instrument, split(m.quote, instrument.name)[0] AS before
WITH p, m, instrument, [
  at IN range(0, size(before) - 2)
  WHERE substring(before, at, 2) IN
      ['制定', '制订', '研制', '编制', '起草', '拟订', '出台', '印发', '发布', '公布', '推出']
    AND substring(before, at + 2, 1) <> '的' | substring(before, at, 2)
][0] AS verb
WHERE verb IS NOT NULL
OPTIONAL MATCH (m)-[:STAGE]->(stage:Stage)
WITH DISTINCT p, m, instrument, verb, stage
RETURN
  instrument.name AS instrumentLabel, verb,
  coalesce({zh: stage.name, en: stage.name_en}[$lang], stage.name) AS stageLabel,
  coalesce(p.number, p.title) AS number, m.path AS path, m.quote AS quote, m.uri AS uri
ORDER BY coalesce(p.year, 0), number, p.uri, m.order, m.uri, instrument.uri
