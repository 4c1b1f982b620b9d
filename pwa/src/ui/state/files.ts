/** Files that the office makes, put into the person's hands. */
import { Refusal } from '../../core/problem';
import type { Id } from '../../core/types';
import { endFeed, fetchFile, makeFeed, tellFeed, type Feed, type OfficeFile } from '../../sync/transport';

export type { Feed };

/** What a file is of, and in which form. */
export type Wanted =
  | { readonly of: 'observation' | 'cycle'; readonly id: Id; readonly form: 'xlsx' | 'csv'; readonly language: string }
  | { readonly of: 'appointment'; readonly id: Id }
  | { readonly of: 'year'; readonly from: string; readonly to: string; readonly language: string }
  | { readonly of: 'me' | 'activity' };

/** Fetches a file and hands it to the browser's downloads. Gives the refusal's words, `offline`, or null when it is done. */
export async function takeFile(wanted: Wanted): Promise<string | null> {
  return orWords(async () => hand(await ask(wanted)));
}

/** Whether the calendar has an address; null where the office cannot be asked. */
export async function askFeed(): Promise<Feed | null> {
  let found: Feed | null = null;
  await orWords(async () => {
    found = await tellFeed();
  });
  return found;
}

/** Makes an address and gives it; null where the office cannot be reached. */
export async function askNewFeed(names: boolean): Promise<Feed | null> {
  let found: Feed | null = null;
  await orWords(async () => {
    found = await makeFeed(names);
  });
  return found;
}

/** Ends the address; gives the refusal's words, or null when it is done. */
export async function askEndFeed(): Promise<string | null> {
  return orWords(endFeed);
}

async function orWords(work: () => Promise<void>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.problem.code === 'offline' ? 'offline' : (error.problem.detail ?? error.problem.title);
  }
}

function ask(wanted: Wanted): Promise<OfficeFile> {
  switch (wanted.of) {
    case 'observation':
      return fetchFile(
        '/api/v1/files/observations/{id}',
        wanted.id,
        `?form=${wanted.form}&language=${wanted.language}&sheet=${EVIDENCE}`,
      );
    case 'cycle':
      return fetchFile('/api/v1/files/cycles/{id}', wanted.id, `?form=${wanted.form}&language=${wanted.language}`);
    case 'appointment':
      return fetchFile('/api/v1/calendar/{id}', wanted.id, '');
    case 'year':
      return fetchFile('/api/v1/files/year', null, `?from=${wanted.from}&to=${wanted.to}&language=${wanted.language}`);
    case 'activity':
      return fetchFile('/api/v1/activity/csv', null, '');
    case 'me':
      return fetchFile('/api/v1/files/me', null, '');
  }
}

/** Of an observation, the sheet that a CSV file holds. */
const EVIDENCE = 3;

function hand({ name, blob }: OfficeFile): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Some browsers read the address only after the click was handled.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
