/** The bytes of photos, sent piece by piece when no change waits. */
import type { Id } from '../core/types';
import type { Store } from '../store';
import { deleteBlob, dropDeleted, nextSendable, setBlob, type Sendable } from '../store/blobs';
import type { Touched } from '../store/watch';
import { waitAfter } from './backoff';
import type { Failure } from './engine';
import type { Answer, BlobTransport } from './transport';
import type { UploadBody } from './wire';

/** Eleven seconds over a link of 50 kbit/s; halved by silence. */
const PIECE_BYTES = 64 * 1024;
const SMALLEST_BYTES = 4 * 1024;
const PHOTOS: Touched = { all: false, kinds: ['attachment'], scopes: [] };

export type Uploads = {
  /**
   * Sends what can be sent, a piece at a time, as long as `mayGoOn` says so before each one. Gives what stopped it and
   * how long to wait then, or null. After a failure nothing is sent before that time, unless it is `urgent`.
   */
  readonly send: (world: UploadWorld) => Promise<Stopped | null>;
};

export type UploadWorld = {
  readonly urgent: boolean;
  readonly mayGoOn: () => boolean;
  /** Called before each request. */
  readonly onPiece: () => void;
};

export type Stopped = { readonly failure: Failure; readonly wait_ms: number };

/** What became of one request: the photo goes on, is done with, or everything stops. */
type Step = 'on' | 'next' | Failure;

export function startUploads(store: Store, transport: BlobTransport): Uploads {
  let pieceBytes = PIECE_BYTES;
  /** Photos whose bytes came to the server with another hash: they get one more chance. */
  const restarted = new Set<Id>();

  let failures = 0;
  let notBefore_ms = 0;

  async function send(world: UploadWorld): Promise<Stopped | null> {
    if (!world.urgent && Date.now() < notBefore_ms) return null;
    const failure = await sendAll(world);
    if (failure === null) {
      failures = 0;
      notBefore_ms = 0;
      return null;
    }
    failures += 1;
    const wait_ms = waitAfter(failures, Math.random(), failure.why === 'problem' ? failure.retry_after_ms : null);
    notBefore_ms = Date.now() + wait_ms;
    return { failure, wait_ms };
  }

  async function sendAll({ mayGoOn, onPiece }: UploadWorld): Promise<Failure | null> {
    const skip = new Set<Id>();
    if (await store.inside.read(dropDeleted)) store.inside.tell(PHOTOS);
    while (mayGoOn()) {
      const found = await store.inside.read((database) => nextSendable(database, skip));
      if (found === null) return null;
      onPiece();
      const step = await sendPiece(found);
      if (step === 'next') skip.add(found.row.record);
      else if (step !== 'on') return step;
    }
    return null;
  }

  async function sendPiece({ row, data }: Sendable): Promise<Step> {
    const { record, offset } = row;
    if (offset === null) return take(record, await transport.begin(record));
    const piece = data.slice(offset, offset + pieceBytes);
    const answer = await transport.append(record, offset, piece);
    if (!answer.ok && answer.why === 'silent') pieceBytes = Math.max(SMALLEST_BYTES, pieceBytes / 2);
    return take(record, answer);
  }

  async function take(record: Id, answer: Answer<UploadBody>): Promise<Step> {
    if (!answer.ok) return answer.why === 'problem' ? afterProblem(record, answer) : answer;
    const { offset, done } = answer.body;
    await set(record, done ? { state: 'stored', offset } : { offset });
    return 'on';
  }

  /** Some refusals are of this photo alone, and the others go on; the rest is the server's state. */
  async function afterProblem(record: Id, failure: Extract<Failure, { why: 'problem' }>): Promise<Step> {
    const { code } = failure.problem;
    switch (code) {
      case 'offset':
        await set(record, { offset: null });
        return 'on';
      case 'hash':
        if (restarted.has(record)) return giveUp(record, code);
        restarted.add(record);
        await set(record, { offset: 0 });
        return 'on';
      case 'not_a_picture':
      case 'too_large':
      case 'forbidden':
        return giveUp(record, code);
      case 'not_found':
        // Deleted in the meantime, or taken away: the store knows which.
        if ((await store.get(record)) === null) await store.inside.read((database) => deleteBlob(database, record));
        return 'next';
      default:
        return failure;
    }
  }

  async function giveUp(record: Id, code: string): Promise<Step> {
    await set(record, { state: 'refused', code });
    return 'on';
  }

  async function set(record: Id, to: Parameters<typeof setBlob>[2]): Promise<void> {
    await store.inside.read((database) => setBlob(database, record, to));
    if (to.state !== undefined) store.inside.tell(PHOTOS);
  }

  return { send };
}
