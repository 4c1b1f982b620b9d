/** A table as plain data: what a chart also says to those who read it row by row. */

export type Column = { readonly label: string; readonly number?: boolean };
export type Cell = { readonly text: string };
