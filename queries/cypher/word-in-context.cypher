// 某个词出现在哪些举措和标题里，前后是什么？ / In which measures and headings does a word occur, and between which words?
:param word => '告知承诺';
:param plan => null;
:param lang => 'zh';

CALL () {
  MATCH (m:Measure)
  WHERE m.quote CONTAINS $word
  RETURN m, m.quote AS quote, m.prefix AS ahead, m.suffix AS behind, {zh: '举措', en: 'measure'} AS kinds
  UNION ALL
  MATCH (m:Provision)
  WHERE m.title CONTAINS $word
  RETURN m, m.title AS quote, '' AS ahead, '' AS behind, {zh: '标题', en: 'heading'} AS kinds
}
MATCH (m)-[:IN_PLAN]->(p:Plan)
WHERE $plan IS NULL OR p.uri = $plan
WITH p, m, quote, ahead, behind, kinds, split(quote, $word)[0] AS before
RETURN
  kinds[$lang] AS kind,
  ahead + before AS before, $word AS word, substring(quote, size(before) + size($word)) + behind AS after,
  coalesce(p.number, p.title) AS number, m.path AS path, quote, m.uri AS uri
ORDER BY coalesce(p.year, 0), number, p.uri, m.start, uri
