/** Comma-separated values (RFC 4180), with the semicolons and tabs that spreadsheets write too. */

/** Rows of cells; `line` is the line of the file in which a row begins, from 1. */
export type CsvRow = { readonly line: number; readonly cells: readonly string[] };

/** Reads a file's text; rows without any text are left out. An open quotation mark takes in the rest of the file. */
export function readCsv(text: string): readonly CsvRow[] {
  const source = text.replace(/^\uFEFF/, '');
  const separator = findSeparator(source.slice(0, source.indexOf('\n') < 0 ? undefined : source.indexOf('\n')));
  const rows: { line: number; cells: string[] }[] = [{ line: 1, cells: [''] }];
  let [line, isQuoted] = [1, false];
  for (let at = 0; at < source.length; at += 1) {
    const char = source[at] ?? '';
    const row = rows[rows.length - 1] ?? { line, cells: [''] };
    const add = (part: string): void => void (row.cells[row.cells.length - 1] += part);
    if (char === '\n') line += 1;
    if (isQuoted && char === '"' && source[at + 1] === '"') {
      add('"');
      at += 1;
    } else if (char === '"' && (isQuoted || row.cells.at(-1) === '')) isQuoted = !isQuoted;
    else if (isQuoted) add(char);
    else if (char === separator) row.cells.push('');
    else if (char === '\n') rows.push({ line, cells: [''] });
    else if (char !== '\r') add(char);
  }
  return rows
    .map((row) => ({ line: row.line, cells: row.cells.map((cell) => cell.trim()) }))
    .filter((row) => row.cells.some((cell) => cell !== ''));
}

/** The separator that the first line has most of. */
function findSeparator(head: string): string {
  const counted = [',', ';', '\t'].map((separator) => ({ separator, n: head.split(separator).length }));
  return counted.sort((one, other) => other.n - one.n)[0]?.separator ?? ',';
}
