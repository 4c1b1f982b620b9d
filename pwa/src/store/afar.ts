/** What was put away, read again from the office: kept in memory for a while, and never on the disk. */
import { refuse } from '../core/problem';
import type { RecordRow, Scope } from '../core/types';
import type { Database } from './open';

/** Gives all rows of a scope as the office has them now; null if it cannot be reached. */
export type Reach = (scope: Scope) => Promise<readonly RecordRow[] | null>;

export type Afar = {
  /** Null for what is kept here. Raises `at_office` when it is not, and the office cannot be reached. */
  readonly rowsOf: (scope: Scope) => Promise<readonly RecordRow[] | null>;
  readonly reachBy: (reach: Reach) => void;
};

type Read = <T>(ask: (database: Database) => Promise<T>) => Promise<T>;
type Asked = { readonly at_ms: number; readonly rows: Promise<readonly RecordRow[] | null> };

const FRESH_MS = 5 * 60_000;

export function openAfar(read: Read, now: () => number): Afar {
  const asked = new Map<Scope, Asked>();
  let reach: Reach = () => Promise.resolve(null);

  function ask(scope: Scope): Promise<readonly RecordRow[] | null> {
    const before = asked.get(scope);
    if (before !== undefined && now() - before.at_ms < FRESH_MS) return before.rows;
    const rows = reach(scope);
    asked.set(scope, { at_ms: now(), rows });
    return rows;
  }

  return {
    reachBy: (next) => (reach = next),
    rowsOf: async (scope) => {
      if ((await read((database) => database.getKey('away', scope))) === undefined) return null;
      const rows = await ask(scope);
      if (rows !== null) return rows;
      asked.delete(scope);
      throw refuse('at_office', 'This is older than 90 days and kept at the office, which cannot be reached.');
    },
  };
}
