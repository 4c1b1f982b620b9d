/** The nouns of the client: what is stored, sent, pulled and shown. Glossary and forms: `server/SYNC.md`. */

export type * from './fields';

/** A UUID, lower case with hyphens. */
export type Id = string;
/** `YYYY-MM-DDTHH:MM:SS.mmmZ`. */
export type Instant = string;
/** `YYYY-MM-DD`. */
export type DateOn = string;

export type Kind =
  | 'protocol'
  | 'school'
  | 'person'
  | 'cycle'
  | 'goal'
  | 'conference'
  | 'observation'
  | 'evidence'
  | 'attachment'
  | 'reflection'
  | 'prediction'
  | 'next_step'
  | 'activity'
  | 'private_note'
  | 'template'
  | 'standard'
  | 'consent'
  | 'membership';

export type Scope = `space:${Id}` | `cycle:${Id}` | `observation:${Id}` | `user:${Id}`;
export type Op = 'put' | 'delete';
export type Role = 'coach' | 'teacher' | 'administrator';
export type MembershipRole = 'owner' | 'observer' | 'teacher' | 'reader';

/** Field values as JSON has them; a field of a newer server may be anything. */
export type Fields = Readonly<Record<string, unknown>>;

/** One immutable edit of one record, as it travels. */
export type Change = {
  readonly id: Id;
  /** 1, 2, 3 … without gaps per device and user. */
  readonly n: number;
  readonly record: Id;
  readonly kind: Kind;
  readonly v: number;
  readonly op: Op;
  readonly scope: Scope;
  /** The `rev` of the pulled record that was on screen; null if none was. */
  readonly base: Id | null;
  readonly at: Instant;
  readonly fields: Fields;
};

/**
 * A change before it is stored. Without `record` it creates one; `id` may be given by whoever needs to name the
 * record before the store answers (the recorder does).
 */
export type Draft = {
  readonly id?: Id;
  readonly record?: Id;
  readonly kind: Kind;
  readonly scope: Scope;
  readonly op?: Op;
  readonly base?: Id | null;
  readonly fields: Fields;
};

/** One of several values of a prose field that nobody has settled yet. */
export type Version = { readonly rev: Id; readonly value: unknown; readonly by: Id; readonly at: Instant };
export type Versions = Readonly<Record<string, readonly Version[]>>;

/** A record as the server sends it. */
export type RecordRow = {
  readonly seq: number;
  readonly record: Id;
  readonly kind: Kind;
  readonly v: number;
  readonly rev: Id;
  readonly scope: Scope;
  readonly fields: Fields;
  readonly versions?: Versions;
  readonly deleted?: boolean;
  readonly revived?: boolean;
};

/** A record as the screen shows it: the pulled row with this tablet's own changes laid over it. */
export type Shown<F = Fields> = {
  readonly record: Id;
  readonly kind: Kind;
  readonly scope: Scope;
  /** The pulled revision, to be used as `base` of the next edit; null if the record was never pulled. */
  readonly rev: Id | null;
  readonly seq: number | null;
  readonly fields: F;
  readonly versions: Versions;
  /** An own change is not pulled back yet. */
  readonly pending: boolean;
  /** An own change is not written to the tablet's disk yet: the store is trying again. */
  readonly unsafe: boolean;
  /** The server stands on a newer form of this kind: show it, do not edit it. */
  readonly readOnly: boolean;
  readonly revived?: boolean;
};

export type User = {
  readonly id: Id;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
  readonly language: string;
};

export type Space = { readonly id: Id; readonly name: string; readonly gen: Id };

/** Who is signed in, as the server says and the tablet remembers. */
/** Who `must_enrol` may do nothing at the office but add a second factor. */
export type Session = { readonly user: User; readonly space: Space; readonly must_enrol?: boolean };
