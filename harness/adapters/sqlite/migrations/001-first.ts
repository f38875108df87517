/**
 * Version 1: designs (sweep, cell, trial), what happened (attempt and its children), and where it came from (provenance).
 * `_ms` columns are cluster time; `attempt.wall_ms` is real time, differs from run to run, and belongs in no table or figure.
 * Keys are made of contents, never of the order of arrival: two runs of a design leave the same rows.
 */
export const first = `
CREATE TABLE provenance (
  provenance_id TEXT NOT NULL,
  key           TEXT NOT NULL,
  value         TEXT NOT NULL,
  PRIMARY KEY (provenance_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE sweep (
  sweep_id      TEXT NOT NULL PRIMARY KEY,
  name          TEXT NOT NULL,
  mode          TEXT NOT NULL,
  design_json   TEXT NOT NULL,
  provenance_id TEXT NOT NULL
) STRICT;

CREATE TABLE cell (
  cell_id           TEXT NOT NULL PRIMARY KEY,
  task_id           TEXT NOT NULL,
  family            TEXT NOT NULL,
  method_name       TEXT NOT NULL,
  method_title      TEXT NOT NULL,
  ablation_of       TEXT,
  method_json       TEXT NOT NULL,
  limit_commands    INTEGER NOT NULL,
  limit_ms          INTEGER NOT NULL,
  observation_ms    INTEGER NOT NULL,
  settle_ms         INTEGER NOT NULL,
  fault_duration_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE trial (
  trial_id     TEXT NOT NULL PRIMARY KEY,
  cell_id      TEXT NOT NULL REFERENCES cell,
  seed         INTEGER NOT NULL,
  variant_name TEXT NOT NULL,
  is_control   INTEGER NOT NULL CHECK (is_control IN (0, 1)),
  workload     TEXT,
  fault_name   TEXT,
  truth_json   TEXT,
  UNIQUE (cell_id, seed)
) STRICT;

-- Which trials a sweep consists of; sweeps that share a cell share its trials.
CREATE TABLE sweep_trial (
  sweep_id TEXT NOT NULL REFERENCES sweep,
  trial_id TEXT NOT NULL REFERENCES trial,
  position INTEGER NOT NULL,
  PRIMARY KEY (sweep_id, trial_id)
) STRICT, WITHOUT ROWID;

-- One execution of a trial. Columns of the judgement are null exactly where the attempt is void.
CREATE TABLE attempt (
  trial_id                TEXT NOT NULL REFERENCES trial,
  attempt_no              INTEGER NOT NULL CHECK (attempt_no >= 1),
  outcome                 TEXT NOT NULL CHECK (outcome IN ('solved', 'unsolved', 'blocked', 'limit', 'void')),
  void_stage              TEXT CHECK (void_stage IN ('open', 'inject', 'run', 'verify', 'close')),
  void_reason             TEXT,
  claim_status            TEXT CHECK (claim_status IN ('solved', 'unsolved', 'blocked')),
  claim_summary           TEXT,
  oracle_passed           INTEGER CHECK (oracle_passed IN (0, 1)),
  rollback_available      INTEGER CHECK (rollback_available IN (0, 1)),
  rollback_triggered      INTEGER CHECK (rollback_triggered IN (0, 1)),
  rollback_completed      INTEGER CHECK (rollback_completed IN (0, 1)),
  rollback_restored       INTEGER CHECK (rollback_restored IN (0, 1)),
  environment_ms          INTEGER,
  method_ms               INTEGER,
  oracle_ms               INTEGER,
  to_solve_ms             INTEGER,
  command_count           INTEGER,
  environment_kind        TEXT NOT NULL,
  kubernetes_version      TEXT NOT NULL,
  environment_fingerprint TEXT NOT NULL,
  isolation               TEXT NOT NULL,
  provenance_id           TEXT NOT NULL,
  wall_ms                 REAL NOT NULL,
  PRIMARY KEY (trial_id, attempt_no),
  CHECK ((outcome = 'void') = (void_reason IS NOT NULL)),
  CHECK ((outcome = 'void') = (oracle_passed IS NULL))
) STRICT, WITHOUT ROWID;

-- An attempt that counts is the last one, and no attempt changes once it is there.
CREATE UNIQUE INDEX attempt_counts ON attempt (trial_id) WHERE outcome <> 'void';
CREATE TRIGGER attempt_is_last BEFORE INSERT ON attempt
WHEN EXISTS (SELECT 1 FROM attempt AS earlier WHERE earlier.trial_id = new.trial_id AND earlier.outcome <> 'void')
BEGIN SELECT RAISE(ABORT, 'the trial has a result that counts'); END;
CREATE TRIGGER attempt_is_kept BEFORE UPDATE ON attempt
BEGIN SELECT RAISE(ABORT, 'attempts are never changed'); END;

CREATE TABLE command (
  trial_id      TEXT NOT NULL,
  attempt_no    INTEGER NOT NULL,
  seq           INTEGER NOT NULL,
  at_ms         INTEGER NOT NULL,
  actor         TEXT NOT NULL CHECK (actor IN ('environment', 'method', 'oracle')),
  episode       INTEGER NOT NULL,
  command       TEXT NOT NULL,
  status        TEXT NOT NULL CHECK (status IN ('exited', 'timed-out', 'denied')),
  exit_code     INTEGER,
  duration_ms   INTEGER,
  limit_ms      INTEGER,
  denied_rule   TEXT,
  denied_reason TEXT,
  stdout        TEXT NOT NULL,
  stderr        TEXT NOT NULL,
  stdout_bytes  INTEGER NOT NULL,
  stderr_bytes  INTEGER NOT NULL,
  is_cut        INTEGER NOT NULL CHECK (is_cut IN (0, 1)),
  PRIMARY KEY (trial_id, attempt_no, seq),
  FOREIGN KEY (trial_id, attempt_no) REFERENCES attempt
) STRICT, WITHOUT ROWID;

CREATE TABLE check_result (
  trial_id   TEXT NOT NULL,
  attempt_no INTEGER NOT NULL,
  seq        INTEGER NOT NULL,
  at_ms      INTEGER NOT NULL,
  actor      TEXT NOT NULL CHECK (actor IN ('environment', 'method', 'oracle')),
  role       TEXT NOT NULL CHECK (role IN ('precondition', 'success', 'verification', 'oracle', 'guard', 'symptom')),
  name       TEXT NOT NULL,
  signal     TEXT,
  command    TEXT NOT NULL,
  passed     INTEGER NOT NULL CHECK (passed IN (0, 1)),
  detail     TEXT NOT NULL,
  exit_code  INTEGER,
  stdout     TEXT NOT NULL,
  stderr     TEXT NOT NULL,
  PRIMARY KEY (trial_id, attempt_no, seq),
  FOREIGN KEY (trial_id, attempt_no) REFERENCES attempt
) STRICT, WITHOUT ROWID;

CREATE TABLE finding (
  trial_id   TEXT NOT NULL,
  attempt_no INTEGER NOT NULL,
  answer     TEXT NOT NULL,
  object     TEXT,
  cause      TEXT,
  PRIMARY KEY (trial_id, attempt_no),
  FOREIGN KEY (trial_id, attempt_no) REFERENCES attempt
) STRICT, WITHOUT ROWID;

CREATE TABLE finding_evidence (
  trial_id   TEXT NOT NULL,
  attempt_no INTEGER NOT NULL,
  seq        INTEGER NOT NULL,
  quote      TEXT NOT NULL,
  PRIMARY KEY (trial_id, attempt_no, seq),
  FOREIGN KEY (trial_id, attempt_no) REFERENCES finding
) STRICT, WITHOUT ROWID;

CREATE TABLE mutation (
  trial_id   TEXT NOT NULL,
  attempt_no INTEGER NOT NULL,
  seq        INTEGER NOT NULL,
  at_ms      INTEGER NOT NULL,
  actor      TEXT NOT NULL CHECK (actor IN ('method', 'harness', 'controller')),
  class      TEXT NOT NULL CHECK (class IN ('denied', 'out-of-scope', 'destructive', 'in-scope')),
  verb       TEXT NOT NULL,
  kind       TEXT NOT NULL,
  name       TEXT NOT NULL,
  namespace  TEXT NOT NULL,
  is_denied  INTEGER NOT NULL CHECK (is_denied IN (0, 1)),
  paths_json TEXT NOT NULL,
  PRIMARY KEY (trial_id, attempt_no, seq),
  FOREIGN KEY (trial_id, attempt_no) REFERENCES attempt
) STRICT, WITHOUT ROWID;

CREATE TABLE model_call (
  trial_id      TEXT NOT NULL,
  attempt_no    INTEGER NOT NULL,
  seq           INTEGER NOT NULL,
  at_ms         INTEGER NOT NULL,
  purpose       TEXT NOT NULL,
  model         TEXT NOT NULL,
  status        TEXT NOT NULL CHECK (status IN ('answered', 'unavailable', 'invalid')),
  input_tokens  INTEGER,
  output_tokens INTEGER,
  detail        TEXT NOT NULL,
  PRIMARY KEY (trial_id, attempt_no, seq),
  FOREIGN KEY (trial_id, attempt_no) REFERENCES attempt
) STRICT, WITHOUT ROWID;

CREATE TABLE fault_window (
  trial_id     TEXT NOT NULL,
  attempt_no   INTEGER NOT NULL,
  seq          INTEGER NOT NULL,
  fault        TEXT NOT NULL,
  object_name  TEXT NOT NULL,
  requested_ms INTEGER NOT NULL,
  injected_ms  INTEGER,
  symptom_ms   INTEGER,
  recovered_ms INTEGER,
  note         TEXT NOT NULL,
  PRIMARY KEY (trial_id, attempt_no, seq),
  FOREIGN KEY (trial_id, attempt_no) REFERENCES attempt
) STRICT, WITHOUT ROWID;

-- A component decided; it acted (activated = 1) when it changed what happened.
CREATE TABLE activation (
  trial_id   TEXT NOT NULL,
  attempt_no INTEGER NOT NULL,
  seq        INTEGER NOT NULL,
  at_ms      INTEGER NOT NULL,
  component  TEXT NOT NULL,
  activated  INTEGER NOT NULL CHECK (activated IN (0, 1)),
  detail     TEXT NOT NULL,
  PRIMARY KEY (trial_id, attempt_no, seq),
  FOREIGN KEY (trial_id, attempt_no) REFERENCES attempt
) STRICT, WITHOUT ROWID;

-- Which variant of a component was asked for and which one answered; where they differ, it fell back.
CREATE TABLE component_use (
  trial_id   TEXT NOT NULL,
  attempt_no INTEGER NOT NULL,
  seq        INTEGER NOT NULL,
  at_ms      INTEGER NOT NULL,
  component  TEXT NOT NULL,
  requested  TEXT NOT NULL,
  used       TEXT NOT NULL,
  reason     TEXT NOT NULL,
  PRIMARY KEY (trial_id, attempt_no, seq),
  FOREIGN KEY (trial_id, attempt_no) REFERENCES attempt
) STRICT, WITHOUT ROWID;

CREATE TABLE rollback_event (
  trial_id   TEXT NOT NULL,
  attempt_no INTEGER NOT NULL,
  seq        INTEGER NOT NULL,
  at_ms      INTEGER NOT NULL,
  available  INTEGER NOT NULL CHECK (available IN (0, 1)),
  completed  INTEGER NOT NULL CHECK (completed IN (0, 1)),
  PRIMARY KEY (trial_id, attempt_no, seq),
  FOREIGN KEY (trial_id, attempt_no) REFERENCES attempt
) STRICT, WITHOUT ROWID;

-- Every attempt of every sweep with its design beside it: what void rates are counted over.
CREATE VIEW sweep_attempt AS
SELECT sweep_trial.sweep_id, sweep_trial.position,
       cell.cell_id, cell.task_id, cell.family, cell.method_name, cell.method_title, cell.ablation_of,
       cell.limit_commands, cell.limit_ms,
       trial.seed, trial.variant_name, trial.is_control, trial.workload, trial.fault_name,
       attempt.trial_id, attempt.attempt_no, attempt.outcome, attempt.void_stage, attempt.void_reason,
       attempt.claim_status, attempt.claim_summary, attempt.oracle_passed,
       attempt.claim_status = 'solved' AND attempt.oracle_passed = 0 AS is_false_positive,
       attempt.rollback_available, attempt.rollback_triggered, attempt.rollback_completed, attempt.rollback_restored,
       attempt.environment_ms, attempt.method_ms, attempt.oracle_ms, attempt.to_solve_ms, attempt.command_count,
       attempt.environment_kind, attempt.kubernetes_version, attempt.environment_fingerprint, attempt.isolation
FROM sweep_trial
JOIN trial USING (trial_id)
JOIN cell USING (cell_id)
JOIN attempt USING (trial_id);

-- The results that count: at most one a trial.
CREATE VIEW result AS SELECT * FROM sweep_attempt WHERE outcome <> 'void';
`
