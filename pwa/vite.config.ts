import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { VitePWA } from 'vite-plugin-pwa';
import { loadEnv } from 'vite';
import { defineConfig } from 'vitest/config';

import { manifest } from './manifest.config.ts';

/** Where `make run` serves the API while the screens come from Vite. */
const API = loadEnv('', '.', 'BACKROW_')['BACKROW_API'] ?? 'http://localhost:8000';

export default defineConfig({
  plugins: [
    svelte(),
    svelteTesting({ autoCleanup: false }),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/worker',
      filename: 'sw.ts',
      // Registration is written by hand (src/sync/updates.ts): the strict policy of the server forbids inline scripts
      // and wants the worker's address from a Trusted Types policy.
      injectRegister: null,
      manifest,
      injectManifest: { globPatterns: ['**/*.{html,js,css,svg,png,woff2}'], globIgnores: ['screenshots/**'] },
    }),
  ],
  build: {
    // iPadOS 16.4 is the oldest tablet; WebKitGTK 2.50 and today's Chromium are newer than that.
    target: ['safari16.4', 'chrome111', 'firefox114'],
    // The server's policy has no `data:`, so nothing may be inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  // The folder above holds pyproject.toml, with which a test compares the release.
  server: { proxy: { '/api': API }, fs: { allow: ['..'] } },
  preview: { proxy: { '/api': API } },
  // Most tests want no page; those that do say so in their first line.
  test: { environment: 'node', include: ['src/**/*.test.ts'], restoreMocks: true },
});
