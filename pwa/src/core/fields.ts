/** What the fields of each kind of record are; the office's table is `server/domain/kinds.py`. */
import type { Room } from './room';
import type { DateOn, Fields, Id, Instant, MembershipRole, Role, Scope } from './types';

export type Pause = {
  readonly from_ms: number;
  readonly to_ms?: number | null;
  readonly why: 'pause' | 'sleep' | 'clock' | 'not_observed';
};

export type ObservationFields = {
  readonly protocol: string;
  readonly protocol_version: number;
  readonly protocol_hash: string;
  readonly teacher: Id;
  readonly started_at: Instant;
  /** Milliseconds since `started_at`; null or absent while the lesson runs. */
  readonly ended_ms?: number | null;
  readonly time_zone?: string;
  readonly pauses?: readonly Pause[];
  readonly cycle?: Id | null;
  readonly context?: Fields;
  /** For calibration: another observation of the same lesson. */
  readonly paired_with?: Id | null;
  /** How the room stands, where the protocol has a seat map. */
  readonly seatmap?: Room;
  readonly title?: string;
  readonly context_notes?: string;
};

export type EvidenceAction = 'tap' | 'start' | 'stop' | 'mark' | 'rate' | 'check' | 'note' | 'link' | 'sweep';
export type ModifierValue = string | number | boolean;

export type EvidenceFields = {
  /** Milliseconds since `started_at`, pauses included. */
  readonly t_ms: number;
  readonly action: EvidenceAction;
  readonly code?: string;
  readonly note?: string;
  readonly modifiers?: Readonly<Record<string, ModifierValue | readonly ModifierValue[]>>;
  readonly speaker?: string;
  readonly subject?: string;
  readonly to_subject?: string;
  /** Of a mark the interval, of a look the sweep, of a rating the segment; from 0. Wins over that in which `t_ms` lies. */
  readonly interval?: number;
  /** People counted; the level of a rating; 1 seen, 0 not seen; null not applicable. */
  readonly value?: number | null;
  readonly starred?: boolean;
  readonly retracted?: boolean;
};

/** What an edit may say of an item: null clears a field. */
export type EvidenceEdit = { readonly [Name in keyof EvidenceFields]?: EvidenceFields[Name] | null };

export type CycleFields = {
  readonly title: string;
  readonly teachers?: readonly Id[];
  readonly protocol?: string | null;
  readonly event_on?: DateOn | null;
  readonly phase?: 'plan' | 'event' | 'reflect';
  readonly stage?: 'identify' | 'learn' | 'improve' | null;
  /** The cycle that this one goes on from. */
  readonly follows?: Id | null;
  /** The service of the coaching menu that its event is; an observation when absent. */
  readonly service?: string | null;
  readonly standard?: Id | null;
  readonly closed_on?: DateOn | null;
  readonly learning_target?: string;
  readonly success_criteria?: string;
  readonly focus?: string;
};

export type GoalFields = {
  readonly measure: string;
  readonly baseline: number;
  readonly target: number;
  readonly target_high?: number | null;
  readonly direction?: 'up' | 'down' | 'range' | null;
  readonly protocol?: string | null;
  readonly protocol_version?: number | null;
  /** The observation that the baseline was taken from. */
  readonly observation?: Id | null;
  readonly unit?: string | null;
  readonly norm?: string | null;
  readonly source?: string | null;
  readonly due_on?: DateOn | null;
  /** From this day on the strategy was tried. */
  readonly strategy_on?: DateOn | null;
  readonly state?: 'open' | 'reached' | 'set_aside';
  readonly strategy?: string;
  readonly text?: string;
};

export type ConferenceFields = {
  /** `pre` or `post`. */
  readonly phase: string;
  readonly at: Instant;
  readonly observation?: Id | null;
  readonly place?: string | null;
  /** The displays to be looked at, by their ids in the protocol. */
  readonly displays?: readonly string[];
  /** How far it has come. */
  readonly step?: string | null;
  readonly started_at?: Instant | null;
  readonly ended_at?: Instant | null;
  readonly next_at?: Instant | null;
  readonly coach_agreed_at?: Instant | null;
  readonly teacher_agreed_at?: Instant | null;
  readonly notes?: string;
};

export type NextStepFields = {
  readonly what: string;
  readonly who: string;
  readonly due_on: DateOn;
  readonly measure?: string | null;
  readonly from?: number | null;
  readonly to?: number | null;
  readonly goal?: Id | null;
  readonly conference?: Id | null;
  readonly service?: string | null;
  readonly state?: 'open' | 'done' | 'set_aside';
  readonly done_on?: DateOn | null;
  readonly strategy?: string;
  readonly support?: string;
};

export type PredictionFields = {
  readonly measure: string;
  readonly value: number;
  readonly observation?: Id | null;
  readonly conference?: Id | null;
  readonly text?: string;
};

export type ReflectionFields = {
  readonly text: string;
  /** The record it is about. */
  readonly for?: Id | null;
  /** Of an answer, the question. */
  readonly prompt?: string | null;
  readonly part?: 'answer' | 'evidence' | 'interpretation' | 'own_words' | 'journal' | null;
  /** Items of evidence that it rests on. */
  readonly evidence?: readonly Id[];
  readonly on?: DateOn | null;
};

export type ActivityFields = {
  readonly service: string;
  readonly minutes: number;
  readonly on: DateOn;
  readonly people?: readonly Id[];
  readonly cycle?: Id | null;
  /** The observation or conference that it was made from. */
  readonly source?: Id | null;
  readonly note?: string;
};

export type PrivateNoteFields = { readonly text: string; readonly for?: Id | null };

export type TemplateFields = { readonly slug: string; readonly body: Fields };

export type StandardFields = {
  readonly list: string;
  readonly code: string;
  readonly text: string;
  readonly subject?: string | null;
  readonly grades?: string | null;
  readonly source?: string | null;
  readonly retired?: boolean;
};

export type PersonFields = {
  readonly name: string;
  readonly roles?: readonly Role[];
  readonly school?: Id | null;
  readonly language?: string;
  readonly active?: boolean;
};

export type SchoolFields = { readonly name: string };

export type ProtocolFields = {
  readonly slug: string;
  readonly version: number;
  readonly hash: string;
  readonly body: unknown;
  readonly retired?: boolean;
};

export type MembershipFields = {
  readonly scope: Scope;
  readonly role: MembershipRole;
  readonly state: 'granted' | 'revoked';
};

/** One side's word that an administrator may see what is in the scope; it takes the other side's, too. */
export type ConsentFields = { readonly reader: Id; readonly by: Id; readonly given: boolean };

/** A photo: what was announced of its bytes, the record it belongs to, and its moment in that lesson. */
export type AttachmentFields = {
  readonly sha256: string;
  readonly bytes: number;
  readonly mime: string;
  readonly for: Id;
  readonly t_ms?: number;
  readonly caption?: string;
};

/** What the fields of a kind are; kinds of later releases are plain `Fields`. */
export type FieldsOf = {
  readonly observation: ObservationFields;
  readonly evidence: EvidenceFields;
  readonly attachment: AttachmentFields;
  readonly cycle: CycleFields;
  readonly goal: GoalFields;
  readonly conference: ConferenceFields;
  readonly next_step: NextStepFields;
  readonly prediction: PredictionFields;
  readonly reflection: ReflectionFields;
  readonly activity: ActivityFields;
  readonly private_note: PrivateNoteFields;
  readonly template: TemplateFields;
  readonly standard: StandardFields;
  readonly person: PersonFields;
  readonly school: SchoolFields;
  readonly protocol: ProtocolFields;
  readonly consent: ConsentFields;
  readonly membership: MembershipFields;
};
