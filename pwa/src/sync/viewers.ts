/** What the office is asked about who opened what was shared, and about how much coaching there is. */
import { isObject } from '../core/problem';
import type { Id } from '../core/types';
import type { components } from '../generated/api';
import { exchange, orRefuse } from './transport';

type Schemas = components['schemas'];

export type ViewedVisit = Schemas['ViewedVisit'];
export type Opened = Schemas['Opened'];
export type CoachingActivity = Schemas['CoachingActivity'];
export type ActivityPeriod = Schemas['ActivityPeriod'];
export type ActivityGroup = Schemas['ActivityGroup'];

/** Gives a teacher, of each shared lesson of theirs, who may see it and who opened it. Raises a refusal. */
export async function fetchViewers(): Promise<readonly ViewedVisit[]> {
  return orRefuse(
    await exchange({ path: '/api/v1/viewers' }, (body) =>
      isObject(body) && Array.isArray(body['visits']) ? (body['visits'] as ViewedVisit[]) : undefined,
    ),
  );
}

/** Tells what was opened on this device. Raises a refusal. */
export async function tellOpenings(openings: readonly Opened[]): Promise<void> {
  orRefuse(await exchange({ path: '/api/v1/openings', method: 'POST', body: { openings } }, () => null));
}

/** Gives an administrator what can be told of closed months. Raises a refusal. */
export async function fetchActivity(): Promise<CoachingActivity> {
  return orRefuse(
    await exchange({ path: '/api/v1/activity' }, (body) => (isObject(body) ? (body as CoachingActivity) : undefined)),
  );
}

/** What of a visit a person can open in the app. */
export type Opening = { readonly observation: Id; readonly what: Opened['what'] };
