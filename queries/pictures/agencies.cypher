// 机构与其举措 / Agencies and their measures
MATCH way = (agency:Agency)<-[:LEAD_AGENCY|RESPONSIBLE_AGENCY|COOPERATING_AGENCY|REPORTS_TO|MENTIONS_AGENCY]-(:Measure)
WHERE NOT agency:AgencyGroup
RETURN way LIMIT 30
