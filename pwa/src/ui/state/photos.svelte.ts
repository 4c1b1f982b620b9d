/** Photos beside the evidence: taken, shown from this tablet or from the office, named, and thrown away. */
import { Refusal } from '../../core/problem';
import type { AttachmentFields, Id, Scope, Shown } from '../../core/types';
import { newId, type Store } from '../../store';
import { blobTransport } from '../../sync/transport';
import { orMissing } from './away.svelte';
import { keepAnswer, type Answer } from './live.svelte';
import { shrinkPicture } from './picture';

export type Photo = Shown<AttachmentFields>;

/** What became of a photo that was taken. */
export type Taken = 'kept' | 'no_room' | 'not_kept' | 'not_a_picture';

/** Where a photo belongs: to an observation, at a moment of it. */
export type About = { readonly observation: Id; readonly t_ms: number };

/** Makes a file into a photo of a lesson; resolves when bytes and record are on the tablet's disk, or with the reason. */
export async function takePhoto(store: Store, file: Blob, { observation, t_ms }: About): Promise<Taken> {
  try {
    const { data, mime, sha256 } = await shrinkPicture(file);
    const id = newId();
    const scope: Scope = `observation:${observation}`;
    const fields = { sha256, bytes: data.byteLength, mime, for: observation, t_ms: Math.round(t_ms) };
    await store.blobs.save({ draft: { id, record: id, kind: 'attachment', scope, fields }, data });
    return 'kept';
  } catch (error) {
    const code = error instanceof Refusal ? error.problem.code : '';
    if (code === 'no_room' || code === 'not_kept' || code === 'not_a_picture') return code;
    throw error;
  }
}

/** Keeps the photos of a lesson in the order of their moments; call it while a component is set up. */
export function keepPhotos(store: Store, observation: Id): Answer<readonly Photo[]> {
  return keepAnswer(store, ['attachment'], async () => {
    const rows = await orMissing(observation, store.list('attachment', { scope: `observation:${observation}` }));
    return [...(rows ?? [])].sort((one, other) => momentOf(one) - momentOf(other));
  });
}

/** A photo without a moment, from another program, stands at the beginning. */
export function momentOf(photo: Photo): number {
  return photo.fields.t_ms ?? 0;
}

/** A picture to be shown, or why there is none; `waits`: the office does not have it yet; `refused`: and never will. */
export type Look = {
  readonly src: string | null;
  readonly is: 'here' | 'waits' | 'refused' | 'office' | 'not_there_yet' | 'offline';
};

/** Finds the picture on this tablet, else at the office. Who asked revokes the address when it is shown no more. */
export async function lookAtPhoto(store: Store, record: Id): Promise<Look> {
  const kept = await store.blobs.find(record);
  if (kept !== null) {
    const src = URL.createObjectURL(kept.bytes);
    return { src, is: kept.state === 'stored' ? 'here' : kept.state === 'refused' ? 'refused' : 'waits' };
  }
  const answer = await blobTransport.fetch(record);
  if (answer.ok) return { src: URL.createObjectURL(answer.body), is: 'office' };
  return { src: null, is: answer.why === 'problem' && answer.problem.status === 404 ? 'not_there_yet' : 'offline' };
}

export async function namePhoto(store: Store, photo: Photo, caption: string): Promise<void> {
  const { record, scope, rev: base } = photo;
  await store.save([{ record, kind: 'attachment', scope, base, fields: { caption } }]);
}

export async function deletePhoto(store: Store, photo: Photo): Promise<void> {
  const { record, scope, rev: base } = photo;
  await store.save([{ record, kind: 'attachment', scope, base, op: 'delete', fields: {} }]);
}
