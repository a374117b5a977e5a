/** `of_traces`: those that a span belongs to by itself; `only_traces`: of those of the span within which it ran, the ones that it is for. */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS trace (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, entry TEXT NOT NULL, name TEXT NOT NULL, started REAL NOT NULL,
  ended REAL, status TEXT NOT NULL, flags TEXT NOT NULL, functions TEXT NOT NULL, spans INTEGER NOT NULL,
  entry_span INTEGER NOT NULL, search TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS span (
  id INTEGER PRIMARY KEY, parent INTEGER, request_id TEXT, of_traces TEXT NOT NULL, only_traces TEXT,
  facts TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS span_by_parent ON span (parent) WHERE parent IS NOT NULL;
CREATE INDEX IF NOT EXISTS span_by_request ON span (request_id) WHERE request_id IS NOT NULL;
CREATE TABLE IF NOT EXISTS member (trace INTEGER NOT NULL, span INTEGER NOT NULL, PRIMARY KEY (trace, span)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS span_key (name TEXT NOT NULL, span INTEGER NOT NULL, PRIMARY KEY (name, span)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS span_key_by_span ON span_key (span);
`;

/** What was under way when its stack ended ran no further. */
export const CUT_OFF = `
UPDATE span SET facts = json_set(facts, '$.status', 'stopped') WHERE id IN (
  SELECT member.span FROM member JOIN trace ON trace.seq = member.trace WHERE trace.status = 'running'
  UNION SELECT span.id FROM trace JOIN member ON member.trace = trace.seq JOIN span ON span.parent = member.span
  WHERE trace.status = 'running'
) AND facts ->> '$.status' = 'running';
UPDATE trace SET status = 'failed' WHERE status = 'running';
`;
