// 全文检索：哪些区域、机制、机构、文件等的名称或别名含有这些字词？ / Full-text search: which regions, mechanisms, agencies, documents and others are called so?
//+ param: words string required | 要找的字词，作为一个词组（至少两个字） | the words, looked for as one phrase of two characters or more
//+ columns: score = 相关度 / Score; kind = 类别 / Kind; label = 名称 / Name; aliases = 别名 / Aliases;
//+ columns: measures = 举措数 / Measures; uri = 标识 / URI
:param words => '自贸';
:param lang => 'zh';

CALL db.index.fulltext.queryNodes('reformgraph_names', '"' + replace(replace($words, '\\', '\\\\'), '"', '\\"') + '"')
YIELD node AS x, score
WITH x, round(score, 3) AS score, COUNT {
  MATCH (m:Measure)-[r]->(x) WHERE r.graph IS NOT NULL RETURN DISTINCT m
} AS measures
UNWIND [
  {label: 'Plan', zh: '方案', en: 'plan'}, {label: 'Document', zh: '文件', en: 'document'},
  {label: 'Provision', zh: '条款', en: 'provision'}, {label: 'Region', zh: '区域', en: 'region'},
  {label: 'Mechanism', zh: '机制', en: 'mechanism'}, {label: 'Agency', zh: '机构', en: 'agency'},
  {label: 'Platform', zh: '平台', en: 'platform'}, {label: 'Instrument', zh: '文件', en: 'instrument'},
  {label: 'Beneficiary', zh: '受益对象', en: 'beneficiary'}, {label: 'Field', zh: '领域', en: 'field'},
  {label: 'Stage', zh: '阶段', en: 'stage'}, {label: 'Action', zh: '动作', en: 'action'}
] AS kinds
WITH * WHERE kinds.label IN labels(x) AND NOT (x:Plan AND kinds.label = 'Document')
RETURN
  score, kinds[$lang] AS kind,
  coalesce({zh: x.name, en: x.name_en}[$lang], x.name) AS label,
  reduce(text = null, name IN coalesce(x.aliases, []) | coalesce(text + '、', '') + name) AS aliases,
  measures, x.uri AS uri
ORDER BY score DESC, measures DESC, label, uri
LIMIT 100
