// 文件之间经由引用、依据、废止如何层层相连？ / How are documents linked through citing, resting on and repealing?
//+ param: plan Plan optional | 只看从一份文件出发的：文号、标题或标识 | those that begin with one plan: its number, title or IRI
//+ columns: steps = 步数 / Steps; chain = 链条 / Chain; plan = 起点标识 / First URI; document = 终点标识 / Last URI
:param plan => null;
:param lang => 'zh';

MATCH (p:Plan) ((x)-[r:CITES|BASED_ON|REPEALS]->(y:Document)){1,4} (last:Document)
WHERE ($plan IS NULL OR p.uri = $plan) AND p <> last
WITH DISTINCT p, last, [step IN r | type(step)] AS links, y
RETURN
  size(links) AS steps,
  reduce(text = coalesce(p.number, p.title), at IN range(0, size(links) - 1) |
    text + ' —' + {
      CITES: {zh: '引用', en: 'cites'}, BASED_ON: {zh: '依据', en: 'based on'}, REPEALS: {zh: '废止', en: 'repeals'}
    }[links[at]][$lang] + '→ ' + coalesce(y[at].number, y[at].title)) AS chain,
  p.uri AS plan, last.uri AS document
ORDER BY steps DESC, chain, plan, document
