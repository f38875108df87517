/** Version 4: what the cluster let methods change; trials of before had the role `edit`. */
export const rights = `
ALTER TABLE cell ADD COLUMN rights TEXT NOT NULL DEFAULT 'edit' CHECK (rights IN ('scope', 'edit'));
`
