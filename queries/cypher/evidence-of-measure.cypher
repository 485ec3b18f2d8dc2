// 某一举措的每个事实依据原文哪些字、哪条规则？ / On which words and which rule does each fact about a measure rest?
:param measure => 'https://w3id.org/reformgraph/plan/310000-2020-hufuban-26/measure/cab0e5ebc26c';
:param lang => 'zh';

MATCH (m:Resource {uri: $measure})-[r]->(fact:Resource)
WHERE r.rule IS NOT NULL
MATCH (m)-[:IN_PLAN]->(p:Plan)
WITH p, m, r, fact,
  reduce(text = '', part IN split(toLower(type(r)), '_') |
    text + CASE text WHEN '' THEN part ELSE toUpper(left(part, 1)) + substring(part, 1) END) AS property
RETURN
  property,
  CASE
    WHEN r.value IS NOT NULL THEN toString(r.value)
    WHEN fact:Concept THEN coalesce({zh: fact.name, en: fact.name_en}[$lang], fact.name)
    ELSE fact.uri
  END AS object,
  r.role AS role, r.quote AS words, r.start AS start, r.end AS end, r.rule AS rule,
  coalesce(p.number, p.title) AS number, m.path AS path, m.quote AS quote, m.uri AS uri
ORDER BY coalesce(start, -1), coalesce(end, -1), property, coalesce(toString(r.value), fact.uri), r.uri
