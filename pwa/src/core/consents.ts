/** Sharing with an administrator: both sides say yes, and either takes it back (`server/domain/consents.py` decides). */
import type { ConsentFields, Id, Shown } from './types';

/** What is said about one administrator, from where one person stands. */
export type Standing = {
  readonly reader: Id;
  /** The own word; null for none. */
  readonly mine: boolean | null;
  readonly own: Shown<ConsentFields> | null;
  /** Others who said yes; teachers who have said nothing yet; and whether nobody of the coach's side has. */
  readonly agreed: readonly Id[];
  readonly missing: readonly Id[];
  readonly waitsForCoach: boolean;
  /** Somebody said no after all. */
  readonly refused: readonly Id[];
  readonly isOpen: boolean;
};

type Word = Shown<ConsentFields>;

/** Sums up what was said in a scope, by administrator; `teachers` are those whose lesson or cycle it is. */
export function listStandings(words: readonly Word[], teachers: readonly Id[], me: Id): readonly Standing[] {
  const readers = [...new Set(words.map((row) => row.fields.reader))];
  return readers.map((reader) => standOf(reader, words, teachers, me));
}

/** How things stand about one administrator, of whom nothing may have been said yet. */
export function standOf(reader: Id, words: readonly Word[], teachers: readonly Id[], me: Id): Standing {
  const said = words.filter((row) => row.fields.reader === reader);
  const own = said.find((row) => row.fields.by === me) ?? null;
  const yes = said.filter((row) => row.fields.given).map((row) => row.fields.by);
  const refused = said.filter((row) => !row.fields.given).map((row) => row.fields.by);
  // Only the two sides have a word in it, and a teacher is not told who else is on the coach's.
  const waitsForCoach = !yes.some((one) => !teachers.includes(one));
  const missing = teachers.filter((one) => one !== reader && !yes.includes(one) && !refused.includes(one));
  return {
    reader,
    mine: own?.fields.given ?? null,
    own,
    agreed: yes.filter((one) => one !== me),
    missing: missing.filter((one) => one !== me),
    waitsForCoach,
    refused: refused.filter((one) => one !== me),
    isOpen: !waitsForCoach && missing.length === 0 && refused.length === 0,
  };
}
