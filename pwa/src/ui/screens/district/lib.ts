/** What is named on the district's page. */
import type { ProtocolFields } from '../../../core/types';
import type { Text } from '../../text';

/** A protocol's own title in the language, or the name that it goes by. */
export function nameProtocol({ slug, body }: ProtocolFields, language: string): string {
  const title = (body as { readonly title?: string | Readonly<Record<string, string>> }).title;
  if (typeof title === 'string') return title;
  return title?.[language] ?? title?.['en'] ?? slug;
}

/** Who did something: a person of the district, or whoever ran a command at the server. */
export function nameActor(by: string, nameOf: (id: string) => string | null, t: Text): string {
  const { operator, somebody } = t.people.district;
  return by.startsWith('user:') ? (nameOf(by.slice('user:'.length)) ?? somebody) : operator(by);
}
