/** Each screen names in `App.svelte` the packs of sentences that it, or anything that it imports, speaks from. */
import { describe, expect, it } from 'vitest';

import { PACKS, type PackName } from './text/packs';

const NAMES = Object.keys(PACKS) as PackName[];
const files = import.meta.glob<string>(['../**/*.svelte', '../**/*.ts', '!../**/*.test.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});
const app = readFile('./App.svelte');
const LATE = /\[import\('(.+?)'\), needWords\(\[(.*?)\]\)\]/;
const lates = Object.entries(files).flatMap(([file, source]) => {
  const [, path, rest = ''] = (file === './App.svelte' ? null : LATE.exec(source)) ?? [];
  return path === undefined ? [] : [{ path: resolve(file, path), named: readNames(rest) }];
});
const screens = [...app.matchAll(/open\(\(\) => import\('(.+?)'\)(.*?)\),\n/gs)].map(([, path = '', rest = '']) => ({
  path,
  named: readNames(rest),
}));

function readFile(path: string): string {
  const found = files[path];
  if (found === undefined) throw new Error(`there is no file ${path}`);
  return found;
}

function readNames(list: string): (string | undefined)[] {
  return [...list.matchAll(/'([a-z-]+)'/g)].map(([, name]) => name);
}

/** The files that a file needs at once or later, types and sentences aside. */
function listImports(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const whole = readFile(file).replace(/import type .*? from .*?;/gs, '');
  // What comes later with sentences of its own is looked at as a screen is.
  const source = LATE.test(whole) ? whole.replace(/import\('[^']+'\)/g, '') : whole;
  for (const [, path = ''] of source.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)) {
    const found = findFile(resolve(file, path));
    if (found !== undefined && !found.includes('/text/')) listImports(found, seen);
  }
  return seen;
}

/** The path of an import as the glob names files: from this folder, with a dot before it. */
function resolve(from: string, path: string): string {
  const { pathname } = new URL(path, new URL(from, 'file:///src/ui/'));
  return pathname.startsWith('/src/ui/')
    ? `./${pathname.slice('/src/ui/'.length)}`
    : `..${pathname.slice('/src'.length)}`;
}

function findFile(path: string): string | undefined {
  return [path, `${path}.ts`, `${path}.svelte.ts`, `${path}/index.ts`].find((one) => one in files);
}

function findSpoken(screen: string): readonly PackName[] {
  const sources = [...listImports(screen)].map((file) => readFile(file));
  const speaks = (name: string, source: string): boolean =>
    new RegExp(`\\bt\\.${name}\\b|\\{[^}]*\\b${name}\\b[^}]*\\} = (words\\.)?t\\b|Text\\['${name}'\\]`).test(source);
  return NAMES.filter((name) => sources.some((source) => speaks(name, source)));
}

describe('the packs of sentences', () => {
  it('finds all screens of the app', () => {
    expect(screens.length).toBeGreaterThan(10);
    expect(screens.length).toBe(app.match(/open\(\(\) => import/g)?.length);
  });

  it('are not spoken from by what stands around every screen', () => {
    expect(findSpoken('./screens/Shell.svelte')).toEqual([]);
  });

  it('finds what comes later', () => {
    expect(lates.map(({ path }) => path)).toContain('./screens/lesson/PadDrawer.svelte');
  });

  it.each([...screens, ...lates])('are named for $path', ({ path, named }) => {
    expect([...named].sort()).toEqual([...findSpoken(path)].sort());
  });
});
