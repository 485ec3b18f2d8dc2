// 全文检索：哪些举措的原文含有这些字词？（按相关度） / Full-text search: which measures contain these words? (by relevance)
//+ param: words string required | 要找的字词，作为一个词组 | the words, looked for as one phrase
//+ param: plan Plan optional | 只看一份文件：文号、标题或标识 | one plan alone: its number, title or IRI
//+ columns: score = 相关度 / Score; number = 文号 / Number; path = 编号路径 / Path; quote = 原文 / Quote; uri = 标识 / URI
:param words => '告知承诺';
:param plan => null;

CALL db.index.fulltext.queryNodes('reformgraph_texts', '"' + replace(replace($words, '\\', '\\\\'), '"', '\\"') + '"')
YIELD node AS m, score
MATCH (m)-[:IN_PLAN]->(p:Plan)
WHERE $plan IS NULL OR p.uri = $plan
RETURN
  round(score, 3) AS score,
  coalesce(p.number, p.title) AS number, m.path AS path, m.quote AS quote, m.uri AS uri
ORDER BY score DESC, coalesce(p.year, 0), number, p.uri, m.order, uri
