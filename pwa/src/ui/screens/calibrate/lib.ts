/** Agreement as rows and sentences. */
import type { Agreement, Value } from '../../../core/agreement';
import { formatList, formatNumber } from '../../../core/format';
import { findCode, readText, type Protocol } from '../../../core/protocol';

type Methods = Readonly<Record<string, string>>;
export type FigureRow = { readonly id: string; readonly label: string; readonly value: string; readonly says: string };

/** The figures over all, those with a name of their own first. */
export function listOverall({ overall }: Agreement, language: string, methods: Methods): readonly FigureRow[] {
  const rows = Object.entries(overall).map(([id, value]) => ({
    id,
    label: methods[id] ?? nameMethod(id),
    ...show(value, language),
  }));
  const known = Object.keys(methods);
  const rank = (id: string): number => (known.includes(id) ? known.indexOf(id) : known.length);
  return rows.sort((one, other) => rank(one.id) - rank(other.id));
}

/** Of each code the figures that have a name of their own, else its first. */
export function listCodes(
  { codes }: Agreement,
  language: string,
  methods: Methods,
): readonly { code: string; label: string; value: string }[] {
  return Object.entries(codes).flatMap(([code, figures]) => {
    const named = Object.keys(figures).filter((id) => id in methods);
    const chosen = named.length > 0 ? named : Object.keys(figures).slice(0, 1);
    return chosen.flatMap((id) => {
      const figure = figures[id];
      return figure === undefined
        ? []
        : [{ code, label: methods[id] ?? nameMethod(id), value: show(figure, language).value }];
    });
  });
}

/** What one observer said, in words; `code` is what an event or a score is of. */
export function saySaid(
  protocol: Protocol,
  said: readonly (string | number)[],
  code: string | null,
  language: string,
  nothing: string,
): string {
  if (said.length === 0) return nothing;
  const named = said.map((one) => nameSaid(protocol, String(one), language));
  const list = formatList(language, named);
  return code === null || said.includes(code) ? list : `${nameSaid(protocol, code, language)}: ${list}`;
}

function nameSaid(protocol: Protocol, id: string, language: string): string {
  const found = findCode(protocol, id);
  return found === undefined ? id : `${id} ${readText(found.label, language)}`;
}

function show(figure: Value, language: string): { value: string; says: string } {
  return { value: figure.value === null ? '–' : formatNumber(language, figure.value, 2), says: figure.says };
}

function nameMethod(id: string): string {
  return id.replaceAll('_', ' ');
}
