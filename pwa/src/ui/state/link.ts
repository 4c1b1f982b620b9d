/** What a letter's link carries behind its #: read once and taken out of the address, so that no history keeps it. */
let kept: { readonly path: string; readonly token: string } | null = null;

export function takeToken(): string {
  const found = location.hash.slice(1);
  if (found !== '') {
    kept = { path: location.pathname, token: found };
    history.replaceState(null, '', location.pathname);
  }
  return kept?.path === location.pathname ? kept.token : '';
}
