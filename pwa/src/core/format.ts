/** How numbers, durations and dates are written, by `Intl` and the person's language. */

/** Hours, minutes and seconds on a clock: `4:07`, `1:02:09`. Milliseconds; a started second does not count yet. */
export function formatClock(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const seconds = String(total % 60).padStart(2, '0');
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600);
  return hours === 0 ? `${minutes}:${seconds}` : `${hours}:${String(minutes).padStart(2, '0')}:${seconds}`;
}

/** A length as on a clock, rounded to the second as the sentences of measures are: `7:20`. Milliseconds. */
export function formatSpan(ms: number): string {
  return formatClock(Math.floor(ms / 1000 + 0.5) * 1000);
}

/** A clock with tenths, for evidence whose moment can be nudged: `4:07.5`. Milliseconds. */
export function formatMoment(ms: number): string {
  const tenths = Math.floor(Math.max(0, ms) / 100) % 10;
  return `${formatClock(ms)}.${tenths}`;
}

/** A length in words a person says: `45 s`, `12 min`, `1 h 5 min`. Seconds. */
export function formatLength(locale: string, seconds: number): string {
  if (seconds < 60) return unit(locale, seconds, 'second', 0);
  if (seconds < 3600) return unit(locale, seconds / 60, 'minute', seconds < 600 ? 1 : 0);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.round((seconds - hours * 3600) / 60);
  return minutes === 0
    ? unit(locale, hours, 'hour', 0)
    : `${unit(locale, hours, 'hour', 0)} ${unit(locale, minutes, 'minute', 0)}`;
}

function unit(locale: string, value: number, name: string, digits: number): string {
  return numbers(locale, { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: digits }).format(
    value,
  );
}

/** A number with at most so many decimals, one unless told. */
export function formatNumber(locale: string, value: number, digits = 1): string {
  return numbers(locale, { maximumFractionDigits: digits }).format(value);
}

/** A share given in percent (0–100): `12 %`, and one decimal below ten. */
export function formatPercent(locale: string, percent: number): string {
  const digits = percent !== 0 && Math.abs(percent) < 10 ? 1 : 0;
  return numbers(locale, { style: 'percent', maximumFractionDigits: digits }).format(percent / 100);
}

/** `Tue, Mar 3`. An instant, or a date without a time (which belongs to no zone). */
export function formatDay(locale: string, at: string): string {
  return dates(locale, { weekday: 'short', month: 'short', day: 'numeric', ...zoneOf(at) }).format(new Date(at));
}

/** `Tuesday, March 3`. An instant or a date. */
export function formatLongDay(locale: string, at: string): string {
  return dates(locale, { weekday: 'long', month: 'long', day: 'numeric', ...zoneOf(at) }).format(new Date(at));
}

/** `November 2026`. A month as `2026-11`. */
export function formatMonth(locale: string, month: string): string {
  return dates(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${month}-01`));
}

/** `10:02 AM` or `10:02`. An instant. */
export function formatTime(locale: string, at: string): string {
  return dates(locale, { hour: 'numeric', minute: '2-digit' }).format(new Date(at));
}

/** `March 3, 2026 at 10:02 AM`. An instant. */
export function formatDayAndTime(locale: string, at: string): string {
  return dates(locale, { dateStyle: 'long', timeStyle: 'short' }).format(new Date(at));
}

function zoneOf(at: string): Intl.DateTimeFormatOptions {
  return at.length === 10 ? { timeZone: 'UTC' } : {};
}

/** The sentence for this many, by the language's own rule of plural. `#` in it stands for the number. */
export function formatCount(locale: string, count: number, forms: { one: string; other: string }): string {
  const form = plurals(locale).select(count) === 'one' ? forms.one : forms.other;
  return form.replace('#', formatNumber(locale, count, 0));
}

/** `a, b and c`. */
export function formatList(locale: string, items: readonly string[]): string {
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(items);
}

const made = new Map<string, unknown>();

/** Intl objects are dear to make and cheap to use: one of each is kept. */
function keep<T>(key: string, make: () => T): T {
  if (!made.has(key)) made.set(key, make());
  return made.get(key) as T;
}

function numbers(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return keep(`n${locale}${JSON.stringify(options)}`, () => new Intl.NumberFormat(locale, options));
}

function dates(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return keep(`d${locale}${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(locale, options));
}

function plurals(locale: string): Intl.PluralRules {
  return keep(`p${locale}`, () => new Intl.PluralRules(locale));
}
