/** The bodies that tablet and server exchange: the server's OpenAPI document, narrowed to the words of the core. */
import type { RecordRow, Scope } from '../core/types';
import type { components, paths } from '../generated/api';
import type { WireChange } from '../store/outbox';

type Schemas = components['schemas'];

/** The version of the sync protocol that this app speaks. */
export const PROTO = 1;

/** An address of the server's document; one that it does not have does not compile. */
export type Path = keyof paths;

export type HelloBody = Schemas['Hello'];
export type PushEnvelope = Omit<Schemas['Push'], 'changes'> & { readonly changes: readonly WireChange[] };
/** Result k is of change k; a change whose id cannot be read has none in its result. */
export type PushBody = Schemas['PushAnswer'];
export type Digests = Readonly<Record<Scope, Schemas['Digest']>>;
export type PullBody = Omit<Schemas['PullAnswer'], 'records' | 'digests'> & {
  readonly records: readonly RecordRow[];
  readonly digests?: Digests;
};
/** One change of a record's history, as the office tells it. */
export type Told = Schemas['Entry'];
export type ReconcileEnvelope = Schemas['Reconcile'];
export type ReconcileBody = Schemas['ReconcileAnswer'];
/** How far the bytes of a photo have come. */
export type UploadBody = Schemas['UploadAnswer'];
