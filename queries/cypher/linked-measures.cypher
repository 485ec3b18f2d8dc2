// 举措承续了其他方案的哪些举措，依据什么？ / Which measures follow up measures of other plans, and why?
:param plan => null;
:param lang => 'zh';

MATCH (m:Measure)-[link:CONTINUES|EXPANDS|NARROWS|IMPLEMENTS|SPREADS]->(earlier:Measure)
MATCH (m)-[:IN_PLAN]->(p:Plan)
MATCH (earlier)-[:IN_PLAN]->(before:Plan)
WHERE $plan IS NULL OR p.uri = $plan
WITH p, m, link, earlier, before, {CONTINUES: {zh: '延续', en: 'continues'}, EXPANDS: {zh: '扩大', en: 'expands'}, NARROWS: {zh: '收窄', en: 'narrows'},
  IMPLEMENTS: {zh: '落实', en: 'implements'}, SPREADS: {zh: '推广', en: 'spreads'}} AS relations
RETURN
  relations[type(link)][$lang] AS relationLabel, link.score AS score,
  reduce(said = '', reason IN {zh: link.reason, en: link.reason_en}[$lang] | said + CASE said WHEN '' THEN '' ELSE '；' END + reason) AS reasons,
  coalesce(before.number, before.title) AS earlierNumber, earlier.quote AS earlierQuote,
  coalesce(p.number, p.title) AS number, m.path AS path, m.quote AS quote, m.uri AS uri
ORDER BY coalesce(p.year, 0), number, p.uri, m.order, m.uri, earlierNumber, before.uri, earlier.order, earlier.uri
