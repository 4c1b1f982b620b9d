/** The bodies that tablet and server exchange, as the server's OpenAPI document has them. */
import type { Id, Instant, RecordRow, Scope } from '../core/types';
import type { Limits, Result, WireChange } from '../store/outbox';

export const PROTO = 1;

export type HelloBody = { readonly proto: 1; readonly time: Instant; readonly gen?: Id; readonly limits: Limits };

export type PushEnvelope = {
  readonly proto: 1;
  readonly user: Id;
  readonly device: Id;
  readonly app: string;
  readonly device_name: string;
  readonly changes: readonly WireChange[];
};

export type PushBody = {
  readonly gen: Id;
  readonly received_at: Instant;
  /** Result k is of change k; a change whose id cannot be read has none in its result. */
  readonly results: readonly (Omit<Result, 'id'> & { readonly id: Id | null })[];
  readonly device: {
    readonly contiguous: number;
    readonly highest: number;
    readonly missing: readonly (readonly number[])[];
    readonly forked: boolean;
  };
};

export type Digests = Readonly<Record<Scope, { readonly count: number; readonly sha256: string }>>;

export type PullBody = {
  readonly user: Id;
  readonly gen: Id;
  readonly records: readonly RecordRow[];
  readonly cursor: string;
  readonly more: boolean;
  readonly digests?: Digests;
};

export type ReconcileEnvelope = {
  readonly proto: 1;
  readonly user: Id;
  readonly device: Id;
  readonly ranges: readonly (readonly number[])[];
};

export type ReconcileBody = {
  readonly gen: Id;
  readonly missing: readonly (readonly number[])[];
  readonly forked: boolean;
};
