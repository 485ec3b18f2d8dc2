// 文件引用、依据或废止了哪些文件？ / Which documents does a plan cite, rest on or repeal?
:param plan => null;
:param lang => 'zh';

MATCH (p:Plan)-[r:BASED_ON|CITES|REPEALS]->(document:Document)
WHERE $plan IS NULL OR p.uri = $plan
WITH p, document, type(r) AS cites, r.quote AS words, min(r.start) AS start
RETURN
  {BASED_ON: {zh: '依据', en: 'based on'}, CITES: {zh: '引用', en: 'cites'},
   REPEALS: {zh: '废止', en: 'repeals'}}[cites][$lang] AS relation,
  document.number AS citedNumber, document.title AS citedTitle, words,
  coalesce(p.number, p.title) AS number, p.title AS title, document.uri AS document, p.uri AS uri
ORDER BY coalesce(p.year, 0), number, uri, coalesce(start, -1), cites, document, coalesce(words, '')
