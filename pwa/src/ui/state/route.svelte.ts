/** Where the person is in the app. */
import { isScreen, parseRoute, type Route } from './routes';

let current = $state.raw<Route>(read());

export const route = {
  get now(): Route {
    return current;
  },
};

/** Goes to another screen. `replace`: the way back leads past the present one. */
export function go(path: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, '', path);
  else history.pushState(null, '', path);
  arrive();
}

/** Follows the browser's way back and the links of the screens; returns the way to stop. */
export function startRouting(): () => void {
  window.addEventListener('popstate', arrive);
  document.addEventListener('click', followLink);
  return () => {
    window.removeEventListener('popstate', arrive);
    document.removeEventListener('click', followLink);
  };
}

function read(): Route {
  return parseRoute(location.pathname, location.search);
}

function arrive(): void {
  current = read();
  window.scrollTo(0, 0);
}

function followLink(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (link === null || link.origin !== location.origin || link.target !== '' || link.hash !== '') return;
  if (!isScreen(link.pathname)) return;
  event.preventDefault();
  go(link.pathname + link.search);
}
