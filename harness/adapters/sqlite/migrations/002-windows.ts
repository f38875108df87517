/** Version 2: when a fault expired by itself, how long the oracle watches at least, and how much ambient noise there was. */
export const windows = `
ALTER TABLE fault_window ADD COLUMN expired_ms INTEGER;
ALTER TABLE cell ADD COLUMN oracle_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cell ADD COLUMN noise TEXT NOT NULL DEFAULT 'off' CHECK (noise IN ('off', 'low', 'high'));
`
