"""The SQL that finds what is to be said to whom, in one pass over the due days, and writes it down.

Parameters: `today`, `at`, `shape` (of cached schedules), `late` (due before that day: one line a week), `week` (its Monday),
`bounced_since`; the arrays `plans`, `steps`, `lows`, `highs` are the intervals of `lead_times`, by plan.
"""

# what is due and not done, with the sides that it concerns: the schedules of signed agreements, and what is stored as a day
DUE = """
SELECT d.topic, d.agreement_id, d.obligation_id, d.key, d.due_on, d.by_district, d.by_coordination
FROM agreements_dueday d
JOIN agreements_schedulecache c ON c.agreement_id = d.agreement_id
JOIN agreements_agreement h ON h.id = c.agreement_id AND h.history_length = c.history_length
WHERE c.shape = %(shape)s AND %(today)s BETWEEN c.computed_on AND c.expires_on
UNION ALL
SELECT 'authority', i.agreement_id, NULL, s.key, s.office_ends_on, s.side = 'district', TRUE
FROM agreements_signatory s JOIN agreements_instrument i ON i.id = s.instrument_id
WHERE s.office_ends_on IS NOT NULL AND i.status IN ('review', 'signing') AND NOT EXISTS (
    SELECT FROM agreements_signature g WHERE g.signatory_id = s.id AND g.version_id = i.frozen_version_id)
UNION ALL
SELECT 'clearance', i.agreement_id, NULL, r.id::text, r.due_on, TRUE, FALSE
FROM agreements_clearanceround r JOIN agreements_instrument i ON i.id = r.instrument_id
WHERE r.closed_at IS NULL AND i.status = 'review' AND EXISTS (
    SELECT FROM agreements_clearancerequest q WHERE q.round_id = r.id AND NOT EXISTS (
        SELECT FROM agreements_clearance z WHERE z.request_id = q.id))
UNION ALL
SELECT 'milestone', m.agreement_id, NULL, m.id::text, m.dated, TRUE, TRUE
FROM agreements_milestone m JOIN agreements_instrument i ON i.agreement_id = m.agreement_id AND i.number = 0
WHERE m.dated IS NOT NULL AND m.state IN ('planned', 'postponed') AND i.status IN ('review', 'signing', 'signed')
"""

WRITE = f"""
WITH step AS (
    SELECT * FROM unnest(%(plans)s::text[], %(steps)s::int[], %(lows)s::date[], %(highs)s::date[])
        AS s(plan, step, low, high)
),
due AS NOT MATERIALIZED ({DUE}),
plan AS (
    SELECT agreement_id, array_to_string(days, ',') AS plan FROM agreements_reminderleads
),
come AS MATERIALIZED (
    SELECT d.*, s.step FROM step s
    JOIN due d ON d.due_on BETWEEN s.low AND s.high
    LEFT JOIN plan p ON p.agreement_id = d.agreement_id
    WHERE s.plan = CASE WHEN d.topic IN ('notice', 'end', 'authority') THEN 'legal' ELSE coalesce(p.plan, 'usual') END
    UNION ALL
    SELECT topic, agreement_id, NULL, 'ueberfaellig', %(week)s, bool_or(by_district), bool_or(by_coordination), 0
    FROM due WHERE topic = 'obligation' AND due_on <= %(late)s
    GROUP BY topic, agreement_id
),
responsible AS (
    SELECT id AS agreement_id, coordinator_id AS person_id, FALSE AS of_district FROM agreements_agreement
    UNION
    SELECT a.id, m.user_id, TRUE FROM agreements_agreement a JOIN districts_membership m ON m.district_id = a.district_id
),
away AS (
    SELECT person_id, substitute_id FROM districts_user u JOIN agreements_absence b ON b.person_id = u.id
    WHERE %(today)s BETWEEN b.begins_on AND b.ends_on
),
reachable AS (
    SELECT u.id, u.id IN (SELECT person_id FROM away) AS is_away FROM districts_user u
    WHERE u.is_active AND u.email <> '' AND NOT EXISTS (
        SELECT FROM agreements_bounce b WHERE b.address = u.email AND b.received_at > %(bounced_since)s)
),
fresh AS MATERIALIZED (
    SELECT DISTINCT r.person_id, f.topic, f.agreement_id, f.obligation_id, f.key, f.step, f.due_on,
        EXISTS (SELECT FROM agreements_switchedoff o WHERE o.person_id = r.person_id AND o.topic = f.topic) AS off
    FROM come f
    JOIN responsible r ON r.agreement_id = f.agreement_id
        AND CASE WHEN r.of_district THEN f.by_district ELSE f.by_coordination END
    JOIN districts_user u ON u.id = r.person_id AND u.is_active
    WHERE NOT EXISTS (
        SELECT FROM agreements_reminder l WHERE l.person_id = r.person_id AND l.agreement_id = f.agreement_id
            AND l.topic = f.topic AND l.obligation_id IS NOT DISTINCT FROM f.obligation_id AND l.key = f.key
            AND l.due_on = f.due_on AND l.step <= f.step)
),
whom AS MATERIALIZED (
    SELECT person_id, agreement_id, CASE
        WHEN EXISTS (SELECT FROM reachable WHERE id = person_id AND NOT is_away) THEN person_id
        ELSE (
            SELECT c.id FROM (
                SELECT w.substitute_id, 1 FROM away w WHERE w.person_id = p.person_id
                UNION ALL SELECT a.coordinator_id, 2 FROM agreements_agreement a WHERE a.id = p.agreement_id
                UNION ALL SELECT m.user_id, 3 FROM districts_membership m JOIN agreements_agreement a
                    ON a.id = p.agreement_id AND a.district_id = m.district_id
                    WHERE m.role = 'district_lead' AND p.person_id <> a.coordinator_id
                UNION ALL SELECT m.user_id, 4 FROM districts_membership m WHERE m.role = 'coordinator'
                UNION ALL SELECT p.person_id, 5
            ) c(id, rank) JOIN reachable ON reachable.id = c.id AND (c.rank = 5 OR NOT is_away)
            WHERE (c.rank = 5 OR c.id <> p.person_id) AND EXISTS (
                SELECT FROM districts_membership m JOIN agreements_agreement a ON a.id = p.agreement_id
                WHERE m.user_id = c.id AND (m.district_id = a.district_id OR m.role = 'coordinator'))
            ORDER BY c.rank, c.id LIMIT 1)
        END AS recipient_id
    FROM (SELECT DISTINCT person_id, agreement_id FROM fresh WHERE NOT off) p
),
digest AS (
    INSERT INTO agreements_digest (person_id, day_on)
    SELECT DISTINCT recipient_id, %(today)s::date FROM whom WHERE recipient_id IS NOT NULL
    RETURNING id, person_id
),
mail AS (
    INSERT INTO agreements_mail (digest_id, person_id, queued_at, tries, problem, account_letter)
    SELECT id, person_id, %(at)s, 0, '', '' FROM digest
)
INSERT INTO agreements_reminder
    (person_id, topic, agreement_id, obligation_id, key, step, due_on, noted_at, digest_id, not_sent)
SELECT f.person_id, f.topic, f.agreement_id, f.obligation_id, f.key, f.step, f.due_on, %(at)s, g.id,
    CASE WHEN f.off THEN 'switched_off' WHEN g.id IS NULL THEN 'nobody' ELSE '' END
FROM fresh f
LEFT JOIN whom w ON w.person_id = f.person_id AND w.agreement_id = f.agreement_id AND NOT f.off
LEFT JOIN digest g ON g.person_id = w.recipient_id
"""

STILL_DUE = f"""
SELECT * FROM ({DUE}) d
WHERE agreement_id = ANY(%(agreements)s) AND NOT (topic = 'notice' AND due_on < %(today)s)
"""
