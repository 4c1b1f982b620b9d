/** Under this name a pad finds out that it stands in a rehearsal. */
export const REHEARSES = Symbol('rehearses');
