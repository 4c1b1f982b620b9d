/**
 * Sentences that come with the screens that need them, so that the first screen waits for its own only. Whoever adds a
 * screen with many sentences adds a pack here, and names it beside the screen in `App.svelte`.
 */
import type { Base } from './en';

export type Language = 'en' | 'es';

type Pack<T> = { readonly [Name in Language]: () => Promise<T> };

const pack = <T>(en: () => Promise<T>, es: () => Promise<T>): Pack<T> => ({ en, es });

export const PACKS = {
  lesson: pack(
    async () => (await import('./en.lesson')).lesson,
    async () => (await import('./es.lesson')).lesson,
  ),
  charts: pack(
    async () => (await import('./en.charts')).charts,
    async () => (await import('./es.charts')).charts,
  ),
  factors: pack(
    async () => (await import('./en.factors')).factors,
    async () => (await import('./es.factors')).factors,
  ),
  lock: pack(
    async () => (await import('./en.lock')).lock,
    async () => (await import('./es.lock')).lock,
  ),
  notices: pack(
    async () => (await import('./en.notices')).notices,
    async () => (await import('./es.notices')).notices,
  ),
  tablet: pack(
    async () => (await import('./en.tablet')).tablet,
    async () => (await import('./es.tablet')).tablet,
  ),
  outbox: pack(
    async () => (await import('./en.outbox')).outbox,
    async () => (await import('./es.outbox')).outbox,
  ),
  coaching: pack(
    async () => (await import('./en.coaching')).coaching,
    async () => (await import('./es.coaching')).coaching,
  ),
  conference: pack(
    async () => (await import('./en.conference')).conference,
    async () => (await import('./es.conference')).conference,
  ),
  growth: pack(
    async () => (await import('./en.growth')).growth,
    async () => (await import('./es.growth')).growth,
  ),
  district: pack(
    async () => (await import('./en.district')).district,
    async () => (await import('./es.district')).district,
  ),
  sharing: pack(
    async () => (await import('./en.sharing')).sharing,
    async () => (await import('./es.sharing')).sharing,
  ),
  wall: pack(
    async () => (await import('./en.wall')).wall,
    async () => (await import('./es.wall')).wall,
  ),
  people: pack(
    async () => (await import('./en.people')).people,
    async () => (await import('./es.people')).people,
  ),
} as const;

export type PackName = keyof typeof PACKS;

type Packs = { readonly [Name in PackName]: Awaited<ReturnType<(typeof PACKS)[Name]['en']>> };

/** All sentences of a language; those of a pack are there once a screen that needs it was opened. */
export type Text = Base & Packs;
