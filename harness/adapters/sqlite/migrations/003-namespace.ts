/** Version 3: where on its cluster an attempt took place; on a shared one the names and labels there say nothing themselves. */
export const namespace = `
ALTER TABLE attempt ADD COLUMN namespace TEXT;
`
