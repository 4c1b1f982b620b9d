/** What the office is asked about people and their ways in. Each raises a refusal: `forbidden`, `offline` … */
import { isObject, Refusal } from '../core/problem';
import type { Id, Session } from '../core/types';
import type { components } from '../generated/api';
import { exchange, orRefuse } from './transport';

type Schemas = components['schemas'];

export type Invited = Schemas['Invited'];
export type Colleague = Schemas['Colleague'];
export type PersonWish = Schemas['NewPerson'];
export type SessionSeen = Schemas['SessionSeen'];
export type DeviceSeen = Schemas['DeviceSeen'];
export type Deed = Schemas['Deed'];
export type StaffImport = Schemas['StaffImport'];
export type StaffImported = Schemas['StaffImported'];
export type ProtocolFile = Schemas['ProtocolFile'];
export type ProtocolLooked = Schemas['ProtocolLooked'];
export type QuarantineKept = Schemas['Quarantine'];

type LinkKind = 'invitation' | 'reset';

/** A district's staff comes as one request, and its preview as one answer. */
const IMPORT_PATIENCE_MS = 90_000;

/** Tells whom a link is for; an address without its token leads nowhere, and nobody need be asked. */
export async function openLink(kind: LinkKind, token: string): Promise<Invited> {
  if (token === '') throw new Refusal({ type: 'about:blank', title: 'No token', status: 410, code: 'link_over' });
  const path = kind === 'invitation' ? '/api/v1/invitations/open' : '/api/v1/resets/open';
  return orRefuse(await exchange({ path, method: 'POST', body: { token } }, readObject<Invited>));
}

export async function acceptInvitation(token: string, password: string, language: string): Promise<Session> {
  const body = { token, password, language };
  return orRefuse(await exchange({ path: '/api/v1/invitations/accept', method: 'POST', body }, readObject<Session>));
}

export async function askForReset(email: string): Promise<void> {
  orRefuse(await exchange({ path: '/api/v1/resets', method: 'POST', body: { email } }, done));
}

export async function resetPassword(token: string, password: string): Promise<void> {
  orRefuse(await exchange({ path: '/api/v1/resets/use', method: 'POST', body: { token, password } }, done));
}

export async function saveProfile(name: string, language: string): Promise<Session> {
  const body = { name, language };
  return orRefuse(await exchange({ path: '/api/v1/me/profile', method: 'PUT', body }, readObject<Session>));
}

export async function changePassword(old: string, next: string): Promise<void> {
  orRefuse(await exchange({ path: '/api/v1/me/password', method: 'PUT', body: { old, new: next } }, done));
}

export async function fetchSessions(): Promise<readonly SessionSeen[]> {
  return orRefuse(await exchange({ path: '/api/v1/me/sessions' }, readList<SessionSeen>('sessions')));
}

/** Ends one of one's own sessions, or with null all but this one. */
export async function endSession(id: string | null): Promise<void> {
  const one =
    id === null ? { path: '/api/v1/me/sessions' as const } : { path: '/api/v1/me/sessions/{id}' as const, id };
  orRefuse(await exchange({ ...one, method: 'DELETE' }, done));
}

export async function fetchOwnDevices(): Promise<readonly DeviceSeen[]> {
  return orRefuse(await exchange({ path: '/api/v1/me/devices' }, readList<DeviceSeen>('devices')));
}

/** Says which tablet this is, so that its person finds it in the list before it sends anything. */
export async function tellDevice(device: Id, names: { name: string; app: string }): Promise<void> {
  orRefuse(await exchange({ path: '/api/v1/me/devices', method: 'PUT', body: { device, ...names } }, done));
}

export async function revokeOwnDevice(device: Id, revoked: boolean): Promise<void> {
  orRefuse(await exchange({ path: '/api/v1/me/devices', method: 'POST', body: { device, revoked } }, done));
}

export async function fetchPeople(): Promise<readonly Colleague[]> {
  return orRefuse(await exchange({ path: '/api/v1/people' }, readList<Colleague>('people')));
}

export async function addPerson(wish: PersonWish): Promise<Colleague> {
  return orRefuse(await exchange({ path: '/api/v1/people', method: 'POST', body: wish }, readObject<Colleague>));
}

export async function editPerson(id: Id, wish: Schemas['PersonWish']): Promise<Colleague> {
  const request = { path: '/api/v1/people/{id}', id, method: 'PUT', body: wish } as const;
  return orRefuse(await exchange(request, readObject<Colleague>));
}

export async function setActive(id: Id, active: boolean): Promise<Colleague> {
  const request = { path: '/api/v1/people/{id}/active', id, method: 'PUT', body: { active } } as const;
  return orRefuse(await exchange(request, readObject<Colleague>));
}

export async function invite(id: Id): Promise<Colleague> {
  return orRefuse(
    await exchange({ path: '/api/v1/people/{id}/invitation', id, method: 'POST' }, readObject<Colleague>),
  );
}

export async function withdraw(id: Id): Promise<Colleague> {
  return orRefuse(
    await exchange({ path: '/api/v1/people/{id}/invitation', id, method: 'DELETE' }, readObject<Colleague>),
  );
}

export async function sendReset(id: Id): Promise<void> {
  orRefuse(await exchange({ path: '/api/v1/people/{id}/reset', id, method: 'POST' }, done));
}

export async function fetchDevices(): Promise<readonly DeviceSeen[]> {
  return orRefuse(await exchange({ path: '/api/v1/devices' }, readList<DeviceSeen>('devices')));
}

export async function revokeDevice(id: Id, device: Id, revoked: boolean): Promise<void> {
  const request = { path: '/api/v1/people/{id}/devices', id, method: 'POST', body: { device, revoked } } as const;
  orRefuse(await exchange(request, done));
}

export async function addSchool(name: string): Promise<void> {
  orRefuse(await exchange({ path: '/api/v1/schools', method: 'POST', body: { name } }, done));
}

export async function renameSchool(id: Id, name: string): Promise<void> {
  orRefuse(await exchange({ path: '/api/v1/schools/{id}', id, method: 'PUT', body: { name } }, done));
}

/** A page of the audit, the latest first. */
export async function fetchAudit(before: Id | null): Promise<{ acts: readonly Deed[]; more: boolean }> {
  const query = before === null ? '' : `?before=${before}`;
  return orRefuse(await exchange({ path: '/api/v1/audit', query }, readObject<Schemas['Audit']>));
}

export async function fetchQuarantine(): Promise<QuarantineKept> {
  return orRefuse(await exchange({ path: '/api/v1/quarantine' }, readObject<QuarantineKept>));
}

export async function importStaff(order: StaffImport): Promise<StaffImported> {
  const request = {
    path: '/api/v1/people/import',
    method: 'POST',
    body: order,
    limit_ms: IMPORT_PATIENCE_MS,
  } as const;
  return orRefuse(await exchange(request, readObject<StaffImported>));
}

/** Looks at a protocol file, or publishes it. */
export async function takeProtocol(file: ProtocolFile): Promise<ProtocolLooked> {
  const request = { path: '/api/v1/protocols', method: 'POST', body: file } as const;
  return orRefuse(await exchange(request, readObject<ProtocolLooked>));
}

const done = (): null => null;

function readObject<T>(body: unknown): T | undefined {
  return isObject(body) ? (body as T) : undefined;
}

function readList<T>(name: string): (body: unknown) => readonly T[] | undefined {
  return (body) => (isObject(body) && Array.isArray(body[name]) ? (body[name] as readonly T[]) : undefined);
}
