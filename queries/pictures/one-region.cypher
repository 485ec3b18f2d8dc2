// 提及最多的区域的举措、机制和阶段 / Measures, mechanisms and stages of the region named most
MATCH (region:Region)<-[:APPLIES_IN]-(:Measure)
WITH region, count(*) AS measures ORDER BY measures DESC, region.name LIMIT 1
MATCH way = (region)<-[:APPLIES_IN]-(measure:Measure)
WITH measure, way ORDER BY measure.order, measure.uri LIMIT 12
OPTIONAL MATCH used = (measure)-[:USES_MECHANISM|STAGE]->()
RETURN way, used
