/** What the tablet keeps of a lesson that is put away: what lists need, and what says who may see it. */
import type { Kind } from '../core/types';

const HEADS: readonly Kind[] = ['observation', 'membership', 'consent'];

export function isContent({ kind }: { readonly kind: Kind }): boolean {
  return !HEADS.includes(kind);
}
