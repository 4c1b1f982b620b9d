/** Rows of a CSV file (RFC 4180), leniently: comma, semicolon or tab, whatever the first line has most of. */

/** `line` is the one on which the row begins, from 1. */
export type Row = { readonly line: number; readonly cells: readonly string[] };

const DELIMITERS = [',', ';', '\t'] as const;

/** Gives every row that holds something. A quote that is never closed goes to the end of the file. */
export function readRows(text: string): readonly Row[] {
  const delimiter = chooseDelimiter(text);
  const rows: Row[] = [];
  let [cells, cell, line, begins]: [string[], string, number, number] = [[], '', 1, 1];
  let state: 'start' | 'bare' | 'quoted' | 'closed' = 'start';

  const endCell = (): void => {
    cells.push(cell);
    [cell, state] = ['', 'start'];
  };
  const endRow = (): void => {
    endCell();
    if (cells.some((one) => one.trim() !== '')) rows.push({ line: begins, cells });
    [cells, begins] = [[], line];
  };

  for (let place = 0; place < text.length; place += 1) {
    const letter = text.charAt(place);
    const isBreak = letter === '\n' || (letter === '\r' && text.charAt(place + 1) !== '\n');
    if (isBreak) line += 1;
    if (state === 'quoted') {
      if (letter === '"') state = 'closed';
      else cell += letter;
    } else if (state === 'closed' && letter === '"') {
      cell += '"';
      state = 'quoted';
    } else if (letter === '"' && state === 'start') state = 'quoted';
    else if (letter === delimiter) endCell();
    else if (isBreak) endRow();
    else if (letter !== '\r' || text.charAt(place + 1) !== '\n') {
      cell += letter;
      state = 'bare';
    }
  }
  if (cell !== '' || cells.length > 0) endRow();
  return rows;
}

function chooseDelimiter(text: string): string {
  const first = text.trimStart().split(/[\r\n]/, 1)[0] ?? '';
  const count = (mark: string): number => first.split(mark).length - 1;
  return DELIMITERS.reduce<string>((best, mark) => (count(mark) > count(best) ? mark : best), ',');
}
