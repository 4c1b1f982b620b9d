/** Which screen an address means. */
import { isUuid } from '../../core/ids';
import type { Id } from '../../core/types';

/** Screens of one record, which their address names. */
const OF_RECORD = ['lesson', 'cycle', 'goal', 'prepare', 'confer', 'sheet', 'report', 'trends', 'share'] as const;
type OfRecord = (typeof OF_RECORD)[number];

export type Route =
  | { readonly name: 'today' }
  | { readonly name: 'sign-in' }
  | { readonly name: 'new'; readonly cycle: Id | null }
  | { readonly name: OfRecord; readonly id: Id }
  /** A visit, with `asTeacher` as its teacher is shown it. */
  | { readonly name: 'review'; readonly id: Id; readonly asTeacher: boolean }
  /** A visit, and the one it is compared with. */
  | { readonly name: 'calibrate'; readonly id: Id; readonly other: Id | null }
  | { readonly name: 'templates' | 'standards' }
  | { readonly name: 'viewers' | 'activity' }
  | { readonly name: 'coaching' | 'cycle-new' | 'log' | 'journal' | 'portfolio' }
  | { readonly name: 'rehearsal'; readonly slug: string }
  | { readonly name: 'rehearse' }
  | { readonly name: 'check' }
  | { readonly name: 'sync' }
  | { readonly name: 'notices' }
  | { readonly name: 'factors' }
  | { readonly name: 'settings' | 'account' | 'people' | 'staff-import' | 'district' }
  /** What letters lead to. */
  | { readonly name: 'invitation' | 'reset' | 'forgot' }
  | { readonly name: 'missing' };

/** Whether an address is a screen of the app; what the server answers itself is left to the browser. */
export function isScreen(path: string): boolean {
  return !/^\/(api\/|healthz$|readyz$)/.test(path);
}

/** Whether a screen is for people who are not signed in, too. */
export function isPublic({ name }: Route): boolean {
  return name === 'sign-in' || name === 'invitation' || name === 'reset' || name === 'forgot';
}

/** Reads a path with its query, as `location` has them. */
export function parseRoute(path: string, query: string): Route {
  const [, first = '', second, third] = path.split('/');
  if (first === 'calibrate' && second !== undefined) return parseCalibrate(second, third);
  if (third !== undefined) return { name: 'missing' };
  if (second === undefined || second === '') return parsePlain(first, query);
  if (first === 'review' && isUuid(second))
    return { name: 'review', id: second, asTeacher: new URLSearchParams(query).get('as') === 'teacher' };
  if (isOfRecord(first) && isUuid(second)) return { name: first, id: second };
  if (first === 'district' && (second === 'templates' || second === 'standards')) return { name: second };
  if (first === 'people' && second === 'import') return { name: 'staff-import' };
  if (first === 'cycle' && second === 'new') return { name: 'cycle-new' };
  if (first === 'rehearse' && /^[a-z0-9-]{1,200}$/.test(second)) return { name: 'rehearsal', slug: second };
  return { name: 'missing' };
}

function parseCalibrate(id: string, other: string | undefined): Route {
  if (!isUuid(id) || (other !== undefined && !isUuid(other))) return { name: 'missing' };
  return { name: 'calibrate', id, other: other ?? null };
}

function isOfRecord(name: string): name is OfRecord {
  return (OF_RECORD as readonly string[]).includes(name);
}

function parsePlain(name: string, query: string): Route {
  switch (name) {
    case '':
      return { name: 'today' };
    case 'sign-in':
    case 'rehearse':
    case 'check':
    case 'sync':
    case 'notices':
    case 'factors':
    case 'settings':
    case 'coaching':
    case 'log':
    case 'journal':
    case 'portfolio':
    case 'account':
    case 'viewers':
    case 'activity':
    case 'people':
    case 'district':
    case 'invitation':
    case 'reset':
    case 'forgot':
      return { name };
    case 'new':
      return { name, cycle: readCycle(query) };
    default:
      return { name: 'missing' };
  }
}

function readCycle(query: string): Id | null {
  const cycle = new URLSearchParams(query).get('cycle');
  return cycle !== null && isUuid(cycle) ? cycle : null;
}
