// 一份方案的结构 / The outline of a plan
MATCH (plan:Plan)
WITH plan ORDER BY plan.year DESC, plan.uri LIMIT 1
MATCH way = (plan)<-[:PART_OF]-(:Section)<-[:PART_OF]-(:Task)
RETURN way
