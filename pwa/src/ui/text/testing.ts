/** Every sentence at once, for tests of what screens say. */
import { loadText, type PackName } from './index';
import { PACKS } from './packs';

const all = Object.keys(PACKS) as PackName[];

export const en = await loadText('en', all);
export const es = await loadText('es', all);
